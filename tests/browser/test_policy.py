"""The content security policy over a walk of the site in Chromium: no browser reports anything."""

import pytest
from django.http import HttpResponse

from tests.browser.test_pages import shelf  # noqa: F401  a fixture
from tests.catalog.shelf import Shelf
from tests.crawling.crawler import Crawl
from tests.crawling.report import STARTS


@pytest.mark.timeout(400)
def test_no_page_breaks_the_policy(shelf: Shelf, page, live_server) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    """`page` fails by itself where Chromium says that the policy was broken."""
    reports: list[str] = []
    page.on(
        "request",
        lambda asked: (
            reports.append(asked.post_data or "") if "/csp-bao-cao/" in asked.url else None
        ),
    )

    def fetch(path: str) -> HttpResponse:
        asked = page.request.get(path, max_redirects=0)
        kind = asked.headers.get("content-type", "")
        if asked.status == 200 and kind.startswith("text/html"):
            page.goto(path, wait_until="load")
        response = HttpResponse(asked.body(), status=asked.status, content_type=kind)
        if location := asked.headers.get("location"):
            response["Location"] = location
        return response

    walk = Crawl(fetch, per_type=1, starts=STARTS)
    visits = list(walk.walk())

    assert len(walk.pages) > 25
    assert not [(visit.path, visit.fault) for visit in visits if visit.fault]
    assert reports == []


def test_a_broken_policy_is_reported(shelf: Shelf, page, faults: list[str]) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    """Otherwise the test above could not fail."""
    reports: list[str] = []
    page.on(
        "request", lambda asked: reports.append(asked.url) if "csp-bao-cao" in asked.url else None
    )
    page.goto("/danh-muc/")

    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.1:9/x.png\">')"
    )
    page.wait_for_timeout(500)

    assert faults and reports
    faults.clear()
