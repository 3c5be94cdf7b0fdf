"""The figures: page, list and file say what the selector says, for any day and any typed text."""

import csv
import datetime as dt
import html
import io
import re
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from django.test import Client
from django.utils import translation

from catalog.csv_file import csv_text, safe_cell
from catalog.figure_lists import PAGE, by_province
from catalog.figure_request import moment_param, typed_moment
from registry.gazetteer.directory import get_directory
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.figures import RULES, FigureQuery, certifications_counted, figures
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import TODAY, Shelf, unit
from tests.catalog.test_site import JUNK

pytestmark = pytest.mark.django_db
FIELDS = ["ngay", "biet-den", "noi", "ten-noi", "chuong-trinh", "nhom", "cach", "cap", "trang",
          "dem", "phan", "dang"]  # fmt: skip
PATHS = ["/so-lieu/", "/so-lieu/danh-sach/", "/so-lieu/theo-tinh/", "/so-lieu/tai-ve.csv"]


def rows_of(response) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def assert_as_many_lines_as_said(site: Client, url: str) -> int:
    """The list behind a number, and its file, have as many lines as its heading says."""
    kinds = {"san-pham": ("/i/", "sản phẩm"), "co-so": ("/co-so/", "cơ sở"),
             "lang-nghe": ("/v/", "nghề, làng nghề")}  # fmt: skip
    asked = parse_qs(urlsplit(url).query)
    start, words = kinds.get(asked.get("dem", [""])[0], ("/c/", "danh hiệu"))
    page = parse(site.get(url))
    shown = sum(1 for u, _ in page.links if u.startswith(start))
    assert shown and page.headings[0][1].startswith(f"{shown} {words}"), url
    (file,) = [u for u, _ in page.links if u.endswith("dang=csv")]
    assert len(rows_of(site.get(file))) == shown, url
    return shown


def numbers_of(response) -> list[tuple[str, int]]:  # type: ignore[no-untyped-def]
    """The lists that numbers of a page lead to, with the number that stands there."""
    found = re.findall(r'<a href="(/so-lieu/danh-sach/[^"]*)">([\d.]+)<', response.content.decode())
    return [(html.unescape(url), int(number.replace(".", ""))) for url, number in found]


@pytest.mark.parametrize(
    "path",
    [
        "/so-lieu/",
        "/so-lieu/?noi=f25-se-south-central-highlands",
        "/so-lieu/?noi=b25-se-central-highlands",
        "/so-lieu/?noi=f25-68&ngay=31/12/2025",
        "/so-lieu/theo-tinh/",
        "/so-lieu/theo-tinh/?cach=con-hieu-luc",
        "/so-lieu/theo-tinh/?noi=b25-se-central-highlands",
        "/so-lieu/theo-nhom/",
        "/so-lieu/theo-nhom/?cach=chua-ro",
    ],
)
def test_every_number_opens_a_list_with_exactly_so_many_lines(
    site: Client, shelf: Shelf, path: str
) -> None:
    found = numbers_of(site.get(path))
    kinds = {parse_qs(urlsplit(url).query).get("dem", [""])[0] for url, _number in found}

    assert {"", "san-pham", "co-so"} <= kinds
    for url, number in found:
        assert assert_as_many_lines_as_said(site, url) == number, url


def test_the_row_of_no_province_opens_its_lists(site: Client, shelf: Shelf) -> None:
    shelf.desk.published()
    rest = [row for row in numbers_of(site.get("/so-lieu/theo-tinh/")) if "khong-tinh" in row[0]]

    assert {parse_qs(urlsplit(url).query).get("dem", [""])[0] for url, _ in rest} >= {
        "",
        "san-pham",
    }
    assert "Thuộc nhiều tỉnh" in parse(site.get(rest[0][0])).text


