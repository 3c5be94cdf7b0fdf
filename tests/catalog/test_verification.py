"""Verification: every outcome has its own words, for today and for any other day."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from registry.models.choices import ActKind, DatePrecision
from registry.rules.identifiers import code_grouped
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
VERIFY = "/kiem-tra/"
UNKNOWN, MISTYPED = "4K7M92QD7", "4K7M92QDA"


def heading(response) -> str:  # type: ignore[no-untyped-def]
    level, text = parse(response).headings[0]
    assert level == 1
    return text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("valid", "Giấy chứng nhận đang có hiệu lực"),
        ("ending", "Giấy chứng nhận còn hiệu lực, sắp hết hạn"),
        ("expired", "Giấy chứng nhận đã hết hạn"),
        ("year_only", "Giấy chứng nhận có trong sổ, chưa rõ hiệu lực"),
        ("withdrawn", "Giấy chứng nhận đã bị thu hồi"),
        ("superseded", "Giấy chứng nhận đã được thay"),
        ("surrendered", "Giấy chứng nhận đã được trả lại"),
        ("annulled", "Giấy chứng nhận đã bị hủy"),
        ("village", "Danh hiệu đã bị thu hồi"),
    ],
)
def test_a_certificate_says_its_state_in_its_title(site, shelf, name, words) -> None:  # type: ignore[no-untyped-def]
    code = shelf.by_state()[name].code

    for path in (f"/c/{code}", f"{VERIFY}?ma={code_grouped(code).lower()}"):
        response = site.get(path)
        assert response.status_code == 200
        assert heading(response) == words


def test_a_replaced_certificate_leads_to_the_one_that_replaced_it(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get(f"/c/{shelf.superseded.code}"))

    assert f"/c/{shelf.successor.code}" in [url for url, _ in page.links]
    assert "Chứng nhận thay thế: OCOP 4 sao" in page.text


def test_a_withdrawn_one_says_what_that_means(site: Client, shelf: Shelf) -> None:
    text = parse(site.get(f"/c/{shelf.withdrawn.code}")).text

    assert "Lý do: không còn sản xuất." in text
    assert "Hàng làm ra trước đó không vì thế mà thành hàng giả." in text


def test_a_product_code_is_answered_too(site: Client, shelf: Shelf) -> None:
    response = site.get(VERIFY, {"ma": shelf.valid.product.code})

    assert heading(response) == "Sản phẩm đang có chứng nhận có hiệu lực"
    assert f"/c/{shelf.valid.code}" in [url for url, _ in parse(response).links]


def test_another_day_gets_the_state_of_that_day(site: Client, shelf: Shelf) -> None:
    asked = {"ma": shelf.withdrawn.code}
    told = "Vào ngày {}: giấy chứng nhận {}"
    for day, state in (
        ("02/03/2026", "đang có hiệu lực"),
        ("03/03/2026", "đã bị thu hồi"),
        ("09/01/2025", "chưa có hiệu lực"),
    ):
        asked["ngay"] = day
        assert heading(site.get(VERIFY, asked)) == told.format(day, state)


def test_the_day_is_read_with_the_day_first(site: Client, shelf: Shelf) -> None:
    """05/08/2026 is 5 August, the day of issue; read the other way it would be 8 May."""
    response = site.get(VERIFY, {"ma": shelf.valid.code, "ngay": "05/08/2026"})

    assert "Vào ngày 05/08/2026: giấy chứng nhận đang có hiệu lực" in heading(response)
    response = site.get(VERIFY, {"ma": shelf.valid.code, "ngay": "08/05/2026"})
    assert "chưa có hiệu lực" in heading(response)


def test_a_day_that_cannot_be_read_is_asked_for_again_at_its_field(
    site: Client, shelf: Shelf
) -> None:
    response = site.get(VERIFY, {"ma": shelf.valid.code, "ngay": "31/02/2026"})
    page = parse(response)
    field = next(f for f in page.fields if f.get("name") == "ngay")

    assert response.status_code == 200
    assert "Lỗi: ngày 31/02/2026 không có trong lịch." in page.text
    assert field["aria-invalid"] == "true"
    assert field["value"] == "31/02/2026"
    assert set(field["aria-describedby"].split()) <= set(page.ids)
    assert "hiệu lực" not in page.headings[0][1]


def test_a_code_that_was_never_issued_is_not_called_fake(site: Client) -> None:
    response = site.get(VERIFY, {"ma": UNKNOWN})
    page = parse(response)

    assert response.status_code == 404
    assert heading(response) == "Sổ không có mã này"
    assert "Điều đó chưa đủ để nói hàng là giả." in page.text
    assert "Vì sao có thể không thấy" in page.text
    assert site.get(f"/c/{UNKNOWN}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (MISTYPED, "Chữ cuối cùng không khớp với tám chữ trước."),
        ("4K7M9", "Mã vừa gõ có 5."),
        ("4K7M92QDU", "không dùng I, L, O, U."),
        ("4K7M92QD#", "chỉ có chữ số và chữ cái"),
    ],
)
def test_a_mistyped_code_says_what_is_wrong_with_it(site: Client, typed: str, reason: str) -> None:
    response = site.get(VERIFY, {"ma": typed})

    assert heading(response) == "Mã gõ chưa đúng"
    assert reason in parse(response).text


def test_six_outcomes_have_six_different_titles(site: Client, shelf: Shelf) -> None:
    asked = ["", MISTYPED, UNKNOWN, shelf.valid.code, shelf.withdrawn.code, shelf.expired.code]

    assert len({heading(site.get(VERIFY, {"ma": code})) for code in asked}) == len(asked)


def test_the_address_of_a_certificate_has_one_spelling(site: Client, shelf: Shelf) -> None:
    code = shelf.valid.code
    response = site.get(f"/c/{code.lower()}?ngay=01/01/2026")

    assert (response.status_code, response["Location"]) == (301, f"/c/{code}?ngay=01/01/2026")


def test_drafts_are_answered_as_unknown(site: Client, shelf: Shelf) -> None:
    draft = shelf.desk.draft(product=shelf.valid.product)

    assert heading(site.get(VERIFY, {"ma": draft.code})) == "Sổ không có mã này"


def test_verification_answers_while_search_is_down(site, shelf, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from search.service import SearchUnavailable

    def down(*args: object, **kwargs: object) -> None:
        raise SearchUnavailable("down")

    monkeypatch.setattr("catalog.finding.search", down)
    for path in (f"/c/{shelf.valid.code}", f"/i/{shelf.valid.product.code}", "/", "/dia-phuong/",
                 reverse("place", args=[shelf.valid.place_now.public_id])):  # fmt: skip
        assert site.get(path).status_code == 200, path


@pytest.mark.parametrize(
    "typed",
    ["#{}", "Mã: {}", "Mã số: {}", "https://sovang.example/c/{}", "/c/{}?ngay=1",
     "https://sovang.example/kiem-tra/?ma={}"],
)  # fmt: skip
def test_a_code_is_found_in_what_a_scanner_or_a_label_gives(site, shelf, typed) -> None:  # type: ignore[no-untyped-def]
    code = shelf.valid.code

    for one in (code, code.lower(), "".join(chr(ord(sign) + 0xFEE0) for sign in code)):
        response = site.get(VERIFY, {"ma": typed.format(one)})
        assert heading(response) == "Giấy chứng nhận đang có hiệu lực", one


def test_a_day_to_come_is_answered_from_what_is_known_today(site: Client, shelf: Shelf) -> None:
    warning = "Ngày này chưa đến. Sổ trả lời theo những gì đã ghi đến hôm nay."

    for day, is_told in (("24/11/2026", False), ("25/11/2026", True), ("23/11/2026", False)):
        page = parse(site.get(VERIFY, {"ma": shelf.valid.code, "ngay": day}))
        assert (warning in page.text) is is_told, day


def asked(site: Client, code: str, day: str) -> str:
    return parse(site.get(VERIFY, {"ma": code, "ngay": day})).text


def test_a_day_in_the_past_tells_what_has_become_of_it(site: Client, shelf: Shelf) -> None:
    told = "Hôm nay: Đã bị thu hồi ngày 03/03/2026."

    assert told in asked(site, shelf.withdrawn.code, "02/03/2026")
    assert told not in asked(site, shelf.withdrawn.code, "03/03/2026")
    assert "Hôm nay:" not in asked(site, shelf.valid.code, "23/11/2026")


def test_a_later_withdrawal_is_not_denied_on_a_day_before_it(site: Client, shelf: Shelf) -> None:
    desk = shelf.desk
    made = desk.published(
        stars=3,
        product=desk.product("Mực thử nghiệm"),
        issued_on=None,
        issued_on_precision=DatePrecision.NONE,
    )
    desk.act(made, ActKind.WITHDRAW, dt.date(2026, 3, 3))

    text = asked(site, made.code, "02/03/2026")
    assert "chưa rõ có còn hiệu lực hay không" in text
    assert "không có quyết định thu hồi" not in text
    assert "Hôm nay: Đã bị thu hồi ngày 03/03/2026." in text


def test_before_the_issue_no_day_is_made_up(site: Client, shelf: Shelf) -> None:
    exact = asked(site, shelf.ending.code, "09/02/2024")
    vague = asked(site, shelf.year_only.code, "31/12/2022")

    assert "có hiệu lực từ ngày 10/02/2024 đến hết ngày 09/02/2027." in exact
    assert "có hiệu lực sớm nhất từ ngày 01/01/2023, có hiệu lực ít nhất đến hết ngày" in vague


def test_an_annulled_one_counts_as_never_given_and_a_withdrawn_one_from_its_day(
    site: Client, shelf: Shelf
) -> None:
    annulled = parse(site.get(f"/c/{shelf.annulled.code}")).text
    withdrawn = parse(site.get(f"/c/{shelf.withdrawn.code}")).text

    assert "coi như chưa từng được cấp" in annulled
    assert "Từ đó, không được dùng danh hiệu" not in annulled
    assert "Từ đó, không được dùng danh hiệu" in withdrawn
