"""What the log says that certifications hold, with their acts, evidence and proposed acts.

Reads only. Every column of a certification is said by its entries: the entry and edits say
the columns, the desk's steps the state, the issue who published and when, corrections and
acts what they restate; the score by its digest, the version by the entries' own numbers.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from registry.events import RESTATED, act_columns, columns_of, plain_value
from registry.models import Certification, CertificationEvent, Event, Evidence, PendingAct
from registry.models.choices import ActKind, EntryState
from registry.models.corrections import CorrectedKind
from registry.models.pending import PendingState
from registry.reading import Unread, key_ranges, readable
from registry.replay import (
    Difference,
    Part,
    agrees,
    differing,
    entries_within,
    part_differences,
    said_by,
    within,
)
from registry.services.certifications import NOT_LOGGED, SCORE_DIGEST, score_digest
from registry.services.correction_values import COLUMNS

_ENTERED = "certification:entry:enter"
_ACT = "certification:status:"
_EVIDENCE = Part(Evidence, "certification_id", "certification:evidence:")
# Entries that number the certification anew.
_NUMBERING = ("certification:entry:", "certification:record:", _ACT)
# A row and its entry are written in one transaction, a moment apart.
_ONE_MOMENT = dt.timedelta(seconds=10)


def certification_differences() -> Iterator[Difference]:
    """Certifications, acts, evidence and proposed acts that are not as the log leaves them."""
    for row in readable(Evidence.objects.filter(certification=None).order_by("pk")):
        yield Difference(Evidence, row, None)
    elsewhere = cache(_is_correction)
    for low, high, rows in key_ranges(Certification.objects.all()):
        entries = entries_within("certification", low, high)
        keys = {row.key if isinstance(row, Unread) else row.pk for row in rows}
        yield from _act_differences(low, high, entries)
        for row in rows:
            key = row.key if isinstance(row, Unread) else row.pk
            written = entries.get(key, [])
            entered = next((event for event in written if event.tag == _ENTERED), None)
            if isinstance(row, Unread) or entered is None:
                yield Difference(Certification, row, entered)
                continue
            changed = _changed_columns(row, written, elsewhere)
            if changed:
                yield Difference(Certification, row, entered, changed)
        for key in sorted(set(entries) - keys):
            entered = next((e for e in entries[key] if e.tag == _ENTERED), None)
            yield Difference(Certification, None, entered or entries[key][0])
        yield from part_differences(_EVIDENCE, low, high, entries)
        yield from _proposed_differences(low, high, entries)


def _changed_columns(row: Certification, written: list[Event], elsewhere: Any) -> tuple[str, ...]:
    said: dict[str, Any] = {}
    version = 0
    for event in written:
        said |= _said(event)
        # A number that is none was named with the chain.
        if event.tag.startswith(_NUMBERING) and isinstance(event.sequence, int):
            version = event.sequence
    found = columns_of(row, leave_out=NOT_LOGGED)
    changed = differing(row, found, said)
    if said.get(SCORE_DIGEST) != score_digest(row):
        changed = (*changed, "score")
    # A correction of its product, maker, village or decision numbers it anew too.
    if row.version != version and not (row.version > version and elsewhere(row.version)):
        changed = (*changed, "version")
    return changed


def _said(event: Event) -> dict[str, Any]:
    """The columns of a certification that one of its entries says."""
    after = said_by(event)
    if event.tag in (_ENTERED, "certification:entry:edit"):
        return after
    if event.tag.startswith("certification:entry:"):
        return {"entry_state": after.get("entry_state")}
    if event.tag.startswith("certification:record:"):
        return {k: v for k, v in after.items() if k in COLUMNS[CorrectedKind.CERTIFICATION]}
    if not event.tag.startswith(_ACT):
        return {}
    restated = after.get(RESTATED)
    said = dict(restated) if isinstance(restated, dict) else {}
    if after.get("act") == ActKind.ISSUE:
        said |= {
            "entry_state": EntryState.PUBLISHED.value,
            "published_by_id": event.actor_id,
            "published_at": plain_value(event.recorded_at),
            "warnings_reason": event.reason,
        }
    return said


def _is_correction(sequence: int) -> bool:
    return (
        Event.objects.filter(sequence=sequence)
        .exclude(subject_type="certification")
        .filter(tag__regex=r":(edit|correct)$")
        .exists()
    )


def _act_differences(
    low: int, high: int | None, entries: dict[int, list[Event]]
) -> Iterator[Difference]:
    said = {
        event.pk: event
        for events in entries.values()
        for event in events
        if event.tag.startswith(_ACT)
    }
    acts = CertificationEvent.objects.filter(within("certification_id", low, high))
    for act in readable(acts.order_by("certification_id", "pk")):
        if isinstance(act, Unread):
            yield Difference(CertificationEvent, act, None)
            continue
        entry = said.pop(act.log_entry_id, None)
        if entry is None:
            yield Difference(CertificationEvent, act, None)
            continue
        after, found = said_by(entry), act_columns(act)
        changed = [name for name in found if not agrees(found[name], after.get(name))]
        if act.recorded_at != entry.recorded_at:
            changed.append("recorded_at")
        if entry.tag != f"{_ACT}{act.act}" or entry.subject_id != act.certification_id:
            changed.append("log_entry_id")
        if changed:
            yield Difference(CertificationEvent, act, entry, tuple(changed))
    for entry in said.values():
        yield Difference(CertificationEvent, None, entry)


def _proposed_differences(
    low: int, high: int | None, entries: dict[int, list[Event]]
) -> Iterator[Difference]:
    proposals: dict[int, Event] = {}
    settled: dict[int, tuple[str, Event]] = {}
    for event in (event for events in entries.values() for event in events):
        if not event.tag.startswith("certification:pending:"):
            continue
        verb, after = event.tag.rsplit(":", 1)[1], said_by(event)
        if verb == "propose":
            proposals[after.get("id", 0)] = event
        else:
            settled[after.get("pending_id", 0)] = (verb, event)
    rows = PendingAct.objects.filter(within("certification_id", low, high))
    for row in readable(rows.order_by("pk")):
        key = row.key if isinstance(row, Unread) else row.pk
        proposal = proposals.pop(key, None)
        if isinstance(row, Unread) or proposal is None:
            yield Difference(PendingAct, row, proposal)
            continue
        said = said_by(proposal) | settlement(settled.get(key), row)
        said["created_at"] = moment_of(proposal, row.created_at)
        changed = differing(row, columns_of(row), said)
        if changed:
            yield Difference(PendingAct, row, proposal, changed)
    for proposal in proposals.values():
        yield Difference(PendingAct, None, proposal)


def settlement(end: tuple[str, Event] | None, row: Any) -> dict[str, Any]:
    """The columns of a proposal that its approval or return says; waiting without one."""
    if end is None:
        return {"state": PendingState.WAITING.value, "decided_by_id": None,
                "decided_at": None, "return_reason": ""}  # fmt: skip
    state, event = end
    is_return = state == PendingState.RETURNED
    return {
        "state": state,
        "decided_by_id": event.actor_id,
        "decided_at": moment_of(event, row.decided_at),
        "return_reason": event.reason if is_return else "",
    }


def moment_of(event: Event, found: dt.datetime | None) -> str:
    """The moment found, if it is the entry's but for the pace of the clock; else the entry's."""
    recorded = event.recorded_at
    is_same = found is not None and abs(found - recorded) <= _ONE_MOMENT
    return str(plain_value(found if is_same else recorded))
