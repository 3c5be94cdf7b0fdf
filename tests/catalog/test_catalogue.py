"""The catalogue: filters with counts, chips, paging, empty and broken search, place names."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from registry.gazetteer.directory import get_directory
from search.service import Freshness, SearchUnavailable
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf, unit

pytestmark = pytest.mark.django_db
CATALOGUE = "/danh-muc/"


def names(response) -> list[str]:  # type: ignore[no-untyped-def]
    return [text for level, text in parse(response).headings if level == 3]


def option(response, name: str, value: str) -> dict[str, str]:  # type: ignore[no-untyped-def]
    fields = [f for f in parse(response).fields if f.get("type") != "hidden"]
    return next(f for f in fields if f.get("name") == name and f.get("value") == value)


def test_what_has_not_ended_is_shown_by_default_with_counts(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE)
    page = parse(response)

    assert "7 kết quả chưa hết hạn" in page.text
    assert "5 chắc chắn còn hiệu lực hôm nay, 2 chưa rõ hiệu lực." in page.text
    assert "Rượu gạo Sương Mù thử nghiệm" not in names(response)


def test_ended_ones_are_one_click_away_and_say_so(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE, {"hieu-luc": "tat-ca"})

    assert "12 kết quả, gồm cả chứng nhận đã kết thúc" in parse(response).text
    for words in ("Đã bị thu hồi ngày 03/03/2026", "Đã hết hạn từ 04/02/2023",
                  "Đã bị hủy ngày 01/01/2026", "Cơ sở đã trả lại ngày 01/02/2026"):  # fmt: skip
        assert words in parse(response).text


def test_filters_narrow_and_can_be_taken_off_one_by_one(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE, {"q": "tieu", "muc": "ocop:4"})
    page = parse(response)

    assert names(response) == ["Tiêu không hạt thử nghiệm"]
    chips = [urlsplit(url).query for url, attrs in page.links if attrs.get("class") == "chip"]
    assert [dict(parse_qsl(query)) for query in chips] == [{"muc": "ocop:4"}, {"q": "tieu"}]
    assert "checked" in option(response, "muc", "ocop:4")


def test_zero_stays_visible(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE)

    for value in ("ocop:5", "cnnttb:commune", "craft:craft_village"):
        assert option(response, "muc", value)
    assert option(response, "chuong-trinh", "craft")


def test_every_province_of_today_can_be_chosen(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(CATALOGUE))
    values = {f["value"] for f in page.fields if f.get("name") == "tinh"}

    assert values == {place.public_id for place in get_directory().current_provinces()}
    assert "Chọn trong 34 tỉnh, thành phố" in page.text


def test_the_list_view_keeps_the_search(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(CATALOGUE, {"q": "che", "bay": "danh-sach"}))
    kept = {(f["name"], f["value"]) for f in page.fields if f.get("type") == "hidden"}

    assert ("bay", "danh-sach") in kept
    assert all("bay=danh-sach" in url for url, a in page.links if a.get("class") == "chip")


def test_an_empty_result_counts_what_fewer_conditions_give(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(CATALOGUE, {"q": "ruou", "muc": "ocop:4"}))

    assert "Không có kết quả nào khớp cả 2 điều kiện" in page.text
    assert "Kể cả chứng nhận đã kết thúc: 1 kết quả" in page.text
    assert "Bỏ “ruou” thì có 2 kết quả" in page.text


def test_an_empty_result_of_a_narrow_place_leads_to_the_wider_one(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get(CATALOGUE, {"q": "xã Đức Minh, Đắk Nông"}))

    assert "Không có kết quả nào" in page.text
    assert re.search(r"Bỏ “ở xã Đức Minh [^”]*” thì có \d+ kết quả", page.text)


def test_conditions_that_exclude_each_other_are_offered_alone(site: Client, shelf: Shelf) -> None:
    asked = {"q": "tieu", "muc": "ocop:3", "nhom": "go-son-mai", "tinh": "f25-01"}
    page = parse(site.get(CATALOGUE, asked))

    assert "Chỉ giữ “OCOP 3 sao” thì có 3 kết quả" in page.text


def test_a_code_typed_into_the_search_leads_to_verification(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(CATALOGUE, {"q": shelf.withdrawn.code.lower()}))

    assert f"/kiem-tra/?ma={shelf.withdrawn.code}" in [url for url, _ in page.links]


def test_a_clear_place_name_becomes_a_filter(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE, {"ten-noi": "huyện Đắk Song, tỉnh Đắk Nông", "muc": "ocop:3"})

    assert response.status_code == 302
    query = dict(parse_qsl(urlsplit(response["Location"]).query))
    assert query == {"muc": "ocop:3", "noi": unit("Huyện Đắk Song", "Tỉnh Đắk Nông").public_id}
    page = parse(site.get(response["Location"]))
    assert "Nơi: huyện Đắk Song, tỉnh Đắk Nông (đơn vị cũ)" in page.text
    assert "Cà phê Nắng Vàng thử nghiệm" in page.text


def test_an_unclear_place_name_is_asked_back_and_never_guessed(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(CATALOGUE, {"ten-noi": "hiep thanh"}))

    assert "“hiep thanh” là tên của nhiều đơn vị. Chọn một đơn vị." in page.text
    assert sum("noi=" in url for url, _ in page.links) >= 2


def test_an_unknown_place_name_gets_a_remedy(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(CATALOGUE, {"ten-noi": "zzzqqq"})).text

    assert "Không có nơi nào tên là “zzzqqq”" in text


def test_what_is_not_understood_is_named_and_left_out(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE, {"muc": "ocop:9", "noi": "f25-99999", "trang": "-4"})
    text = parse(response).text

    assert response.status_code == 200
    for words in ("Mức “ocop:9”", "Nơi “f25-99999”", "Trang “-4”"):
        assert words in text
    assert "7 kết quả chưa hết hạn" in text
    assert "Tìm nơi theo tên cũ hoặc mới" in text


def test_while_search_is_down_the_page_says_so_and_offers_places(site, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def down(*args: object, **kwargs: object) -> None:
        raise SearchUnavailable("down")

    monkeypatch.setattr("catalog.finding.search", down)
    response = site.get(CATALOGUE, {"q": "che"})
    page = parse(response)

    assert response.status_code == 503
    assert "Tìm kiếm đang tạm ngừng" in page.text
    assert sum(url.startswith("/dia-phuong/") for url, _ in page.links) >= 34


def test_late_search_is_told_in_minutes_and_only_when_it_is_late(site, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for seconds, told in ((119.0, ""), (12 * 60 + 5.0, "12 phút qua")):
        state = Freshness(3, 0, seconds, is_available=True)
        monkeypatch.setattr("catalog.finding.freshness", lambda state=state: state)
        text = parse(site.get(CATALOGUE)).text
        assert ("Tìm kiếm đang chậm." in text) is bool(told)
        assert told in text


def test_the_title_of_a_search_names_it(site: Client, shelf: Shelf) -> None:
    content = site.get(CATALOGUE, {"q": "<tiêu>"}).content.decode()

    assert "<title>Danh mục: “&lt;tiêu&gt;” | Sổ Vàng</title>" in content


@pytest.mark.parametrize("params", [{"foo": "1"}, {"bay": "xx"}, {"mo": "zzz"}, {"phan": "-4"}])
def test_a_parameter_that_the_page_does_not_have_is_named(
    site: Client, shelf: Shelf, params: dict[str, str]
) -> None:
    page = parse(site.get(CATALOGUE, params))
    ((name, value),) = params.items()

    assert "không hiểu phần này của địa chỉ" in page.text
    assert f"{name} “{value}”" in page.text
    assert "7 kết quả chưa hết hạn" in page.text


def test_of_very_many_unknown_parameters_a_few_are_named(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE, {f"a{number}": "1" for number in range(500)})

    assert "a4 “1”" in parse(response).text
    assert "a5 “1”" not in parse(response).text
    assert "… “495”" in parse(response).text
    assert len(response.content) < 60_000


@pytest.mark.parametrize("params", [{"utm_source": "zalo", "fbclid": "x"}, {"q": "tieu", "km": ""}])
def test_what_others_add_to_a_link_is_passed_over(
    site: Client, shelf: Shelf, params: dict[str, str]
) -> None:
    assert "không hiểu phần này" not in parse(site.get(CATALOGUE, params)).text


def test_a_long_text_with_accents_stays_a_light_page(site: Client, shelf: Shelf) -> None:
    text = ("tiêu không hạt " + "ữ" * 200)[:200]
    short = site.get(CATALOGUE, {"q": "tiêu không hạt"})
    long = site.get(CATALOGUE, {"q": text, "tinh": "f25-68", "sap-xep": "ten"})

    assert len(long.content) - len(short.content) < 13_000
    links = [url for url, _ in parse(long).links if "q=" in url and "sap-xep=ten" in url]
    assert links and all("ữ" in url and "%E1" not in url for url in links)
    assert text in dict(parse_qsl(urlsplit(links[-1]).query)).values()


def test_a_name_of_several_provinces_says_all_of_them(site: Client, shelf: Shelf) -> None:
    page = parse(site.get(CATALOGUE, {"q": "Trường Xuân"}))

    assert "ở các nơi tên Trường Xuân thuộc Lâm Đồng, Đồng Tháp, Cần Thơ" in page.text


def test_the_nearest_first_is_offered_around_a_place_alone(site: Client, shelf: Shelf) -> None:
    assert "Gần nhất" not in parse(site.get(CATALOGUE)).text
    around = parse(site.get(CATALOGUE, {"gan": "12.20,107.70", "km": "100", "sap-xep": "gan-nhat"}))

    assert "Gần nhất" in around.text
    off = [url for url, attrs in around.links if attrs.get("class") == "chip"]
    assert off == ["/danh-muc/"]
