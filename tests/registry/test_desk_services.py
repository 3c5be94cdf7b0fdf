"""What the desk does in two steps: drafts, whole decisions, files, pending acts."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.models import Certification, PendingAct
from registry.models.choices import ActKind, CertificationStatus, EntryState
from registry.policies import NotAllowed
from registry.proof import faults
from registry.selectors.items import certification_record
from registry.services.act_record import ActEntry
from registry.services.certifications import certification_edit
from registry.services.decisions import decision_file_attach
from registry.services.pending import act_approve, act_propose, act_return
from registry.services.publication import (
    certification_publish,
    decision_publish,
    decision_return,
    decision_submit,
)
from registry.services.refusal import Refused
from tests.factories import Desk, authority, user
from tests.papers import pdf

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
PDF = pdf()


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def test_a_draft_is_edited_and_the_log_says_what_changed(desk: Desk) -> None:
    entry = desk.entry()
    from registry.services.certifications import certification_enter

    made = certification_enter(actor=desk.clerk, entry=entry)
    certification_edit(
        actor=desk.clerk,
        certification_id=made.pk,
        entry=replace(entry, stars=3, issued_on=dt.date(2026, 8, 6)),
    )
    made.refresh_from_db()
    assert (made.stars, made.valid_until) == (3, dt.date(2029, 8, 6))
    assert made.evidence.count() == 1
    assert list(faults()) == []


def test_what_is_published_is_not_edited(desk: Desk) -> None:
    made = desk.published()
    with pytest.raises(Refused) as refusal:
        certification_edit(actor=desk.clerk, certification_id=made.pk, entry=desk.entry())
    assert codes(refusal) == {"entry-state"}


def test_a_decision_is_published_whole(desk: Desk) -> None:
    decision = desk.decision()
    made = [desk.draft(decision=decision, line_no=number) for number in (1, 2, 3)]
    decision_submit(actor=desk.clerk, decision_id=decision.pk)
    published = decision_publish(actor=desk.approver, decision_id=decision.pk)
    assert [row.pk for row in published] == [row.pk for row in made]
    assert {row.entry_state for row in Certification.objects.all()} == {EntryState.PUBLISHED}


def test_one_wrong_line_publishes_none(desk: Desk) -> None:
    decision = desk.decision()
    desk.draft(decision=decision, line_no=1)
    desk.draft(decision=decision, line_no=2, grade="C")
    decision_submit(actor=desk.clerk, decision_id=decision.pk)
    with pytest.raises(Refused) as refusal:
        decision_publish(actor=desk.approver, decision_id=decision.pk)
    assert [problem.field for problem in refusal.value.problems] == ["2:grade"]
    assert {row.entry_state for row in Certification.objects.all()} == {EntryState.IN_REVIEW}


def test_a_number_used_twice_in_a_year_needs_a_reason(desk: Desk) -> None:
    desk.decision("88/QĐ-UBND", signed_on=dt.date(2026, 3, 1))
    decision = desk.decision("88/QĐ-UBND", signed_on=dt.date(2026, 8, 5))
    desk.draft(decision=decision)
    decision_submit(actor=desk.clerk, decision_id=decision.pk)
    with pytest.raises(Refused) as refusal:
        decision_publish(actor=desk.approver, decision_id=decision.pk)
    assert codes(refusal) == {"number-repeated"}
    one = decision.certifications.get()
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=one.pk)
    assert codes(refusal) == {"number-repeated"}
    decision_publish(
        actor=desk.approver, decision_id=decision.pk, repeated_number_reason="Đánh số lại"
    )


def test_a_decision_goes_back_with_a_reason(desk: Desk) -> None:
    decision = desk.decision()
    made = desk.draft(decision=decision)
    decision_submit(actor=desk.clerk, decision_id=decision.pk)
    with pytest.raises(Refused):
        decision_return(actor=desk.approver, decision_id=decision.pk, reason=" ")
    decision_return(actor=desk.approver, decision_id=decision.pk, reason="Thiếu nguồn")
    made.refresh_from_db()
    assert made.entry_state == EntryState.DRAFT
    with pytest.raises(Refused) as refusal:
        decision_publish(actor=desk.approver, decision_id=decision.pk)
    assert codes(refusal) == {"nothing-to-do"}


def test_a_file_is_kept_with_its_digest_outside_the_public_folder(desk: Desk) -> None:
    decision = desk.decision()
    upload = SimpleUploadedFile("quyết định.pdf", PDF)
    done = decision_file_attach(actor=desk.clerk, decision_id=decision.pk, upload=upload)
    assert len(done.file_sha256) == 64
    assert "private" in done.file.path
    with pytest.raises(Refused) as refusal:
        decision_file_attach(actor=desk.clerk, decision_id=decision.pk, upload=upload)
    assert codes(refusal) == {"file-stands"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file-empty"),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 300, "file-kind"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 300, "file-not-as-named"),
        ("a.pdf", pdf(lambda writer: writer.encrypt("mat khau")), "file-encrypted"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-kind"),
        ("a.pdf", b"%PDF-1.7\n" + b"0" * (20 * 1024 * 1024), "file-too-large"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    desk: Desk, name: str, content: bytes, code: str
) -> None:
    decision = desk.decision()
    with pytest.raises(Refused) as refusal:
        decision_file_attach(
            actor=desk.clerk,
            decision_id=decision.pk,
            upload=SimpleUploadedFile(name, content),
        )
    assert codes(refusal) == {code}
    decision.refresh_from_db()
    assert not decision.file


def propose(desk: Desk, certification: Certification) -> PendingAct:
    return act_propose(
        actor=desk.clerk,
        certification_id=certification.pk,
        entry=ActEntry(
            act=ActKind.WITHDRAW, effective_on=dt.date(2026, 10, 10), ground="Không sản xuất nữa"
        ),
    )


def state(certification: Certification) -> CertificationStatus | None:
    return certification_record(Certification.objects.get(pk=certification.pk)).status(TODAY)


def test_a_proposed_withdrawal_changes_nothing_until_it_is_approved(desk: Desk) -> None:
    made = desk.published()
    pending = propose(desk, made)
    assert state(made) == CertificationStatus.VALID
    act_approve(actor=desk.approver, pending_id=pending.pk)
    assert state(made) == CertificationStatus.WITHDRAWN
    with pytest.raises(Refused) as refusal:
        act_approve(actor=desk.approver, pending_id=pending.pk)
    assert codes(refusal) == {"pending-settled"}
    assert list(faults()) == []


def test_nobody_approves_their_own_proposal(desk: Desk) -> None:
    made = desk.published()
    pending = act_propose(
        actor=desk.approver,
        certification_id=made.pk,
        entry=ActEntry(act=ActKind.WITHDRAW, effective_on=TODAY, ground="Lý do"),
    )
    with pytest.raises(Refused) as refusal:
        act_approve(actor=desk.approver, pending_id=pending.pk)
    assert codes(refusal) == {"second-person"}


def test_one_act_waits_at_a_time_and_may_go_back(desk: Desk) -> None:
    made = desk.published()
    pending = propose(desk, made)
    with pytest.raises(Refused) as refusal:
        propose(desk, made)
    assert codes(refusal) == {"act-waiting"}
    act_return(actor=desk.approver, pending_id=pending.pk, reason="Chưa đủ căn cứ")
    assert state(made) == CertificationStatus.VALID
    propose(desk, made)


def test_another_authority_neither_proposes_nor_approves(desk: Desk) -> None:
    made = desk.published()
    stranger = user("approver", authority())
    with pytest.raises(NotAllowed):
        act_propose(
            actor=stranger,
            certification_id=made.pk,
            entry=ActEntry(act=ActKind.WITHDRAW, effective_on=TODAY, ground="Lý do"),
        )
    pending = propose(desk, made)
    with pytest.raises(NotAllowed):
        act_approve(actor=stranger, pending_id=pending.pk)
