"""Corrections at the desk: the form, the second person's page, and the way to the public page."""

import datetime as dt
import re

from registry.models import (
    Certification,
    CraftVillage,
    Event,
    PendingCorrection,
    Place,
    Product,
    Scheme,
)
from registry.models.choices import Role
from tests.factories import Desk
from tests.offices import Office, Record, record


def product_of(row: Record) -> Product:
    product = row.certification.product
    assert product is not None and product.maker is not None
    return product


def product_form(product: Product, **values: str) -> dict[str, str]:
    return {
        "name": product.name,
        "kind": product.kind,
        "maker_text": product.maker.name if product.maker else "",
        "reason": "Gõ sai khi nhập",
        **values,
    }


def test_a_public_product_is_corrected_by_two(desk: Desk, thanh_hoa: Office):
    product = product_of(record(desk, thanh_hoa, "Mot", state="published"))
    clerk, approver = thanh_hoa.client(Role.CLERK), thanh_hoa.client(Role.APPROVER)
    page = f"/admin/desk/products/{product.pk}/"
    assert f"{page}correct/" in clerk.get(page).content.decode()
    form = clerk.get(f"{page}correct/").content.decode()
    assert product.name in form and "người thứ hai" in form

    no_ground = clerk.post(f"{page}correct/", product_form(product, name="Chè búp", reason=""))
    assert no_ground.status_code == 422 and "Chè búp" in no_ground.content.decode()
    sent = clerk.post(f"{page}correct/", product_form(product, name="Chè búp"))

    pending = PendingCorrection.objects.get()
    address = f"/admin/desk/corrections/{pending.pk}/"
    assert sent.status_code == 302 and sent["Location"] == address
    assert address in approver.get("/admin/desk/waiting/").content.decode()
    assert f"{page}correct/" not in clerk.get(page).content.decode()
    shown = approver.get(address).content.decode()
    assert product.name in shown and "Chè búp" in shown and "Gõ sai khi nhập" in shown
    assert 'value="approve"' not in clerk.get(address).content.decode()
    assert clerk.post(address, {"action": "approve"}).status_code == 422
    assert approver.post(address, {"action": "approve"}).status_code == 302
    product.refresh_from_db()
    assert product.name == "Chè búp"
    again = approver.post(address, {"action": "approve"})
    assert again.status_code == 422 and "Đã duyệt" in again.content.decode()
    history = clerk.get(page).content.decode()
    assert "Chè shan Mot" in history and "Gõ sai khi nhập" in history


def test_returned_with_a_reason_and_taken_back(desk: Desk, thanh_hoa: Office):
    product = product_of(record(desk, thanh_hoa, "Hai", state="published"))
    clerk, approver = thanh_hoa.client(Role.CLERK), thanh_hoa.client(Role.APPROVER)
    for client, reason in ((approver, "Đúng rồi, không sửa"), (clerk, "Tôi nhầm")):
        clerk.post(f"/admin/desk/products/{product.pk}/correct/", product_form(product, name="X"))
        pending = PendingCorrection.objects.get(state="waiting")
        address = f"/admin/desk/corrections/{pending.pk}/"
        assert client.post(address, {"action": "return"}).status_code == 422
        assert (
            client.post(address, {"action": "return", "return_reason": reason}).status_code == 302
        )
        pending.refresh_from_db()
        assert (pending.state, pending.return_reason) == ("returned", reason)
    product.refresh_from_db()
    assert product.name == "Chè shan Hai"


def test_what_is_not_public_is_changed_at_once(desk: Desk, thanh_hoa: Office):
    row = record(desk, thanh_hoa, "Ba")
    product = product_of(row)
    clerk = thanh_hoa.client(Role.CLERK)

    done = clerk.post(
        f"/admin/desk/products/{product.pk}/correct/",
        product_form(product, brand="Đỉnh Mù", reason=""),
    )
    moved = clerk.post(
        f"/admin/desk/decisions/{row.decision.pk}/correct/",
        {
            "number": "88/QĐ-UBND", "signed_on": "04/08/2026", "signed_on_precision": "day",
            "kind": "recognise", "announced_count": "5", "reason": "",
        },
    )  # fmt: skip

    assert done.status_code == moved.status_code == 302
    product.refresh_from_db()
    row.decision.refresh_from_db()
    assert product.brand == "Đỉnh Mù"
    assert (row.decision.number, row.decision.announced_count) == ("88/QĐ-UBND", 5)
    assert not PendingCorrection.objects.exists()


