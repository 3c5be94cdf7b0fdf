"""Who may order an act, when, with which words; and whose right of which day counts."""

import datetime as dt

import pytest
from django.utils import timezone

from registry.models import Event, PendingAct, Place
from registry.models.choices import ActKind, AuthorityKind, DecisionKind, Role, ValidityBasis
from registry.policies import NotAllowed
from registry.proof import faults
from registry.rules.reasons import reason_is_given
from registry.rules.status import End
from registry.services.act_record import ActEntry
from registry.services.certifications import certification_return, evidence_add
from registry.services.corrections import correction_approve, correction_enter
from registry.services.delegations import delegation_end
from registry.services.pending import act_approve, act_propose, act_return
from registry.services.products import craft_village_enter
from registry.services.refusal import Refused
from tests.factories import Desk, authority, user

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 10)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def order(desk: Desk, issuer=None, signed_on=dt.date(2026, 10, 1)):  # type: ignore[no-untyped-def]
    return desk.decision(issuer=issuer, kind=DecisionKind.WITHDRAW, signed_on=signed_on)


def propose(desk: Desk, row, **values):  # type: ignore[no-untyped-def]
    values = {"act": ActKind.WITHDRAW, "effective_on": DAY, "ground": "Không sản xuất nữa"} | values
    return act_propose(actor=desk.clerk, certification_id=row.pk, entry=ActEntry(**values))


@pytest.mark.parametrize("kind", [AuthorityKind.DISTRICT, AuthorityKind.PROVINCE])
def test_another_body_orders_nothing(desk: Desk, kind: str) -> None:
    row = desk.published()
    stranger = authority(kind)
    with pytest.raises(Refused) as refusal:
        propose(desk, row, decision=order(desk, stranger))
    assert codes(refusal) == {"decision-of-incompetent-issuer"}
    assert stranger.name in refusal.value.problems[0].message


def test_the_issuer_its_successor_and_the_body_of_the_territory_order(desk: Desk) -> None:
    successor = authority(AuthorityKind.PROVINCE, valid_from=dt.date(2026, 9, 1))
    row = desk.published()
    propose(desk, row, decision=order(desk, row.issuer))
    other = desk.published()
    desk.province.valid_to, desk.province.successor = dt.date(2026, 8, 31), successor
    desk.province.save()
    propose(desk, other, decision=order(desk, successor))


def test_a_body_competent_for_the_grade_orders_within_its_territory(
    desk: Desk,
    gazetteer,  # type: ignore[no-untyped-def]
) -> None:
    commune = Place.objects.filter(era__key="2025-07-01", level="commune").first()
    assert commune is not None
    others = Place.objects.filter(era__key="2025-07-01", level="province")
    elsewhere = others.exclude(pk=commune.parent_id).first()
    for place, fits in ((commune.parent, True), (elsewhere, False)):
        row = desk.published(place_at_issue=commune)
        decision = order(desk, authority(AuthorityKind.PROVINCE, place=place))
        if fits:
            propose(desk, row, decision=decision)
        else:
            with pytest.raises(Refused):
                propose(desk, row, decision=decision)


def test_an_order_older_than_the_certification_is_refused(desk: Desk) -> None:
    row = desk.published()
    with pytest.raises(Refused) as refusal:
        propose(desk, row, decision=order(desk, signed_on=dt.date(2026, 8, 4)))
    assert codes(refusal) == {"decision-before-issue"}


def test_an_effect_before_the_signing_needs_a_reason_that_both_see(desk: Desk) -> None:
    row = desk.published()
    late = order(desk, signed_on=dt.date(2026, 10, 20))
    for reason in ("", ".", "ok"):
        with pytest.raises(Refused) as refusal:
            propose(desk, row, decision=late, warnings_reason=reason)
        assert codes(refusal) == {"warnings-need-reason"}
    why = "Quyết định ghi rõ hiệu lực từ ngày vi phạm"
    pending = propose(desk, row, decision=late, warnings_reason=why)
    assert len(pending.warnings) == 1 and pending.warnings_reason == why
    act_approve(actor=desk.approver, pending_id=pending.pk)
    entry = Event.objects.get(tag="certification:status:withdraw")
    assert entry.after["warnings_reason"] == why
    assert list(faults()) == []


def test_a_correction_says_something_and_begins_at_once(desk: Desk) -> None:
    row = desk.published()
    same = {"issued_on": row.issued_on, "issued_on_precision": "day"}
    other = {"issued_on": dt.date(2026, 8, 4), "issued_on_precision": "day"}
    for values, code in (
        (same, "nothing-changed"),
        (
            {**other, "effective_on": timezone.localdate() + dt.timedelta(days=1)},
            "correction-to-come",
        ),
    ):
        with pytest.raises(Refused) as refusal:
            propose(desk, row, **{"act": ActKind.CORRECT, **values})
        assert codes(refusal) == {code}
    printed = End(ValidityBasis.PRINTED, dt.date(2028, 8, 5))
    propose(desk, row, act=ActKind.CORRECT, end=printed)


