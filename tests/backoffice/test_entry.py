"""Entering a decision on one page: what is typed is kept, all is written or nothing."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.models import Certification, Decision, Delegation, Establishment, Product
from registry.models.choices import Role
from tests.factories import Desk
from tests.offices import Office, logged_in, official, record
from tests.papers import pdf as paper_pdf

ENTER = "/admin/desk/decisions/enter/"


def page(office: Office, *rows: dict[str, str], **values: Any) -> dict[str, Any]:
    """A filled page of the entry form: one decision with the given rows."""
    typed: dict[str, Any] = {
        "number": "901/QĐ-UBND",
        "issuer": str(office.authority.pk),
        "signed_on": "03/04/2026",
        "kind": "recognise",
        "announced_count": "1",
        "rows": str(len(rows)),
        "action": "draft",
        **values,
    }
    for index, row in enumerate(rows):
        for name, value in {"grade": "A", **row}.items():
            typed[f"row-{index}-{name}"] = value
    return typed


def row(**values: str) -> dict[str, str]:
    return {
        "award": "ocop:4",
        "product_name_printed": "Chè shan tuyết thử",
        "maker_name_printed": "Hợp tác xã Thử Một",
        "place_printed": "xã Quảng Chính, tỉnh Thanh Hóa",
        "source_url": "https://example.vn/qd",
        **values,
    }


def test_a_decision_is_entered_with_its_certifications_on_one_page(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)

    response = client.post(
        ENTER, page(thanh_hoa, row(), row(product_name_printed="Chè xanh thử", award="ocop:3"))
    )

    decision = Decision.objects.get(number="901/QĐ-UBND")
    assert response.url == f"/admin/desk/decisions/{decision.pk}/"
    # 03/04 is the third of April, never the fourth of March.
    assert decision.signed_on == dt.date(2026, 4, 3)
    first, second = decision.certifications.order_by("line_no")
    assert (first.stars, second.stars) == (4, 3)
    assert first.entry_state == "draft" and first.issued_on == dt.date(2026, 4, 3)
    assert first.place_now is not None and first.place_now.full_name == "Xã Quảng Chính"
    assert first.entered_by == thanh_hoa.clerk
    # A maker named on two rows of one page is one maker.
    assert Establishment.objects.filter(name="Hợp tác xã Thử Một").count() == 1


def test_the_issuers_offered_are_the_own_bodies_with_their_predecessors(
    thanh_hoa: Office, lam_dong: Office
):
    text = thanh_hoa.client(Role.CLERK).get(ENTER).content.decode()

    assert thanh_hoa.authority.name in text
    assert f"{thanh_hoa.predecessor.name} (đến 30/06/2025)" in text
    assert lam_dong.authority.name not in text


def test_a_row_more_keeps_all_that_was_typed_and_writes_nothing(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)

    response = client.post(ENTER, page(thanh_hoa, row(), action="add"))

    text = response.content.decode()
    assert response.status_code == 200
    assert 'name="row-1-product_name_printed"' in text
    for typed in ("901/QĐ-UBND", "03/04/2026", "Chè shan tuyết thử", "xã Quảng Chính"):
        assert typed in text
    assert "desk-error" not in text
    assert not Decision.objects.exists()


def test_a_row_less_moves_the_rows_below_up(thanh_hoa: Office):
    rows = [row(product_name_printed=name) for name in ("Một", "Hai", "Ba")]

    text = (
        thanh_hoa.client(Role.CLERK)
        .post(ENTER, page(thanh_hoa, *rows, action="remove-1"))
        .content.decode()
    )

    assert 'value="Một"' in text and 'value="Ba"' in text and 'value="Hai"' not in text
    assert 'name="row-2-award"' not in text


def test_problems_stand_at_their_fields_and_nothing_is_lost_or_written(thanh_hoa: Office):
    bad = row(issued_on="31/02/2026", product_name_printed="Mắm thử")
    worse = row(award="", source_url="javascript:alert(1)", product_name_printed="Nem thử")

    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, row(), bad, worse))

    text = response.content.decode()
    assert response.status_code == 422
    for typed in ("901/QĐ-UBND", "31/02/2026", "Mắm thử", "Nem thử", "javascript:alert(1)"):
        assert typed in text
    assert "31/02/2026 không có trong lịch: tháng đó kết thúc ngày 28/02/2026." in text
    assert "Chọn chương trình và hạng." in text
    # All or nothing: the sound row is not written either, nor its maker and product.
    assert not Decision.objects.exists()
    assert not Product.objects.filter(name="Chè shan tuyết thử").exists()


def test_a_source_that_is_no_web_address_is_refused_at_its_field(thanh_hoa: Office):
    response = thanh_hoa.client(Role.CLERK).post(
        ENTER, page(thanh_hoa, row(source_url="javascript:alert(1)"))
    )

    assert response.status_code == 422
    assert "javascript:alert(1)" in response.content.decode()
    assert not Decision.objects.exists()


def test_a_name_that_stands_must_be_chosen_or_said_to_be_new(desk: Desk, thanh_hoa: Office):
    standing = record(desk, thanh_hoa, "Trung", state="published")
    product = standing.certification.product
    assert product is not None
    typed = row(product_name_printed="CHÈ SHAN TRUNG", maker_name_printed="Hợp tác xã Trung")
    client = thanh_hoa.client(Role.CLERK)

    undecided = client.post(ENTER, page(thanh_hoa, typed))
    assert undecided.status_code == 422
    assert product.code in undecided.content.decode()
    assert not Decision.objects.filter(number="901/QĐ-UBND").exists()

    client.post(ENTER, page(thanh_hoa, {**typed, "product_choice": str(product.pk)}))
    entered = Certification.objects.get(decision__number="901/QĐ-UBND")
    assert entered.product == product


def test_a_product_of_another_province_is_never_offered_before_it_is_public(
    desk: Desk, thanh_hoa: Office, lam_dong: Office
):
    foreign = record(desk, lam_dong, "Kin", state="in_review")
    product = foreign.certification.product
    assert product is not None
    typed = row(product_name_printed=product.name, product_choice=str(product.pk))

    thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, typed))

    entered = Certification.objects.get(decision__number="901/QĐ-UBND")
    assert entered.product != product


def test_a_place_of_several_meanings_is_chosen_by_a_person(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)

    asked = client.post(ENTER, page(thanh_hoa, row(place_printed="Tân Tiến")))
    assert asked.status_code == 422
    assert "row-0-place_choice" in asked.content.decode()

    client.post(ENTER, page(thanh_hoa, row(place_printed="Tân Tiến", place_choice="none")))
    entered = Certification.objects.get(decision__number="901/QĐ-UBND")
    assert entered.place_printed == "Tân Tiến" and entered.place_now is None


def test_the_same_decision_twice_is_refused_at_its_number(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    client.post(ENTER, page(thanh_hoa, row()))

    again = client.post(ENTER, page(thanh_hoa, row(product_name_printed="Khác")))

    assert again.status_code == 422
    assert "đã được nhập" in again.content.decode()
    assert Certification.objects.filter(decision__number="901/QĐ-UBND").count() == 1


def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_reason(thanh_hoa: Office):
    fake = SimpleUploadedFile("qd.pdf", b"<html>khong phai pdf</html>")

    response = thanh_hoa.client(Role.CLERK).post(ENTER, page(thanh_hoa, row(), file=fake))

    assert response.status_code == 422
    assert "desk-error" in response.content.decode()
    assert not Decision.objects.exists()


def test_the_file_is_handed_out_to_its_own_office_only(
    thanh_hoa: Office, lam_dong: Office, settings: Any
):
    pdf = SimpleUploadedFile("qd.pdf", paper_pdf())
    client = thanh_hoa.client(Role.CLERK)
    client.post(ENTER, page(thanh_hoa, row(), file=pdf))
    decision = Decision.objects.get(number="901/QĐ-UBND")
    address = f"/admin/desk/decisions/{decision.pk}/file/"

    own = client.get(address)

    assert b"".join(own.streaming_content).startswith(b"%PDF")
    assert own["Content-Disposition"].startswith("attachment")
    assert own["X-Content-Type-Options"] == "nosniff"
    assert lam_dong.client(Role.APPROVER).get(address).status_code == 404
    assert logged_in(official(None, None)).get(address).status_code == 403
    decision.file.delete(save=False)


def test_a_craft_title_brings_its_households_and_their_day(thanh_hoa: Office):
    typed = row(
        award="craft:craft_village",
        product_name_printed="Làng nghề chiếu thử",
        maker_name_printed="",
        trade="Dệt chiếu cói",
        households_total="200",
        households_engaged="61",
        figures_on="01/01/2026",
    )
    bad = {**typed, "households_engaged": "261"}
    client = thanh_hoa.client(Role.CLERK)

    refused = client.post(ENTER, page(thanh_hoa, bad))
    assert refused.status_code == 422 and 'value="261"' in refused.content.decode()

    client.post(ENTER, page(thanh_hoa, typed))
    village = Certification.objects.get(decision__number="901/QĐ-UBND").craft_village
    assert village is not None
    assert (village.households_total, village.households_engaged) == (200, 61)
    assert village.figures_on == dt.date(2026, 1, 1)


def test_an_approver_of_another_body_or_an_auditor_finds_no_form(thanh_hoa: Office):
    assert thanh_hoa.client(Role.AUDITOR).get(ENTER).status_code == 404
    assert thanh_hoa.client(Role.ADMINISTRATOR).get(ENTER).status_code == 404


def test_an_issuer_written_into_the_form_by_hand_is_refused(thanh_hoa: Office, lam_dong: Office):
    typed = page(thanh_hoa, row(), issuer=str(lam_dong.authority.pk))

    response = thanh_hoa.client(Role.CLERK).post(ENTER, typed)

    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_an_ended_delegation_ends_the_access_of_an_open_session_at_once(thanh_hoa: Office):
    client = thanh_hoa.client(Role.CLERK)
    assert client.get(ENTER).status_code == 200

    Delegation.objects.filter(user=thanh_hoa.clerk).update(valid_to=dt.date(2020, 1, 1))

    assert client.get(ENTER).status_code == 403
    assert client.post(ENTER, page(thanh_hoa, row())).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("rows", ["-1", "99999999999", "x", ""])
def test_a_strange_number_of_rows_does_no_harm(thanh_hoa: Office, rows: str):
    typed = {**page(thanh_hoa), "rows": rows, "action": "check"}

    assert thanh_hoa.client(Role.CLERK).post(ENTER, typed).status_code == 200


def test_a_draft_is_edited_in_the_same_row_and_others_sources_stay(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Sua").certification
    address = f"/admin/desk/certifications/{made.pk}/edit/"
    client = thanh_hoa.client(Role.CLERK)
    shown = client.get(address).content.decode()
    assert made.product_name_printed in shown

    typed = {f"row-0-{name}": value for name, value in row(award="ocop:3", grade="B1").items()}
    typed["row-0-product_name_printed"] = made.product_name_printed
    typed["row-0-product_choice"] = str(made.product_id)
    # The paper names another maker than the product's: that has to be meant.
    unsure = client.post(address, {**typed, "action": "save"})
    assert unsure.status_code == 422
    assert "Sản phẩm đã chọn là của cơ sở khác" in unsure.content.decode()
    typed["row-0-maker_choice"] = "none"
    response = client.post(address, {**typed, "action": "save"})

    assert response.status_code == 302
    made.refresh_from_db()
    assert made.stars == 3 and made.decision is not None
    page_text = client.get(f"/admin/desk/certifications/{made.pk}/").content.decode()
    assert "Sửa bản nháp" in page_text
