"""The catalogue page: new filters, long lists, places and radius, what was understood."""

import dataclasses
import gzip
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from catalog import finding
from registry.gazetteer.directory import get_directory
from registry.selectors.items import items_by_ref
from search import service
from search.models import SearchMiss
from search.query import Query, StatusFilter
from search.service import Correction, Understood
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf, unit

pytestmark = pytest.mark.django_db
CATALOGUE = "/danh-muc/"


def names(response) -> list[str]:  # type: ignore[no-untyped-def]
    return [text for level, text in parse(response).headings if level == 3]


def values(response, name: str) -> dict[str, bool]:  # type: ignore[no-untyped-def]
    """Values of a filter's fields and whether each is chosen."""
    return {
        field["value"]: "checked" in field
        for field in parse(response).fields
        if field.get("name") == name and field.get("type") != "hidden"
    }


@pytest.fixture
def answer(monkeypatch):  # type: ignore[no-untyped-def]
    """Search as it is, with parts that ranking fills laid over its answer."""

    def lay(**parts: object) -> None:
        def search(query: Query, **options: object) -> service.Results:
            return dataclasses.replace(service.search(query), **parts)

        monkeypatch.setattr("catalog.finding.search", search)

    return lay


def test_communes_open_once_a_province_is_chosen(site: Client, shelf: Shelf) -> None:
    assert values(site.get(CATALOGUE), "xa") == {}

    response = site.get(CATALOGUE, {"tinh": "f25-68"})
    commune = unit("Xã Thuận Hạnh", "Tỉnh Lâm Đồng", era="f25").public_id

    assert commune in values(response, "xa")
    narrowed = site.get(CATALOGUE, {"tinh": "f25-68", "xa": commune})
    assert values(narrowed, "xa")[commune]
    assert values(narrowed, "tinh")["f25-68"]
    assert "Chanh dây sấy dẻo thử nghiệm" in names(response)
    assert "Chanh dây sấy dẻo thử nghiệm" not in names(narrowed)
    assert "Xã, phường: Xã Thuận Hạnh, Lâm Đồng" in parse(narrowed).text


def test_a_long_list_is_opened_in_parts_and_narrowed_by_a_word(site: Client, shelf: Shelf) -> None:
    directory = get_directory()
    communes = [p.public_id for p in directory.children(directory.by_public_id("f25-68").id)]  # type: ignore[union-attr]
    closed = site.get(CATALOGUE, {"tinh": "f25-68", "q": "thử"})
    open_url = next(url for url, _ in parse(closed).links if "mo=xa" in url)
    found: set[str] = set()
    address = open_url

    while address:
        response = site.get(address.replace("#mo-xa", ""))
        found |= set(values(response, "xa"))
        address = next(
            (
                url
                for url, _ in parse(response).links
                if "mo=xa" in url and "phan=" in url and _part(url) > _part(address)
            ),
            "",
        )

    assert len(communes) > 60
    assert found == set(communes)
    narrowed = site.get(CATALOGUE, {"tinh": "f25-68", "mo": "xa", "loc": "thuan hanh"})
    assert list(values(narrowed, "xa")) == [
        unit("Xã Thuận Hạnh", "Tỉnh Lâm Đồng", era="f25").public_id
    ]
    nothing = site.get(CATALOGUE, {"tinh": "f25-68", "mo": "xa", "loc": "zzz"})
    assert values(nothing, "xa") == {}
    assert "0 đến 0 trong 0" in parse(nothing).text


def _part(url: str) -> int:
    return int(parse_qs(urlsplit(url).query).get("phan", ["1"])[0])


def test_what_is_chosen_stays_chosen_while_a_list_is_open(site: Client, shelf: Shelf) -> None:
    chosen = unit("Xã Thuận Hạnh", "Tỉnh Lâm Đồng", era="f25").public_id
    asked = {"tinh": "f25-68", "xa": chosen, "mo": "xa", "loc": "bao loc"}
    opened = site.get(CATALOGUE, asked)

    assert values(opened, "xa")[chosen]
    kept = {(f["name"], f["value"]) for f in parse(opened).fields if f.get("type") == "hidden"}
    assert ("mo", "xa") in kept


@pytest.mark.parametrize("name", ["mo", "loc", "phan"])
@pytest.mark.parametrize("value", ["", "x", "9" * 90, "-1", "<script>", "~"])
def test_nothing_typed_into_the_view_of_a_list_breaks_the_page(
    site: Client, shelf: Shelf, name: str, value: str
) -> None:
    asked = {"tinh": "f25-68", "mo": "xa", name: value}
    response = site.get(CATALOGUE, asked)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_region_maker_and_village_filter(site: Client, shelf: Shelf) -> None:
    response = site.get(CATALOGUE, {"hieu-luc": "tat-ca"})
    village = shelf.village.craft_village
    assert village is not None
    assert "se-south-central-highlands" in values(response, "vung")
    assert "cooperative" in values(response, "co-so")
    assert village.code in values(response, "lang-nghe")

    only = site.get(CATALOGUE, {"hieu-luc": "tat-ca", "lang-nghe": village.code})
    assert names(only) == [village.name]
    assert f"Làng nghề: {village.name}" in parse(only).text
    makers = site.get(CATALOGUE, {"hieu-luc": "tat-ca", "co-so": "household"})
    assert names(makers) == ["Chanh dây sấy dẻo thử nghiệm"]


