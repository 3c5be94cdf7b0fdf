"""Acts in two steps: one person proposes, a second approves or returns."""

from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Certification, CertificationEvent, PendingAct, User
from registry.models.choices import ActKind, DatePrecision
from registry.models.pending import PendingState
from registry.policies import Action, require
from registry.rules.checks import Problem, warnings
from registry.rules.status import End
from registry.services.act_record import ActEntry
from registry.services.acts import (
    act_entry_problems,
    certification_act,
    proposing,
    warnings_need_reason,
)
from registry.services.refusal import refuse_errors
from registry.services.settling import mark_settled, refuse_settled
from registry.services.shape import reason_problems, shape_problems
from registry.services.writing import register_write
from registry.text import clean


@register_write
def act_propose(*, actor: User, certification_id: int, entry: ActEntry) -> PendingAct:
    """Keeps an act for a second person; refuses at once what could not be approved.

    One act of a certification waits at a time. Raises Refused, NotAllowed.
    """
    certification = (
        Certification.objects.select_for_update(of=("self",))
        .select_related("scheme", "issuer", "regime")
        .get(pk=certification_id)
    )
    action = proposing(entry.act)
    require(actor, action, authority=certification.issuer, scheme=certification.scheme)
    problems = act_entry_problems(certification, entry)
    passed = warnings(problems)
    problems += warnings_need_reason(problems, entry.warnings_reason)
    waiting = PendingAct.objects.filter(certification=certification, state=PendingState.WAITING)
    if waiting.exists():
        problems.append(
            Problem(
                "act-waiting",
                "act",
                _("Another act on this certification waits for approval. Settle it first."),
            )
        )
    refuse_errors(problems)
    pending = PendingAct.objects.create(
        certification=certification,
        act=entry.act,
        effective_on=entry.effective_on,
        effective_on_precision=entry.effective_on_precision
        if entry.effective_on
        else DatePrecision.NONE,
        decision=entry.decision,
        ground=clean(entry.ground),
        warnings=[problem.message for problem in passed],
        warnings_reason=clean(entry.warnings_reason) if passed else "",
        issued_on=entry.issued_on,
        issued_on_precision=entry.issued_on_precision,
        valid_until=entry.end.day,
        validity_basis=entry.end.basis,
        validity_months=entry.end.months,
        entered_by=actor,
    )
    event_record(
        tag="certification:pending:propose",
        subject=certification,
        actor=actor,
        after=columns_of(pending, leave_out=frozenset({"created_at"})),
    )
    return pending


@register_write
def act_approve(*, actor: User, pending_id: int) -> CertificationEvent:
    """The second person's approval: writes the act itself. Raises Refused, NotAllowed."""
    pending = _waiting(pending_id)
    event = certification_act(
        entered_by=pending.entered_by,
        approved_by=actor,
        certification_id=pending.certification_id,
        entry=ActEntry(
            act=ActKind(pending.act),
            effective_on=pending.effective_on,
            effective_on_precision=pending.effective_on_precision,
            decision=pending.decision,
            issued_on=pending.issued_on,
            issued_on_precision=pending.issued_on_precision,
            end=End(pending.validity_basis, pending.valid_until, pending.validity_months),
            ground=pending.ground,
            warnings_reason=pending.warnings_reason,
        ),
        is_proposed=True,
    )
    _settle(pending, actor, PendingState.APPROVED)
    return event


@register_write
def act_return(*, actor: User, pending_id: int, reason: str) -> PendingAct:
    """Sends a proposed act back with the reason; its author may take it back too."""
    pending = _waiting(pending_id)
    certification = pending.certification
    action = Action.ENTER if pending.entered_by_id == actor.pk else Action.PUBLISH
    require(actor, action, authority=certification.issuer, scheme=certification.scheme)
    refuse_errors(shape_problems(PendingAct, {"return_reason": reason}))
    refuse_errors(reason_problems("reason", "reason", reason, _("Say why it goes back.")))
    _settle(pending, actor, PendingState.RETURNED, clean(reason))
    return pending


def _waiting(pending_id: int) -> PendingAct:
    pending = (
        PendingAct.objects.select_for_update(of=("self",))
        .select_related("certification__issuer", "certification__scheme", "entered_by")
        .get(pk=pending_id)
    )
    refuse_settled(pending, _("This act was settled already (%(state)s). Load the page again."))
    return pending


def _settle(pending: PendingAct, actor: User, state: PendingState, reason: str = "") -> None:
    mark_settled(pending, actor, state)
    pending.return_reason = reason
    pending.save(update_fields=["state", "decided_by", "decided_at", "return_reason"])
    event_record(
        tag=f"certification:pending:{state}",
        subject=pending.certification,
        actor=actor,
        before={"state": PendingState.WAITING},
        after={"state": state, "pending_id": pending.pk},
        reason=reason,
    )
