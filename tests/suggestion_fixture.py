"""Suggestions and limits of one test are unknown to the next."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from search import suggest


@pytest.fixture
def fresh_suggestions() -> Iterator[None]:
    cache.clear()
    suggest.forget()
    yield
    suggest.forget()
