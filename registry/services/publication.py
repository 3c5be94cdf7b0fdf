"""Publishing: one certification, or all of a decision, by a second person."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from registry.events import event_record
from registry.models import Certification, Decision, Event, User
from registry.models.choices import (
    PUBLIC_GRADES,
    ActKind,
    DatePrecision,
    EntryState,
    EvidenceGrade,
    Grading,
)
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.status import End
from registry.selectors.items import subject_ref
from registry.selectors.regimes import Regimes, regimes_of
from registry.services.act_record import ActEntry, act_write
from registry.services.certifications import (
    certification_locked,
    certification_return,
    certification_submit,
    require_state,
)
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import shape_problems
from registry.services.succession import (
    overlap_problems,
    second_in_force_problems,
    succession_problems,
    supersede,
)
from registry.services.writing import register_write
from registry.signals import items_changed
from registry.text import clean

_NO_SUCCESSIONS: Mapping[int, Sequence[Certification]] = {}
# Whoever wrote any of these on an entry is not its second person.
_WRITING_TAGS = (
    "certification:entry:enter",
    "certification:entry:edit",
    "certification:evidence:add",
)


@register_write
def certification_publish(
    *,
    actor: User,
    certification_id: int,
    replaces: Sequence[Certification] = (),
    replaced_by: Certification | None = None,
    warnings_reason: str = "",
    repeated_number_reason: str = "",
) -> Certification:
    """Publishes a submitted certification: the second person's act.

    `replaces` are certifications of the same product that this one renews, upgrades or
    lowers; each is closed on this one's day of issue, without gap or overlap. `replaced_by`
    closes this one the same way when an older certification is entered after a newer.
    Raises Refused, NotAllowed.
    """
    certification = certification_locked(certification_id)
    require(actor, Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme)
    require_state(certification, EntryState.IN_REVIEW)
    refuse_errors(shape_problems(Certification, {"warnings_reason": warnings_reason}))
    older = [certification_locked(row.pk) for row in replaces]
    newer = certification_locked(replaced_by.pk) if replaced_by else None
    regimes = regimes_of(certification.scheme)
    end = _end_of(certification, regimes)
    kin = [*older, *([newer] if newer else [])]
    refuse_errors(
        [
            *_second_person_problems(certification, actor),
            *publication_problems(certification),
            *_warning_problems(certification, warnings_reason),
            *_repeated_number_problems(certification.decision, repeated_number_reason),
            *succession_problems(certification, regimes, older, newer),
            *second_in_force_problems(certification, regimes, end, kin),
        ]
    )
    _issue(certification, actor, end, clean(warnings_reason))
    for row in older:
        supersede(row, certification, actor)
    if newer is not None:
        supersede(certification, newer, actor)
    refuse_errors(overlap_problems(certification, regimes))
    items_changed.send(sender=Certification, refs=[subject_ref(certification)])
    return certification


@register_write
def decision_submit(*, actor: User, decision_id: int) -> list[Certification]:
    """Hands in all drafts of a decision. Raises Refused where there are none; NotAllowed."""
    decision = _locked(decision_id)
    return [
        certification_submit(actor=actor, certification_id=key)
        for key in _keys(decision, EntryState.DRAFT, _("There is no draft to hand in."))
    ]


@register_write
def decision_publish(
    *,
    actor: User,
    decision_id: int,
    warnings_reason: str = "",
    repeated_number_reason: str = "",
    replaces: Mapping[int, Sequence[Certification]] = _NO_SUCCESSIONS,
) -> list[Certification]:
    """Publishes all submitted certifications of a decision in one transaction.

    `replaces` names by certification key those it renews, upgrades or lowers. The same
    issuer and number twice in one year needs a reason. Raises Refused with the problems of
    every line, each field with the line's number before it (its place where it has none),
    and NotAllowed.
    """
    decision = _locked(decision_id)
    require(actor, Action.PUBLISH, authority=decision.issuer)
    refuse_errors(_repeated_number_problems(decision, repeated_number_reason))
    published, problems = [], []
    keys = _keys(decision, EntryState.IN_REVIEW, _("There is nothing to publish."))
    lines = dict(decision.certifications.values_list("pk", "line_no"))
    for number, key in enumerate(keys, start=1):
        try:
            with transaction.atomic():
                published.append(
                    certification_publish(
                        actor=actor,
                        certification_id=key,
                        replaces=replaces.get(key, ()),
                        warnings_reason=warnings_reason,
                        repeated_number_reason=repeated_number_reason,
                    )
                )
        except Refused as refusal:
            problems += [
                Problem(
                    problem.code,
                    f"{lines[key] or number}:{problem.field}",
                    problem.message,
                    problem.severity,
                )
                for problem in refusal.problems
            ]
    if problems:
        raise Refused(problems)
    event_record(
        tag="decision:record:publish",
        subject=decision,
        actor=actor,
        after={"certifications": [row.code for row in published]},
        reason=clean(repeated_number_reason),
    )
    return published


@register_write
def decision_return(*, actor: User, decision_id: int, reason: str) -> list[Certification]:
    """Sends all submitted certifications of a decision back to draft, with the reason."""
    decision = _locked(decision_id)
    return [
        certification_return(actor=actor, certification_id=key, reason=reason)
        for key in _keys(decision, EntryState.IN_REVIEW, _("There is nothing to send back."))
    ]


def _locked(decision_id: int) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("issuer")
        .get(pk=decision_id)
    )


def _keys(decision: Decision, state: EntryState, message: str) -> list[int]:
    rows = decision.certifications.filter(entry_state=state).order_by("line_no", "pk")
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        raise Refused([Problem("nothing-to-do", "decision", message)])
    return keys


def _repeated_number_problems(decision: Decision | None, reason: str) -> list[Problem]:
    """Another decision of the same issuer and number in the year, published without a reason."""
    if decision is None or decision.signed_on is None or clean(reason):
        return []
    others = Decision.objects.filter(
        issuer=decision.issuer,
        number_normalised=decision.number_normalised,
        signed_on__year=decision.signed_on.year,
        is_discarded=False,
    ).exclude(pk=decision.pk)
    if not others.exists():
        return []
    return [
        Problem(
            "number-repeated",
            "repeated_number_reason",
            _("This issuer has another decision of this number in the year. Say why."),
        )
    ]


def _issue(certification: Certification, actor: User, end: End, reason: str) -> None:
    """Writes the issue, and with it the moment of publication."""
    certification.entry_state = EntryState.PUBLISHED
    certification.published_by = actor
    certification.warnings_reason = reason
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
        reason=reason,
    )
    certification.published_at = issue.recorded_at
    certification.save(
        update_fields=["entry_state", "published_by", "published_at", "warnings_reason"]
    )


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
    sources = certification.evidence.exclude(source_url="")
    if certification.grade in PUBLIC_GRADES:
        sources = sources.filter(grade__in=sorted(PUBLIC_GRADES))
    has_source = sources.exists()
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
        or certification.decision.signed_on is None
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


def _second_person_problems(certification: Certification, actor: User) -> list[Problem]:
    wrote = Event.objects.filter(
        subject_type="certification",
        subject_id=certification.pk,
        actor=actor,
        tag__in=_WRITING_TAGS,
    )
    if certification.entered_by_id != actor.pk and not wrote.exists():
        return []
    return [
        Problem(
            "second-person",
            "published_by",
            _("You entered this yourself. A second person must publish it."),
        )
    ]
