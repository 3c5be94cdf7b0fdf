"""Numbers of decisions stay in one piece on a narrow screen, and copy as they were."""

import re

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

from catalog import addresses
from catalog.typography import keep_numbers
from tests.catalog.shelf import Shelf


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Quyết định 3763/QĐ-UBND ngày 18/11/2021", ["3763/QĐ-UBND"]),
        ("38/2025/TT-BCT; 52/2018/NĐ-CP.", ["38/2025/TT-BCT", "52/2018/NĐ-CP"]),
        ("số 12/QĐ-SCT-QLCN,", ["12/QĐ-SCT-QLCN"]),
        ("05/08/2026 và 1/2", []),
        ("https://vi-du.gov.vn/3763/QĐ-UBND", []),
        ("1/" + "X" * 40, []),
    ],
)
def test_numbers_are_found(text: str, kept: list[str]) -> None:
    made = keep_numbers(text)

    assert re.findall(r'<span class="nowrap">(.*?)</span>', made) == kept
    assert re.sub("<[^>]+>", "", made) == text


def test_what_is_no_markup_stays_text() -> None:
    assert keep_numbers("<b>1/QĐ-X</b> & 2/QĐ-Y") == (
        '&lt;b&gt;1/QĐ-X&lt;/b&gt; &amp; <span class="nowrap">2/QĐ-Y</span>'
    )
    assert keep_numbers(mark_safe("<i>3/QĐ-Z</i>")) == ('<i><span class="nowrap">3/QĐ-Z</span></i>')


@pytest.mark.django_db
def test_pages_show_them_in_one_piece(site: Client, shelf: Shelf) -> None:
    for path in (
        addresses.certificate(shelf.valid.code),
        addresses.product(shelf.valid.product.code),
        addresses.decision(shelf.valid.decision),
    ):
        content = site.get(path).content.decode()
        main = content[content.index("<main") :]
        assert '<span class="nowrap">3981/QĐ-UBND</span>' in main, path
