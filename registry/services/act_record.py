"""Writing one legal act that is checked already: its row, its log entry, what it restates."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from registry.events import RESTATED, act_columns, event_record, plain_value
from registry.models import Certification, CertificationEvent, Decision, User
from registry.models.choices import ActKind, DatePrecision, ValidityBasis
from registry.rules.status import End
from registry.rules.validity import stored_day
from registry.text import clean

NO_STATEMENT = End(ValidityBasis.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """One act as entered.

    An extension states its new end. A correction restates the day of issue; a printed end
    it gives with the basis "printed", any other follows from the rules of that day.
    """

    act: ActKind
    effective_on: dt.date | None
    effective_on_precision: str = DatePrecision.DAY
    decision: Decision | None = None
    issued_on: dt.date | None = None
    issued_on_precision: str = DatePrecision.NONE
    end: End = NO_STATEMENT
    replaced_by: Certification | None = None
    succession_reason: str = ""
    ground: str = ""
    warnings_reason: str = ""


def act_write(
    *,
    certification: Certification,
    entered_by: User,
    approved_by: User,
    entry: ActEntry,
    before: Mapping[str, Any] | None = None,
    reason: str = "",
) -> CertificationEvent:
    """Writes the act in the caller's transaction and returns it."""
    event = _row(certification, entered_by, approved_by, entry)
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
            **({"warnings_reason": passed} if (passed := clean(entry.warnings_reason)) else {}),
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


def _row(
    certification: Certification, entered_by: User, approved_by: User, entry: ActEntry
) -> CertificationEvent:
    precision = entry.effective_on_precision if entry.effective_on else DatePrecision.NONE
    return CertificationEvent(
        certification=certification,
        act=entry.act,
        effective_on=stored_day(entry.effective_on, precision),
        effective_on_precision=precision,
        recorded_at=timezone.now(),
        decision=entry.decision,
        issued_on=stored_day(entry.issued_on, entry.issued_on_precision),
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


def _restated(entry: ActEntry) -> dict[str, Any]:
    """The columns of a certification that a correction or extension says anew."""
    if entry.act == ActKind.EXTEND:
        return {"valid_until": entry.end.day, "validity_basis": ValidityBasis.PRINTED}
    if entry.act == ActKind.CORRECT:
        return {
            "issued_on": stored_day(entry.issued_on, entry.issued_on_precision),
            "issued_on_precision": entry.issued_on_precision,
            "valid_until": entry.end.day,
            "validity_basis": entry.end.basis,
        }
    return {}
