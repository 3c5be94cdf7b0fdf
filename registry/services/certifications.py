"""Entering, submitting and publishing certifications."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Certification, Evidence, Product, User
from registry.models.choices import (
    ENDED_STATUSES,
    PUBLIC_GRADES,
    ActKind,
    CertificationStatus,
    DatePrecision,
    EntryState,
    EvidenceGrade,
    Grading,
    SuccessionReason,
)
from registry.policies import Action, require
from registry.rules.checks import Problem, warnings
from registry.rules.status import End
from registry.rules.validity import add_months, day_bounds
from registry.selectors.items import certification_record, subject_ref
from registry.selectors.regimes import Regimes, regimes_of
from registry.services.acts import ActEntry, act_write
from registry.services.codes import code_allot
from registry.services.entry import CertificationEntry, end_of_validity, entry_problems
from registry.services.holders import personal_digest
from registry.services.refusal import Refused, refuse_errors
from registry.signals import items_changed
from registry.text import clean

_CLEANED = [
    "certificate_no",
    "prize",
    "product_name_printed",
    "maker_name_printed",
    "group_printed",
    "issuer_printed",
    "note_printed",
    "place_printed",
]
_COPIED = [
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
    "issued_on",
    "issued_on_precision",
    "score",
    "place_at_issue",
    "place_now",
    "place_certainty",
    "grade",
]


@transaction.atomic
def certification_enter(*, actor: User, entry: CertificationEntry) -> Certification:
    """Enters a certification as a draft with its evidence; returns it.

    An entry may be incomplete, never wrong: Refused names each field. Warnings are kept
    with the draft and need a reason when it is published. Raises NotAllowed.
    """
    require(actor, Action.ENTER, authority=entry.issuer, scheme=entry.scheme)
    regimes = regimes_of(entry.scheme)
    problems = entry_problems(entry, regimes)
    refuse_errors(problems)
    certification = Certification(
        code=code_allot(Certification),
        entered_by=actor,
        **_entered_values(entry, regimes, problems),
    )
    certification.save(force_insert=True)
    for row in entry.evidence:
        evidence_add(certification=certification, actor=actor, **_evidence_values(row))
    event = event_record(
        tag="certification:entry:enter",
        subject=certification,
        actor=actor,
        after=certification_columns(certification),
    )
    Certification.objects.filter(pk=certification.pk).update(version=event.sequence)
    certification.version = event.sequence
    return certification


@transaction.atomic
def certification_edit(
    *, actor: User, certification_id: int, entry: CertificationEntry
) -> Certification:
    """Writes a draft anew from an entry; its code and subject's history stay.

    Raises Refused (also for what is no longer a draft) and NotAllowed, which is asked for
    the issuer that stood and for the one entered.
    """
    certification = _locked(certification_id)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    require(actor, Action.ENTER, authority=entry.issuer, scheme=entry.scheme)
    _require_state(certification, EntryState.DRAFT)
    regimes = regimes_of(entry.scheme)
    problems = entry_problems(entry, regimes)
    refuse_errors(problems)
    before = certification_columns(certification)
    for name, value in _entered_values(entry, regimes, problems).items():
        setattr(certification, name, value)
    certification.evidence.all().delete()
    for row in entry.evidence:
        evidence_add(certification=certification, actor=actor, **_evidence_values(row))
    after = certification_columns(certification)
    changed = {name for name in after if after[name] != before.get(name)}
    event = event_record(
        tag="certification:entry:edit",
        subject=certification,
        actor=actor,
        before={name: before.get(name) for name in changed},
        after={name: after[name] for name in changed},
    )
    certification.version = event.sequence
    certification.save()
    return certification


@transaction.atomic
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
    """Adds a source to a certification; it never raises the certification's own grade."""
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    evidence = Evidence.objects.create(
        certification=certification,
        grade=grade,
        source_title=clean(source_title)[:400],
        source_url=source_url.strip(),
        retrieved_on=retrieved_on,
        note=clean(note),
    )
    event_record(
        tag="certification:evidence:add",
        subject=certification,
        actor=actor,
        after=columns_of(evidence),
    )
    return evidence


