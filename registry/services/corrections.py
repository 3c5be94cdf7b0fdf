"""Correcting records: at once while nothing public hangs on them, else by a second person.

A correction says that the register was wrong; it never changes a code, a certificate number,
an issuer or a grade, and no legal act is made of it. Days of issue and ends of validity are
restated by the act of correction (`services.acts`) alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from registry.events import event_record
from registry.models import (
    Authority,
    Certification,
    Establishment,
    Event,
    PendingCorrection,
    PersonalIdentifier,
    Scheme,
    User,
)
from registry.models.choices import EntryState
from registry.models.corrections import CorrectedKind
from registry.models.pending import PendingState
from registry.policies import Action, may, require
from registry.rules.checks import Problem, warnings
from registry.rules.identifiers import personal_number_has_form
from registry.selectors.corrections import (
    MODELS,
    correction_waiting,
    hanging_on,
    is_public,
    item_refs_of,
    offices_of,
)
from registry.services.correction_checks import outcome_problems, value_problems
from registry.services.correction_values import (
    Outcome,
    given_values,
    outcome,
    plain_values,
    values_kept,
)
from registry.services.holders import number_is_held
from registry.services.personal import (
    personal_digest,
    personal_number_encrypt,
    values_seal,
    values_unseal,
)
from registry.services.refusal import Refused, refuse_errors
from registry.services.settling import mark_settled, refuse_settled
from registry.services.shape import reason_problems, shape_problems
from registry.services.writing import register_write
from registry.signals import items_changed
from registry.text import clean

# How the tags of each kind begin.
TAG_NOUNS = {
    CorrectedKind.CERTIFICATION: "certification",
    CorrectedKind.PRODUCT: "product",
    CorrectedKind.ESTABLISHMENT: "establishment",
    CorrectedKind.CRAFT_VILLAGE: "craft_village",
    CorrectedKind.DECISION: "decision",
}
_HOUSEHOLD_FIGURES = frozenset({"households_total", "households_engaged", "figures_on"})


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of an entered correction: done at once, or waiting for a second person."""

    event: Event | None
    pending: PendingCorrection | None


@register_write
def correction_enter(
    *,
    actor: User,
    kind: CorrectedKind,
    key: int,
    values: Mapping[str, Any],
    reason: str = "",
) -> Entered:
    """Corrects a record by `values` of its columns (`correction_values.COLUMNS`, "tax_code").

    Once something public hangs on the record it needs its ground and waits for a second
    person. Raises Refused, NotAllowed, and KeyError for a column that is not corrected here.
    """
    values = given_values(kind, values)
    row = _locked(kind, key)
    _require(actor, Action.ENTER, kind, key)
    refuse_errors([*_state_problems(kind, row), *_waiting_problems(kind, key)])
    refuse_errors(value_problems(kind, values))
    found = outcome(kind, row, values)
    problems = outcome_problems(kind, found)
    refuse_errors(problems)
    if not found.after:
        raise Refused([Problem("nothing-changed", "", _("Nothing was changed."))])
    reason = clean(reason)
    refuse_errors(_reason_shape(reason))
    if is_public(kind, key):
        message = _("Say the ground of this correction.")
        refuse_errors(reason_problems("ground", "reason", reason, message))
        return Entered(None, _propose(actor, kind, key, row, values, found, problems, reason))
    refuse_errors(_reason_needed(problems, "reason", reason))
    event = _write(kind, found, actor, "edit", reason, {})
    return Entered(event, None)