def test_a_list_stays_as_it_was_known(site: Client, shelf: Shelf) -> None:
    found = dict(numbers_of(site.get("/so-lieu/")))
    shelf.desk.published(issued_on=dt.date(2026, 8, 1))

    for url, number in found.items():
        assert assert_as_many_lines_as_said(site, url) == number, url


def test_long_lists_are_paged_and_their_file_is_whole(site: Client, shelf: Shelf) -> None:
    before = figures(FigureQuery(on=TODAY)).line().cumulative.products
    for _number in range(PAGE):
        shelf.desk.published(issued_on=dt.date(2026, 8, 1))
    url = "/so-lieu/danh-sach/?dem=san-pham"
    pages = [parse(site.get(f"{url}&trang={number}")) for number in (1, 2)]
    names = [{u for u, _ in page.links if u.startswith("/i/")} for page in pages]

    assert [len(found) for found in names] == [PAGE, before] and not names[0] & names[1]
    assert len(rows_of(site.get(f"{url}&dang=csv"))) == before + PAGE


def test_the_page_says_what_the_selector_says(site: Client, shelf: Shelf) -> None:
    total = figures(FigureQuery(on=TODAY)).line()
    page = parse(site.get("/so-lieu/"))

    assert total.cumulative.titles == 13
    assert (
        f"sổ có {total.cumulative.titles} danh hiệu: {total.cumulative.products} sản phẩm của "
        f"{total.cumulative.establishments} cơ sở, cùng 1 nghề và làng nghề." in page.text
    )
    with translation.override("vi"):
        assert all(str(rule) in page.text for rule in RULES)
    assert "danh hiệu chưa rõ ngày cấp được tính từ ngày ghi vào sổ." in page.text


@pytest.mark.parametrize("day", ["24/11/2026", "31/12/2023", "01/01/2019"])
def test_every_figure_opens_as_many_lines_as_it_says(site: Client, shelf: Shelf, day: str) -> None:
    page = parse(site.get("/so-lieu/", {"ngay": day}))
    lists = {url for url, _ in page.links if url.startswith("/so-lieu/danh-sach/")}

    assert lists or day == "01/01/2019"
    for url in lists:
        assert_as_many_lines_as_said(site, url)


def test_the_list_names_each_certificate_with_its_state_on_the_day(
    site: Client, shelf: Shelf
) -> None:
    url = "/so-lieu/danh-sach/?ngay=02/03/2026&chuong-trinh=ocop&cach=con-hieu-luc&cap=4"
    page = parse(site.get(url))

    assert f"/c/{shelf.withdrawn.code}" in [u for u, _ in page.links]
    assert "Rượu gạo Sương Mù thử nghiệm" in page.text
    assert "thu hồi" not in page.text


def test_the_file_adds_up_to_the_page_and_to_the_selector(site: Client, shelf: Shelf) -> None:
    response = site.get("/so-lieu/tai-ve.csv", {"ngay": "24/11/2026"})
    rows = rows_of(response)
    found = figures(FigureQuery(on=TODAY))

    assert response["Content-Type"].startswith("text/csv")
    assert "so-vang-so-lieu-2026-11-24.csv" in response["Content-Disposition"]
    for way, counts in (
        ("Lũy kế", found.line().cumulative),
        ("Còn hiệu lực", found.line().in_force),
        ("Chưa rõ", found.line().not_known),
    ):
        lines = [row for row in rows if row["Cách đếm"] == way]
        schemes = [r for r in lines if r["Mức"] == "Tổng cộng" and r["Chương trình"] != "Tất cả"]
        (total,) = [row for row in lines if row["Chương trình"] == "Tất cả"]
        assert sum(int(row["Danh hiệu"]) for row in schemes) == int(total["Danh hiệu"])
        assert int(total["Danh hiệu"]) == counts.titles
        assert int(total["Cơ sở"]) == counts.establishments
        for scheme in schemes:
            grades = [
                int(row["Danh hiệu"])
                for row in lines
                if row["Chương trình"] == scheme["Chương trình"] and row["Mức"] != "Tổng cộng"
            ]
            assert not grades or sum(grades) == int(scheme["Danh hiệu"])
    assert all(row["Quy tắc đếm"] for row in rows)


