"""About the data: what is known and what is not, by province, programme and kind of fact."""

import pytest
from django.test import Client

from catalog import addresses, coverage
from catalog.days import number_text
from registry.gazetteer.directory import get_directory
from registry.selectors import public
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    coverage.forget()


def test_the_table_adds_up_to_the_public_titles(site: Client, shelf: Shelf) -> None:
    shelf.desk.draft()
    found = coverage.coverage(get_directory())

    assert sum(found.titles.values()) == public.certifications().count()
    assert sum(known.total for known in found.known.values()) == public.certifications().count()
    assert found.titles["f25-68", "cddl"] == 1


def test_every_province_stands_there_and_an_empty_one_says_so(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(addresses.ABOUT_DATA))
    links = {url for url, _attrs in page.links}

    assert {addresses.place(p.public_id) for p in get_directory().current_provinces()} <= links
    assert "Hà Nội chưa có chưa có chưa có chưa có 0" in page.text
    assert "Sổ chưa có danh hiệu nào của 33 tỉnh, thành phố." in page.text


def test_what_is_known_of_the_titles_is_told_with_both_numbers(site: Client, shelf: Shelf) -> None:
    stars = public.certifications().filter(scheme__code="ocop")
    known = stars.filter(decision__isnull=False).count()
    text = parse(site.get(addresses.ABOUT_DATA)).text

    assert f"{number_text(known)} trên {number_text(stars.count())}" in text


def test_announced_and_entered_stand_beside_each_other(site: Client, shelf: Shelf) -> None:
    decision = shelf.desk.decision("5/QĐ-UBND", announced_count=9)
    shelf.desk.published(decision=decision)
    coverage.forget()
    text = parse(site.get(addresses.ABOUT_DATA)).text

    assert "1 quyết định có ghi số danh hiệu công bố: tổng cộng 9, sổ đã nhập 1." in text


def test_it_names_limits_licence_and_freshness_and_takes_few_queries(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get(addresses.ABOUT_DATA))
    headings = [words for level, words in page.headings if level == 2]

    for wanted in ("Độ phủ", "Cách tính", "Giới hạn", "Độ cập nhật", "Sử dụng lại"):
        assert wanted in headings
    assert queries(site, [addresses.ABOUT_DATA])[addresses.ABOUT_DATA] <= 6