@register_write
def correction_approve(*, actor: User, pending_id: int, warnings_reason: str = "") -> Event:
    """The second person's approval: the record says what was proposed from now on.

    Raises Refused where it was settled already, where the record says something else than
    it did when the correction was proposed, or where warnings lack their reason; NotAllowed.
    """
    pending = _waiting(pending_id)
    kind, key = CorrectedKind(pending.kind), pending.subject_id
    row = _locked(kind, key)
    _require(actor, Action.PUBLISH, kind, key)
    # The right of who proposed it was asked on the day of the proposal.
    if pending.entered_by_id == actor.pk:
        raise Refused(
            [
                Problem(
                    "second-person",
                    "approved_by",
                    _("You entered this yourself. A second person must approve it."),
                )
            ]
        )
    found = outcome(kind, row, pending_values(pending))
    if found.before != pending.before or found.after != pending.after:
        raise Refused([_changed_meanwhile()])
    problems = outcome_problems(kind, found)
    refuse_errors(problems)
    refuse_errors(shape_problems(PendingCorrection, {"warnings_reason": warnings_reason}))
    warnings_reason = clean(warnings_reason)
    refuse_errors(_reason_needed(problems, "warnings_reason", warnings_reason))
    said: dict[str, Any] = {"pending_id": pending.pk, "proposed_by_id": pending.entered_by_id}
    if warnings_reason:
        said["warnings_reason"] = warnings_reason
    event = _write(kind, found, actor, "correct", pending.ground, said)
    pending.warnings = [problem.message for problem in warnings(problems)]
    pending.warnings_reason = warnings_reason
    _settle(pending, actor, PendingState.APPROVED)
    return event


@register_write
def correction_return(*, actor: User, pending_id: int, reason: str) -> PendingCorrection:
    """Sends a proposed correction back with the reason; its author may take it back too."""
    pending = _waiting(pending_id)
    kind, key = CorrectedKind(pending.kind), pending.subject_id
    action = Action.ENTER if pending.entered_by_id == actor.pk else Action.PUBLISH
    _require(actor, action, kind, key)
    refuse_errors(shape_problems(PendingCorrection, {"return_reason": reason}))
    reason = clean(reason)
    refuse_errors(reason_problems("reason", "reason", reason, _("Say why it goes back.")))
    pending.return_reason = reason
    _settle(pending, actor, PendingState.RETURNED)
    event_record(
        tag=f"{TAG_NOUNS[kind]}:correction:return",
        subject=_locked(kind, key),
        actor=actor,
        after={"pending_id": pending.pk},
        reason=reason,
    )
    return pending


def pending_values(pending: PendingCorrection) -> dict[str, Any]:
    """The values that a waiting correction gives, personal ones in the clear."""
    kept = values_unseal(bytes(pending.sealed)) if pending.sealed else pending.after
    return values_kept(CorrectedKind(pending.kind), kept)


def _propose(
    actor: User,
    kind: CorrectedKind,
    key: int,
    row: Any,
    values: Mapping[str, Any],
    found: Outcome,
    problems: list[Problem],
    ground: str,
) -> PendingCorrection:
    pending = PendingCorrection.objects.create(
        kind=kind,
        subject_id=key,
        before=found.before,
        after=found.after,
        sealed=values_seal(plain_values(values)) if found.is_personal else None,
        ground=ground,
        warnings=[problem.message for problem in warnings(problems)],
        entered_by=actor,
    )
    event_record(
        tag=f"{TAG_NOUNS[kind]}:correction:propose",
        subject=row,
        actor=actor,
        before=found.before,
        after={**found.after, "pending_id": pending.pk},
        reason=ground,
    )
    return pending


def _write(
    kind: CorrectedKind,
    found: Outcome,
    actor: User,
    verb: str,
    reason: str,
    said: Mapping[str, Any],
) -> Event:
    """Writes the record anew, its entry in the log, and the news for search."""
    row = found.row
    if found.number is not None and isinstance(row, Establishment):
        said = {**said, "is_repeated": _write_number(row, found.number) or None}
    row.save()
    event = event_record(
        tag=f"{TAG_NOUNS[kind]}:{_aspect(kind, found)}:{verb}",
        subject=row,
        actor=actor,
        before=found.before,
        after={**found.after, **said},
        reason=reason,
    )
    shown = hanging_on(kind, Certification.objects.all(), row.pk)
    Certification.objects.filter(
        pk__in=list(shown.values_list("pk", flat=True)), entry_state=EntryState.PUBLISHED
    ).update(version=event.sequence)
    refs = item_refs_of(kind, row.pk)
    if refs:
        items_changed.send(sender=type(row), refs=sorted(refs))
    return event