def test_another_maker_is_chosen_among_those_seen(desk: Desk, thanh_hoa: Office, lam_dong: Office):
    product = product_of(record(desk, thanh_hoa, "Bon", state="published"))
    other = product_of(record(desk, thanh_hoa, "Khac", state="published")).maker
    hidden = product_of(record(desk, lam_dong, "Giau")).maker
    assert other is not None and hidden is not None
    clerk = thanh_hoa.client(Role.CLERK)
    address = f"/admin/desk/products/{product.pk}/correct/"

    unseen = clerk.post(address, product_form(product, maker_text=hidden.code))
    several = clerk.post(address, product_form(product, maker_text="Hợp tác xã"))
    assert unseen.status_code == several.status_code == 422
    assert other.name in several.content.decode() and hidden.name not in several.content.decode()
    clerk.post(address, product_form(product, maker_text="Hợp tác xã", maker_choice=str(other.pk)))
    assert PendingCorrection.objects.get().after == {"maker_id": other.pk}


def test_the_place_is_chosen_by_the_resolver_and_the_paper_stays(desk: Desk, thanh_hoa: Office):
    row = record(
        desk, thanh_hoa, "Nam", state="published", place_printed="phường Hạc Thành, tỉnh Thanh Hóa"
    )
    clerk, approver = thanh_hoa.client(Role.CLERK), thanh_hoa.client(Role.APPROVER)
    address = f"/admin/desk/certifications/{row.certification.pk}/correct/"
    form = {
        "product_name_printed": row.certification.product_name_printed,
        "maker_name_printed": "Hợp tác xã in đúng",
        "place_printed": "phường Hạc Thành, tỉnh Thanh Hóa",
        "reason": "Chép sót",
        "action": "check",
    }
    looked = clerk.post(address, form).content.decode()
    # What stands, no place, stays chosen until a person chooses another.
    assert re.findall(r'name="place_choice" value="(\w+)" checked', looked) == ["none"]
    place, *_others = re.findall(r'name="place_choice" value="(\d+)"', looked)
    sent = clerk.post(address, {**form, "action": "propose", "place_choice": place})
    assert sent.status_code == 302, sent.content.decode()
    approver.post(sent["Location"], {"action": "approve"})

    found = Certification.objects.get(pk=row.certification.pk)
    assert found.maker_name_printed == "Hợp tác xã in đúng"
    assert found.place_at_issue is not None and "Hạc Thành" in found.place_at_issue.full_name
    assert found.place_now_id == found.place_at_issue_id
    assert found.code == row.certification.code
    event = Event.objects.get(tag="certification:record:correct")
    assert event.before["place_now_id"] is None


def test_another_printed_place_is_looked_up_anew(desk: Desk, thanh_hoa: Office):
    place = Place.objects.get(public_id="f25-38")
    row = record(
        desk, thanh_hoa, "Chin", state="published", place_printed="Thanh Hoá (sai)",
        place_at_issue=place, place_now=place,
    )  # fmt: skip
    clerk = thanh_hoa.client(Role.CLERK)
    address = f"/admin/desk/certifications/{row.certification.pk}/correct/"
    first = clerk.get(address).content.decode()
    assert re.findall(r'name="place_choice" value="(\w+)" checked', first) == [str(place.pk)]
    form = {
        "product_name_printed": row.certification.product_name_printed,
        "maker_name_printed": row.certification.maker_name_printed,
        "place_printed": "xã Quảng Chính, tỉnh Thanh Hóa", "place_choice": str(place.pk),
        "reason": "Chép sai", "action": "propose",
    }  # fmt: skip
    sent = clerk.post(address, form)
    assert sent.status_code == 302
    after = PendingCorrection.objects.get().after
    assert after["place_at_issue_id"] != place.pk
    assert Place.objects.get(pk=after["place_now_id"]).full_name.endswith("Quảng Chính")


