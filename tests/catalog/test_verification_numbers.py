"""Verification by other numbers than codes, the slips of a code, and six honest "not found"."""

import datetime as dt

import pytest
from django.test import Client

from catalog import addresses
from registry.models import Authority, Decision, FakeNumber
from registry.models.choices import IdentifierKind
from registry.models.notices import ProceedingKind
from registry.proof import faults
from registry.rules.identifiers import code_grouped
from registry.services.notices import (
    fake_number_announce,
    fake_number_lift,
    proceeding_begin,
    proceeding_end,
)
from registry.services.products import product_identifier_add
from registry.services.refusal import Refused
from tests.catalog.pages import Parsed, parse
from tests.catalog.shelf import Shelf, unit

pytestmark = pytest.mark.django_db
VERIFY = "/kiem-tra/"
GTIN = "8936012345674"


def ask(site: Client, typed: str, **more: str) -> tuple[int, str, Parsed]:
    response = site.get(VERIFY, {"ma": typed, **more})
    page = parse(response)
    return response.status_code, page.headings[0][1], page


def announced(shelf: Shelf, number: str) -> FakeNumber:
    return fake_number_announce(
        entered_by=shelf.desk.clerk,
        approved_by=shelf.desk.approver,
        number=number,
        announced_by=shelf.desk.province,
        announced_on=dt.date(2026, 9, 1),
        source_title="Thông báo về mã giả",
        source_url="https://vi-du.gov.vn/ma-gia",
    )


def test_six_honest_answers_where_nothing_is_found(site: Client, shelf: Shelf) -> None:
    announced(shelf, "GCN-999/GIA")
    cases = {
        "4K7M92QDA": (200, "Mã gõ chưa đúng"),
        "4K7M92QD7": (404, "Sổ không có mã này"),
        "VietGAP-TT-13-09-26": (404, "Chương trình này không có trong sổ"),
        "7777/QĐ-UBND": (404, "Quyết định này chưa có trong sổ"),
        shelf.expired.code: (200, "Giấy chứng nhận đã hết hạn"),
        "gcn-999 / gia": (404, "Số này đã được công bố là giả"),
    }
    texts = set()
    for typed, (status, heading) in cases.items():
        found = ask(site, typed)
        assert found[:2] == (status, heading), typed
        texts.add(found[2].text)
    assert len(texts) == len(cases)


def test_english_has_the_same_answers(shelf: Shelf) -> None:
    site = Client()
    site.cookies["ngon-ngu"] = "en"
    for typed, heading in {
        "4K7M92QDA": "The code is not typed correctly",
        "ISO 22000:2018": "This programme is not in the register",
        "7777/QĐ-UBND": "This decision is not in the register",
        shelf.valid.decision.number: "This is the number of a decision",
    }.items():
        assert ask(site, typed)[1] == heading


def test_one_slip_leads_to_the_code_that_was_meant(site: Client, shelf: Shelf) -> None:
    code = shelf.valid.code
    wrong = "7" if code[3] != "7" else "8"
    swapped = next(
        code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(8) if code[i] != code[i + 1]
    )
    for typed in (
        code[:3] + wrong + code[4:],
        swapped,
        code[:4] + code[5:],
        code[:4] + "Z" + code[4:],
    ):
        _status, heading, page = ask(site, typed)
        assert heading == "Mã gõ chưa đúng", typed
        assert f"{VERIFY}?ma={code}" in [url for url, _ in page.links], typed
        assert shelf.valid.product_name_printed in page.text, typed
        assert code_grouped(code) in page.text.replace("\u00a0", " ")


def test_two_slips_lead_nowhere(site: Client, shelf: Shelf) -> None:
    code = shelf.valid.code
    typed = ("7" if code[0] != "7" else "8") + ("7" if code[1] != "7" else "8") + code[2:]
    _status, _heading, page = ask(site, typed)

    assert code not in " ".join(url for url, _ in page.links)


def test_a_barcode_finds_its_product_in_any_spelling(site: Client, shelf: Shelf) -> None:
    product_identifier_add(
        actor=shelf.desk.clerk, authority=None, product=shelf.valid.product,
        kind=IdentifierKind.GTIN, value=GTIN,
    )  # fmt: skip
    for typed in (GTIN, "8 936012 345674", f"0{GTIN}", f"https://id.gs1.org/01/0{GTIN}"):
        assert ask(site, typed)[1] == "Sản phẩm đang có chứng nhận có hiệu lực", typed
    assert parse(site.get(f"/01/0{GTIN}")).headings[0][1] == (
        "Sản phẩm đang có chứng nhận có hiệu lực"
    )
    assert ask(site, "8936012345675")[:2] == (200, "Số mã vạch gõ chưa đúng")
    assert ask(site, "8934567890123")[0] in (200, 404)
    assert ask(site, "4006381333931")[:2] == (404, "Sổ không biết mã vạch này")


def test_the_number_of_a_decision_leads_to_it(site: Client, shelf: Shelf) -> None:
    for typed in ("3981/QĐ-UBND", "Quyết định số 3981/qd-ubnd ngày 05/08/2026", "3981"):
        status, heading, page = ask(site, typed)
        assert (status, heading) == (200, "Đây là số quyết định"), typed
        assert addresses.decision(shelf.valid.decision) in [url for url, _ in page.links]


def test_a_decision_with_nothing_public_is_not_told(site: Client, shelf: Shelf) -> None:
    shelf.desk.decision("4444/QĐ-UBND")

    assert ask(site, "4444/QĐ-UBND")[0] == 404