def _aspect(kind: CorrectedKind, found: Outcome) -> str:
    """Newer figures of a craft village are an update, not a mistake put right."""
    before, after = found.before.get("figures_on"), found.after.get("figures_on")
    is_newer = bool(after) and (not before or str(after) > str(before))
    only_figures = set(found.after) <= _HOUSEHOLD_FIGURES
    return (
        "figures" if kind == CorrectedKind.CRAFT_VILLAGE and is_newer and only_figures else "record"
    )


def _write_number(row: Establishment, number: str) -> bool:
    """A person's number lives encrypted in its own table, an organisation's in the row.

    Returns whether another maker holds the person's number.
    """
    if not personal_number_has_form(number):
        PersonalIdentifier.objects.filter(establishment=row.pk).delete()
        return False
    is_repeated = number_is_held(number, own=row.pk)
    PersonalIdentifier.objects.update_or_create(
        establishment_id=row.pk,
        defaults={
            "number_encrypted": personal_number_encrypt(number),
            "number_digest": personal_digest(number),
            "is_repeated": is_repeated,
        },
    )
    return is_repeated


def _locked(kind: CorrectedKind, key: int) -> Any:
    rows: Any = MODELS[kind]._default_manager
    return rows.select_for_update(of=("self",)).get(pk=key)


def _require(actor: User, action: Action, kind: CorrectedKind, key: int) -> None:
    """A record is corrected by any office that certified it; with none, by the whole register."""
    offices = offices_of(kind, key)
    issuers = Authority.objects.in_bulk({issuer for issuer, _scheme in offices if issuer})
    schemes = Scheme.objects.in_bulk({scheme for _issuer, scheme in offices if scheme})
    pairs = [
        (issuers.get(issuer or 0), schemes.get(scheme or 0))
        for issuer, scheme in sorted(offices, key=str)
    ]
    if any(may(actor, action, authority=one, scheme=scheme) for one, scheme in pairs):
        return
    authority, scheme = pairs[0] if pairs else (None, None)
    require(actor, action, authority=authority, scheme=scheme)


def _state_problems(kind: CorrectedKind, row: Any) -> list[Problem]:
    if kind != CorrectedKind.CERTIFICATION or row.entry_state == EntryState.PUBLISHED:
        return []
    return [
        Problem(
            "entry-state",
            "entry_state",
            _("This entry is “%(state)s” now. Load the page again.")
            % {"state": EntryState(row.entry_state).label},
        )
    ]


def _waiting_problems(kind: CorrectedKind, key: int) -> list[Problem]:
    if correction_waiting(kind, key) is None:
        return []
    return [
        Problem(
            "correction-waiting",
            "",
            _("Another correction of this record waits for approval. Settle it first."),
        )
    ]


def _reason_shape(reason: str) -> list[Problem]:
    return [
        Problem(problem.code, "reason", problem.message)
        for problem in shape_problems(PendingCorrection, {"ground": reason})
        if problem.code != "required"
    ]


def _reason_needed(problems: list[Problem], field: str, reason: str) -> list[Problem]:
    said = " ".join(problem.message for problem in warnings(problems))
    if not said:
        return []
    return reason_problems(
        "warnings-need-reason",
        field,
        reason,
        _("Give the reason for going on in spite of: %(warnings)s") % {"warnings": said},
    )


def _changed_meanwhile() -> Problem:
    return Problem(
        "record-changed",
        "state",
        _(
            "The record has changed since this correction was proposed. Return it, and "
            "enter it anew from what the record says now."
        ),
    )


def _waiting(pending_id: int) -> PendingCorrection:
    pending = (
        PendingCorrection.objects.select_for_update(of=("self",))
        .select_related("entered_by")
        .get(pk=pending_id)
    )
    refuse_settled(
        pending, _("This correction was settled already (%(state)s). Load the page again.")
    )
    return pending


def _settle(pending: PendingCorrection, actor: User, state: PendingState) -> None:
    mark_settled(pending, actor, state)
    pending.sealed = None
    pending.save()
