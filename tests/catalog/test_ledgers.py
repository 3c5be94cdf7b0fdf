"""Pages of makers, decisions, schemes and the log: what is public of each, and nothing more."""

import datetime as dt

import pytest
from django.test import Client

from catalog import addresses
from registry import events
from registry.models.choices import DecisionKind, LegalKind
from registry.services.decisions import decision_enter
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db


def decision_address(certification) -> str:  # type: ignore[no-untyped-def]
    return addresses.decision(certification.decision)


def test_a_maker_shows_what_is_not_covered_as_loudly_as_what_is(site: Client, shelf: Shelf) -> None:
    maker = shelf.valid.product.maker
    page = parse(site.get(f"/co-so/{maker.code}/"))

    assert page.headings[0] == (1, maker.name)
    assert {(2, "Đang có chứng nhận: 4"), (2, "Chưa rõ còn chứng nhận hay không: 1"),
            (2, "Không còn chứng nhận: 4")} <= set(page.headings)  # fmt: skip
    assert "Sổ có 9 sản phẩm của cơ sở này. Đang có chứng nhận: 4." in page.text
    links = [url for url, _ in page.links]
    for name in ("valid", "expired", "withdrawn", "successor", "annulled"):
        assert f"/i/{shelf.by_state()[name].product.code}" in links
    assert links.index(f"/c/{shelf.valid.code}") < links.index(f"/c/{shelf.expired.code}")
    assert "Đã bị thu hồi ngày 03/03/2026" in page.text


def test_the_page_of_a_household_holds_nothing_personal(site: Client, shelf: Shelf) -> None:
    maker = shelf.no_date.product.maker
    maker.addresses.create(printed="số 5 ngõ 7 thôn Bí Mật", place_now=shelf.no_date.place_now)
    maker.other_names.create(name="Hộ bà Nguyễn Bí Mật", name_folded="ho ba nguyen bi mat")
    maker.contacts.create(kind="phone", value="0912000111")
    assert maker.legal_kind == LegalKind.HOUSEHOLD
    page = parse(site.get(f"/co-so/{maker.code}/"))

    assert "Hộ kinh doanh (tên cá nhân lược bỏ)" in page.text
    for words in ("Bí Mật", "0912000111", "ngõ 7"):
        assert words not in page.text
    assert "Chỉ ghi tên đơn vị hành chính" in page.text


def test_a_maker_without_anything_public_has_no_page(site: Client, shelf: Shelf) -> None:
    draft = shelf.desk.draft()

    assert site.get(f"/co-so/{draft.product.maker.code}/").status_code == 404
    assert site.get("/co-so/4K7M92QD7/").status_code == 404
    code = shelf.valid.product.maker.code
    assert site.get(f"/co-so/{code.lower()}/")["Location"] == f"/co-so/{code}/"


def test_a_decision_says_who_signed_who_answers_and_how_much_is_entered(
    site: Client, shelf: Shelf
) -> None:
    desk = shelf.desk
    desk.district.successor = desk.province
    desk.district.save()
    decision = decision_enter(
        actor=desk.clerk, issuer=desk.district, number="12/QĐ-UBND", kind=DecisionKind.RECOGNISE,
        signed_on=dt.date(2024, 4, 1), announced_count=3,
    )  # fmt: skip
    made = desk.published(
        stars=3, issuer=desk.district, issued_on=dt.date(2024, 4, 1), decision=decision
    )
    page = parse(site.get(decision_address(made)))

    assert page.headings[0] == (1, "Quyết định 12/QĐ-UBND")
    assert f"Cơ quan ký {desk.district.name} Nay chịu trách nhiệm {desk.province.name}" in page.text
    assert "Ngày ký 01/04/2024" in page.text
    assert "Sổ có 1 trong 3 danh hiệu mà quyết định công bố." in page.text
    assert f"/c/{made.code}" in [url for url, _ in page.links]


def test_a_decision_of_withdrawal_lists_what_it_ended(site: Client, shelf: Shelf) -> None:
    event = shelf.withdrawn.events.get(act="withdraw")
    page = parse(site.get(addresses.decision(event.decision)))

    assert f"/c/{shelf.withdrawn.code}" in [url for url, _ in page.links]
    assert "Đã bị thu hồi ngày 03/03/2026" in page.text


def test_a_decision_without_anything_public_has_no_page(site: Client, shelf: Shelf) -> None:
    desk = shelf.desk
    hidden = desk.decision("9/QĐ-UBND", signed_on=dt.date(2026, 9, 9))
    desk.draft(decision=hidden)

    assert site.get(f"/quyet-dinh/{hidden.pk}/").status_code == 404
    assert site.get("/quyet-dinh/99999999/").status_code == 404
    url = decision_address(shelf.valid)
    assert site.get(f"/quyet-dinh/{shelf.valid.decision.pk}-khac/")["Location"] == url


