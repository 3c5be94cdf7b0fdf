"""The site walked over its own links in both languages; `python -m tests.crawling` walks all."""

from pathlib import Path

import pytest
from django.http import HttpResponse

from tests.catalog.shelf import Shelf
from tests.crawling import checks, html_checker
from tests.crawling.crawler import Crawl, Page, Visit, kind_of
from tests.crawling.report import crawl

PER_TYPE = 1
KINDS = {
    "catalogue", "verify", "places", "place", "diagram", "statistics", "statistics_list",
    "maker", "decision", "schemes", "scheme", "grade", "log", "sources", "product",
    "craft_village", "certificate", "about_data", "follow", "feed", "place_feed",
    "catalogue_csv", "decision_list", "page /", "file",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_of_the_site_is_broken_untranslated_or_wrong_html(
    shelf: Shelf, language: str, tmp_path: Path
) -> None:
    missing = ""
    try:
        html_checker.library()
    except html_checker.Missing as error:
        if html_checker.is_required():
            raise
        missing = str(error)

    found = crawl(language, per_type=PER_TYPE, folder=None if missing else tmp_path)

    walked = {kind.partition("?")[0] for kind in found.counts}
    assert walked >= KINDS, KINDS - walked
    assert found.pages > 40
    assert not found.faults, "\n".join(found.told())
    if missing:
        pytest.skip(f"All holds, but THE HTML WAS NOT CHECKED: {missing}")
    assert found.checked == found.pages


def _faults(body: str, language: str = "vi") -> list[str]:
    page = Page("/x/", f'<html lang="{language}"><body>{body}</body></html>')
    return checks.faults(Visit("/x/", "x", "/", 200, page), language)


def test_the_checks_see_what_is_wrong() -> None:
    assert _faults("<h1>Sổ</h1><h2>Làng</h2>") == []
    assert "leave out" in _faults("<h1>Sổ</h1><h3>Làng</h3>")[0]
    assert "stand twice" in _faults('<h1>Sổ</h1><p id="a"><p id="a">')[0]
    assert "'None'" in _faults("<h1>Sổ</h1><p>None")[0]
    assert "not in vi" in _faults("<h1>Sổ</h1><p>Verify a certificate of the register")[0]
    assert "not in vi" in _faults('<h1>Sổ</h1><img alt="Catalogue">')[0]
    assert _faults('<h1>Sổ</h1><p lang="en">The list of the works') == []
    left = '<h1>Register</h1><p><span lang="vi">Đã bỏ các ký tự điều khiển</span>.'
    assert "not in en" in _faults(left, "en")[0]
    assert checks.faults(Visit("/x/", "x", "/", 404, None), "vi") == ["answers 404"]
    assert checks.faults(Visit("/x/", "x", "/", 500, None, "ValueError: x"), "vi")


@pytest.mark.django_db
def test_a_walk_follows_links_and_finds_what_is_not_there() -> None:
    site = {
        "/": '<a href="/danh-muc/#gone">a</a><a href="#here">b</a><p id="here"><a href="http://x.vn/">',
        "/danh-muc/": '<a href="?q=a">1</a><a href="?q=b">2</a><a href="/c/AAAA">c</a>',
        "/danh-muc/?q=a": "",
    }

    def fetch(path: str) -> HttpResponse:
        if path == "/c/AAAA":
            raise ValueError("broken")
        return HttpResponse(site.get(path, ""), status=200 if path in site else 404)

    walk = Crawl(fetch, per_type=1)
    visits = {visit.path: visit for visit in walk.walk()}

    assert set(visits) == {"/", "/danh-muc/", "/danh-muc/?q=a", "/c/AAAA"}
    assert visits["/c/AAAA"].fault == "ValueError: broken"
    assert visits["/c/AAAA"].found_on == "/danh-muc/"
    assert walk.broken_fragments() == ["/: /danh-muc/#gone"]
    assert kind_of("/danh-muc/?q=a") != kind_of("/danh-muc/")