@pytest.mark.parametrize("way", ["cumulative", "in_force", "not_known"])
def test_a_province_of_the_table_is_the_province_asked_alone(
    site: Client, shelf: Shelf, way: str
) -> None:
    query = FigureQuery(on=TODAY)
    rows = by_province(query, way, get_directory())

    assert sum(counts.titles for counts in rows.values()) == len(certifications_counted(query, way))
    for public_id, counts in rows.items():
        alone = figures(FigureQuery(on=TODAY, place=public_id)).line()
        assert getattr(alone, way) == counts, public_id


def test_an_old_unit_counts_by_the_place_at_issue(site: Client, shelf: Shelf) -> None:
    old = unit("Tỉnh Đắk Nông", "Tỉnh Đắk Nông")
    page = parse(site.get("/so-lieu/", {"noi": old.public_id}))
    count = figures(FigureQuery(on=TODAY, place=old.public_id)).line().cumulative.titles

    assert count and f"sổ có {count} danh hiệu" in page.text
    assert "tỉnh Đắk Nông (đến 30/06/2025)" in page.text


def test_a_name_leads_to_the_address_with_the_id_and_keeps_the_rest(
    site: Client, shelf: Shelf
) -> None:
    response = site.get("/so-lieu/", {"ten-noi": "đắk nông", "ngay": "30/06/2020", "nhom": "che"})

    assert response.status_code == 302
    assert unquote_plus(response["Location"]).startswith(
        "/so-lieu/?ngay=30/06/2020&nhom=che&noi=b25"
    )
    several = parse(site.get("/so-lieu/", {"ten-noi": "hiệp thạnh"}))
    assert "là tên của nhiều đơn vị" in several.text
    none = parse(site.get("/so-lieu/", {"ten-noi": "Xứ Không Có"}))
    assert "không có nơi nào tên “Xứ Không Có”" in none.text
    assert {f["name"]: f["value"] for f in none.fields}["ten-noi"] == "Xứ Không Có"


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_typed_is_lost(
    site: Client, shelf: Shelf
) -> None:
    typed = {"ngay": "31/02/2026", "biet-den": "30/06/2020 25:00", "noi": "x1",
             "chuong-trinh": "abc", "nhom": "xyz"}  # fmt: skip
    response = site.get("/so-lieu/", typed)
    page = parse(response)
    fields = {field["name"]: field for field in page.fields}

    assert response.status_code == 200
    for words in ("ngày 31/02/2026 không có trong lịch", "không có giờ đó",
                  "không có nơi nào mang mã “x1”", "không có chương trình “abc”",
                  "không có nhóm “xyz”"):  # fmt: skip
        assert words in page.text
    assert fields["ngay"]["value"] == "31/02/2026"
    assert fields["biet-den"]["value"] == "30/06/2020 25:00"
    assert "ngay-error" in page.ids and "danh hiệu:" not in page.text
    for path in PATHS[1:]:
        back = site.get(path, typed)
        assert back.status_code == 302 and back["Location"].startswith("/so-lieu/?ngay=31")


def test_the_permanent_address_gives_the_same_figures_after_a_later_act(
    site: Client, shelf: Shelf
) -> None:
    first = parse(site.get("/so-lieu/"))
    (permanent,) = [url for url, attrs in first.links if attrs.get("class") == "permanent"]
    before = parse(site.get(permanent)).text.partition("danh hiệu:")[0]
    shelf.desk.published(issued_on=dt.date(2026, 8, 1))

    assert "biet-den=24/11/2026" in permanent
    assert parse(site.get(permanent)).text.partition("danh hiệu:")[0] == before
    assert "sổ có 14 danh hiệu" in parse(site.get("/so-lieu/")).text