def test_a_craft_village_is_linked_and_its_households_updated(desk: Desk, thanh_hoa: Office):
    product = product_of(record(desk, thanh_hoa, "Sau"))
    village = desk.village("Làng chè Sáu", households_total=90, households_engaged=40,
                           figures_on=dt.date(2024, 12, 31))  # fmt: skip
    desk.published(
        scheme=Scheme.objects.get(code="craft"), craft_village=village, title="craft_village",
        issuer=thanh_hoa.authority,
    )  # fmt: skip
    clerk, approver = thanh_hoa.client(Role.CLERK), thanh_hoa.client(Role.APPROVER)
    page = f"/admin/desk/villages/{village.pk}/"
    found = clerk.get(f"{page}products/", {"q": "Sau"}).content.decode()
    assert f"/admin/desk/products/{product.pk}/correct/?village_text=" in found
    form = clerk.get(
        f"/admin/desk/products/{product.pk}/correct/",
        {"village_text": village.name, "village_choice": village.pk},
    ).content.decode()
    assert f'value="{village.pk}" checked' in form
    clerk.post(
        f"/admin/desk/products/{product.pk}/correct/",
        product_form(product, village_text=village.name, village_choice=str(village.pk)),
    )
    product.refresh_from_db()
    assert product.craft_village == village
    assert product.name in clerk.get(page).content.decode()

    sent = clerk.post(
        f"{page}correct/",
        {
            "name": village.name, "households_total": "100", "households_engaged": "19",
            "figures_on": "31/12/2025", "reason": "Số liệu năm 2025",
        },
    )  # fmt: skip
    assert approver.post(sent["Location"], {"action": "approve"}).status_code == 422
    approver.post(sent["Location"], {"action": "approve", "warnings_reason": "Đúng theo báo cáo"})
    assert CraftVillage.objects.get(pk=village.pk).households_total == 100
    history = clerk.get(page).content.decode()
    assert "31/12/2024" in history and "Đúng theo báo cáo" in history


def test_a_shared_maker_is_corrected_by_either_province(
    desk: Desk, thanh_hoa: Office, lam_dong: Office
):
    product = product_of(record(desk, thanh_hoa, "Bay", state="published"))
    foreign = f"/admin/desk/establishments/{product.maker_id}/correct/"
    assert lam_dong.client(Role.CLERK).get(foreign).status_code == 404
    shared = record(desk, lam_dong, "Chung", state="published")
    Product.objects.filter(pk=product_of(shared).pk).update(maker=product.maker)

    sent = lam_dong.client(Role.CLERK).post(
        foreign,
        {"name": "Hợp tác xã Bảy", "legal_kind": "cooperative", "reason": "Đổi tên"},
    )
    assert sent.status_code == 302
    assert thanh_hoa.client(Role.APPROVER).get(sent["Location"]).status_code == 200
    lam_dong.client(Role.APPROVER).post(sent["Location"], {"action": "approve"})
    assert product.maker is not None
    product.maker.refresh_from_db()
    assert product.maker.name == "Hợp tác xã Bảy"


def test_a_persons_number_is_shown_by_its_end_only(desk: Desk, thanh_hoa: Office):
    product = product_of(record(desk, thanh_hoa, "Tam", state="published"))
    sent = thanh_hoa.client(Role.CLERK).post(
        f"/admin/desk/establishments/{product.maker_id}/correct/",
        {"name": "Hộ Lê Văn Tám", "legal_kind": "household", "name_is_personal": "on",
         "tax_code": "001234567895", "reason": "Bổ sung"},
    )  # fmt: skip
    page = thanh_hoa.client(Role.APPROVER).get(sent["Location"]).content.decode()
    assert "7895" in page and "001234567895" not in page and "Lê Văn Tám" in page
    thanh_hoa.client(Role.APPROVER).post(sent["Location"], {"action": "approve"})
    settled = thanh_hoa.client(Role.APPROVER).get(sent["Location"]).content.decode()
    assert "Lê Văn Tám" not in settled.split("Trước và sau")[-1]