def test_remaining_validity_is_a_choice_with_its_count(site: Client, shelf: Shelf) -> None:
    # `ending` runs out on 10/02/2027, within three months of 24/11/2026.
    surely = names(site.get(CATALOGUE, {"hieu-luc": "chac-chan"}))
    longer = site.get(CATALOGUE, {"hieu-luc": "con-3-thang"})

    assert set(surely) - set(names(longer)) == {"Macca sấy thử nghiệm"}
    assert "chắc chắn còn hiệu lực ít nhất 3 tháng nữa" in parse(longer).text


def test_a_typed_place_is_added_and_a_radius_goes_around_it(site: Client, shelf: Shelf) -> None:
    dak_song = unit("Huyện Đắk Song", "Tỉnh Đắk Nông").public_id
    response = site.get(CATALOGUE, {"ten-noi": "tỉnh Thanh Hóa", "noi": dak_song, "km": ""})
    assert parse_qs(urlsplit(response["Location"]).query)["noi"][0] == dak_song
    assert len(parse_qs(urlsplit(response["Location"]).query)["noi"]) == 2

    around = site.get(CATALOGUE, {"ten-noi": "huyện Đắk Song, tỉnh Đắk Nông", "km": "25"})
    asked = parse_qs(urlsplit(around["Location"]).query)
    assert asked == {"gan": [dak_song], "km": ["25"]}
    page = parse(site.get(around["Location"]))
    assert "Gần: trong khoảng 25 km quanh huyện Đắk Song" in page.text
    assert "Cà phê Nắng Vàng thử nghiệm" in page.text
    assert "Chanh dây sấy dẻo thử nghiệm" not in page.text, "only its province is known"
    assert "Sản phẩm chỉ biết đến cấp tỉnh không được tính." in page.text


def test_a_position_is_never_told_back_in_figures(site: Client, shelf: Shelf) -> None:
    fine = site.get(CATALOGUE, {"gan": "12.271234,107.641234", "km": "50"})
    assert parse_qs(urlsplit(fine["Location"]).query) == {"gan": ["12.25,107.65"], "km": ["50"]}
    response = site.get(fine["Location"])
    text = parse(response).text
    assert "trong khoảng 50 km quanh vị trí của bạn" in text
    assert "12,25" not in text and "12.25" not in text
    assert "Cà phê Nắng Vàng thử nghiệm" in text
    abroad = parse(site.get(CATALOGUE, {"gan": "48.85,2.35", "km": "50"}))
    assert "Gần “48.85,2.35”" in abroad.text


def test_a_page_that_is_not_is_told(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(CATALOGUE, {"trang": "99"})).text
    assert "Không có trang 99; đang hiển thị trang cuối là trang 1." in text
    assert "Không có trang" not in parse(site.get(CATALOGUE)).text


def test_what_was_understood_can_be_taken_off(site: Client, shelf: Shelf, answer) -> None:  # type: ignore[no-untyped-def]
    old = unit("Huyện Đắk Song", "Tỉnh Đắk Nông").public_id
    province = unit("Tỉnh Hải Dương", "Tỉnh Hải Dương").public_id
    ha_noi = unit("Thành phố Hà Nội", "Thành phố Hà Nội").public_id
    answer(
        understood=(
            Understood("place", "ở Hải Dương", province, Query(text="bánh")),
            Understood("place", "Đắk Song", old, Query(text="bánh")),
            Understood("place", "hà tây", ha_noi, Query(text="bánh")),
            Understood("place", "tphn", ha_noi, Query(text="bánh")),
            Understood("grade", "4 sao", "ocop:4", Query(text="hải dương")),
            Understood("maker_kind", "htx", "cooperative", Query(text="x")),
        )
    )
    page = parse(site.get(CATALOGUE, {"q": "bánh ở hải dương 4 sao"}))

    assert "Hiểu là: ở Hải Dương (nay thuộc TP Hải Phòng)" in page.text
    assert "Hiểu là: ở huyện Đắk Song (nay thuộc tỉnh Lâm Đồng)" in page.text
    assert "Hiểu là: OCOP 4 sao" in page.text
    assert "Hiểu là: Hợp tác xã" in page.text
    assert "Hiểu là: ở Hà Nội, theo từ “hà tây”" in page.text
    assert page.text.count("theo từ") == 2, "only where the words name it otherwise"
    chips = [url for url, attrs in page.links if "chip--read" in attrs.get("class", "")]
    assert parse_qs(urlsplit(chips[0]).query) == {"q": ["bánh"]}
    assert parse_qs(urlsplit(chips[4]).query) == {"q": ["hải dương"]}


