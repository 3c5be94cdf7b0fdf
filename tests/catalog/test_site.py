"""What holds on every public page: language, demo notice, landmarks, links, hostile input, cost."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from catalog import addresses
from search import service
from tests.catalog.conftest import index
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf, group, unit

pytestmark = pytest.mark.django_db
PLAIN = ["/", "/danh-muc/", "/danh-muc/?bay=danh-sach&hieu-luc=tat-ca", "/danh-muc/?q=zzz",
         "/kiem-tra/", "/kiem-tra/?ma=4K7M92QD7", "/kiem-tra/?ma=1&ngay=31/02/2026", "/dia-phuong/",
         "/dia-phuong/?ten=hiep+thanh", "/nguon-du-lieu/", "/dau-trong-so/", "/ve-so/",
         "/tinh-trang-va-hieu-luc/", "/khong-co-trang-nay/"]  # fmt: skip


def every_page(shelf: Shelf) -> list[str]:
    found = list(PLAIN)
    for certification in shelf.by_state().values():
        found.append(addresses.certificate(certification.code))
        subject = certification.product
        found.append(
            addresses.product(subject.code)
            if subject
            else addresses.craft_village(certification.craft_village.code)
        )
    old = unit("Huyện Đắk Song", "Tỉnh Đắk Nông")
    found += [addresses.place(old.public_id), addresses.place(shelf.valid.place_now.public_id)]
    found.append(addresses.place(unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25").public_id))
    return found


def test_every_page_is_whole(site: Client, shelf: Shelf) -> None:
    """One h1, headings without gaps, unique ids, labelled fields, no script, Vietnamese."""
    for path in every_page(shelf):
        response = site.get(path)
        page = parse(response)
        levels = [level for level, _ in page.headings]
        assert 'lang="vi"' in response.content.decode(), path
        assert response["Content-Language"] == "vi", path
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
        assert len(page.ids) == len(set(page.ids)), path
        assert not page.inline, (path, page.inline)
        shown = [f for f in page.fields if f.get("type") not in ("hidden", "checkbox", "radio")]
        assert {f["id"] for f in shown} <= page.labels, path
        assert not re.search(r"%\(\w+\)s|\{\{|\{%", response.content.decode()), path


def test_the_demo_says_on_every_page_what_it_is_and_refuses_robots(
    site: Client, shelf: Shelf
) -> None:
    for path in every_page(shelf):
        response = site.get(path)
        content = response.content.decode()
        assert "Bản minh họa: dữ liệu lấy từ báo chí và cổng thông tin" in content, path
        assert 'href="/nguon-du-lieu/"' in content, path
        assert '<meta name="robots" content="noindex, nofollow">' in content, path
        assert response["X-Robots-Tag"] == "noindex, nofollow", path
    assert site.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
    assert site.get("/healthz")["X-Robots-Tag"] == "noindex, nofollow"


def test_a_register_that_is_no_demo_says_nothing_of_it(site: Client, shelf: Shelf) -> None:
    with override_settings(IS_DEMO=False):
        response = site.get("/danh-muc/")
        assert "Bản minh họa" not in response.content.decode()
        assert "X-Robots-Tag" not in response
        assert "Disallow: /admin/" in site.get("/robots.txt").content.decode()


def test_the_sources_of_the_demo_are_listed(site: Client, shelf: Shelf) -> None:
    page = parse(site.get("/nguon-du-lieu/"))

    assert "https://vi-du.gov.vn/3981" in [url for url, _ in page.links]
    assert "Đây là bản minh họa." in page.text


def test_no_link_is_dead(site: Client, shelf: Shelf) -> None:
    """Follows every link of ours from the pages; nothing leads to a hole or to nowhere."""
    waiting, seen = every_page(shelf)[:-1], set()
    # A number that the register does not hold is told with 404.
    expected = {"/khong-co-trang-nay/", "/kiem-tra/?ma=4K7M92QD7"}
    while waiting and len(seen) < 250:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        response = site.get(path)
        assert response.status_code in (200, 301, 302) or path in expected, path
        # A file to download has no links.
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            assert not response.streaming or b"".join(response.streaming_content)
            continue
        for url, _attrs in parse(response).links:
            assert url not in ("", "#"), path
            if url.startswith("/") and len(seen) + len(waiting) < 250:
                waiting.append(url.partition("#")[0])
    assert len(seen) > 60


JUNK = ["", " ", "x" * 5000, "\x00", "a\x00b", "\x1b[31m\u202e", "e\u0301" * 400, "'\"<script>",
        "%FF%FE", "../../etc/passwd", "9" * 400, "-1", "1e9", "٣", "31/02/2026", "00/00/0000",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "😀" * 300]  # fmt: skip
PARAMETERS = ["q", "chuong-trinh", "muc", "nhom", "tinh", "noi", "hieu-luc", "sap-xep", "trang",
              "bay", "ten-noi", "ma", "ngay", "ten", "khac[]"]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_no_parameter_breaks_a_page(site: Client, shelf: Shelf, junk: str) -> None:
    paths = ["/", "/danh-muc/", "/kiem-tra/", "/dia-phuong/", "/nguon-du-lieu/",
             f"/c/{shelf.valid.code}", f"/i/{shelf.valid.product.code}",
             addresses.place(shelf.valid.place_now.public_id)]  # fmt: skip
    every = {name: [junk, junk[::-1]] for name in PARAMETERS}
    for path in paths:
        assert site.get(path, every).status_code < 500, path
    for name in PARAMETERS:
        assert site.get("/danh-muc/", {name: junk}).status_code < 500, name


@pytest.mark.parametrize("start", ["/i/", "/v/", "/c/", "/dia-phuong/", "/", "/kiem-tra/"])
@pytest.mark.parametrize(
    "junk", ["%00", "%FF%FE", "a%00b", "x" * 3000, "%2e%2e/%2e%2e", "%0d%0aX:1", "é%CC%81", "//",
             "%F0%9F%98%80", "?%FF=%FE", "?ma=%FF%00&ngay=%00", "?trang=%00"]
)  # fmt: skip
def test_no_path_breaks_a_page(site: Client, start: str, junk: str) -> None:
    response = site.get(start + junk)

    assert response.status_code in (200, 301, 302, 400, 404)
    if response.status_code in (400, 404) and response["Content-Type"].startswith("text/html"):
        assert "</html>" in response.content.decode() or response.status_code == 400


def test_other_methods_are_refused(site: Client) -> None:
    for path in ("/danh-muc/", "/kiem-tra/", "/dia-phuong/", "/healthz"):
        assert site.post(path).status_code == 405, path


def test_health_tells_the_database_and_search(site: Client) -> None:
    response = site.get("/healthz")

    assert response.status_code == 200
    assert response.json()["database"] == "up"
    assert response.json()["search"] == "up"
    assert "no-cache" in response["Cache-Control"]


@pytest.fixture
def crowd(shelf: Shelf, tmp_path: Path) -> Iterator[None]:
    """Thirty products more than a page holds, of one maker, and villages among them."""
    desk = shelf.desk
    maker = shelf.valid.product.maker
    for number in range(30):
        name = f"Bánh thử nghiệm {number:02d}"
        product = desk.product(name, maker=maker, group=group("banh-keo"))
        desk.published(
            product=product, place_now=shelf.valid.place_now, product_name_printed=product.name
        )
    with override_settings(SEARCH_INDEX_DIR=tmp_path):
        index()
        yield
    service._freshness = None


def _queries(site: Client, path: str) -> int:
    site.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert site.get(path).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_data(
    site: Client, shelf: Shelf, request: pytest.FixtureRequest
) -> None:
    paths = {
        "/": 15,
        "/danh-muc/?hieu-luc=tat-ca": 7,
        "/danh-muc/?hieu-luc=tat-ca&q=thu+nghiem&tinh=f25-68": 7,
        "/danh-muc/?hieu-luc=tat-ca&bay=danh-sach": 7,
        f"/i/{shelf.valid.product.code}": 11,
        f"/c/{shelf.successor.code}": 11,
        f"/kiem-tra/?ma={shelf.successor.product.code}": 13,
        addresses.place(shelf.valid.place_now.public_id): 15,
        "/dia-phuong/": 1,
    }
    before = {path: _queries(site, path) for path in paths}
    request.getfixturevalue("crowd")
    after = {path: _queries(site, path) for path in paths}

    assert {path: n for path, n in after.items() if n > paths[path]} == {}
    assert all(after[path] <= before[path] + 1 for path in paths), (before, after)


def test_a_page_of_the_catalogue_has_at_most_24_items(site, shelf, crowd) -> None:  # type: ignore[no-untyped-def]
    first = parse(site.get("/danh-muc/"))
    second = parse(site.get("/danh-muc/?trang=2"))

    assert sum(level == 3 for level, _ in first.headings) == 24
    assert "1 đến 24 trong 37" in first.text
    assert "25 đến 37 trong 37" in second.text
    assert "/danh-muc/?trang=2" in [url for url, _ in first.links]


def test_templates_stay_short_and_hold_no_script() -> None:
    for path in (django_settings.BASE_DIR / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") < 150, path
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", source), path


def test_a_fault_of_ours_still_gives_a_whole_page(site, shelf, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def broken(*args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("catalog.views.catalogue.parse", broken)
    response = Client(raise_request_exception=False).get("/danh-muc/")
    page = parse(response)

    assert response.status_code == 500
    assert page.headings == [(1, "Trang đang có lỗi")]
    assert "Bản minh họa" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "/kiem-tra/" in [url for url, _ in page.links]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_refused_method_gets_a_vietnamese_page(shelf: Shelf, method: str) -> None:
    for strict in (True, False):
        client = Client(enforce_csrf_checks=strict, headers={"accept-language": "en"})
        for path in ("/danh-muc/", "/kiem-tra/", "/dia-phuong/", f"/c/{shelf.valid.code}"):
            response = getattr(client, method)(path)
            assert response.status_code in (403, 405), path
            assert "Không trả lời được yêu cầu này" in response.content.decode(), path
            assert response["Content-Type"].startswith("text/html")
            assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_null_byte_in_an_address_gets_a_vietnamese_page(site: Client, shelf: Shelf) -> None:
    for path in ("/danh-muc/%00", "/i/%00", "/dia-phuong/%00/"):
        response = site.get(path)
        assert response.status_code == 400
        assert "Không trả lời được yêu cầu này" in response.content.decode()
        assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_number_beside_a_place_says_what_it_counts(site: Client, shelf: Shelf) -> None:
    for path in ("/", "/dia-phuong/"):
        assert "Số cạnh tên là số mục chưa hết hạn." in parse(site.get(path)).text
