"""The diagram: the same numbers as the list, both archipelagos always, and no map by default."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from catalog.diagram import land
from catalog.diagram.archipelagos import ARCHIPELAGOS
from catalog.diagram.labels import Circle, place_labels
from catalog.diagram.projection import WIDTH, around, country
from catalog.diagram.tiles import tiles
from config import map_tiles
from search import service
from search.service import SearchUnavailable
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf, unit

DIAGRAM = "/so-do/"
TILES = "https://tiles.example.vn/{z}/{x}/{y}.png"


def bubbles(html: str) -> Iterator[tuple[str, int]]:
    """Address and number of every circle with items."""
    shown = re.findall(r'class="diagram__bubble" href="([^"]+)" aria-label="[^"]*: ([\d.]+) ', html)
    return ((url.replace("&amp;", "&"), int(count.replace(".", ""))) for url, count in shown)


def total(site: Client, url: str) -> int:
    found = re.search(r'<h2 class="toolbar__count">\D*([\d.]+)', site.get(url).content.decode())
    assert found is not None
    return int(found[1].replace(".", ""))


@pytest.mark.django_db
@pytest.mark.parametrize("conditions", ["", "hieu-luc=tat-ca", "q=c%C3%A0+ph%C3%AA"])
def test_a_circle_tells_the_number_of_the_list_behind_it(
    site: Client, shelf: Shelf, conditions: str
) -> None:
    shown = dict(bubbles(site.get(f"{DIAGRAM}?{conditions}").content.decode()))

    assert shown
    for url, count in shown.items():
        listed = "/danh-muc/?" + urlsplit(url).query
        assert total(site, listed) == count
        assert f"{DIAGRAM}?" in url


@pytest.mark.django_db
def test_a_province_shows_its_communes_with_their_numbers(site: Client, shelf: Shelf) -> None:
    province = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25")
    shown = dict(bubbles(site.get(f"{DIAGRAM}?tinh={province.public_id}").content.decode()))

    assert shown
    for url, count in shown.items():
        assert "xa" in parse_qs(urlsplit(url).query)
        assert total(site, url) == count


@pytest.mark.django_db
def test_both_archipelagos_are_shown_by_name_whatever_is_asked(site: Client, shelf: Shelf) -> None:
    for conditions in ("", "?q=khong-co-gi-het", "?hieu-luc=chac-chan&muc=ocop:5"):
        text = site.get(DIAGRAM + conditions).content.decode()

        assert "đặc khu Hoàng Sa" in text
        assert "(Đà Nẵng)" in text
        assert "đặc khu Trường Sa" in text
        assert "(Khánh Hòa)" in text


@pytest.mark.django_db
def test_the_province_of_an_archipelago_shows_it_too(site: Client, shelf: Shelf) -> None:
    province = unit("Thành phố Đà Nẵng", "Thành phố Đà Nẵng", era="f25")
    page = site.get(f"{DIAGRAM}?tinh={province.public_id}").content.decode()

    assert "đặc khu Hoàng Sa" in page
    assert "đặc khu Trường Sa" not in page


@pytest.mark.django_db
def test_without_search_it_leads_to_the_pages_of_places(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr("catalog.finding.search", away)
    page = parse(site.get(DIAGRAM))

    assert "Tìm kiếm đang tạm ngừng" in page.text
    province = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25")
    assert f"/dia-phuong/{province.public_id}/" in [url for url, _ in page.links]
    service._freshness = None


@pytest.mark.django_db
def test_a_strange_condition_is_named_and_left_out(site: Client, shelf: Shelf) -> None:
    answer = site.get(f"{DIAGRAM}?tinh=atlantis")

    assert answer.status_code == 200
    assert "Tỉnh, thành phố “atlantis”: " in parse(answer).text


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_places(
    site: Client, shelf: Shelf, django_assert_max_num_queries
) -> None:
    site.get(DIAGRAM)
    with django_assert_max_num_queries(4):
        site.get(f"{DIAGRAM}?hieu-luc=tat-ca")


def test_the_picture_of_communes_is_that_of_the_gazetteer() -> None:
    assert land.PICTURE.read_text(encoding="utf-8") == land.draw()


def test_islands_stand_on_the_sheet_in_the_open_sea() -> None:
    sheet = country()
    for one in ARCHIPELAGOS:
        for island in (*one.islands, one.label_at):
            x, y = sheet.place(island)
            # East of every province, whose middles end at 109 degrees.
            assert sheet.place((12.0, 110.0))[0] < x < WIDTH
            assert 0 < y < sheet.height


def test_a_single_place_has_a_sheet_of_its_own() -> None:
    sheet = around([(12.2, 107.6)])

    assert sheet.place((12.2, 107.6)) == pytest.approx((WIDTH / 2, sheet.height / 2))


def test_names_do_not_lie_on_each_other() -> None:
    crowd = [Circle(100 + 9 * n, 100, 12, "Thái Nguyên") for n in range(6)]
    placed = [label for label in place_labels(crowd, 600, 600) if label is not None]

    assert 0 < len(placed) < len(crowd)


def test_no_map_server_is_asked_by_default() -> None:
    assert tiles("", country()) == ()
    assert map_tiles.origins("") == []


def test_tiles_cover_the_sheet_from_edge_to_edge() -> None:
    sheet = country()
    laid = tiles(TILES, sheet)

    assert 1 <= len(laid) <= 24
    assert min(tile.x for tile in laid) <= 0
    assert min(tile.y for tile in laid) <= 0
    assert max(tile.x + tile.side for tile in laid) >= WIDTH
    assert max(tile.y + tile.side for tile in laid) >= sheet.height
    assert laid[0].url.startswith("https://tiles.example.vn/")
    assert "{" not in laid[0].url


@pytest.mark.parametrize(
    "address", ["http://tiles.example.vn/{z}/{x}/{y}", "https://{z}/{x}/{y}", "https://a.vn/{z}"]
)
def test_an_address_that_cannot_work_stops_the_site_with_a_remedy(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES_URL must be like"):
        map_tiles.origins(address)


def test_the_policy_allows_the_host_that_is_set() -> None:
    assert map_tiles.origins(TILES) == ["https://tiles.example.vn"]
