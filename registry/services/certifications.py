"""Entering, editing, submitting and returning certifications at the desk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Certification, Evidence, User
from registry.models.choices import EntryState
from registry.policies import Action, require
from registry.rules.checks import Problem, warnings
from registry.rules.validity import stored_day
from registry.selectors.regimes import Regimes, regimes_of
from registry.services.codes import code_allot
from registry.services.entry import CertificationEntry, EvidenceEntry, end_of_validity
from registry.services.entry_checks import entry_problems, evidence_problems
from registry.services.entry_duplicates import duplicate_problems
from registry.services.personal import digested, personal_digest
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import reason_problems, shape_problems
from registry.services.writing import register_write
from registry.text import clean

_CLEANED = (
    "certificate_no",
    "prize",
    "product_name_printed",
    "maker_name_printed",
    "group_printed",
    "issuer_printed",
    "note_printed",
    "place_printed",
)
_COPIED = (
    "scheme",
    "product",
    "craft_village",
    "level",
    "stars",
    "title",
    "round",
    "decision",
    "line_no",
    "issuer",
    "issued_on_precision",
    "score",
    "place_at_issue",
    "place_now",
    "place_certainty",
    "grade",
)
# A score is restricted: the log has its keyed digest. The version follows from the log itself.
NOT_LOGGED = frozenset({"score", "version"})
SCORE_DIGEST = "score_digest"
# What a source prints of a household can be a person's name, telephone and home.
PERSONAL_TEXTS = (
    "product_name_printed",
    "maker_name_printed",
    "note_printed",
    "place_printed",
)


@register_write
def certification_enter(*, actor: User, entry: CertificationEntry) -> Certification:
    """Enters a certification as a draft with its evidence; returns it.

    An entry may be incomplete, never wrong: Refused names each field. Warnings are kept
    with the draft and need a reason when it is published. Raises NotAllowed.
    """
    require(actor, Action.ENTER, authority=entry.issuer, scheme=entry.scheme)
    regimes = regimes_of(entry.scheme)
    problems = entry_problems(entry, regimes)
    refuse_errors([*problems, *duplicate_problems(entry, regimes)])
    certification = Certification(
        code=code_allot(Certification),
        entered_by=actor,
        **_entered_values(entry, regimes, problems),
    )
    certification.save(force_insert=True)
    for row in entry.evidence:
        _evidence_write(certification, actor, row)
    event = event_record(
        tag="certification:entry:enter",
        subject=certification,
        actor=actor,
        after=certification_columns(certification),
    )
    Certification.objects.filter(pk=certification.pk).update(version=event.sequence)
    certification.version = event.sequence
    return certification


@register_write
def certification_edit(
    *, actor: User, certification_id: int, entry: CertificationEntry
) -> Certification:
    """Writes a draft anew from an entry; its code stays, its author is now the actor.

    Raises Refused (also for what is no longer a draft) and NotAllowed, which is asked for
    the issuer that stood and for the one entered.
    """
    certification = certification_locked(certification_id)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    require(actor, Action.ENTER, authority=entry.issuer, scheme=entry.scheme)
    require_state(certification, EntryState.DRAFT)
    entry = replace(entry, replaces_draft=certification_id)
    regimes = regimes_of(entry.scheme)
    problems = entry_problems(entry, regimes)
    refuse_errors([*problems, *duplicate_problems(entry, regimes)])
    before = certification_columns(certification)
    for name, value in _entered_values(entry, regimes, problems).items():
        setattr(certification, name, value)
    certification.entered_by = actor
    removed = [evidence_columns(row) for row in certification.evidence.order_by("pk")]
    certification.evidence.all().delete()
    for row in entry.evidence:
        _evidence_write(certification, actor, row)
    after = certification_columns(certification)
    changed = {name for name in after if after[name] != before.get(name)}
    event = event_record(
        tag="certification:entry:edit",
        subject=certification,
        actor=actor,
        before={name: before.get(name) for name in changed} | {"removed_evidence": removed},
        after={name: after[name] for name in changed},
    )
    certification.version = event.sequence
    certification.save()
    return certification


@register_write
def evidence_add(
    *,
    certification: Certification,
    actor: User,
    grade: str,
    source_title: str = "",
    source_url: str = "",
    retrieved_on: dt.date | None = None,
    note: str = "",
) -> Evidence:
    """Adds a source to an entry; it never raises the certification's own grade.

    What is published shows its sources, so that one person alone adds none: Refused.
    """
    certification = certification_locked(certification.pk)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    if certification.entry_state == EntryState.PUBLISHED:
        message = _("This is published: a source is added to it by two persons, not by one.")
        raise Refused([Problem("entry-state", "entry_state", message)])
    row = EvidenceEntry(grade, source_title, source_url, retrieved_on, note)
    refuse_errors(evidence_problems(row))
    return _evidence_write(certification, actor, row)


@register_write
def certification_submit(*, actor: User, certification_id: int) -> Certification:
    """Hands a draft in for publication by a second person."""
    certification = certification_locked(certification_id)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    require_state(certification, EntryState.DRAFT)
    certification.entry_state = EntryState.IN_REVIEW
    _record_entry(certification, actor, "certification:entry:submit", EntryState.DRAFT)
    return certification


@register_write
def certification_return(*, actor: User, certification_id: int, reason: str) -> Certification:
    """Sends a submitted entry back to its clerk, with the reason."""
    certification = certification_locked(certification_id)
    require(actor, Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme)
    require_state(certification, EntryState.IN_REVIEW)
    refuse_errors(shape_problems(Certification, {"warnings_reason": reason}))
    refuse_errors(reason_problems("reason", "reason", reason, _("Say why it goes back.")))
    certification.entry_state = EntryState.DRAFT
    _record_entry(
        certification, actor, "certification:entry:return", EntryState.IN_REVIEW, clean(reason)
    )
    return certification


def certification_columns(certification: Certification) -> dict[str, Any]:
    """The columns for the log: of the score and where the maker is a person, digests."""
    columns = columns_of(certification, leave_out=NOT_LOGGED) | {
        SCORE_DIGEST: score_digest(certification)
    }
    product = certification.product
    if product is not None and product.maker is not None and product.maker.name_is_personal:
        return digested(columns, PERSONAL_TEXTS)
    return columns


def score_digest(certification: Certification) -> str | None:
    """A keyed digest of the score, another for each certification: equal ones are not seen."""
    if certification.score is None:
        return None
    points = Decimal(certification.score).quantize(Decimal("0.01"))
    return personal_digest(f"{certification.code}:{points}")


def evidence_columns(evidence: Evidence) -> dict[str, Any]:
    """A source's columns for the log, its free texts as digests: they can name a person."""
    return digested(columns_of(evidence), ("source_title", "note"))


