"""Suggestions by the interface: what is offered, where it leads, what is marked."""

import unicodedata
from typing import Any

import pytest
from django.test import Client

from search import phrases, service, suggest, suggest_index
from search.engines.base import SearchUnavailable
from tests.catalog.shelf import Shelf
from tests.suggestion_fixture import fresh_suggestions  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_suggestions")]
SUGGEST = "/api/v1/suggest"


def ask(site: Client, text: str, **params: object) -> list[dict[str, Any]]:
    response = site.get(SUGGEST, {"q": text, **params})
    assert response.status_code == 200, response.content
    return response.json()["suggestions"]


def texts(site: Client, text: str, kind: str = "") -> list[str]:
    return [row["text"] for row in ask(site, text) if kind in ("", row["kind"])]


@pytest.mark.parametrize(
    "typed",
    [
        "ca phe n", "cà phê nắ", "Cà Phê Nang", "CÀ PHÊ N", "nang v", "thử nghiệm cà",
        unicodedata.normalize("NFD", "cà phê nắng"), "ca\u200b phe nang", "phe nang vang thu",
    ],
)  # fmt: skip
def test_a_product_is_found_however_it_is_typed(site: Client, shelf: Shelf, typed: str) -> None:
    assert "Cà phê Nắng Vàng thử nghiệm" in texts(site, typed, "product")


def test_a_product_leads_to_its_page_and_names_its_maker(site: Client, shelf: Shelf) -> None:
    product = shelf.valid.product
    assert product is not None and product.maker is not None
    row = next(row for row in ask(site, "ca phe nang") if row["kind"] == "product")

    assert row["url"] == f"http://testserver/i/{product.code}"
    assert row["note"] == product.maker.name
    assert [row["text"][start:end] for start, end in row["marks"]] == ["Cà phê Nắng"]


@pytest.mark.parametrize(
    ("typed", "marked"),
    [("phe na", ["phê Nắ"]), ("cà phê ", ["Cà phê"]), ("vang ca", ["Cà", "Vàng"])],
)
def test_the_letters_that_match_are_marked(
    site: Client, shelf: Shelf, typed: str, marked: list[str]
) -> None:
    row = next(row for row in ask(site, typed) if row["text"].startswith("Cà phê Nắng"))

    assert [row["text"][start:end] for start, end in row["marks"]] == marked


def test_a_closed_word_is_taken_whole(site: Client, shelf: Shelf) -> None:
    assert "Macca sấy thử nghiệm" in texts(site, "mac")
    assert "Macca sấy thử nghiệm" not in texts(site, "mac ")


def test_a_village_and_a_maker_lead_to_their_pages(site: Client, shelf: Shelf) -> None:
    maker = shelf.valid.product.maker  # type: ignore[union-attr]
    assert maker is not None
    for typed in ("nông sản hữu", "hop tac xa nong", "htx nong san"):
        row = next(row for row in ask(site, typed) if row["kind"] == "maker")
        assert (row["text"], row["url"]) == (maker.name, f"http://testserver/co-so/{maker.code}/")


@pytest.mark.parametrize(
    "typed",
    ["htx", "HTX", "htx ", "htx n", "hợp tác xã", "hop tac xa t", "hợp t", "hop tac x", "ht"],
)
def test_a_maker_is_found_by_its_legal_form(site: Client, shelf: Shelf, typed: str) -> None:
    maker = shelf.valid.product.maker  # type: ignore[union-attr]
    assert maker is not None
    assert maker.name in texts(site, typed, "maker")


def test_a_legal_form_alone_suggests_makers_of_that_form_only(site: Client, shelf: Shelf) -> None:
    assert texts(site, "công ty cổ phần", "maker") == []
    assert texts(site, "htx q", "maker") == []
    assert texts(site, "hộ kinh doanh", "maker") == [], "persons are not suggested"


@pytest.mark.parametrize(
    "typed", ["cty", "công ty", "công ty tn", "cong ty c", "hộ kinh d", "tổ h"]
)
def test_a_form_that_no_maker_has_suggests_none(site: Client, shelf: Shelf, typed: str) -> None:
    assert texts(site, typed, "maker") == []


@pytest.mark.parametrize("typed", ["caf phee", "caf phe", "ca2 phe6"])
def test_raw_keystrokes_are_read_where_nothing_begins_so(
    site: Client, shelf: Shelf, typed: str
) -> None:
    found = texts(site, typed)
    assert any(text.startswith("Cà phê") for text in found)


