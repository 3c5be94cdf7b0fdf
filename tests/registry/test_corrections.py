"""Corrections: who may, what waits for whom, what stays, and what never reaches the log."""

import datetime as dt
import json

import pytest

from registry.models import Certification, Event, PendingCorrection, PersonalIdentifier
from registry.models.choices import DecisionKind, LegalKind, Role
from registry.models.corrections import CorrectedKind
from registry.policies import NotAllowed
from registry.proof import faults
from registry.services.corrections import (
    correction_approve,
    correction_enter,
    correction_return,
)
from registry.services.refusal import Refused
from search.models import IndexTask
from tests import factories
from tests.factories import Desk

pytestmark = pytest.mark.django_db

PRODUCT, MAKER = CorrectedKind.PRODUCT, CorrectedKind.ESTABLISHMENT
VILLAGE, DECISION = CorrectedKind.CRAFT_VILLAGE, CorrectedKind.DECISION
CERTIFICATION = CorrectedKind.CERTIFICATION


def codes(refusal: "pytest.ExceptionInfo[Refused]") -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def corrected(desk: Desk, what: CorrectedKind, key: int, **values):  # type: ignore[no-untyped-def]
    """Entered by the clerk and, where it waits, approved by the second person."""
    entered = correction_enter(actor=desk.clerk, kind=what, key=key, values=values, reason="Gõ sai")
    if entered.pending is None:
        return entered.event
    return correction_approve(
        actor=desk.approver, pending_id=entered.pending.pk, warnings_reason="Đã đối chiếu"
    )


def test_an_unpublished_product_is_edited_at_once(desk: Desk) -> None:
    product = desk.product("Chè sam")
    desk.draft(product=product)

    entered = correction_enter(
        actor=desk.clerk, kind=PRODUCT, key=product.pk, values={"name": "Chè shan"}
    )

    product.refresh_from_db()
    assert (product.name, product.name_folded) == ("Chè shan", "che shan")
    assert entered.event is not None and entered.event.tag == "product:record:edit"
    assert entered.event.before["name"] == "Chè sam" and entered.event.reason == ""
    assert entered.event.after["name"] == "Chè shan"


def test_a_public_product_waits_for_a_second_person(desk: Desk) -> None:
    product = desk.product("Chè sam")
    certification = desk.published(product=product, product_name_printed="Chè sam")
    IndexTask.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        correction_enter(
            actor=desk.clerk, kind=PRODUCT, key=product.pk, values={"name": "Chè shan"}
        )
    assert codes(refusal) == {"ground"}

    pending = correction_enter(
        actor=desk.clerk,
        kind=PRODUCT,
        key=product.pk,
        values={"name": "Chè shan"},
        reason="Gõ sai",
    ).pending

    product.refresh_from_db()
    assert pending is not None and product.name == "Chè sam"
    assert pending.before["name"] == "Chè sam" and pending.after["name"] == "Chè shan"
    assert not IndexTask.objects.exists()
    event = correction_approve(actor=desk.approver, pending_id=pending.pk)
    product.refresh_from_db()
    certification.refresh_from_db()
    assert product.name == "Chè shan"
    # Invariant 11: what the certification keeps of its paper stays as it was.
    assert certification.product_name_printed == "Chè sam"
    assert certification.version == event.sequence
    assert (event.tag, event.reason) == ("product:record:correct", "Gõ sai")
    assert IndexTask.objects.get().document_id == f"p:{product.code}"


def test_the_author_is_no_second_person_and_may_take_it_back(desk: Desk) -> None:
    made = desk.published()
    values = {"maker_name_printed": "Hợp tác xã Khác"}
    pending = correction_enter(
        actor=desk.approver, kind=CERTIFICATION, key=made.pk, values=values, reason="Gõ sai"
    ).pending
    assert pending is not None
    with pytest.raises(Refused) as refusal:
        correction_approve(actor=desk.approver, pending_id=pending.pk)
    assert codes(refusal) == {"second-person"}
    with pytest.raises(NotAllowed):
        correction_return(actor=desk.clerk, pending_id=pending.pk, reason="Không")
    correction_return(actor=desk.approver, pending_id=pending.pk, reason="Nhầm")
    with pytest.raises(Refused) as refusal:
        correction_approve(actor=factories.user(Role.APPROVER), pending_id=pending.pk)
    assert codes(refusal) == {"pending-settled"}
    made.refresh_from_db()
    assert made.maker_name_printed == ""