def test_a_scheme_says_who_may_issue_on_which_days_and_under_which_text(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get("/chuong-trinh/ocop/"))

    assert (3, "Từ 22/05/2026") in page.headings
    assert (3, "Từ 24/02/2023 đến 05/07/2025") in page.headings
    assert "5 sao Bộ, từ 90 điểm" in page.text
    assert "Gia hạn Quyết định 26/2026/QĐ-TTg" in page.text
    assert "chưa đối chiếu văn bản" in page.text
    assert "Tạm đình chỉ" not in page.text, "OCOP has no text for it"
    assert "/danh-muc/?muc=ocop%3A4" in [url.replace("ocop:4", "ocop%3A4") for url, _ in page.links]


def test_every_scheme_has_a_page_and_an_unknown_one_has_none(site: Client, shelf: Shelf) -> None:
    links = [url for url, _ in parse(site.get("/chuong-trinh/")).links]
    for code in ("cnnttb", "ocop", "craft", "cddl"):
        assert f"/chuong-trinh/{code}/" in links
        assert site.get(f"/chuong-trinh/{code}/").status_code == 200
    assert site.get("/chuong-trinh/khong-co/").status_code == 404
    assert site.get("/chuong-trinh/OCOP/")["Location"] == "/chuong-trinh/ocop/"


def test_a_product_leads_to_its_maker_its_decision_and_its_scheme(
    site: Client, shelf: Shelf
) -> None:
    wanted = {f"/co-so/{shelf.valid.product.maker.code}/", decision_address(shelf.valid),
              "/chuong-trinh/ocop/"}  # fmt: skip
    item = {url for url, _ in parse(site.get(f"/i/{shelf.valid.product.code}")).links}
    certificate = {url for url, _ in parse(site.get(f"/c/{shelf.valid.code}")).links}

    assert wanted <= item
    assert wanted - {f"/co-so/{shelf.valid.product.maker.code}/"} <= certificate


def test_a_village_shows_its_products(site: Client, shelf: Shelf) -> None:
    village = shelf.village.craft_village
    shelf.valid.product.craft_village = village
    shelf.valid.product.save()
    page = parse(site.get(f"/v/{village.code}"))

    assert f"/i/{shelf.valid.product.code}" in [url for url, _ in page.links]


def test_the_log_shows_its_head(site: Client, shelf: Shelf) -> None:
    number, digest = events.head()
    page = parse(site.get("/nhat-ky/"))

    assert digest in page.text
    assert f"Số mục {number}" in page.text.replace(".", "")


def test_queries_stay_few_and_do_not_grow(site: Client, shelf: Shelf) -> None:
    maker = shelf.valid.product.maker
    most = {f"/co-so/{maker.code}/": 10, decision_address(shelf.valid): 12,
            "/chuong-trinh/ocop/": 7, "/chuong-trinh/": 1, "/nhat-ky/": 2}  # fmt: skip

    before = queries(site, most)
    for number in range(8):
        product = shelf.desk.product(f"Mứt thử nghiệm {number}", maker=maker)
        shelf.desk.published(product=product, decision=shelf.valid.decision)
    after = queries(site, most)

    assert all(after[path] <= before[path] + 1 for path in most), (before, after)
    assert all(after[path] <= limit for path, limit in most.items()), list(after.values())


def test_every_grade_has_a_page_and_another_has_none(site: Client, shelf: Shelf) -> None:
    for path in ("ocop/5", "cnnttb/province", "craft/craft_village"):
        page = parse(site.get(f"/chuong-trinh/{path}/"))
        assert any(url.startswith("/so-lieu/danh-sach/") for url, _attrs in page.links), path
    # Before 30/06/2025 a district gave its own level; its page says so and no other level's.
    assert "cấp huyện" in parse(site.get("/chuong-trinh/cnnttb/district/")).text
    for path in ("ocop/6", "cnnttb/5", "cddl/x"):
        assert site.get(f"/chuong-trinh/{path}/").status_code == 404


def test_an_address_without_the_number_keeps_its_page(site: Client, shelf: Shelf) -> None:
    decision = shelf.desk.decision(announced_count=1)
    for _row in range(2):
        shelf.desk.published(decision=decision)
    moved = site.get(f"/quyet-dinh/{decision.pk}/?trang=2")
    assert moved.status_code == 301 and moved["Location"].endswith("/?trang=2")
    # Two entered, one announced: that is not "all of them".
    assert "nhiều hơn 1" in parse(site.get(moved["Location"])).text