def test_a_moment_is_read_and_written() -> None:
    evening = dt.datetime.combine(dt.date(2020, 6, 30), dt.time.max, tzinfo=LEGAL_TIME_ZONE)
    noon = dt.datetime(2020, 6, 30, 12, 5, 9, 120, tzinfo=LEGAL_TIME_ZONE)

    assert typed_moment("30/6/2020").moment == evening
    assert moment_param(evening) == "30/06/2020"
    assert typed_moment(moment_param(noon)).moment == noon
    assert typed_moment("").moment is None and not typed_moment("").error
    assert typed_moment("30/06/2020 24:00").error and typed_moment("hôm qua 10:00").error


def test_a_cell_never_runs_in_a_spreadsheet() -> None:
    assert [safe_cell(c) for c in ("=1+1", " @x", "-2", "\u00a0=1", "＝1", "\tx", "Chè", "5")] == [
        "'=1+1", "' @x", "'-2", "'\u00a0=1", "'＝1", "'\tx", "Chè", "5",
    ]  # fmt: skip
    assert csv_text([["a", "b;c"], ["=x", '"']]) == '\ufeffa,b;c\r\n\'=x,""""\r\n'


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_no_parameter_breaks_the_figures(site: Client, shelf: Shelf, junk: str) -> None:
    for path in PATHS:
        assert site.get(path, {name: [junk, junk[::-1]] for name in FIELDS}).status_code < 500
        for name in FIELDS:
            assert site.get(path, {name: junk}).status_code < 500, (path, name)


def test_queries_stay_few_and_do_not_grow(site: Client, shelf: Shelf) -> None:
    most = {"/so-lieu/": 8, "/so-lieu/danh-sach/": 10, "/so-lieu/danh-sach/?dem=co-so": 10,
            "/so-lieu/danh-sach/?dem=san-pham&biet-den=23/11/2026": 10,
            "/so-lieu/danh-sach/?dem=san-pham&dang=csv": 10, "/so-lieu/danh-sach/?dang=csv": 10,
            "/so-lieu/danh-sach/?phan=khong-tinh": 10, "/so-lieu/theo-tinh/": 8,
            "/so-lieu/tai-ve.csv": 8, "/so-lieu/?noi=f25-68": 8}  # fmt: skip

    shelf.desk.published()
    before = queries(site, most)
    for number in range(12):
        shelf.desk.published(issued_on=dt.date(2026, 1, 1 + number))
    after = queries(site, most)

    # Now and then one more: whether the gazetteer was loaded anew is asked every few seconds.
    assert all(after[path] <= before[path] + 1 for path in most), (before, after)
    assert all(after[path] <= limit for path, limit in most.items()), after


@pytest.mark.parametrize(
    "typed",
    [
        {"cach": "xyz"},
        {"cap": "abc"},
        {"chuong-trinh": "ocop", "cap": "nation"},
        {"cap": "4"},
        {"dem": "abc"},
        {"phan": "abc"},
        {"biet-den": "31/12/2099"},
    ],
)
def test_a_figure_of_something_else_is_never_shown(
    site: Client, shelf: Shelf, typed: dict[str, str]
) -> None:
    moved = site.get("/so-lieu/danh-sach/", typed)
    assert moved.status_code == 302
    page = parse(site.get(moved["Location"]))
    assert "Lỗi:" in page.text and "danh hiệu:" not in page.text


def test_today_as_day_of_knowledge_holds_for_ever(site: Client, shelf: Shelf) -> None:
    page = parse(site.get("/so-lieu/", {"biet-den": "24/11/2026"}))
    (permanent,) = [url for url, attrs in page.links if attrs.get("class") == "permanent"]
    # The end of a day that is not over would let later acts in.
    assert ":" in unquote_plus(permanent).partition("biet-den=")[2]