def test_one_waits_at_a_time_and_a_second_approval_does_no_harm(desk: Desk) -> None:
    made = desk.published()
    values = {"group_printed": "Nhóm đúng"}
    pending = correction_enter(
        actor=desk.clerk, kind=CERTIFICATION, key=made.pk, values=values, reason="Gõ sai"
    ).pending
    assert pending is not None
    with pytest.raises(Refused) as refusal:
        correction_enter(
            actor=desk.clerk, kind=CERTIFICATION, key=made.pk, values=values, reason="x"
        )
    assert codes(refusal) == {"correction-waiting"}
    correction_approve(actor=desk.approver, pending_id=pending.pk)
    count = Event.objects.count()
    with pytest.raises(Refused) as refusal:
        correction_approve(actor=desk.approver, pending_id=pending.pk)
    assert codes(refusal) == {"pending-settled"}
    assert Event.objects.count() == count


def test_what_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    village = desk.village("Làng mây")
    scheme = factories.Scheme.objects.get(code="craft")
    desk.published(scheme=scheme, craft_village=village, title="craft_village")
    pending = correction_enter(
        actor=desk.clerk, kind=VILLAGE, key=village.pk, values={"trade": "Mây tre"}, reason="Sai"
    ).pending
    assert pending is not None
    type(village).objects.filter(pk=village.pk).update(trade="Gốm")
    with pytest.raises(Refused) as refusal:
        correction_approve(actor=desk.approver, pending_id=pending.pk)
    assert codes(refusal) == {"record-changed"}
    village.refresh_from_db()
    assert village.trade == "Gốm"


def test_only_offices_with_certifications_of_it_correct_a_shared_maker(desk: Desk) -> None:
    maker = desk.maker("Hợp tác xã Chung")
    other = factories.authority()
    for issuer in (desk.province, other):
        desk.published(product=desk.product(maker=maker), issuer=issuer)
    second = {
        issuer.pk: (factories.user(Role.CLERK, issuer), factories.user(Role.APPROVER, issuer))
        for issuer in (desk.province, other)
    }
    stranger = factories.user(Role.CLERK, factories.authority())
    with pytest.raises(NotAllowed):
        correction_enter(
            actor=stranger, kind=MAKER, key=maker.pk, values={"name": "Khác"}, reason="Sai"
        )
    for number, (clerk, approver) in enumerate(second.values()):
        pending = correction_enter(
            actor=clerk, kind=MAKER, key=maker.pk, values={"name": f"Tên {number}"}, reason="Sai"
        ).pending
        assert pending is not None
        with pytest.raises(NotAllowed):
            correction_approve(actor=stranger, pending_id=pending.pk)
        correction_approve(actor=approver, pending_id=pending.pk)
    maker.refresh_from_db()
    assert maker.name == "Tên 1"


def test_personal_names_and_numbers_never_reach_log_or_waiting_row(desk: Desk) -> None:
    maker = desk.maker("Hộ Nguyễn Văn Mẫu", name_is_personal=True, legal_kind=LegalKind.HOUSEHOLD)
    product = desk.product("Mật ong", maker=maker)
    made = desk.published(product=product, maker_name_printed="Hộ Nguyễn Văn Mẫu")
    secrets = ("Nguyễn Văn Mậu", "001234567895", "Mậu")

    for kind, key, values in (
        (MAKER, maker.pk, {"name": "Hộ Nguyễn Văn Mậu", "tax_code": "001234567895"}),
        (CERTIFICATION, made.pk, {"maker_name_printed": "Hộ Nguyễn Văn Mậu"}),
    ):
        pending = correction_enter(
            actor=desk.clerk, kind=kind, key=key, values=values, reason="Gõ sai"
        ).pending
        assert pending is not None and pending.sealed
        kept = json.dumps([pending.before, pending.after], ensure_ascii=False)
        assert not any(secret in kept for secret in secrets)
        correction_approve(actor=desk.approver, pending_id=pending.pk)

    maker.refresh_from_db()
    made.refresh_from_db()
    assert maker.name == made.maker_name_printed == "Hộ Nguyễn Văn Mậu"
    assert PersonalIdentifier.objects.get(establishment=maker)
    assert not PendingCorrection.objects.exclude(sealed=None).exists()
    logged = json.dumps(list(Event.objects.values_list("before", "after")), ensure_ascii=False)
    assert not any(secret in logged for secret in secrets)
    assert list(faults()) == []


def test_a_name_found_to_be_a_persons_is_withheld_from_then_on(desk: Desk) -> None:
    maker = desk.maker("Trần Thị Thử")
    desk.published(product=desk.product(maker=maker), maker_name_printed="Trần Thị Thử")
    corrected(desk, MAKER, maker.pk, name_is_personal=True, name="Trần Thị Thứ")
    last = Event.objects.order_by("-sequence").first()
    assert last is not None and len(last.after["name"]) == len(last.before["name"]) == 64
    assert list(faults()) == []