def test_an_annulment_takes_two_approvers(desk: Desk) -> None:
    row = desk.published()
    entry = ActEntry(act=ActKind.ANNUL, effective_on=DAY, ground="Cấp nhầm số sao")
    with pytest.raises(NotAllowed):
        act_propose(actor=desk.clerk, certification_id=row.pk, entry=entry)
    pending = act_propose(actor=desk.approver, certification_id=row.pk, entry=entry)
    with pytest.raises(Refused):
        act_approve(actor=desk.approver, pending_id=pending.pk)
    act_approve(actor=user(Role.APPROVER), pending_id=pending.pk)


def test_the_first_persons_right_is_that_of_the_day_of_the_proposal(desk: Desk) -> None:
    row, other = desk.published(), desk.published()
    pending = propose(desk, row)
    correction = correction_enter(
        actor=desk.clerk,
        kind="certification",  # type: ignore[arg-type]
        key=other.pk,
        values={"product_name_printed": "Tên in đúng"},
        reason="Gõ nhầm tên sản phẩm",
    )
    given = desk.clerk.delegations.get()
    delegation_end(
        actor=None, delegation_id=given.pk, on=timezone.localdate() - dt.timedelta(days=1)
    )
    assert correction.pending is not None
    act_approve(actor=desk.approver, pending_id=pending.pk)
    correction_approve(actor=desk.approver, pending_id=correction.pending.pk)
    with pytest.raises(NotAllowed):
        propose(desk, other)


def test_the_approvers_right_is_that_of_the_day_of_approval(desk: Desk) -> None:
    pending = propose(desk, desk.published())
    given = desk.approver.delegations.get()
    delegation_end(
        actor=None, delegation_id=given.pk, on=timezone.localdate() - dt.timedelta(days=1)
    )
    with pytest.raises(NotAllowed):
        act_approve(actor=desk.approver, pending_id=pending.pk)


@pytest.mark.parametrize("text", ["", " ", ".", "...", "12/3", "aaaaaaa", "ok", "—"])
def test_a_reason_needs_words_everywhere(desk: Desk, text: str) -> None:
    assert not reason_is_given(text)
    row = desk.published()
    with pytest.raises(Refused):
        propose(desk, row, ground=text)
    pending = propose(desk, row)
    with pytest.raises(Refused):
        act_return(actor=desk.approver, pending_id=pending.pk, reason=text)
    assert PendingAct.objects.get().state == "waiting"
    with pytest.raises(Refused):
        certification_return(actor=desk.approver, certification_id=desk.submitted().pk, reason=text)
    with pytest.raises(Refused):
        correction_enter(
            actor=desk.clerk,
            kind="certification",  # type: ignore[arg-type]
            key=row.pk,
            values={"product_name_printed": "Tên khác"},
            reason=text,
        )


def test_words_are_a_reason() -> None:
    assert reason_is_given("Gõ nhầm") and reason_is_given("Thiếu nguồn")


def test_no_source_is_added_to_what_is_published(desk: Desk) -> None:
    row = desk.published()
    with pytest.raises(Refused) as refusal:
        evidence_add(certification=row, actor=desk.clerk, grade="B1", source_url="https://x.vn/b")
    assert codes(refusal) == {"entry-state"}
    assert row.evidence.count() == 1
    draft = desk.draft()
    evidence_add(certification=draft, actor=desk.clerk, grade="B1", source_url="https://x.vn/b")
    assert draft.evidence.count() == 2


def test_figures_of_a_village_are_not_of_tomorrow(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        craft_village_enter(
            actor=desk.clerk,
            authority=None,
            name="Làng nghề thử",
            households_total=100,
            households_engaged=50,
            figures_on=timezone.localdate() + dt.timedelta(days=1),
        )
    assert codes(refusal) == {"date-to-come"}


def test_a_place_outside_the_territory_is_a_warning(
    desk: Desk,
    gazetteer,  # type: ignore[no-untyped-def]
) -> None:
    commune = Place.objects.filter(era__key="2025-07-01", level="commune").first()
    assert commune is not None
    provinces = Place.objects.filter(era__key="2025-07-01", level="province")
    elsewhere = provinces.exclude(pk=commune.parent_id).first()
    own = authority(AuthorityKind.PROVINCE, place=commune.parent)
    other = authority(AuthorityKind.PROVINCE, place=elsewhere)
    inside = desk.draft(issuer=own, place_at_issue=commune)
    outside = desk.draft(issuer=other, place_at_issue=commune)
    assert inside.warnings == []
    assert [row["code"] for row in outside.warnings] == ["place-outside-territory"]
