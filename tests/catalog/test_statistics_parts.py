"""Figures of regions, and of a whole by province and by group: parts, lists and files agree."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from registry.gazetteer.directory import get_directory
from registry.selectors.figures import FigureQuery, figures
from registry.selectors.regions import region_asked, regions_all, regions_named
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import TODAY, Shelf
from tests.catalog.test_statistics import assert_as_many_lines_as_said

pytestmark = pytest.mark.django_db
NOW, BEFORE = "f25-se-south-central-highlands", "b25-se-central-highlands"


def rows_of(response) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def titles(place: str) -> int:
    return figures(FigureQuery(on=TODAY, place=place)).line().cumulative.titles


def test_regions_of_both_divisions_are_known_and_hold_every_province(shelf: Shelf) -> None:
    directory = get_directory()
    known = {region.public_id: region for region in regions_all(directory)}

    for kind, era, count in (
        ("se", "f25", 34),
        ("vote", "f25", 34),
        ("se", "b25", 63),
        ("vote", "b25", 63),
    ):
        of_kind = [r for key, r in known.items() if key.startswith(f"{era}-{kind}-")]
        held = [place.public_id for region in of_kind for place in region.provinces]
        assert len(held) == len(set(held)) == count, (kind, era)
    assert known["f25-se-mekong-delta"].is_verified
    assert not known["f25-vote-north"].is_verified


def test_a_region_is_found_by_its_name_code_or_id(shelf: Shelf) -> None:
    directory = get_directory()

    for typed in ("Tây Nguyên", "vùng Tây Nguyên", "tay nguyen", "Central Highlands"):
        assert [r.public_id for r in regions_named(typed, directory)] == [BEFORE], typed
    delta = regions_named("đồng bằng sông Hồng", directory)
    assert [r.public_id for r in delta] == ["f25-se-red-river-delta", "b25-se-red-river-delta"]
    assert region_asked("se-red-river-delta", directory) == delta[0]
    assert not regions_named("Lâm Đồng", directory) and region_asked("x", directory) is None


@pytest.mark.parametrize("region", [NOW, BEFORE, "f25-vote-centre", "b25-vote-north"])
def test_the_provinces_of_a_region_add_up_to_it_and_open_their_own(
    site: Client, shelf: Shelf, region: str
) -> None:
    asked = region_asked(region, get_directory())
    assert asked is not None
    page = parse(site.get("/so-lieu/theo-tinh/", {"noi": region}))
    table = [url for url, _ in page.links if url.startswith("/so-lieu/?") and "&noi=" in url]
    own = {url.partition("&noi=")[2].partition("&")[0] for url in table}
    assert {place.public_id for place in asked.provinces} <= own

    rows = rows_of(site.get("/so-lieu/theo-tinh/", {"noi": region, "dang": "csv"}))
    (total,) = [row for row in rows if row["Tỉnh, thành phố"] == "Tổng cộng"]
    parts = sum(int(row["Danh hiệu"]) for row in rows if row is not total)
    assert parts == int(total["Danh hiệu"]) == titles(region)
    if region in (NOW, BEFORE):
        assert titles(region) > 0


def test_a_region_counts_then_and_now(shelf: Shelf) -> None:
    then, now = titles(BEFORE), titles(NOW)
    provinces = region_asked(BEFORE, get_directory())
    assert provinces is not None
    assert then == sum(titles(place.public_id) for place in provinces.provinces)
    assert then != now


def test_the_page_of_a_region_says_what_it_counts_and_opens_the_lists(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get("/so-lieu/", {"noi": NOW}))
    assert f"sổ có {titles(NOW)} danh hiệu" in page.text
    lists = {url for url, _ in page.links if url.startswith("/so-lieu/danh-sach/")}
    assert lists
    for url in lists:
        assert_as_many_lines_as_said(site, url)

    voting = parse(site.get("/so-lieu/", {"noi": "f25-vote-centre"})).text
    # The list of choices says it of every voting region; the figures of one say it once more.
    unsure = "chưa được xác minh"
    assert voting.count(unsure) == page.text.count(unsure) + 1


def test_a_region_is_typed_or_chosen(site: Client, shelf: Shelf) -> None:
    typed = site.get("/so-lieu/", {"ten-noi": "Đồng bằng sông Hồng", "ngay": "30/06/2020"})
    chosen = site.get("/so-lieu/", {"vung": "b25-se-red-river-delta", "noi": "f25-38"})

    assert typed["Location"] == "/so-lieu/?ngay=30/06/2020&noi=f25-se-red-river-delta"
    assert chosen["Location"] == "/so-lieu/?noi=b25-se-red-river-delta"
    assert site.get("/so-lieu/", {"vung": "x", "noi": "f25-38"}).status_code == 200


def test_groups_add_up_in_every_way_and_open_their_own(site: Client, shelf: Shelf) -> None:
    total = figures(FigureQuery(on=TODAY)).line()
    for way, counts in (
        ("luy-ke", total.cumulative),
        ("con-hieu-luc", total.in_force),
        ("chua-ro", total.not_known),
    ):
        rows = rows_of(site.get("/so-lieu/theo-nhom/", {"cach": way, "dang": "csv"}))
        parts = [row for row in rows if row["Nhóm"] != "Tổng cộng"]
        assert sum(int(row["Danh hiệu"]) for row in parts) == counts.titles, way
        assert all(row["Quy tắc đếm"] and "biet-den" in row["Địa chỉ cố định"] for row in rows)
    page = parse(site.get("/so-lieu/theo-nhom/"))
    assert "/so-lieu/?ngay=24/11/2026&nhom=che" in [url for url, _ in page.links]
    (permanent,) = [url for url, attrs in page.links if attrs.get("class") == "permanent"]
    before = rows_of(site.get(permanent + "&dang=csv"))
    shelf.desk.published()
    assert rows_of(site.get(permanent + "&dang=csv")) == before


def test_the_command_takes_a_region_and_a_group(shelf: Shelf) -> None:
    def printed(**options: str) -> dict:  # type: ignore[type-arg]
        out = io.StringIO()
        call_command("figures_print", on="24/11/2026", as_json=True, stdout=out, **options)
        found: dict = json.loads(out.getvalue())  # type: ignore[type-arg]
        return found

    by_name = printed(place="Duyên hải Nam Trung Bộ và Tây Nguyên")
    (line,) = [row for row in by_name["lines"] if not row["scheme"]]
    assert by_name["place"] == NOW and line["cumulative"]["titles"] == titles(NOW)
    assert "chưa được xác minh" in printed(place="vote-north")["place_name"]
    groups = [printed(group=code)["lines"] for code in ("che", "gom")]
    assert groups[0] != groups[1]


def test_queries_of_breakdowns_stay_few(site: Client, shelf: Shelf) -> None:
    most = {
        f"/so-lieu/?noi={NOW}": 8,
        f"/so-lieu/theo-tinh/?noi={BEFORE}": 8,
        "/so-lieu/theo-nhom/": 8,
    }
    before = queries(site, most)
    for _number in range(12):
        shelf.desk.published()
    after = queries(site, most)
    assert all(after[path] <= before[path] + 1 for path in most), (before, after)
    assert all(after[path] <= limit for path, limit in most.items()), after
