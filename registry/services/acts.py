"""Legal acts on published certifications: withdraw, suspend, correct, extend and the like."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.events import RESTATED, act_columns, event_record, plain_value
from registry.models import Certification, CertificationEvent, Decision, User
from registry.models.choices import ActKind, DatePrecision, ValidityBasis
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.status import End
from registry.rules.transitions import act_problems
from registry.rules.validity import day_bounds, legal_day
from registry.selectors.items import certification_record, subject_ref
from registry.selectors.regimes import act_is_possible, regimes_of
from registry.services.refusal import refuse_errors, text_problems
from registry.signals import items_changed
from registry.text import clean

_NO_STATEMENT = End(ValidityBasis.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """One act as entered. Issue, correct and extend state dates; a correction restates both."""

    act: ActKind
    effective_on: dt.date | None
    effective_on_precision: str = DatePrecision.DAY
    decision: Decision | None = None
    issued_on: dt.date | None = None
    issued_on_precision: str = DatePrecision.NONE
    end: End = _NO_STATEMENT
    replaced_by: Certification | None = None
    succession_reason: str = ""
    ground: str = ""


@transaction.atomic
def certification_act(
    *, entered_by: User, approved_by: User, certification_id: int, entry: ActEntry
) -> CertificationEvent:
    """Records a legal act on a published certification, entered and approved by two people.

    Issue and supersede are written by publication alone. Raises Refused where the regime
    has no legal text for the act, where the status of that day does not allow it, or where
    a ground is missing; NotAllowed where a role is missing.
    """
    certification = (
        Certification.objects.select_for_update(of=("self",))
        .select_related("scheme", "issuer", "product", "craft_village", "regime")
        .get(pk=certification_id)
    )
    require(entered_by, Action.ENTER, authority=certification.issuer, scheme=certification.scheme)
    require(
        approved_by, Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme
    )
    refuse_errors(_problems(certification, entry, entered_by, approved_by))
    event = act_write(
        certification=certification,
        entered_by=entered_by,
        approved_by=approved_by,
        entry=entry,
    )
    items_changed.send(sender=Certification, refs=[subject_ref(certification)])
    return event


def act_write(
    *,
    certification: Certification,
    entered_by: User,
    approved_by: User,
    entry: ActEntry,
    before: Mapping[str, Any] | None = None,
    reason: str = "",
) -> CertificationEvent:
    """Writes an act that is checked already, its log entry, and the columns it restates."""
    event = CertificationEvent(
        certification=certification,
        act=entry.act,
        effective_on=entry.effective_on,
        effective_on_precision=entry.effective_on_precision
        if entry.effective_on
        else DatePrecision.NONE,
        recorded_at=timezone.now(),
        decision=entry.decision,
        issued_on=entry.issued_on,
        issued_on_precision=entry.issued_on_precision,
        valid_until=entry.end.day,
        validity_basis=entry.end.basis,
        validity_months=entry.end.months,
        replaced_by=entry.replaced_by,
        succession_reason=entry.succession_reason,
        ground=clean(entry.ground),
        entered_by=entered_by,
        approved_by=approved_by,
    )
    restated = _restated(entry)
    event.log_entry = event_record(
        tag=f"certification:status:{entry.act}",
        subject=certification,
        actor=approved_by,
        before={
            **(before or {}),
            **{name: plain_value(getattr(certification, name)) for name in restated},
        },
        after={
            **act_columns(event),
            RESTATED: {name: plain_value(value) for name, value in restated.items()},
        },
        reason=reason or clean(entry.ground),
    )
    event.recorded_at = event.log_entry.recorded_at
    event.save(force_insert=True)
    for name, value in restated.items():
        setattr(certification, name, value)
    certification.version = event.log_entry.sequence
    certification.save(update_fields=[*restated, "version"])
    return event


def _restated(entry: ActEntry) -> dict[str, Any]:
    """The columns of a certification that a correction or extension says anew."""
    if entry.act == ActKind.EXTEND:
        return {"valid_until": entry.end.day, "validity_basis": ValidityBasis.PRINTED}
    if entry.act == ActKind.CORRECT:
        return {
            "issued_on": entry.issued_on,
            "issued_on_precision": entry.issued_on_precision,
            "valid_until": entry.end.day,
            "validity_basis": entry.end.basis,
        }
    return {}


def _problems(
    certification: Certification, entry: ActEntry, entered_by: User, approved_by: User
) -> list[Problem]:
    problems = act_entry_problems(certification, entry)
    if entered_by.pk == approved_by.pk:
        problems.append(
            Problem(
                "second-person",
                "approved_by",
                _("You entered this yourself. A second person must approve it."),
            )
        )
    return problems


def act_entry_problems(certification: Certification, entry: ActEntry) -> list[Problem]:
    """Why an act cannot be written, whoever approves it."""
    if entry.act in (ActKind.ISSUE, ActKind.SUPERSEDE):
        return [
            Problem("act-by-publication", "act", _("This act is written when one is published."))
        ]
    problems = text_problems({"ground": entry.ground}, {"ground": 300})
    if not clean(entry.ground) and entry.act != ActKind.REINSTATE:
        problems.append(Problem("ground", "ground", _("Say the ground of this act.")))
    bounds = day_bounds(entry.effective_on, entry.effective_on_precision)
    today = legal_day(timezone.now())
    day = bounds.latest or today
    regimes = regimes_of(certification.scheme)
    regime = regimes.on(day) or certification.regime
    if regime is None or not act_is_possible(regime, entry.act):
        problems.append(
            Problem(
                "act-without-legal-text",
                "act",
                _("The rules of the scheme on %(day)s have no such act.")
                % {"day": day.strftime("%d/%m/%Y")},
            )
        )
        return problems
    if entry.act == ActKind.EXTEND and entry.end.day is None:
        problems.append(Problem("extend-without-end", "valid_until", _("Give the new end.")))
    if certification.issued_on and bounds.latest and bounds.latest < certification.issued_on:
        problems.append(
            Problem(
                "act-before-issue",
                "effective_on",
                _("The act would take effect before the certification was issued."),
            )
        )
        return problems
    return [
        *problems,
        *act_problems(
            certification_record(certification).history,
            entry.act,
            day,
            extension_max_days=regime.extension_max_days,
        ),
    ]
