"""Downloads of a result list: rows, order, origin, safety in spreadsheets, refusals."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client

from catalog import finding
from catalog.views import downloads
from search.service import SearchUnavailable
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
CSV, XLSX = "/danh-muc/tai-ve.csv", "/danh-muc/tai-ve.xlsx"


def content(response: Any) -> bytes:
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def csv_rows(site: Client, **params: object) -> list[dict[str, str]]:
    text = content(site.get(CSV, params)).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def names_on_page(site: Client, **params: object) -> list[str]:
    return [text for level, text in parse(site.get("/danh-muc/", params)).headings if level == 3]


@pytest.mark.parametrize(
    "params",
    [{}, {"hieu-luc": "tat-ca"}, {"q": "tieu"}, {"sap-xep": "moi"}, {"muc": ["ocop:4", "ocop:3"]}],
)
def test_the_file_has_the_rows_of_the_page_in_its_order(
    site: Client, shelf: Shelf, params: dict[str, Any]
) -> None:
    assert [row["Tên"] for row in csv_rows(site, **params)] == names_on_page(site, **params)


def test_a_row_says_what_is_certified_until_when_and_where_it_comes_from(
    site: Client, shelf: Shelf
) -> None:
    product = shelf.valid.product
    assert product is not None and product.maker is not None
    row = csv_rows(site, q="cà phê nắng", muc="ocop:3", trang="1")[0]

    assert row["Mã"] == product.code
    assert row["Cơ sở"] == product.maker.name
    assert row["Địa danh khi cấp"] == "Xã Thuận Hà, huyện Đắk Song, tỉnh Đắk Nông"
    assert row["Địa danh hiện nay"] == "xã Thuận Hạnh, tỉnh Lâm Đồng"
    assert (row["Chương trình"], row["Mức"]) == ("OCOP", "OCOP 3 sao")
    assert row["Mã chứng nhận"] == shelf.valid.code
    assert row["Hiệu lực đến hết ngày"] == "04/08/2029"
    assert row["Tình trạng"].startswith("Còn hiệu lực")
    assert row["Tình trạng tính đến"].startswith("12:0")
    assert row["Địa chỉ của lần tìm này"] == (
        "http://testserver/danh-muc/?q=c%C3%A0+ph%C3%AA+n%E1%BA%AFng&muc=ocop:3"
    )


def test_every_certificate_of_an_item_is_named(site: Client, shelf: Shelf) -> None:
    row = csv_rows(site, q="tiêu không hạt")[0]

    assert row["Mã chứng nhận"] == shelf.successor.code
    assert row["Chứng nhận khác"].startswith(f"{shelf.superseded.code} OCOP 3 sao: Đã được thay")


def test_the_workbook_says_the_same_with_real_dates(site: Client, shelf: Shelf) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(content(site.get(XLSX, {"hieu-luc": "tat-ca"}))), read_only=False
    )
    rows = list(book["Danh sách"].iter_rows(values_only=True))
    by_name = {row[2]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}

    assert [row[2] for row in rows[1:]] == names_on_page(site, **{"hieu-luc": "tat-ca"})
    end = by_name["Cà phê Nắng Vàng thử nghiệm"]["Hiệu lực đến hết ngày"]
    assert (end.year, end.month, end.day) == (2029, 8, 4)
    about = dict(book["Về tệp này"].iter_rows(values_only=True))
    assert about["Số dòng"] == "12"
    assert about["Địa chỉ của lần tìm này"] == "http://testserver/danh-muc/?hieu-luc=tat-ca"


@pytest.fixture
def formula(shelf: Shelf) -> Iterator[str]:
    product = shelf.valid.product
    assert product is not None
    kept, product.name = product.name, '=HYPERLINK("http://x","Cà phê Nắng")'
    product.save()
    yield product.name
    product.name = kept
    product.save()


def test_a_name_that_is_a_formula_stays_text(site: Client, formula: str) -> None:
    assert csv_rows(site, q="nắng vàng")[0]["Tên"] == f"'{formula}"
    book = openpyxl.load_workbook(io.BytesIO(content(site.get(XLSX, {"q": "nắng vàng"}))))
    cell = book["Danh sách"]["C2"]
    assert (cell.value, cell.data_type) == (formula, "s")


def test_the_page_links_both_files_of_the_same_search(site: Client, shelf: Shelf) -> None:
    links = [url for url, _ in parse(site.get("/danh-muc/", {"q": "tieu", "trang": "1"})).links]

    assert f"{CSV}?q=tieu" in links
    assert f"{XLSX}?q=tieu" in links


@pytest.mark.parametrize("path", [CSV, XLSX])
def test_what_the_page_would_ignore_leads_to_the_page(
    site: Client, shelf: Shelf, path: str
) -> None:
    response = site.get(path, {"muc": "ocop:9", "q": "chè"})

    assert response.status_code == 302
    assert response["Location"] == "/danh-muc/?muc=ocop%3A9&q=ch%C3%A8"


@pytest.mark.parametrize("path", [CSV, XLSX])
def test_a_search_that_is_down_gives_a_page_and_no_half_file(
    site: Client, shelf: Shelf, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **options: object) -> None:
        raise SearchUnavailable("no index")

    monkeypatch.setattr(finding, "search", down)
    response = site.get(path)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Tìm kiếm đang tạm ngừng" in parse(response).text


@pytest.mark.parametrize("path", [CSV, XLSX])
def test_a_list_beyond_the_limit_is_refused_with_the_way_on(
    site: Client, shelf: Shelf, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_ROWS", 3)
    response = site.get(path)

    assert response.status_code == 422
    assert "Danh sách này có 7 dòng, mà một tệp chỉ chứa nhiều nhất 3 dòng." in parse(response).text


def test_one_address_downloads_so_many_lists_in_a_minute(
    site: Client, shelf: Shelf, settings: Any
) -> None:
    cache.clear()
    settings.API_RATES = {"download": 2}
    assert content(site.get(CSV)) and content(site.get(XLSX))
    refused = site.get(CSV, {"q": "tiêu"})

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    page = parse(refused)
    assert "Tải về quá nhiều lần" in page.text
    assert any("q=ti" in url for url, _ in page.links)
    assert content(site.get(CSV, REMOTE_ADDR="10.0.0.9"))
    cache.clear()


def test_a_file_that_breaks_off_says_so(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(refs: object) -> None:
        raise RuntimeError("database gone")

    monkeypatch.setattr(downloads, "items_by_ref", broken)
    response = site.get(CSV)
    pieces: list[bytes] = []
    with pytest.raises(RuntimeError):
        pieces.extend(response.streaming_content)  # type: ignore[attr-defined]

    assert "LỖI: danh sách bị ngắt ở đây" in b"".join(pieces).decode()


def test_queries_grow_by_pieces_and_pages_only(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    csv_rows(site)
    with django_assert_max_num_queries(16):
        assert len(csv_rows(site, **{"hieu-luc": "tat-ca"})) == 12
    monkeypatch.setattr(finding, "_PIECE", 5)
    assert [row["Tên"] for row in csv_rows(site)] == names_on_page(site)
