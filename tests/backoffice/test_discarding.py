"""Drafts and empty decisions leave the desk with a reason, are read by nothing, and come back."""

import pytest

from registry.events import first_broken_entry
from registry.models import Certification, Decision, Event, Product
from registry.models.choices import EntryState, Role
from registry.policies import NotAllowed
from registry.selectors import staff
from registry.selectors.staff import scope_of
from registry.services.certifications import certification_enter, certification_submit
from registry.services.discarding import (
    certification_discard,
    certification_restore,
    decision_discard,
    decision_restore,
)
from registry.services.refusal import Refused
from tests.factories import Desk
from tests.offices import Office, Record, record

DISCARDED = EntryState.DISCARDED


@pytest.fixture
def draft(desk: Desk, thanh_hoa: Office) -> Record:
    return record(desk, thanh_hoa, "Nhầm")


def discard(draft: Record, office: Office, reason: str = "Nhập nhầm tệp") -> Certification:
    return certification_discard(
        actor=office.clerk, certification_id=draft.certification.pk, reason=reason
    )


def test_a_draft_is_discarded_after_a_page_that_asks_why(draft: Record, thanh_hoa: Office):
    client, key = thanh_hoa.client(Role.CLERK), draft.certification.pk
    address = f"/admin/desk/certifications/{key}/discard/"

    asked = client.get(address).content.decode()
    assert draft.certification.product_name_printed in asked
    assert Certification.objects.get(pk=key).entry_state == "draft"

    silent = client.post(address, {"reason": "  "})
    assert silent.status_code == 422 and "Ghi lý do loại bỏ." in silent.content.decode()

    done = client.post(address, {"reason": "Nhập nhầm tệp"}, follow=True).content.decode()
    assert Certification.objects.get(pk=key).entry_state == DISCARDED
    assert "Đã loại bỏ bản nháp" in done and "Nhập nhầm tệp" in done

    again = client.post(address, {"reason": "Nhập nhầm tệp"})
    assert again.status_code == 422 and "Tải lại trang" in again.content.decode()
    assert Event.objects.filter(tag="certification:entry:discard").count() == 1
    assert first_broken_entry() is None


def test_no_list_shows_it_until_the_filter_asks(draft: Record, thanh_hoa: Office):
    discard(draft, thanh_hoa)
    client = thanh_hoa.client(Role.CLERK)

    lists = ("certifications", "products", "establishments")
    for name in lists:
        assert "Nhầm" not in client.get(f"/admin/desk/{name}/").content.decode(), name
    shown = client.get("/admin/desk/certifications/?entry_state=discarded").content.decode()
    assert draft.words[1] in shown
    decisions = client.get("/admin/desk/decisions/").content.decode()
    assert "không còn: mọi bản nháp đã loại bỏ" in decisions
    page = client.get(f"/admin/desk/decisions/{draft.decision.pk}/").content.decode()
    assert "Mọi bản nháp của quyết định này đã được loại bỏ." in page
    assert "đã nhập 0" in page


def test_an_account_for_the_whole_register_does_not_see_it_either(
    draft: Record, desk: Desk, thanh_hoa: Office
):
    scope = scope_of(desk.clerk)
    product = draft.certification.product
    assert product in staff.products_seen(scope)
    discard(draft, thanh_hoa)

    assert not staff.certifications_seen(scope).filter(pk=draft.certification.pk).exists()
    assert product not in staff.products_seen(scope)
    assert not staff.establishments_seen(scope).filter(products=product).exists()


def test_it_is_no_duplicate_and_cannot_be_submitted(draft: Record, desk: Desk, thanh_hoa: Office):
    product = draft.certification.product
    discard(draft, thanh_hoa)

    anew = certification_enter(
        actor=thanh_hoa.clerk,
        entry=desk.entry(issuer=thanh_hoa.authority, decision=draft.decision, product=product),
    )
    assert not any(row["code"] == "title-stands" for row in anew.warnings)
    with pytest.raises(Refused):
        certification_submit(actor=thanh_hoa.clerk, certification_id=draft.certification.pk)


def test_it_comes_back_as_it_was(draft: Record, thanh_hoa: Office):
    discard(draft, thanh_hoa)
    client, key = thanh_hoa.client(Role.CLERK), draft.certification.pk

    client.post(f"/admin/desk/certifications/{key}/restore/")

    row = Certification.objects.get(pk=key)
    assert row.entry_state == "draft" and row.code == draft.certification.code
    assert draft.words[1] in client.get("/admin/desk/certifications/").content.decode()


@pytest.mark.parametrize("state", ["in_review", "published"])
def test_what_was_handed_in_or_is_public_cannot_be_discarded(
    desk: Desk, thanh_hoa: Office, state: str
):
    made = record(desk, thanh_hoa, "Thật", state=state)

    with pytest.raises(Refused):
        discard(made, thanh_hoa)
    address = f"/admin/desk/certifications/{made.certification.pk}/discard/"
    assert thanh_hoa.client(Role.CLERK).get(address).status_code == 404


def test_another_office_discards_nothing(draft: Record, thanh_hoa: Office, lam_dong: Office):
    with pytest.raises(NotAllowed):
        certification_discard(
            actor=lam_dong.clerk, certification_id=draft.certification.pk, reason="Phá"
        )
    with pytest.raises(NotAllowed):
        decision_discard(actor=lam_dong.clerk, decision_id=draft.decision.pk, reason="Phá")
    for address in ("certifications/%d/discard/", "certifications/%d/restore/"):
        answer = lam_dong.client(Role.CLERK).post(
            f"/admin/desk/{address % draft.certification.pk}", {"reason": "Phá"}
        )
        assert answer.status_code == 404
    assert thanh_hoa.client(Role.AUDITOR).post(
        f"/admin/desk/certifications/{draft.certification.pk}/discard/", {"reason": "Phá"}
    ).status_code == 404  # fmt: skip


def test_an_empty_decision_goes_and_its_number_is_free(
    draft: Record, desk: Desk, thanh_hoa: Office
):
    with pytest.raises(Refused):
        decision_discard(actor=thanh_hoa.clerk, decision_id=draft.decision.pk, reason="Nhầm")
    discard(draft, thanh_hoa)
    client = thanh_hoa.client(Role.CLERK)
    address = f"/admin/desk/decisions/{draft.decision.pk}/"

    done = client.post(address + "discard/", {"reason": "Nhập nhầm tệp"}, follow=True)
    assert "Quyết định này đã được loại bỏ" in done.content.decode()
    assert draft.decision.number not in client.get("/admin/desk/decisions/").content.decode()
    assert (
        draft.decision.number
        in client.get("/admin/desk/decisions/?shown=discarded").content.decode()
    )
    assert client.get(address + "add/").status_code == 404

    anew = desk.decision(draft.decision.number, issuer=thanh_hoa.authority)
    assert anew.pk != draft.decision.pk
    with pytest.raises(Refused):
        decision_restore(actor=thanh_hoa.clerk, decision_id=draft.decision.pk)
    decision_discard(actor=thanh_hoa.clerk, decision_id=anew.pk, reason="Thừa")
    with pytest.raises(Refused):
        certification_restore(actor=thanh_hoa.clerk, certification_id=draft.certification.pk)
    client.post(address + "restore/")
    assert not Decision.objects.get(pk=draft.decision.pk).is_discarded
    assert Product.objects.filter(pk=draft.certification.product_id).exists()
    assert first_broken_entry() is None
