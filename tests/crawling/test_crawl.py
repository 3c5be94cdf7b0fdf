"""The site walked over its own links in both languages; `python -m tests.crawling` walks all."""

from pathlib import Path

import pytest
from django.http import HttpResponse

from tests.catalog.shelf import Shelf
from tests.crawling import checks, html_checker
from tests.crawling.crawler import Crawl, Page, Visit, kind_of
from tests.crawling.report import crawl

PER_TYPE = 3
KINDS = {
    "catalogue", "verify", "places", "place", "diagram", "statistics", "statistics_list",
    "maker", "decision", "schemes", "scheme", "grade", "log", "sources", "product",
    "craft_village", "certificate", "about_data", "follow", "feed", "place_feed",
    "catalogue_csv", "decision_list", "page /", "file",
}  # fmt: skip


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_of_the_site_is_broken_or_left_untranslated(
    demo: Shelf, language: str, tmp_path: Path
) -> None:
    found = crawl(language, per_type=PER_TYPE, folder=None)

    walked = {kind.partition("?")[0] for kind in found.counts}
    assert walked >= KINDS, KINDS - walked
    assert found.pages > 60
    assert not found.faults, "\n".join(found.told())


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_of_page_is_valid_html(demo: Shelf, language: str, tmp_path: Path) -> None:
    try:
        html_checker.library()
    except html_checker.Missing as error:
        if html_checker.is_required():
            raise
        pytest.skip(f"THE HTML CHECKER IS MISSING: {error}")

    found = crawl(language, per_type=1, folder=tmp_path)

    assert found.checked > 25
    assert not found.faults, "\n".join(found.told())


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
    assert "not in en" in _faults("<h1>Register</h1><p>Tình trạng và hiệu lực", "en")[0]
    assert checks.faults(Visit("/x/", "x", "/", 404, None), "vi") == ["answers 404"]
    assert checks.faults(Visit("/x/", "x", "/", 500, None, "ValueError: x"), "vi")


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
