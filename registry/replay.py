"""What the log says that the records hold: their entries replayed in order.

Reads only, a range of keys at a time. A column of which the log says nothing must hold its
default. What has no entry and needs none is listed in `tests/registry/test_proof_columns.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from registry.events import columns_of, plain_value
from registry.models import (
    CraftVillage,
    Decision,
    Delegation,
    Establishment,
    Event,
    FakeNumber,
    ImportBatch,
    PersonalIdentifier,
    Proceeding,
    Product,
    ProductIdentifier,
    Round,
)
from registry.reading import Unread, key_ranges, readable
from registry.rules.identifiers import decision_number_normalise
from registry.services.correction_values import NUMBER_DIGEST
from registry.services.personal import number_agrees, personal_digest

_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that hang on a record and are logged under it: their key is the "id" of `after`.

    `prefix` begins the tags that write them.
    """

    model: type[Model]
    parent: str
    prefix: str
    columns: Callable[[Any], dict[str, Any]] = columns_of


@dataclass(frozen=True, slots=True)
class Replayed:
    """A kind of record, the tags that write it (the first enters it), and its columns now."""

    model: type[Model]
    tags: tuple[str, ...]
    columns: Callable[[Any], dict[str, Any]] = columns_of
    rows: Callable[[], QuerySet[Any]] | None = None
    parts: tuple[Part, ...] = ()

    @property
    def noun(self) -> str:
        return self.model._meta.model_name or ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row and its log apart: `columns` differ; none where one of the two is missing.

    `row` is `Unread` where it holds what cannot be read.
    """

    model: type[Model]
    row: Any
    entry: Event | None
    columns: tuple[str, ...] = ()


def _delegation_columns(row: Delegation) -> dict[str, Any]:
    return columns_of(row) | {"schemes": sorted(scheme.pk for scheme in row.schemes.all())}


def _establishment_columns(row: Establishment) -> dict[str, Any]:
    """In the clear; where the log has digests they are compared as such."""
    kept = getattr(row, "personal_identifier", None)
    if not isinstance(kept, PersonalIdentifier):
        return columns_of(row) | {NUMBER_DIGEST: None}
    is_whole = number_agrees(bytes(kept.number_encrypted), kept.number_digest)
    # A digest that the encrypted number does not give is none.
    return columns_of(row) | {
        NUMBER_DIGEST: kept.number_digest if is_whole else "?",
        # Told by its entry only where it is so.
        "is_repeated": kept.is_repeated or None,
    }


def _decision_columns(row: Decision) -> dict[str, Any]:
    """The form of the number for comparing follows from the number; if not, the log knows it."""
    follows = row.number_normalised == decision_number_normalise(row.number)
    return columns_of(row, leave_out=frozenset({"number_normalised"} if follows else ()))


def _tags(noun: str, *others: str) -> tuple[str, ...]:
    return (f"{noun}:record:enter", f"{noun}:record:edit", f"{noun}:record:correct", *others)


RECORDS = (
    Replayed(
        Product,
        _tags("product"),
        parts=(Part(ProductIdentifier, "product_id", "product:identifier:"),),
    ),
    Replayed(
        Establishment,
        _tags("establishment"),
        _establishment_columns,
        lambda: Establishment.objects.select_related("personal_identifier"),
    ),
    Replayed(
        CraftVillage,
        _tags("craft_village", "craft_village:figures:edit", "craft_village:figures:correct"),
    ),
    Replayed(
        Decision,
        _tags(
            "decision",
            "decision:file:attach",
            "decision:file:release",
            "decision:file:withhold",
            "decision:record:discard",
            "decision:record:restore",
        ),
        _decision_columns,
        Decision.objects.all,
    ),
    Replayed(Round, ("round:record:enter",)),
    Replayed(
        Delegation,
        ("delegation:record:grant", "delegation:record:end"),
        _delegation_columns,
        lambda: Delegation.objects.prefetch_related("schemes"),
    ),
    Replayed(ImportBatch, ("import:batch:record",)),
    Replayed(FakeNumber, ("fakenumber:record:announce", "fakenumber:record:lift")),
    Replayed(Proceeding, ("proceeding:record:begin", "proceeding:record:end")),
)


def record_differences(kind: Replayed) -> Iterator[Difference]:
    """Records and their parts that are not as their entries leave them, by key."""
    query = kind.rows() if kind.rows else kind.model._default_manager.all()
    for low, high, rows in key_ranges(query):
        entries = entries_within(kind.noun, low, high)
        yield from _differences(kind, rows, entries)
        for part in kind.parts:
            yield from part_differences(part, low, high, entries)


def entries_within(noun: str, low: int, high: int | None) -> dict[int, list[Event]]:
    """The entries of the records of a range of keys, in order, by record."""
    rows = Event.objects.filter(subject_type=noun).filter(within("subject_id", low, high))
    found: dict[int, list[Event]] = defaultdict(list)
    for event in readable(rows.order_by("subject_id", "sequence")):
        # The chain names an entry that cannot be read; here it says nothing.
        if not isinstance(event, Unread):
            found[event.subject_id].append(event)
    return found


def within(column: str, low: int, high: int | None) -> Q:
    """Keys after `low` up to `high`; without an end all after it."""
    above = Q(**{f"{column}__gt": low})
    return above if high is None else above & Q(**{f"{column}__lte": high})


def said_by(event: Event) -> dict[str, Any]:
    """The columns that an entry says; none where it was changed into something else."""
    return event.after if isinstance(event.after, dict) else {}


def _differences(
    kind: Replayed, rows: list[Any], entries: Mapping[int, list[Event]]
) -> Iterator[Difference]:
    seen = set()
    for row in rows:
        key = row.key if isinstance(row, Unread) else row.pk
        seen.add(key)
        written = [event for event in entries.get(key, ()) if event.tag in kind.tags]
        entered = next((event for event in written if event.tag == kind.tags[0]), None)
        if isinstance(row, Unread) or entered is None:
            yield Difference(kind.model, row, entered)
            continue
        said: dict[str, Any] = {}
        for event in written:
            said |= said_by(event)
        changed = differing(row, kind.columns(row), said)
        if changed:
            yield Difference(kind.model, row, entered, changed)
    for key in sorted(set(entries) - seen):
        entered = next((e for e in entries[key] if e.tag == kind.tags[0]), None)
        if entered is not None:
            yield Difference(kind.model, None, entered)


def part_differences(
    part: Part, low: int, high: int | None, entries: Mapping[int, list[Event]]
) -> Iterator[Difference]:
    """Rows hanging on the records of a range that are not as the log leaves them."""
    said: dict[int, dict[str, Any]] = {}
    first: dict[int, Event] = {}
    for event in (event for events in entries.values() for event in events):
        for gone in _removed(event, part):
            said.pop(gone, None)
        if not event.tag.startswith(part.prefix):
            continue
        key = said_by(event).get("id")
        if isinstance(key, int):
            said.setdefault(key, {}).update(said_by(event))
            first.setdefault(key, event)
    rows = part.model._default_manager.filter(within(part.parent, low, high))
    for row in readable(rows.order_by("pk")):
        key = row.key if isinstance(row, Unread) else row.pk
        columns = said.pop(key, None)
        if isinstance(row, Unread) or columns is None:
            yield Difference(part.model, row, first.get(key))
            continue
        changed = differing(row, part.columns(row), columns)
        if changed:
            yield Difference(part.model, row, first[key], changed)
    for key in sorted(said):
        yield Difference(part.model, None, first[key])


def _removed(event: Event, part: Part) -> Iterator[int]:
    """Keys of parts that an entry takes away: named as removed, or by a tag that removes."""
    before = event.before if isinstance(event.before, dict) else {}
    name = part.model._meta.model_name
    for row in before.get(f"removed_{name}", ()):
        yield row["id"]
    if event.tag.startswith(part.prefix) and "id" in before and "id" not in said_by(event):
        yield before["id"]


def differing(row: Model, found: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns that hold something else than the log says."""
    return tuple(name for name in found if not agrees(found[name], _expected(row, name, said)))


def agrees(found: Any, expected: Any) -> bool:
    """Whether a value is what the log says, in the clear or by its digest."""
    if found == expected and isinstance(found, bool) == isinstance(expected, bool):
        return True
    return (
        isinstance(found, str)
        and isinstance(expected, str)
        and len(expected) == _DIGEST_LENGTH
        and personal_digest(found) == expected
    )


def _expected(row: Model, name: str, said: Mapping[str, Any]) -> Any:
    if name in said:
        return said[name]
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return plain_value(fields[name].get_default()) if name in fields else None
