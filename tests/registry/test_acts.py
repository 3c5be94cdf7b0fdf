"""Legal acts: allowed by text and status, by two people, dated, and kept."""

import datetime as dt

import pytest

from registry.models import Certification, CertificationEvent, Scheme
from registry.models.choices import ActKind, CertificationStatus, ValidityBasis
from registry.rules.status import End
from registry.selectors.items import certification_record
from registry.services.act_record import ActEntry
from registry.services.acts import certification_act
from registry.services.refusal import Refused
from tests.factories import Desk

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def state(certification: Certification, on: dt.date = TODAY) -> CertificationStatus | None:
    return certification_record(Certification.objects.get(pk=certification.pk)).status(on)


def test_withdrawn_from_the_day_of_the_act_and_still_public(desk: Desk) -> None:
    made = desk.published()
    desk.act(made, ActKind.WITHDRAW, dt.date(2026, 10, 10), ground="Không còn sản xuất")
    assert state(made, dt.date(2026, 10, 9)) == CertificationStatus.VALID
    assert state(made) == CertificationStatus.WITHDRAWN


def test_an_act_without_a_legal_text_is_off(desk: Desk) -> None:
    made = desk.published()
    with pytest.raises(Refused) as refusal:
        desk.act(made, ActKind.SUSPEND, dt.date(2026, 10, 10))
    assert [p.code for p in refusal.value.problems] == ["act-without-legal-text"]


def test_what_is_withdrawn_cannot_be_withdrawn_again(desk: Desk) -> None:
    made = desk.published()
    desk.act(made, ActKind.WITHDRAW, dt.date(2026, 10, 10))
    with pytest.raises(Refused) as refusal:
        desk.act(made, ActKind.WITHDRAW, dt.date(2026, 10, 11))
    assert [p.code for p in refusal.value.problems] == ["ended-already"]
    assert made.events.filter(act=ActKind.WITHDRAW).count() == 1


def test_a_draft_cannot_be_withdrawn(desk: Desk) -> None:
    made = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.act(made, ActKind.WITHDRAW, dt.date(2026, 10, 10))
    assert [p.code for p in refusal.value.problems] == ["not-issued"]


def test_an_act_needs_a_ground_and_a_second_person(desk: Desk) -> None:
    made = desk.published()
    with pytest.raises(Refused) as refusal:
        certification_act(
            entered_by=desk.approver,
            approved_by=desk.approver,
            certification_id=made.pk,
            entry=ActEntry(act=ActKind.WITHDRAW, effective_on=TODAY),
        )
    assert {p.code for p in refusal.value.problems} == {"second-person", "ground"}


def test_an_act_before_the_issue_is_refused(desk: Desk) -> None:
    made = desk.published()
    with pytest.raises(Refused) as refusal:
        desk.act(made, ActKind.WITHDRAW, dt.date(2026, 8, 4))
    assert [p.code for p in refusal.value.problems] == ["act-before-issue"]


def test_a_correction_restates_dates_and_keeps_the_first_statement(desk: Desk) -> None:
    made = desk.published()
    desk.act(
        made,
        ActKind.CORRECT,
        dt.date(2026, 9, 1),
        ground="Đánh máy nhầm ngày ký",
        issued_on=dt.date(2026, 8, 15),
        issued_on_precision="day",
        end=End(ValidityBasis.COMPUTED, dt.date(2029, 8, 15), 36),
    )
    made.refresh_from_db()
    assert (made.issued_on, made.valid_until) == (dt.date(2026, 8, 15), dt.date(2029, 8, 15))
    assert made.events.get(act=ActKind.ISSUE).issued_on == dt.date(2026, 8, 5)
    assert state(made, dt.date(2026, 8, 10)) == CertificationStatus.NOT_YET_VALID


def test_an_indication_may_be_suspended_and_reinstated(desk: Desk) -> None:
    made = desk.published(scheme=Scheme.objects.get(code="cddl"), stars=None, issuer=desk.ip_office)
    desk.act(made, ActKind.SUSPEND, dt.date(2026, 10, 10))
    assert state(made) == CertificationStatus.SUSPENDED
    desk.act(made, ActKind.REINSTATE, dt.date(2026, 11, 1))
    assert state(made) == CertificationStatus.VALID


def test_acts_and_issue_are_never_written_by_hand(desk: Desk) -> None:
    made = desk.published()
    for act in (ActKind.ISSUE, ActKind.SUPERSEDE):
        with pytest.raises(Refused):
            desk.act(made, act, TODAY)
    assert CertificationEvent.objects.count() == 1


def test_a_craft_title_is_withdrawn_like_a_certification(desk: Desk) -> None:
    made = desk.published(
        scheme=Scheme.objects.get(code="craft"),
        title="craft_village",
        issued_on=dt.date(2020, 12, 1),
    )
    desk.act(made, ActKind.WITHDRAW, dt.date(2024, 12, 5), ground="Còn 2 trong 970 hộ làm nghề")
    assert state(made, dt.date(2024, 12, 4)) == CertificationStatus.VALID
    assert state(made) == CertificationStatus.WITHDRAWN