@transaction.atomic
def certification_submit(*, actor: User, certification_id: int) -> Certification:
    """Hands a draft in for publication by a second person."""
    certification = _locked(certification_id)
    require(actor, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    _require_state(certification, EntryState.DRAFT)
    certification.entry_state = EntryState.IN_REVIEW
    _record_entry(certification, actor, "certification:entry:submit", EntryState.DRAFT)
    return certification


@transaction.atomic
def certification_return(*, actor: User, certification_id: int, reason: str) -> Certification:
    """Sends a submitted entry back to its clerk, with the reason."""
    certification = _locked(certification_id)
    require(actor, Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme)
    _require_state(certification, EntryState.IN_REVIEW)
    if not clean(reason):
        raise Refused([Problem("reason", "reason", _("Say why it goes back."))])
    certification.entry_state = EntryState.DRAFT
    _record_entry(
        certification, actor, "certification:entry:return", EntryState.IN_REVIEW, clean(reason)
    )
    return certification


@transaction.atomic
def certification_publish(
    *,
    actor: User,
    certification_id: int,
    replaces: Sequence[Certification] = (),
    replaced_by: Certification | None = None,
    warnings_reason: str = "",
) -> Certification:
    """Publishes a submitted certification: the second person's act.

    `replaces` are certifications of the same product that this one renews, upgrades or
    lowers; each is closed on this one's day of issue, without gap or overlap. `replaced_by`
    closes this one the same way when an older certification is entered after a newer.
    Raises Refused, NotAllowed.
    """
    certification = _locked(certification_id)
    require(actor, Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme)
    _require_state(certification, EntryState.IN_REVIEW)
    regimes = regimes_of(certification.scheme)
    end = _end_of(certification, regimes)
    if certification.product_id is not None:
        # Publications of one product come one after the other: two at once would each find
        # nothing in force.
        Product.objects.select_for_update().get(pk=certification.product_id)
    refuse_errors(
        [
            *_second_person_problems(certification, actor),
            *publication_problems(certification),
            *_warning_problems(certification, warnings_reason),
            *_one_in_force_problems(certification, regimes, end, replaces, replaced_by),
            *_succession_problems(certification, replaces, replaced_by),
        ]
    )
    certification.entry_state = EntryState.PUBLISHED
    certification.published_by = actor
    certification.warnings_reason = clean(warnings_reason)
    issue = act_write(
        certification=certification,
        entered_by=certification.entered_by,
        approved_by=actor,
        entry=ActEntry(
            act=ActKind.ISSUE,
            effective_on=certification.issued_on,
            effective_on_precision=certification.issued_on_precision,
            decision=certification.decision,
            issued_on=certification.issued_on,
            issued_on_precision=certification.issued_on_precision,
            end=end,
        ),
        before={"entry_state": EntryState.IN_REVIEW},
        reason=certification.warnings_reason,
    )
    certification.published_at = issue.recorded_at
    certification.version = issue.log_entry.sequence
    certification.save(
        update_fields=[
            "entry_state",
            "published_by",
            "published_at",
            "warnings_reason",
            "version",
        ]
    )
    for older in replaces:
        _supersede(older, certification, actor)
    if replaced_by is not None:
        _supersede(certification, replaced_by, actor)
    items_changed.send(sender=Certification, refs=[subject_ref(certification)])
    return certification


def publication_problems(certification: Certification) -> list[Problem]:
    """What an entry lacks to be public: evidence, a grade, and for grade A its decision."""
    problems = []
    if certification.grade not in PUBLIC_GRADES:
        problems.append(
            Problem(
                "evidence-not-public",
                "grade",
                _("Evidence of grade %(grade)s never proves a certification; it stays a draft.")
                % {"grade": certification.grade},
            )
        )
    has_source = certification.evidence.exclude(source_url="").exists()
    has_file = bool(certification.decision and certification.decision.file)
    if not has_source and not has_file:
        problems.append(
            Problem(
                "no-public-source",
                "source_url",
                _("No public source address is given. Add one, or the decision's file."),
            )
        )
    if not _has_grade(certification):
        field = {Grading.LEVELS: "level", Grading.STARS: "stars", Grading.TITLES: "title"}
        problems.append(
            Problem(
                "no-grade",
                field[Grading(certification.grading)],
                _("The source prints no level or stars. Find it before publishing."),
            )
        )
    if certification.grade == EvidenceGrade.A and (
        certification.decision is None
        or certification.issuer is None
        or certification.issued_on_precision != DatePrecision.DAY
    ):
        problems.append(
            Problem(
                "grade-a-incomplete",
                "decision",
                _("Grade A needs the decision, its issuer and the exact day of issue."),
            )
        )
    return problems


def certification_columns(certification: Certification) -> dict[str, Any]:
    """The columns for the log: no score, and a digest where a maker's name is personal."""
    columns = columns_of(certification, leave_out=frozenset({"score", "version"}))
    product = certification.product
    if product is not None and product.maker is not None and product.maker.name_is_personal:
        columns["maker_name_printed"] = personal_digest(certification.maker_name_printed)
    return columns


def _entered_values(
    entry: CertificationEntry, regimes: Regimes, problems: Sequence[Problem]
) -> dict[str, Any]:
    """The columns that an entry gives, with what follows from it."""
    end = end_of_validity(entry, regimes)
    return {
        "grading": entry.scheme.grading,
        "regime": regimes.on(entry.issued.earliest) if entry.issued.earliest else None,
        "valid_until": end.day,
        "validity_basis": end.basis,
        "warnings": [_warning_row(problem) for problem in warnings(problems)],
        **{name: getattr(entry, name) for name in _COPIED},
        **{name: clean(getattr(entry, name)) for name in _CLEANED},
    }


def _has_grade(certification: Certification) -> bool:
    return certification.grading == Grading.NONE or bool(
        certification.level or certification.stars or certification.title
    )


def _end_of(certification: Certification, regimes: Regimes) -> End:
    months = (
        certification.regime.validity_months
        if certification.regime
        else regimes.common_validity_months
    )
    return End(certification.validity_basis, certification.valid_until, months)


def _second_person_problems(certification: Certification, actor: User) -> list[Problem]:
    if certification.entered_by_id != actor.pk:
        return []
    return [
        Problem(
            "second-person",
            "published_by",
            _("You entered this yourself. A second person must publish it."),
        )
    ]


def _warning_problems(certification: Certification, reason: str) -> list[Problem]:
    if not certification.warnings or clean(reason):
        return []
    said = " ".join(row["message"] for row in certification.warnings)
    return [
        Problem(
            "warnings-need-reason",
            "warnings_reason",
            _("Give the reason for publishing in spite of: %(warnings)s") % {"warnings": said},
        )
    ]


def _one_in_force_problems(
    certification: Certification,
    regimes: Regimes,
    end: End,
    replaces: Sequence[Certification],
    replaced_by: Certification | None,
) -> list[Problem]:
    """Invariant 7: at most one OCOP certification of a product is in force on any day."""
    if not regimes.one_in_force_per_product:
        return []
    issued = day_bounds(certification.issued_on, certification.issued_on_precision)
    first = issued.earliest or dt.date.min
    last = end.day or (
        add_months(issued.latest, end.months) if issued.latest and end.months else dt.date.max
    )
    recorded = {row.pk for row in replaces} | ({replaced_by.pk} if replaced_by else set())
    others = (
        Certification.objects.filter(
            product=certification.product,
            scheme=certification.scheme,
            entry_state=EntryState.PUBLISHED,
        )
        .exclude(pk__in=recorded | {certification.pk})
        .prefetch_related("events")
    )
    for other in others:
        for span in certification_record(other).periods():
            if span.status in ENDED_STATUSES | {CertificationStatus.NOT_YET_VALID}:
                continue
            if (span.first or dt.date.min) < last and first < (span.until or dt.date.max):
                return [
                    Problem(
                        "second-in-force",
                        "replaces",
                        _(
                            "The product has certification %(code)s that may be in force at the "
                            "same time. Record this one as its renewal, upgrade or lowering."
                        )
                        % {"code": other.code},
                    )
                ]
    return []


def _succession_problems(
    certification: Certification,
    replaces: Sequence[Certification],
    replaced_by: Certification | None,
) -> list[Problem]:
    others = [*replaces, *([replaced_by] if replaced_by else [])]
    for other in others:
        if (other.product_id, other.scheme_id) != (
            certification.product_id,
            certification.scheme_id,
        ) or certification.product_id is None:
            return [
                Problem(
                    "succession-of-other-product",
                    "replaces",
                    _("Only a certification of the same product and scheme can be replaced."),
                )
            ]
        if other.entry_state != EntryState.PUBLISHED:
            return [
                Problem(
                    "succession-unpublished",
                    "replaces",
                    _("Certification %(code)s is not published yet.") % {"code": other.code},
                )
            ]
    return []


def _supersede(older: Certification, newer: Certification, actor: User) -> None:
    difference = (newer.stars or 0) - (older.stars or 0)
    reason = SuccessionReason.RENEWAL
    if difference:
        reason = SuccessionReason.UPGRADE if difference > 0 else SuccessionReason.LOWERING
    act_write(
        certification=older,
        entered_by=newer.entered_by,
        approved_by=actor,
        entry=ActEntry(
            act=ActKind.SUPERSEDE,
            effective_on=newer.issued_on,
            effective_on_precision=newer.issued_on_precision,
            decision=newer.decision,
            replaced_by=newer,
            succession_reason=reason,
        ),
    )


def _locked(certification_id: int) -> Certification:
    # Only the certification's own row is locked: outer joins cannot be on PostgreSQL.
    return (
        Certification.objects.select_for_update(of=("self",))
        .select_related("scheme", "issuer", "product__maker", "craft_village", "decision", "regime")
        .get(pk=certification_id)
    )


def _require_state(certification: Certification, state: EntryState) -> None:
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


def _evidence_values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}
