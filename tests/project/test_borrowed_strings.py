"""What officials see of Django and Wagtail is Vietnamese."""

import pytest
from django.utils import translation

from config.borrowed_strings import BORROWED


@pytest.mark.parametrize("text", BORROWED)
def test_a_borrowed_string_speaks_vietnamese(text: str) -> None:
    with translation.override("vi"):
        assert translation.gettext(text) != text
        assert "bằng với" not in translation.gettext(text)
