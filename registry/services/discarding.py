"""Taking what was never public off the desk, with a reason, and putting it back.

Nothing is deleted: a discarded draft stays as a row with its events. What is public, or was,
is ended by a legal act (`acts`), never here.
"""

from django.utils.translation import gettext as _

from registry.events import event_record
from registry.models import Certification, CertificationEvent, Decision, PendingAct, User
from registry.models.choices import EntryState
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.services.certifications import certification_locked, require_state
from registry.services.entry_duplicates import equal_in_decision
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import shape_problems
from registry.services.writing import register_write
from registry.text import clean


@register_write
def certification_discard(*, actor: User, certification_id: int, reason: str) -> Certification:
    """Takes a draft off the desk. Raises Refused without a reason or for what is no draft."""
    certification = certification_locked(certification_id)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    require_state(certification, EntryState.DRAFT)
    _require_reason(reason)
    return _moved(certification, EntryState.DISCARDED, actor, reason)


@register_write
def certification_restore(*, actor: User, certification_id: int) -> Certification:
    """Puts a discarded draft back as it was. Raises Refused where another stands in its place."""
    certification = certification_locked(certification_id)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    require_state(certification, EntryState.DISCARDED)
    decision = certification.decision
    if decision is not None and decision.is_discarded:
        raise Refused(
            [
                Problem(
                    "decision-discarded",
                    "decision",
                    _("Its decision is discarded. Put the decision back first."),
                )
            ]
        )
    equal = equal_in_decision(certification).first()
    if equal is not None:
        message = _("This decision gives this subject the same grade already (%(code)s).")
        raise Refused([Problem("line-stands", "product", message % {"code": equal.code})])
    others = Certification.objects.exclude(entry_state=EntryState.DISCARDED).filter(
        product=certification.product, level=certification.level, round=certification.round
    )
    has_place = certification.product_id and certification.level and certification.round_id
    if has_place and others.exists():
        raise Refused(
            [
                Problem(
                    "title-stands",
                    "level",
                    _("The register has this title already for the same round or year."),
                )
            ]
        )
    return _moved(certification, EntryState.DRAFT, actor, "")


@register_write
def decision_discard(*, actor: User, decision_id: int, reason: str) -> Decision:
    """Takes a decision that holds nothing off the desk; its number may be entered anew.

    Raises Refused while a certification or an act rests on it, and NotAllowed.
    """
    decision = _decision_locked(decision_id)
    require(actor, Action.ENTER, authority=decision.issuer)
    if decision.is_discarded:
        raise Refused([Problem("discarded", "decision", _("This decision is discarded already."))])
    _require_reason(reason)
    if (
        decision.certifications.exclude(entry_state=EntryState.DISCARDED).exists()
        or CertificationEvent.objects.filter(decision=decision).exists()
        or PendingAct.objects.filter(decision=decision).exists()
    ):
        raise Refused(
            [
                Problem(
                    "decision-in-use",
                    "decision",
                    _(
                        "Certifications or acts rest on this decision. "
                        "Only a decision without any can be discarded."
                    ),
                )
            ]
        )
    decision.is_discarded = True
    _decision_write(decision, actor, "decision:record:discard", clean(reason))
    return decision


@register_write
def decision_restore(*, actor: User, decision_id: int) -> Decision:
    """Puts a discarded decision back. Raises Refused where it was entered anew meanwhile."""
    decision = _decision_locked(decision_id)
    require(actor, Action.ENTER, authority=decision.issuer)
    if not decision.is_discarded:
        raise Refused([Problem("not-discarded", "decision", _("This decision is not discarded."))])
    anew = Decision.objects.filter(
        issuer=decision.issuer,
        number_normalised=decision.number_normalised,
        signed_on=decision.signed_on,
        signed_on_precision=decision.signed_on_precision,
        is_discarded=False,
    )
    if anew.exists():
        raise Refused(
            [
                Problem(
                    "decision-stands",
                    "decision",
                    _("This decision was entered anew meanwhile. Use the one that stands."),
                )
            ]
        )
    decision.is_discarded = False
    _decision_write(decision, actor, "decision:record:restore", "")
    return decision


def _require_reason(reason: str) -> None:
    refuse_errors(shape_problems(Certification, {"warnings_reason": reason}))
    if not clean(reason):
        raise Refused([Problem("reason", "reason", _("Say why it is discarded."))])


def _moved(
    certification: Certification, state: EntryState, actor: User, reason: str
) -> Certification:
    before = certification.entry_state
    certification.entry_state = state
    verb = "discard" if state == EntryState.DISCARDED else "restore"
    event = event_record(
        tag=f"certification:entry:{verb}",
        subject=certification,
        actor=actor,
        before={"entry_state": before},
        after={"entry_state": state},
        reason=clean(reason),
    )
    certification.version = event.sequence
    certification.save(update_fields=["entry_state", "version"])
    return certification


def _decision_locked(decision_id: int) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("issuer")
        .get(pk=decision_id)
    )


def _decision_write(decision: Decision, actor: User, tag: str, reason: str) -> None:
    decision.save(update_fields=["is_discarded"])
    event_record(
        tag=tag,
        subject=decision,
        actor=actor,
        before={"is_discarded": not decision.is_discarded},
        after={"is_discarded": decision.is_discarded},
        reason=reason,
    )
