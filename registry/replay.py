"""What the log says that a record or a waiting approval holds: its entries replayed in order.

Reads only. A column of which the log says nothing must hold its default.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from registry.events import columns_of, plain_value
from registry.models import (
    CraftVillage,
    Decision,
    Delegation,
    Establishment,
    Event,
    PendingAct,
    PendingCorrection,
    PersonalIdentifier,
    Product,
)
from registry.models.pending import PendingState
from registry.services.correction_values import NUMBER_DIGEST
from registry.services.corrections import TAG_NOUNS
from registry.services.personal import personal_digest

_CHUNK = 2000
_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Replayed:
    """A kind of record, the tags that write it (the first enters it), and its columns now."""

    model: type[Model]
    tags: tuple[str, ...]
    columns: Callable[[Any], dict[str, Any]]
    rows: Callable[[], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A record and its log apart: `columns` differ; none where one of the two is missing."""

    row: Any
    entry: Event | None
    columns: tuple[str, ...]


def _delegation_columns(row: Delegation) -> dict[str, Any]:
    return columns_of(row) | {"schemes": sorted(scheme.pk for scheme in row.schemes.all())}


def _establishment_columns(row: Establishment) -> dict[str, Any]:
    """In the clear; where the log has digests they are compared as such."""
    kept = getattr(row, "personal_identifier", None)
    digest = kept.number_digest if isinstance(kept, PersonalIdentifier) else None
    return columns_of(row) | {NUMBER_DIGEST: digest}


def _decision_columns(row: Decision) -> dict[str, Any]:
    """Without the form of the number for comparing: it follows from the number by a rule."""
    return columns_of(row, leave_out=frozenset({"number_normalised"}))


def _tags(noun: str, *others: str) -> tuple[str, ...]:
    return (f"{noun}:record:enter", f"{noun}:record:edit", f"{noun}:record:correct", *others)


RECORDS = (
    Replayed(Product, _tags("product"), columns_of, Product.objects.all),
    Replayed(
        Establishment,
        _tags("establishment"),
        _establishment_columns,
        lambda: Establishment.objects.select_related("personal_identifier"),
    ),
    Replayed(
        CraftVillage,
        _tags("craft_village", "craft_village:figures:edit", "craft_village:figures:correct"),
        columns_of,
        CraftVillage.objects.all,
    ),
    Replayed(
        Decision,
        _tags("decision", "decision:file:attach"),
        _decision_columns,
        Decision.objects.all,
    ),
    Replayed(
        Delegation,
        ("delegation:record:grant", "delegation:record:end"),
        _delegation_columns,
        lambda: Delegation.objects.prefetch_related("schemes"),
    ),
)


def record_differences(kind: Replayed) -> Iterator[Difference]:
    """Records that are not as their entries leave them, in order of their keys."""
    entries: dict[int, Event] = {}
    said: dict[int, dict[str, Any]] = {}
    for event in Event.objects.filter(tag__in=kind.tags).order_by("sequence").iterator(_CHUNK):
        if event.tag == kind.tags[0]:
            entries[event.subject_id] = event
        said.setdefault(event.subject_id, {}).update(event.after)
    for row in kind.rows().order_by("pk").iterator(chunk_size=_CHUNK):
        entry = entries.pop(row.pk, None)
        if entry is None:
            yield Difference(row, None, ())
            continue
        changed = differing(row, kind.columns(row), said.pop(row.pk))
        if changed:
            yield Difference(row, entry, changed)
    for entry in entries.values():
        yield Difference(None, entry, ())


def differing(
    row: Model, found: Mapping[str, Any], said: Mapping[str, Any], passed: Iterable[str] = ()
) -> tuple[str, ...]:
    """Columns that hold something else than the log says."""
    return tuple(
        name
        for name in found
        if name not in passed and not agrees(found[name], _expected(row, name, said))
    )


def agrees(found: Any, expected: Any) -> bool:
    """Whether a value is what the log says, in the clear or by its digest."""
    if found == expected:
        return True
    return (
        isinstance(found, str)
        and isinstance(expected, str)
        and len(expected) == _DIGEST_LENGTH
        and personal_digest(found) == expected
    )


def pending_differences() -> Iterator[tuple[Any, Event | None]]:
    """Proposed acts and corrections that are not as they were proposed and settled."""
    proposals: dict[tuple[str, int], Event] = {}
    settled: dict[tuple[str, int], tuple[PendingState, Event]] = {}
    for event in _pending_events().iterator(_CHUNK):
        _noun, aspect, verb = event.tag.split(":")
        table = "act" if aspect == "pending" else "correction"
        is_act_proposal = table == "act" and verb == "propose"
        key = (table, event.after.get("id" if is_act_proposal else "pending_id"))
        if key[1] is None:
            continue
        if verb == "propose":
            proposals[key] = event
        else:
            is_return = verb in ("return", "returned")
            state = PendingState.RETURNED if is_return else PendingState.APPROVED
            settled[key] = (state, event)
    tables: tuple[tuple[str, QuerySet[Any], Callable[[Any], dict[str, Any]]], ...] = (
        ("act", PendingAct.objects.all(), columns_of),
        ("correction", PendingCorrection.objects.all(), _correction_said),
    )
    for table, rows, columns in tables:
        for row in rows.order_by("pk").iterator(chunk_size=_CHUNK):
            proposal = proposals.pop((table, row.pk), None)
            end = settled.pop((table, row.pk), None)
            if proposal is None or not _is_as_said(row, columns(row), proposal, end):
                yield row, proposal
    for (_table, _key), proposal in sorted(proposals.items(), key=lambda item: item[1].sequence):
        yield None, proposal


def _pending_events() -> QuerySet[Event]:
    nouns = TAG_NOUNS.values()
    tags = [
        "certification:pending:propose",
        *(f"certification:pending:{state}" for state in PendingState.values),
        *(f"{noun}:correction:{verb}" for noun in nouns for verb in ("propose", "return")),
        *(f"{noun}:record:correct" for noun in nouns),
        "craft_village:figures:correct",
    ]
    return Event.objects.filter(tag__in=tags).order_by("sequence")


def _correction_said(row: PendingCorrection) -> dict[str, Any]:
    """What a proposal's entry holds of its row, besides the changed columns themselves."""
    return {
        "kind": row.kind,
        "subject_id": row.subject_id,
        "before": row.before,
        "after": row.after,
        "ground": row.ground,
        "entered_by_id": row.entered_by_id,
    }


def _is_as_said(
    row: Any, found: Mapping[str, Any], proposal: Event, end: tuple[PendingState, Event] | None
) -> bool:
    state, event = end if end else (PendingState.WAITING, None)
    if row.state != state or row.decided_by_id != (event.actor_id if event else None):
        return False
    if state == PendingState.RETURNED and event and row.return_reason != event.reason:
        return False
    if isinstance(row, PendingCorrection):
        said: Mapping[str, Any] = {
            "kind": proposal.subject_type,
            "subject_id": proposal.subject_id,
            "before": proposal.before,
            "after": {k: v for k, v in proposal.after.items() if k != "pending_id"},
            "ground": proposal.reason,
            "entered_by_id": proposal.actor_id,
        }
    else:
        said = proposal.after
    passed = {"state", "decided_by_id", "decided_at", "return_reason", "created_at"}
    return not differing(row, found, said, passed)


def _expected(row: Model, name: str, said: Mapping[str, Any]) -> Any:
    if name in said:
        return said[name]
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return plain_value(fields[name].get_default()) if name in fields else None