def test_the_printed_number_leads_to_its_certificate(site: Client, shelf: Shelf) -> None:
    made = shelf.desk.published(certificate_no="Số: 12/GCN-OCOP-ĐL", product_name_printed="Mứt thử")
    shelf.desk.published(certificate_no="77/GCN", product_name_printed="Mứt A")
    shelf.desk.published(certificate_no="77 / gcn", product_name_printed="Mứt B")

    for typed in ("12/GCN-OCOP-ĐL", "12 / gcn-ocop-dl", "Số: 12/GCN-OCOP-ĐL"):
        status, heading, page = ask(site, typed)
        assert (status, heading) == (200, "Giấy chứng nhận đang có hiệu lực"), typed
        assert made.product_name_printed in page.text
    status, heading, page = ask(site, "77/GCN")
    assert (status, heading) == (200, "Nhiều mục trong sổ có số này")
    assert "Mứt A" in page.text and "Mứt B" in page.text


def test_an_unknown_decision_tells_how_far_the_chosen_office_has_come(
    site: Client, shelf: Shelf
) -> None:
    province = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25")
    shelf.desk.province.place = province
    shelf.desk.province.save()
    Decision.objects.filter(pk=shelf.valid.decision.pk).update(announced_count=40)

    page = ask(site, "7777/QĐ-UBND", noi=province.public_id)[2]

    assert "Trong 40 danh hiệu đã công bố, sổ đã nhập 1." in page.text
    assert shelf.desk.province.name in page.text
    assert ask(site, "7777/QĐ-UBND", noi="f25-khong-co")[0] == 404
    ministry = ask(site, "88/QĐ-BCT")[2]
    assert "Bộ Công Thương" in ministry.text


def test_a_fake_number_is_told_until_it_is_lifted(site: Client, shelf: Shelf) -> None:
    made = announced(shelf, "4K7 M92 QD7")
    status, heading, page = ask(site, "4k7m92qd7")
    assert (status, heading) == (404, "Số này đã được công bố là giả")
    assert "https://vi-du.gov.vn/ma-gia" in [url for url, _ in page.links]
    assert shelf.desk.province.name in page.text
    assert list(faults()) == []

    fake_number_lift(actor=shelf.desk.approver, fake_number_id=made.pk, reason="nhầm số")
    assert ask(site, "4k7m92qd7")[1] == "Sổ không có mã này"
    assert list(faults()) == []


def test_what_is_borne_or_announced_by_one_person_is_refused(shelf: Shelf) -> None:
    with pytest.raises(Refused):
        announced(shelf, shelf.valid.code)
    with pytest.raises(Refused):
        fake_number_announce(
            entered_by=shelf.desk.approver, approved_by=shelf.desk.approver, number="X-1",
            announced_by=shelf.desk.province, announced_on=dt.date(2026, 9, 1),
            source_title="Thông báo", source_url="https://vi-du.gov.vn/x",
        )  # fmt: skip


def test_open_proceedings_are_flags_that_change_no_state(site: Client, shelf: Shelf) -> None:
    made = shelf.valid
    flag = proceeding_begin(
        actor=shelf.desk.approver, certification_id=made.pk, kind=ProceedingKind.RENEWAL,
        begun_on=dt.date(2026, 11, 1),
    )  # fmt: skip
    told = "Hồ sơ gia hạn đang được xem xét từ ngày 01/11/2026."

    _status, heading, page = ask(site, made.code)
    assert heading == "Giấy chứng nhận đang có hiệu lực"
    assert told in page.text
    assert told not in ask(site, made.code, ngay="31/10/2026")[2].text
    proceeding_end(actor=shelf.desk.approver, proceeding_id=flag.pk, ended_on=dt.date(2026, 11, 20))
    assert told not in ask(site, made.code)[2].text
    assert told in ask(site, made.code, ngay="19/11/2026")[2].text
    assert list(faults()) == []


def test_an_issuer_that_ended_and_a_renamed_place_are_told(site: Client, shelf: Shelf) -> None:
    shelf.desk.district.successor = shelf.desk.province
    shelf.desk.district.save()

    text = ask(site, shelf.ending.code)[2].text + ask(site, shelf.superseded.code)[2].text

    assert f"{shelf.desk.province.name} trả lời về giấy chứng nhận này." in text
    assert "Tên nơi đã đổi" in text


def test_an_office_that_goes_on_under_its_name_is_not_called_gone(
    site: Client, shelf: Shelf
) -> None:
    shelf.desk.district.successor = shelf.desk.province
    shelf.desk.district.save()
    Authority.objects.filter(pk=shelf.desk.province.pk).update(name=shelf.desk.district.name)

    assert "không còn nữa" not in ask(site, shelf.ending.code)[2].text


def test_a_sign_in_capitals_is_understood(site: Client, shelf: Shelf) -> None:
    response = site.get(f"/C/{shelf.valid.code}")

    assert response.status_code == 200
    assert parse(response).headings[0][1] == "Giấy chứng nhận đang có hiệu lực"


def test_the_answer_is_small_and_without_script(site: Client, shelf: Shelf) -> None:
    paths = [f"/c/{c.code}" for c in shelf.by_state().values()]
    paths += [
        f"{VERIFY}?ma={typed}" for typed in ("4K7M92QD7", "4K7M92QDA", "7777/QĐ-UBND", "3981")
    ]
    for path in (VERIFY, *paths, f"{VERIFY}?ma={shelf.valid.product.code}"):
        content = site.get(path).content
        assert len(content) <= 50_000, path
        assert b"<script" not in content, path