def certification_locked(certification_id: int) -> Certification:
    """The row for writing, with what rules ask of it."""
    # Only the certification's own row is locked: outer joins cannot be on PostgreSQL.
    return (
        Certification.objects.select_for_update(of=("self",))
        .select_related("scheme", "issuer", "product__maker", "craft_village", "decision", "regime")
        .get(pk=certification_id)
    )


def require_state(certification: Certification, state: EntryState) -> None:
    """Raises Refused when another has moved the entry on meanwhile."""
    if certification.entry_state != state:
        raise Refused(
            [
                Problem(
                    "entry-state",
                    "entry_state",
                    _("This entry is “%(state)s” now. Load the page again.")
                    % {"state": EntryState(certification.entry_state).label},
                )
            ]
        )


def _entered_values(
    entry: CertificationEntry, regimes: Regimes, problems: Sequence[Problem]
) -> dict[str, Any]:
    """The columns that an entry gives, with what follows from it."""
    end = end_of_validity(entry, regimes)
    return {
        "grading": entry.scheme.grading,
        "regime": regimes.on(entry.issued.earliest) if entry.issued.earliest else None,
        "issued_on": stored_day(entry.issued_on, entry.issued_on_precision),
        "valid_until": end.day,
        "validity_basis": end.basis,
        "warnings": [_warning_row(problem) for problem in warnings(problems)],
        **{name: getattr(entry, name) for name in _COPIED},
        **{name: clean(getattr(entry, name)) for name in _CLEANED},
    }


def _evidence_write(certification: Certification, actor: User, row: EvidenceEntry) -> Evidence:
    evidence = Evidence.objects.create(
        certification=certification,
        grade=row.grade,
        source_title=clean(row.source_title),
        source_url=row.source_url.strip(),
        retrieved_on=row.retrieved_on,
        note=clean(row.note),
    )
    event_record(
        tag="certification:evidence:add",
        subject=certification,
        actor=actor,
        after=evidence_columns(evidence),
    )
    return evidence


def _record_entry(
    certification: Certification, actor: User, tag: str, before: EntryState, reason: str = ""
) -> None:
    event = event_record(
        tag=tag,
        subject=certification,
        actor=actor,
        before={"entry_state": before},
        after={"entry_state": certification.entry_state},
        reason=reason,
    )
    certification.version = event.sequence
    certification.save(update_fields=["entry_state", "version"])


def _warning_row(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "field": problem.field, "message": problem.message}