def test_tax_codes_follow_the_rules_of_entry(desk: Desk) -> None:
    first = desk.maker(tax_code="0100109106")
    maker = desk.maker()
    desk.draft(product=desk.product(maker=maker))
    desk.draft(product=desk.product(maker=first))
    for wrong, code in (
        ("0100109106", "tax-code-taken"),
        ("0100109107", "tax-code-invalid"),
        ("0100686174-001", "tax-code-needs-parent"),
    ):
        with pytest.raises(Refused) as refusal:
            corrected(desk, MAKER, maker.pk, tax_code=wrong)
        assert codes(refusal) == {code}
    corrected(desk, MAKER, maker.pk, tax_code="0100109106-001")
    maker.refresh_from_db()
    assert (maker.enterprise_number, maker.parent) == ("0100109106001", first)
    corrected(desk, MAKER, maker.pk, tax_code="001234567895")
    maker.refresh_from_db()
    assert maker.enterprise_number is None and maker.personal_identifier
    with pytest.raises(Refused) as refusal:
        corrected(desk, MAKER, maker.pk, legal_kind=LegalKind.LIMITED)
    assert codes(refusal) == {"tax-code-personal"}
    corrected(desk, MAKER, maker.pk, tax_code="")
    assert not PersonalIdentifier.objects.filter(establishment=maker).exists()
    assert list(faults()) == []


def test_a_decision_keeps_its_own_identity(desk: Desk) -> None:
    first = desk.decision("12/QĐ-UBND")
    second = desk.decision("13/QĐ-UBND")
    desk.published(decision=second)
    with pytest.raises(Refused) as refusal:
        corrected(desk, DECISION, second.pk, number="12/qđ-ubnd")
    assert codes(refusal) == {"decision-stands"}
    with pytest.raises(Refused) as refusal:
        corrected(desk, DECISION, second.pk, kind=DecisionKind.WITHDRAW)
    assert codes(refusal) == {"decision-of-other-kind"}
    with pytest.raises(Refused) as refusal:
        corrected(desk, DECISION, second.pk, signed_on=dt.date(2099, 1, 1))
    assert "date-to-come" in codes(refusal)
    pending = correction_enter(
        actor=desk.clerk,
        kind=DECISION,
        key=second.pk,
        values={"number": "12/QĐ-UBND", "signed_on": dt.date(2026, 8, 4), "announced_count": 3},
        reason="Gõ sai",
    ).pending
    assert pending is not None and pending.warnings
    with pytest.raises(Refused) as refusal:
        correction_approve(actor=desk.approver, pending_id=pending.pk)
    assert codes(refusal) == {"warnings-need-reason"}
    event = correction_approve(
        actor=desk.approver, pending_id=pending.pk, warnings_reason="Hai văn bản khác nhau"
    )
    second.refresh_from_db()
    assert (second.number, second.signed_on) == ("12/QĐ-UBND", dt.date(2026, 8, 4))
    assert event.after["warnings_reason"] == "Hai văn bản khác nhau"
    # An unpublished decision is edited at once.
    assert corrected(desk, DECISION, first.pk, announced_count=7).tag == "decision:record:edit"
    assert list(faults()) == []


def test_newer_household_figures_keep_the_older_in_the_history(desk: Desk) -> None:
    village = desk.village(
        households_total=100, households_engaged=40, figures_on=dt.date(2024, 12, 31)
    )
    scheme = factories.Scheme.objects.get(code="craft")
    desk.published(scheme=scheme, craft_village=village, title="craft_village")
    with pytest.raises(Refused) as refusal:
        corrected(desk, VILLAGE, village.pk, households_engaged=101)
    assert codes(refusal) == {"households-disordered"}
    event = corrected(
        desk, VILLAGE, village.pk, households_engaged=10, figures_on=dt.date(2025, 12, 31)
    )
    assert event.tag == "craft_village:figures:correct"
    assert event.before == {"households_engaged": 40, "figures_on": "2024-12-31"}
    assert event.after["warnings_reason"] == "Đã đối chiếu"
    assert corrected(desk, VILLAGE, village.pk, trade="Gốm").tag == "craft_village:record:correct"
    assert list(faults()) == []


@pytest.mark.parametrize("column", ["code", "certificate_no", "stars", "issuer_id"])
def test_codes_numbers_and_grades_are_never_corrected(desk: Desk, column: str) -> None:
    made = desk.published()
    with pytest.raises(KeyError):
        correction_enter(
            actor=desk.clerk, kind=CERTIFICATION, key=made.pk, values={column: "x"}, reason="x"
        )


def test_a_draft_is_edited_not_corrected(desk: Desk) -> None:
    draft = desk.draft()
    with pytest.raises(Refused) as refusal:
        corrected(desk, CERTIFICATION, draft.pk, group_printed="x")
    assert codes(refusal) == {"entry-state"}
    assert Certification.objects.get(pk=draft.pk).group_printed == ""
