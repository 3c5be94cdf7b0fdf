"""Places by old and new names: an old one leads to what it belongs to now."""

import datetime as dt
import re

import pytest
from django.test import Client

from catalog import addresses
from registry.gazetteer.directory import get_directory
from registry.models import Place
from registry.models.choices import PlaceCertainty
from registry.selectors.items import item_refs
from search import surroundings
from search.documents import document
from search.loading import load
from tests.catalog.pages import parse
from tests.catalog.shelf import TODAY, Shelf, unit

pytestmark = pytest.mark.django_db


def path(public_id: str) -> str:
    return f"/dia-phuong/{public_id}/"


def test_all_34_provinces_are_listed_with_their_numbers(site: Client, shelf: Shelf) -> None:
    page = parse(site.get("/dia-phuong/"))
    provinces = get_directory().current_provinces()

    assert len(provinces) == 34
    assert {path(place.public_id) for place in provinces} <= {url for url, _ in page.links}


def test_an_old_province_says_what_it_belongs_to_now(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(path(unit("Tỉnh Đắk Nông", "Tỉnh Đắk Nông").public_id)))

    assert "Từ 01/07/2025, tỉnh Đắk Nông nay thuộc tỉnh Lâm Đồng." in page.text
    assert path(unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25").public_id) in [
        url for url, _ in page.links
    ]
    assert "Cà phê Nắng Vàng thử nghiệm" in page.text


def test_an_old_district_lists_every_unit_that_it_went_to(site: Client, shelf: Shelf) -> None:
    old = unit("Huyện Đắk Song", "Tỉnh Đắk Nông")
    page = parse(site.get(path(old.public_id)))
    successors = get_directory().successors_now(old.pk)

    assert len(successors) > 1
    assert "Từ 01/07/2025 không còn cấp huyện." in page.text
    assert "nay thuộc các đơn vị:" in page.text
    assert {path(place.public_id) for place in successors} <= {url for url, _ in page.links}


def test_a_unit_of_today_shows_what_merged_into_it_and_what_is_made_there(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get(path(shelf.valid.place_now.public_id)))

    assert page.headings[0] == (1, "Xã Thuận Hạnh")
    assert path(shelf.valid.place_at_issue.public_id) in [url for url, _ in page.links]
    assert "sản phẩm, làng nghề ở xã Thuận Hạnh, gồm cả chứng nhận đã kết thúc" in page.text
    assert "Mật ong hoa cà phê thử nghiệm" in page.text


def test_ended_items_stay_on_the_page_of_their_place(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(path(shelf.withdrawn.place_now.public_id))).text

    assert "Rượu gạo Sương Mù thử nghiệm" in text
    assert "Đã bị thu hồi ngày 03/03/2026" in text


def test_a_place_without_items_does_not_say_that_nothing_is_made_there(
    site: Client, shelf: Shelf
) -> None:
    text = parse(site.get(path(unit("Tỉnh Cà Mau", "Tỉnh Cà Mau", era="f25").public_id))).text

    assert "Sổ chưa có sản phẩm, làng nghề nào ở tỉnh Cà Mau" in text
    assert "không có nghĩa là nơi này không có sản phẩm" in text


def test_a_typed_name_lists_all_units_that_it_may_mean(site: Client) -> None:
    page = parse(site.get("/dia-phuong/", {"ten": "hiep thanh"}))

    assert "Đơn vị có thể là “hiep thanh”" in page.text
    assert "xã Hiệp Thạnh, huyện Đức Trọng, tỉnh Lâm Đồng" in page.text
    assert "nay thuộc" in page.text


def test_an_unknown_name_says_what_to_try(site: Client) -> None:
    text = parse(site.get("/dia-phuong/", {"ten": "zzzqqq"})).text

    assert "Không có đơn vị nào tên là “zzzqqq”" in text
    assert "Thử ghi đủ tên" in text


def test_an_unknown_unit_is_a_404_with_the_list_of_provinces(site: Client) -> None:
    response = site.get(path("f25-99999"))

    assert response.status_code == 404
    assert parse(response).headings[0] == (1, "Không có địa phương này")
    assert "Lâm Đồng" in parse(response).text


def test_the_sign_of_a_unit_may_be_typed_in_capitals(site: Client, shelf: Shelf) -> None:
    public_id = shelf.valid.place_now.public_id
    response = site.get(path(public_id.upper()))

    assert (response.status_code, response["Location"]) == (301, path(public_id))