def test_a_correction_is_told_with_the_way_to_what_was_typed(
    site: Client, shelf: Shelf, answer
) -> None:  # type: ignore[no-untyped-def]
    literal = Query(text="caf phee", literal=True)
    answer(correction=Correction("cà phê", literal))
    page = parse(site.get(CATALOGUE, {"q": "caf phee"}))

    assert "Đang hiển thị kết quả cho cà phê – Tìm đúng «caf phee»" in page.text
    assert any("nguyen-van=1" in url for url, _ in page.links)


def test_what_lacks_a_grade_is_not_said_to_lie_elsewhere(
    site: Client, shelf: Shelf, answer
) -> None:  # type: ignore[no-untyped-def]
    refs = service.search(Query()).refs
    hue = unit("Thành phố Huế", "Thành phố Huế", era="f25").public_id
    place = Understood("place", "ở Huế", hue, Query())
    grade = Understood("grade", "4 sao", "ocop:4", Query())
    answer(refs=(), total=0, elsewhere=refs[:2], understood=(place, grade))
    page = parse(site.get(CATALOGUE, {"q": "chè ở huế 4 sao"}))
    assert "Không có ở" not in page.text
    assert "Không có sản phẩm đáp ứng đủ; sản phẩm tương tự" in page.text


def test_elsewhere_and_related_stand_apart_and_are_not_counted(
    site: Client, shelf: Shelf, answer
) -> None:  # type: ignore[no-untyped-def]
    refs = service.search(Query()).refs
    hue = unit("Thành phố Huế", "Thành phố Huế", era="f25").public_id
    place = Understood("place", "ở Huế", hue, Query())
    answer(refs=(), total=0, elsewhere=refs[:2], related=refs[2:3], understood=(place,))
    page = parse(site.get(CATALOGUE, {"q": "chè ở huế"}))
    second = [text for level, text in page.headings if level == 2]
    assert "Không có ở Huế; sản phẩm tương tự ở nơi khác" in second
    assert "Sản phẩm liên quan" in second
    assert any("Không có kết quả" in text for text in second)
    assert len([1 for level, _ in page.headings if level == 3]) == 3

    answer(refs=(), total=0, elsewhere=refs[:2], facets={}, status_counts={})
    page = parse(site.get(CATALOGUE, {"q": "chè ở huế"}))
    assert "Không bộ lọc nào cho thêm kết quả" in page.text
    assert "Vẫn xem các bộ lọc" in page.text
    assert "Vẫn xem các bộ lọc" not in parse(site.get(f"{CATALOGUE}?mo=tinh")).text

    answer(elsewhere=refs[:1], understood=(place,))
    assert "Vẫn xem các bộ lọc" not in parse(site.get(CATALOGUE)).text
    second = [t for level, t in parse(site.get(CATALOGUE)).headings if level == 2]
    assert "Ở nơi khác" in second


def test_an_item_of_a_divided_unit_says_that_it_lies_in_one_of_several(
    site: Client, shelf: Shelf
) -> None:
    from catalog.presenters.places import one_of_words
    from registry.models import Certification

    directory = get_directory()
    divided = next(
        p
        for p in directory.all()
        if p.public_id.startswith("b25-")
        and p.level == "commune"
        and len(directory.successors_now(p.id)) == 2
    )
    held = Certification(place_at_issue_id=divided.id)
    parts = directory.successors_now(divided.id)
    assert one_of_words(held, directory) == "một trong: " + ", ".join(
        p.full_name[:1].lower() + p.full_name[1:] for p in parts
    )
    assert one_of_words(Certification(place_at_issue_id=parts[0].id), directory) == ""
    district = unit("Huyện Đắk Song", "Tỉnh Đắk Nông")
    told = one_of_words(Certification(place_at_issue_id=district.pk), directory)
    assert told.startswith("một trong ") and told.endswith("…")


