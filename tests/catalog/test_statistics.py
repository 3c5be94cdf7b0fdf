"""The figures: page, list and file say what the selector says, for any day and any typed text."""

import csv
import datetime as dt
import io
from urllib.parse import unquote_plus

import pytest
from django.test import Client
from django.utils import translation

from catalog.csv_file import csv_text, safe_cell
from catalog.figure_lists import by_province
from catalog.figure_request import moment_param, typed_moment
from registry.gazetteer.directory import get_directory
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.figures import RULES, FigureQuery, certifications_counted, figures
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import TODAY, Shelf, unit
from tests.catalog.test_site import JUNK

pytestmark = pytest.mark.django_db
FIELDS = ["ngay", "biet-den", "noi", "ten-noi", "chuong-trinh", "nhom", "cach", "cap", "trang"]
PATHS = ["/so-lieu/", "/so-lieu/danh-sach/", "/so-lieu/theo-tinh/", "/so-lieu/tai-ve.csv"]


def rows_of(response) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


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
        heading = parse(site.get(url)).headings[0][1]
        shown = sum(1 for u, _ in parse(site.get(url)).links if u.startswith("/c/"))
        assert heading.startswith(f"{shown} danh hiệu"), url


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
    assert [safe_cell(c) for c in ("=1+1", " @x", "-2", "Chè", "5")] == [
        "'=1+1", "' @x", "'-2", "Chè", "5",
    ]  # fmt: skip
    assert csv_text([["a", "b;c"], ["=x", '"']]) == '\ufeffa,b;c\r\n\'=x,""""\r\n'


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_no_parameter_breaks_the_figures(site: Client, shelf: Shelf, junk: str) -> None:
    for path in PATHS:
        assert site.get(path, {name: [junk, junk[::-1]] for name in FIELDS}).status_code < 500
        for name in FIELDS:
            assert site.get(path, {name: junk}).status_code < 500, (path, name)


def test_queries_stay_few_and_do_not_grow(site: Client, shelf: Shelf) -> None:
    most = {"/so-lieu/": 8, "/so-lieu/danh-sach/": 10, "/so-lieu/theo-tinh/": 8,
            "/so-lieu/tai-ve.csv": 8, "/so-lieu/?noi=f25-68": 8}  # fmt: skip

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
