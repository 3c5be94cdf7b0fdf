"""Legal acts on published certifications: withdraw, suspend, correct, extend and the like."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Certification, CertificationEvent, PendingAct, User
from registry.models.choices import ActKind, DatePrecision, ValidityBasis
from registry.policies import Action, require
from registry.rules.checks import Problem, errors, warnings
from registry.rules.status import End
from registry.rules.transitions import act_problems
from registry.rules.validity import day_bounds, legal_day, stored_day
from registry.selectors.items import certification_record, subject_ref
from registry.selectors.regimes import Regimes, act_is_possible, regimes_of
from registry.services.act_checks import act_decision_problems
from registry.services.act_record import NO_STATEMENT, ActEntry, act_write
from registry.services.entry import CertificationEntry, end_of_validity
from registry.services.entry_checks import entry_problems
from registry.services.refusal import refuse_errors
from registry.services.shape import precision_problems, reason_problems, shape_problems
from registry.services.succession import overlap_problems, supersede
from registry.services.writing import register_write
from registry.signals import items_changed
from registry.text import clean

_ENDING = frozenset({ActKind.WITHDRAW, ActKind.SURRENDER, ActKind.ANNUL, ActKind.SUSPEND})


@register_write
def certification_act(
    *,
    entered_by: User,
    approved_by: User,
    certification_id: int,
    entry: ActEntry,
    is_proposed: bool = False,
) -> CertificationEvent:
    """Records a legal act on a published certification, entered and approved by two people.

    Issue and supersede are written by publication alone. A correction of the day of issue
    moves the end of what this one replaced with it; an annulment brings that back. Raises
    Refused where the regime has no legal text for the act, where the status of that day
    does not allow it, or where two of a product would be in force; NotAllowed where a role
    is missing. The first person's right was asked already where the act `is_proposed`: it is
    that of the day of the proposal, whatever became of the account since.
    """
    certification = (
        Certification.objects.select_for_update(of=("self",))
        .select_related("scheme", "issuer", "product", "craft_village", "regime", "decision")
        .get(pk=certification_id)
    )
    issuer, scheme = certification.issuer, certification.scheme
    if not is_proposed:
        require(entered_by, proposing(entry.act), authority=issuer, scheme=scheme)
    require(approved_by, Action.PUBLISH, authority=issuer, scheme=scheme)
    problems = act_entry_problems(certification, entry)
    problems += warnings_need_reason(problems, entry.warnings_reason)
    if entered_by.pk == approved_by.pk:
        problems.append(
            Problem(
                "second-person",
                "approved_by",
                _("You entered this yourself. A second person must approve it."),
            )
        )
    refuse_errors(problems)
    regimes = regimes_of(scheme)
    event = act_write(
        certification=certification,
        entered_by=entered_by,
        approved_by=approved_by,
        entry=_completed(certification, entry, regimes),
    )
    if entry.act == ActKind.CORRECT:
        for older in Certification.objects.filter(events__replaced_by=certification).distinct():
            supersede(older, certification, approved_by)
    refuse_errors(overlap_problems(certification, regimes))
    items_changed.send(sender=Certification, refs=[subject_ref(certification)])
    return event


def proposing(act: ActKind) -> Action:
    """What the first person must be able to do: an annulment takes two approvers."""
    return Action.PUBLISH if act == ActKind.ANNUL else Action.ENTER


def warnings_need_reason(problems: Sequence[Problem], reason: str) -> list[Problem]:
    """A problem where warnings stand without a reason that both persons see."""
    found = warnings(problems)
    if not found:
        return []
    said = " ".join(problem.message for problem in found)
    return reason_problems(
        "warnings-need-reason",
        "warnings_reason",
        reason,
        _("Give the reason for going on in spite of: %(warnings)s") % {"warnings": said},
    )


def act_entry_problems(certification: Certification, entry: ActEntry) -> list[Problem]:
    """Why an act cannot be written, whoever approves it."""
    shape = _shape_problems(entry)
    if shape:
        return shape
    if entry.act in (ActKind.ISSUE, ActKind.SUPERSEDE):
        return [
            Problem("act-by-publication", "act", _("This act is written when one is published."))
        ]
    bounds = day_bounds(entry.effective_on, entry.effective_on_precision)
    today = legal_day(timezone.now())
    day = bounds.latest or today
    regimes = regimes_of(certification.scheme)
    regime = regimes.on(day) or certification.regime
    if regime is None or not act_is_possible(regime, entry.act):
        return [
            Problem(
                "act-without-legal-text",
                "act",
                _("The rules of the scheme on %(day)s have no such act.")
                % {"day": day.strftime("%d/%m/%Y")},
            )
        ]
    if certification.issued_on and bounds.latest and bounds.latest < certification.issued_on:
        return [
            Problem(
                "act-before-issue",
                "effective_on",
                _("The act would take effect before the certification was issued."),
            )
        ]
    return [
        *_ground_problems(entry),
        *_future_problems(entry, today),
        *act_decision_problems(certification, entry, regimes),
        *_statement_problems(certification, entry, regimes),
        *act_problems(
            certification_record(certification).history,
            entry.act,
            day,
            new_end=entry.end.day if entry.act == ActKind.EXTEND else None,
            extension_max_days=regime.extension_max_days,
        ),
    ]


def _shape_problems(entry: ActEntry) -> list[Problem]:
    columns = {
        "act": entry.act,
        "ground": entry.ground,
        "effective_on": entry.effective_on,
        "effective_on_precision": entry.effective_on_precision,
        "issued_on": entry.issued_on,
        "issued_on_precision": entry.issued_on_precision,
        "valid_until": entry.end.day,
        "validity_basis": entry.end.basis,
    }
    reason = {"warnings_reason": entry.warnings_reason}
    return [
        *shape_problems(CertificationEvent, columns),
        *shape_problems(PendingAct, reason),
    ] or precision_problems("issued_on", entry.issued_on, entry.issued_on_precision)


def _ground_problems(entry: ActEntry) -> list[Problem]:
    if entry.act in (ActKind.REINSTATE, ActKind.EXTEND) and not clean(entry.ground):
        return []
    return reason_problems("ground", "ground", entry.ground, _("Say the ground of this act."))


def _future_problems(entry: ActEntry, today: dt.date) -> list[Problem]:
    """An act that ends or pauses takes effect by today, or by a signed decision soon after."""
    earliest = day_bounds(entry.effective_on, entry.effective_on_precision).earliest
    if entry.act == ActKind.CORRECT and earliest is not None and earliest > today:
        return [
            Problem(
                "correction-to-come",
                "effective_on",
                _("A correction says what was always right; it cannot begin on a day to come."),
            )
        ]
    if entry.act not in _ENDING or earliest is None or earliest <= today:
        return []
    if entry.decision is not None and (earliest - today).days <= 366:
        return []
    return [
        Problem(
            "effect-to-come",
            "effective_on",
            _("This day is still to come. Name the signed decision that sets it."),
        )
    ]


def _statement_problems(
    certification: Certification, entry: ActEntry, regimes: Regimes
) -> list[Problem]:
    """What a correction or an extension states, judged as if it were entered now."""
    if entry.act == ActKind.EXTEND and entry.end.day is None:
        return [Problem("extend-without-end", "valid_until", _("Give the new end."))]
    if entry.act != ActKind.CORRECT:
        return []
    if entry.issued_on is None and entry.end == NO_STATEMENT:
        return [
            Problem(
                "correct-without-statement",
                "issued_on",
                _("Say what is right: the day of issue, or the printed end."),
            )
        ]
    return _unchanged_problems(certification, entry, regimes) or errors(
        entry_problems(_as_entered(certification, entry), regimes)
    )


def _unchanged_problems(
    certification: Certification, entry: ActEntry, regimes: Regimes
) -> list[Problem]:
    """A correction that leaves both dates as they stand."""
    said = _completed(certification, entry, regimes)
    now = (
        stored_day(said.issued_on, said.issued_on_precision),
        said.issued_on_precision,
        said.end.day,
        said.end.basis,
    )
    standing = (
        certification.issued_on,
        certification.issued_on_precision,
        certification.valid_until,
        certification.validity_basis,
    )
    return [Problem("nothing-changed", "issued_on", _("Nothing was changed."))] * (now == standing)


def _completed(certification: Certification, entry: ActEntry, regimes: Regimes) -> ActEntry:
    """A correction with both dates: those it gives, those that stand, those that follow."""
    if entry.act == ActKind.EXTEND:
        return replace(entry, end=End(ValidityBasis.PRINTED, entry.end.day))
    if entry.act != ActKind.CORRECT:
        return entry
    said = _as_entered(certification, entry)
    return replace(
        entry,
        issued_on=said.issued_on,
        issued_on_precision=said.issued_on_precision,
        end=end_of_validity(said, regimes),
    )


def _as_entered(certification: Certification, entry: ActEntry) -> CertificationEntry:
    """The certification as it would have been entered with the correction."""
    restates_issue = entry.issued_on_precision != DatePrecision.NONE
    printed = entry.end.day if entry.end.basis == ValidityBasis.PRINTED else None
    if printed is None and certification.validity_basis == ValidityBasis.PRINTED:
        printed = certification.valid_until if not restates_issue else None
    return CertificationEntry(
        scheme=certification.scheme,
        grade=certification.grade,
        product=certification.product,
        craft_village=certification.craft_village,
        level=certification.level,
        stars=certification.stars,
        title=certification.title,
        round=certification.round,
        decision=certification.decision,
        issuer=certification.issuer,
        issued_on=entry.issued_on if restates_issue else certification.issued_on,
        issued_on_precision=(
            entry.issued_on_precision if restates_issue else certification.issued_on_precision
        ),
        valid_until=printed,
        product_name_printed=certification.product_name_printed,
        replaces_draft=certification.pk,
    )