def test_the_page_costs_the_same_number_of_queries_for_any_filter(
    site: Client, shelf: Shelf, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    asked = {"tinh": ["f25-68", "f25-38"], "hieu-luc": "tat-ca", "gan": "f25-68", "km": "100",
             "co-so": "cooperative", "vung": "se-south-central-highlands", "mo": "xa"}  # fmt: skip
    for params in ({}, asked):
        site.get(CATALOGUE, params)
        with django_assert_max_num_queries(16):
            site.get(CATALOGUE, params)


def test_the_register_and_the_page_know_the_same_values(site: Client, shelf: Shelf) -> None:
    from search.vocabulary import RegisterVocabulary

    page, register = finding.PageVocabulary(get_directory()), RegisterVocabulary()
    village = shelf.village.craft_village
    assert village is not None
    for value in ("f25-68", "b25-67", "zz", village.code, "se-southeast", "f25-24580"):
        for asked in ("province", "commune", "place", "point", "village"):
            ours, theirs = (getattr(v, f"has_{asked}")(value) for v in (page, register))
            assert ours == theirs, (asked, value)


@pytest.mark.parametrize("is_list", [False, True])
def test_the_page_stays_light_whatever_is_opened(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, is_list: bool
) -> None:
    """At its fullest: results with others below, filters long and opened, a text of ten words."""
    view = {"bay": "danh-sach"} if is_list else {}
    whole = service.search(Query(status=StatusFilter.ALL))
    record = items_by_ref(whole.refs)
    many = {f"p:{n}": record[whole.refs[n % len(whole.refs)]] for n in range(48)}
    refs = tuple(many)
    asked = Query(text="trà " * 10, status=StatusFilter.ALL, provinces=("f25-01", "f25-68"))
    answer = service.search(Query(status=StatusFilter.ALL, provinces=("f25-01", "f25-68")))
    # No page has more records: what lies elsewhere fills a page up, and only a page of fewer
    # than ten is followed by what is related.
    for main, elsewhere, related in ((24, 0, 0), (9, 15, 0), (9, 0, 24)):
        laid = dataclasses.replace(
            answer, query=asked, total=300, page_count=13, refs=refs[:main],
            elsewhere=refs[24 : 24 + elsewhere], related=refs[24 : 24 + related],
        )  # fmt: skip
        monkeypatch.setattr("catalog.finding.search", lambda query, laid=laid: laid)
        monkeypatch.setattr("catalog.views.catalogue.listed_items", lambda refs: many)
        for opened in ("", "xa", "lang-nghe"):
            params = {"q": asked.text, "tinh": ["f25-01", "f25-68"], "mo": opened, **view}
            response = site.get(CATALOGUE, params)
            shown = [1 for level, _ in parse(response).headings if level == 3]
            assert len(shown) == main + elsewhere + min(related, 12)
            assert values(response, "xa")
            assert len(response.content) <= 60_000
            assert len(gzip.compress(response.content, 6)) <= 15_000


def test_many_chosen_values_do_not_weigh_as_much_as_the_list(site: Client, shelf: Shelf) -> None:
    """Every chip carries all other conditions in its address: forty by forty of them."""
    directory = get_directory()
    provinces = [place.public_id for place in directory.current_provinces()]
    old = [p.public_id for p in directory.all() if p.public_id.startswith("b25-")][:40]
    response = site.get(CATALOGUE, {"q": "che", "tinh": provinces, "noi": old})
    page = parse(response)
    chips = [(url, attrs) for url, attrs in page.links if attrs.get("class") == "chip"]

    assert len(chips) == 3
    assert "31 mục khác" in page.text
    assert [url.count("tinh=") for url, _ in chips] == [34, 0, 34]
    assert [url.count("noi=") for url, _ in chips] == [40, 40, 0]
    assert values(response, "tinh") == dict.fromkeys(provinces, True)
    assert len(response.content) <= 60_000
    assert len(gzip.compress(response.content, 6)) <= 15_000
    # A few of them stand by themselves, each to be taken off alone.
    few = parse(site.get(CATALOGUE, {"tinh": provinces[:11]}))
    assert sum(attrs.get("class") == "chip" for _, attrs in few.links) == 11


def test_only_a_persons_search_in_vain_is_noted(site: Client, shelf: Shelf) -> None:
    person = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    robot = {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}
    site.get(CATALOGUE, {"q": "zzqq 0912345678"}, headers=person)
    for asked, headers in (
        ({"q": "zzrobot"}, robot),
        ({"q": "zznobody"}, {}),
        ({"q": "zzfilter", "muc": "ocop:4"}, person),
        ({"q": "tiêu"}, person),
        ({}, person),
    ):
        site.get(CATALOGUE, asked, headers=headers)
    assert list(SearchMiss.objects.values_list("text", "count")) == [("zzqq", 1)]


def test_a_card_shows_the_grade_that_the_list_is_narrowed_to(site: Client, shelf: Shelf) -> None:
    """The pepper has three stars that were replaced by four."""
    for grade, told in (("ocop:4", "OCOP 4 sao"), ("ocop:3", "OCOP 3 sao")):
        asked = {"q": "tiêu không hạt", "muc": grade, "hieu-luc": "tat-ca"}
        page = parse(site.get(CATALOGUE, asked))
        cards_text = page.text.split("Tiêu không hạt thử nghiệm")[-1].split("Tranh vẽ")[0]
        assert told in cards_text, cards_text