def test_a_process_that_was_warmed_reads_nothing_but_rows_of_results(
    site: Client,
    shelf: Shelf,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    suggest.warm()
    with django_assert_max_num_queries(1):
        suggest.suggest("htx")


def test_no_person_and_nothing_that_has_ended_is_suggested(site: Client, shelf: Shelf) -> None:
    assert not [row for row in ask(site, "tên cá nhân") if row["kind"] == "maker"]
    assert "Rượu gạo Sương Mù thử nghiệm" not in texts(site, "ruou gao")


def test_a_former_place_says_what_it_is_now_and_leads_to_its_filter(
    site: Client, shelf: Shelf
) -> None:
    row = next(row for row in ask(site, "dak non") if row["kind"] == "place")

    assert row["text"] == "Tỉnh Đắk Nông"
    assert row["note"] == "cũ, nay thuộc tỉnh Lâm Đồng"
    assert row["url"].startswith("http://testserver/danh-muc/?noi=b25-")
    district = next(row for row in ask(site, "huyện đắk so") if row["kind"] == "place")
    assert district["note"].startswith("tỉnh Đắk Nông; cũ, nay thuộc ")


def test_a_place_that_kept_its_name_is_suggested_once(site: Client, shelf: Shelf) -> None:
    rows = [row for row in ask(site, "tỉnh lâm đồ") if row["text"] == "Tỉnh Lâm Đồng"]

    assert [row["note"] for row in rows] == ["tỉnh, thành phố"]


def test_a_group_leads_to_its_filter(site: Client, shelf: Shelf) -> None:
    row = next(row for row in ask(site, "ca phe") if row["kind"] == "group")

    assert row["url"] == "http://testserver/danh-muc/?nhom=ca-phe"
    assert row["note"] == "nhóm sản phẩm"


def test_phrases_are_what_names_begin_with(site: Client, shelf: Shelf) -> None:
    assert phrases.phrases_counted(
        ["Chè xanh A", "CHÈ XANH B", "Chè đen", "Chế phẩm", "Chế biến", "Mật ong", "mật ong rừng"]
    ) == {
        "che²": ("Chè", 3),
        "che² xanh": ("Chè xanh", 2),
        "chê¹": ("Chế", 2),
        "mât⁵ ong": ("Mật ong", 2),
    }


def test_the_worker_keeps_the_phrases_of_public_names(site: Client, shelf: Shelf) -> None:
    for name in ("Bánh gai Tứ Trụ", "Bánh gai Ninh Giang"):
        shelf.desk.published(
            product=shelf.desk.product(name, maker=None),
            product_name_printed=name,
            stars=3,
            issued_on=shelf.valid.issued_on,
            issuer=shelf.desk.province,
        )
    phrases.HeadPhrase.objects.create(keys="cu⁴", text="Cũ", count=9)
    phrases.phrases_refresh()
    suggest.forget()

    row = next(row for row in ask(site, "banh g") if row["kind"] == "phrase")
    assert row["text"] == "Bánh gai"
    assert row["url"] == "http://testserver/danh-muc/?q=B%C3%A1nh+gai"
    assert not phrases.HeadPhrase.objects.filter(text="Cũ").exists()


def test_accents_that_are_typed_decide(site: Client, shelf: Shelf) -> None:
    rows = phrases.HeadPhrase.objects
    rows.create(keys="che²", text="Chè", count=40)
    rows.create(keys="chê¹ phâm³", text="Chế phẩm", count=60)
    suggest.forget()

    assert texts(site, "che", "phrase")[0] == "Chế phẩm"
    assert texts(site, "chè", "phrase")[0] == "Chè"
    assert texts(site, "chê", "phrase")[0] == "Chế phẩm"


def test_one_kind_does_not_crowd_out_the_others(site: Client, shelf: Shelf) -> None:
    for number in range(30):
        phrases.HeadPhrase.objects.create(
            keys=f"ca² phê {number}", text=f"Cà phê {number}", count=1000
        )
    suggest.forget()
    rows = ask(site, "ca phe")

    assert len(rows) == 8
    assert {"phrase", "product", "group"} <= {row["kind"] for row in rows}


def test_without_the_index_places_and_groups_go_on(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> Any:
        raise SearchUnavailable("no index")

    monkeypatch.setattr(suggest_index, "get_engine", down)

    assert {row["kind"] for row in ask(site, "ca phe")} == {"group"}


@pytest.mark.parametrize("typed", ["", "   ", "🍵", "!!!", "a" * 500, "\x01", "%_'\"\\", "-", "١"])
def test_any_text_is_answered(site: Client, shelf: Shelf, typed: str) -> None:
    ask(site, typed)


def test_parameters_are_strict(site: Client, shelf: Shelf) -> None:
    for params in ({"q": "a", "grade": "ocop:3"}, {"q": "a", "limit": "21"}, {"q": ["a", "b"]}):
        response = site.get(SUGGEST, params)
        assert response.status_code == 422
        assert len(response.json()["details"]) == 1


def test_what_is_published_is_suggested_once_the_index_has_it(
    site: Client, shelf: Shelf, django_assert_max_num_queries: Any
) -> None:
    from tests.catalog.conftest import index

    shelf.desk.published(
        product=shelf.desk.product("Trà hoa vàng mới toanh", maker=None),
        product_name_printed="Trà hoa vàng mới toanh",
        stars=3,
        issued_on=shelf.valid.issued_on,
        issuer=shelf.desk.province,
    )
    assert not texts(site, "hoa vàng mới", "product")
    index()
    assert service.get_engine().count()
    with django_assert_max_num_queries(8):
        assert texts(site, "hoa vàng mới", "product") == ["Trà hoa vàng mới toanh"]