def test_a_place_page_and_search_answer_for_the_same_items(site: Client, shelf: Shelf) -> None:
    """What names only a district may lie in each of its parts; what is new lay in the old one."""
    district = unit("Huyện Đắk Song", "Tỉnh Đắk Nông")
    now = shelf.valid.place_now
    scheme = {"stars": 3, "issued_on": dt.date(2025, 8, 5), "issuer": shelf.desk.province}
    shelf.desk.published(
        product=shelf.desk.product("Chỉ ghi huyện"), place_at_issue=district,
        place_certainty=PlaceCertainty.DISTRICT_ONLY, **scheme,
    )  # fmt: skip
    shelf.desk.published(
        product=shelf.desk.product("Cấp sau sáp nhập"), place_at_issue=now, place_now=now,
        place_certainty=PlaceCertainty.EXACT, **scheme,
    )  # fmt: skip
    around = surroundings.load(TODAY)
    records = load(item_refs())
    found = {ref: document(one, around).fields["places"] for ref, one in records.items()}
    others = [Place.objects.get(pk=one.id) for one in get_directory().successors_now(district.pk)]
    provinces = [unit("Tỉnh Đắk Nông", "Tỉnh Đắk Nông")]
    provinces.append(unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25"))

    for place in (district, now, *others, *provinces):
        page = parse(site.get(path(place.public_id)))
        listed = {url for url, _ in page.links if url[:3] in ("/i/", "/v/")}
        assert listed == {addresses.item(ref) for ref, ids in found.items()
                          if place.public_id in ids}, place  # fmt: skip
    assert "Cấp sau sáp nhập" in parse(site.get(path(provinces[0].public_id))).text
    text = parse(site.get(path(now.public_id))).text
    assert "Trong đó có 1 mục mà nguồn chỉ ghi đơn vị cũ" in text
    assert "chưa chắc ở xã Thuận Hạnh." in text


def test_a_place_page_leads_to_the_same_list_in_the_catalogue(site: Client, shelf: Shelf) -> None:
    place = shelf.valid.place_now
    page = parse(site.get(path(place.public_id)))
    total = int(next(text for _, text in page.headings if "sản phẩm, làng nghề" in text).split()[0])
    ended = f"/danh-muc/?noi={place.public_id}&hieu-luc=tat-ca"
    standing = f"/danh-muc/?noi={place.public_id}"

    assert {ended, standing} <= {url for url, _ in page.links}
    assert f"{total} kết quả, gồm cả chứng nhận đã kết thúc" in parse(site.get(ended)).text
    told = re.search(r"Chỉ xem (\d+) mục chưa hết hạn", page.text)
    assert told and f"{told[1]} kết quả chưa hết hạn" in parse(site.get(standing)).text


def test_grades_makers_and_villages_of_a_unit_are_counted(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(addresses.place(shelf.valid.place_now.public_id)))
    links = [url for url, _attrs in page.links]

    assert (2, "Theo cấp và số sao") in page.headings
    # Not ended, then all: the withdrawn four stars count among all only.
    assert "OCOP 4 sao 2 3" in page.text
    assert (2, "1 cơ sở") in page.headings
    assert addresses.maker(shelf.valid.product.maker.code) in links
    assert addresses.craft_village(shelf.village.craft_village.code) in links


def test_a_unit_cites_the_resolution_and_says_what_came_in_part(site: Client, shelf: Shelf) -> None:
    province = parse(site.get("/dia-phuong/f25-68/")).text
    commune = parse(site.get("/dia-phuong/f25-00004/")).text

    assert "Sắp xếp theo Nghị quyết 202/2025/QH15." in province
    assert "Sắp xếp theo Nghị quyết 1654 đến 1687/NQ-UBTVQH15." in commune
    assert "một phần Phường Đội Cấn cũ" in commune
    assert "Phường Quán Thánh cũ" in commune and "một phần Phường Quán Thánh cũ" not in commune


def test_a_unit_with_a_newer_type_word_names_both_with_the_text(site: Client, shelf: Shelf) -> None:
    text = parse(site.get("/dia-phuong/f25-75/")).text

    assert "Thành phố Đồng Nai từ 30/04/2026 (Nghị quyết 30/2026/QH16)" in text


def test_a_unit_is_not_called_by_a_newer_name_since_the_reform(site: Client, shelf: Shelf) -> None:
    text = parse(site.get("/dia-phuong/f25-24/")).text

    assert "Từ 01/07/2025 Thành phố Bắc Ninh" not in text
    assert "Từ 01/07/2025 Tỉnh Bắc Ninh" in text


def test_units_of_both_eras_and_every_level_have_a_page(site: Client, shelf: Shelf) -> None:
    directory = get_directory()
    provinces = [p for p in directory.all() if p.level == "province"]
    others = [p for p in directory.all() if p.level != "province"][::700]

    assert len(provinces) == 34 + 63
    for place in (*provinces[::4], *others):
        page = parse(site.get(addresses.place(place.public_id)))
        assert page.headings[0][1], place.public_id
        if place.public_id.startswith("b25"):
            links = {url for url, _attrs in page.links}
            now = {addresses.place(new.public_id) for new in directory.successors_now(place.id)}
            assert now <= links, place.public_id
