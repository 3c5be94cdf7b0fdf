"""Proof that the register says what its log recorded: the chain, the acts, the records.

Reads only. A row changed, removed or added by hand, in the log or beside it, is named. A log
written anew as a whole proves itself; only a head noted elsewhere tells (`head_fault`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from registry.events import RESTATED, act_columns, columns_of, first_broken_entry
from registry.models import Certification, CertificationEvent, Event
from registry.models.choices import ActKind, EntryState
from registry.replay import RECORDS, Replayed, agrees, pending_differences, record_differences
from registry.services.certifications import NOT_LOGGED

# Columns that an entry's life at the desk sets after it was entered.
_SET_LATER = frozenset({"entry_state", "published_by_id", "published_at", "warnings_reason"})
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit; `sequence` is the log entry it was found at, if any."""

    sequence: int | None
    message: str


def faults() -> Iterator[Fault]:
    """All faults, the first broken entry of the chain first."""
    broken = first_broken_entry()
    if broken is not None:
        yield Fault(
            broken.sequence,
            _("The chain breaks at entry %(number)d (%(tag)s): it or one before was changed.")
            % {"number": broken.sequence, "tag": broken.tag},
        )
    yield from _act_faults()
    yield from _certification_faults()
    for kind in RECORDS:
        yield from _record_faults(kind)
    yield from _pending_faults()


def head_fault(sequence: int, digest: str) -> Fault | None:
    """Whether a head that somebody noted earlier still stands in the chain."""
    found = Event.objects.filter(sequence=sequence).values_list("hash", flat=True).first()
    if found == digest:
        return None
    if found is None:
        message = _("Entry %(number)d, noted as head earlier, is not in the log.")
    else:
        message = _("Entry %(number)d is another than the one noted as head earlier.")
    return Fault(sequence, message % {"number": sequence})


def _act_faults() -> Iterator[Fault]:
    acts = CertificationEvent.objects.select_related("log_entry").order_by("pk")
    for act in acts.iterator(chunk_size=_CHUNK):
        entry = act.log_entry
        recorded = {name: entry.after.get(name) for name in act_columns(act)}
        if recorded != act_columns(act) or act.recorded_at != entry.recorded_at:
            yield Fault(
                entry.sequence,
                _("The act “%(act)s” on certification %(key)d differs from entry %(number)d.")
                % {
                    "act": act.act,
                    "key": act.certification_id,
                    "number": entry.sequence,
                },
            )
    lost = Event.objects.filter(tag__startswith="certification:status:", legal_act=None)
    for entry in lost.order_by("sequence"):
        yield Fault(
            entry.sequence,
            _("The act of entry %(number)d is no longer in the register.")
            % {"number": entry.sequence},
        )


def _certification_faults() -> Iterator[Fault]:
    entries: dict[int, Event] = {}
    said: dict[int, dict[str, Any]] = {}
    written = Event.objects.filter(
        tag__in=[
            "certification:entry:enter",
            "certification:entry:edit",
            "certification:record:correct",
        ]
    ).order_by("sequence")
    for event in written.iterator(_CHUNK):
        entries.setdefault(event.subject_id, event)
        said.setdefault(event.subject_id, {}).update(event.after)
    rows = Certification.objects.prefetch_related("events__log_entry").order_by("pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        entry = entries.pop(row.pk, None)
        if entry is None:
            yield Fault(
                None,
                _("Certification %(code)s has no entry in the log.") % {"code": row.code},
            )
            continue
        changed = _changed_columns(row, said[row.pk])
        if changed:
            yield Fault(
                entry.sequence,
                _("Certification %(code)s differs from the log in: %(columns)s.")
                % {"code": row.code, "columns": ", ".join(changed)},
            )
    for entry in entries.values():
        yield Fault(
            entry.sequence,
            _("The certification of entry %(number)d is no longer in the register.")
            % {"number": entry.sequence},
        )


def _changed_columns(row: Certification, said: dict[str, Any]) -> list[str]:
    acts = sorted(row.events.all(), key=lambda act: act.log_entry.sequence)
    expected = dict(said)
    for act in acts:
        expected |= act.log_entry.after.get(RESTATED, {})
    found = columns_of(row, leave_out=NOT_LOGGED)
    changed = [
        name
        for name in found
        if name not in _SET_LATER and not agrees(found[name], expected.get(name))
    ]
    was_issued = any(act.act == ActKind.ISSUE for act in acts)
    if was_issued != (row.entry_state == EntryState.PUBLISHED):
        changed.append("entry_state")
    return changed


def _record_faults(kind: Replayed) -> Iterator[Fault]:
    name = str(kind.model._meta.verbose_name)
    for found in record_differences(kind):
        if found.entry is None:
            yield Fault(
                None,
                _("The row %(key)d of “%(record)s” has no entry in the log.")
                % {"key": found.row.pk, "record": name},
            )
        elif found.row is None:
            yield Fault(
                found.entry.sequence,
                _("The “%(record)s” of entry %(number)d is no longer in the register.")
                % {"record": name, "number": found.entry.sequence},
            )
        else:
            yield Fault(
                found.entry.sequence,
                _("The row %(key)d of “%(record)s” differs from the log in: %(columns)s.")
                % {"key": found.row.pk, "record": name, "columns": ", ".join(found.columns)},
            )


def _pending_faults() -> Iterator[Fault]:
    for row, proposal in pending_differences():
        if proposal is None:
            yield Fault(
                None,
                _("The proposal %(row)s has no entry in the log.") % {"row": row},
            )
        elif row is None:
            yield Fault(
                proposal.sequence,
                _("The proposal of entry %(number)d is no longer in the register.")
                % {"number": proposal.sequence},
            )
        else:
            yield Fault(
                proposal.sequence,
                _("The proposal %(row)s differs from entry %(number)d or its settlement.")
                % {"row": row, "number": proposal.sequence},
            )
