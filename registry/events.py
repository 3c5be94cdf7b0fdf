"""Recording of every change in the append-only, hash-chained log.

The hash of an entry is SHA-256 over the canonical JSON of all its columns and the hash
before (docs/log.md has the form and a test vector). Only services call `event_record`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from registry.models import CertificationEvent, Event, User
from registry.reading import Unread, all_read

GENESIS_HASH = "0" * 64
# Key in an act's entry under which stand the columns that it says anew of the certification.
RESTATED = "restated"
# Any constant will do; it names the one lock under which PostgreSQL extends the chain. A
# lock on the last row does not keep the chain whole: two writers can see the same last row.
_CHAIN_LOCK = 7201


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON after RFC 8785 for our value types: sorted keys, no spaces, UTF-8.

    Values are strings, whole numbers, booleans, null, lists and maps; dates, moments and
    decimals are strings already. A float is refused: its text would not be stable.
    """
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def event_digest(event: Event) -> str:
    """The hash that an entry must carry, in hexadecimal."""
    return hashlib.sha256(
        canonical_json(
            {
                "sequence": event.sequence,
                "tag": event.tag,
                "subject_type": event.subject_type,
                "subject_id": event.subject_id,
                "actor": event.actor_id,
                "recorded_at": _moment(event.recorded_at),
                "reason": event.reason,
                "before": event.before,
                "after": event.after,
                "previous_hash": event.previous_hash,
            }
        )
    ).hexdigest()


def chain_lock() -> None:
    """Waits until no other transaction extends the chain, and holds it till this one ends.

    SQLite has one writer at a time as it is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def event_record(
    *,
    tag: str,
    subject: models.Model,
    actor: User | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Appends one entry in the caller's transaction and returns it.

    `before` and `after` hold changed columns as plain values (see `columns_of`).
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is written with its change.")
    chain_lock()
    last = Event.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous_hash = last or (0, GENESIS_HASH)
    event = Event(
        sequence=sequence + 1,
        tag=tag,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        actor=actor,
        recorded_at=timezone.now(),
        reason=reason,
        before=dict(before or {}),
        after=dict(after or {}),
        previous_hash=previous_hash,
    )
    event.hash = event_digest(event)
    event.save()
    return event


def columns_of(
    instance: models.Model, *, leave_out: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Every column of a row as plain values for the log: keys, strings, numbers, null."""
    return {
        field.attname: plain_value(field.value_from_object(instance))
        for field in instance._meta.concrete_fields
        if field.attname not in leave_out and not isinstance(field, models.BinaryField)
    }


def act_columns(act: CertificationEvent) -> dict[str, Any]:
    """The columns of a legal act as its log entry holds them; the moment is the entry's own."""
    return columns_of(act, leave_out=frozenset({"id", "log_entry_id", "recorded_at"}))


def broken_entries() -> Iterator[Event]:
    """Entries whose hash, order or link is wrong, the first one first.

    After a broken entry the next is held to what that one says, so that each changed entry
    is named once. One that cannot be read at all comes with its number and tag only.
    """
    previous_hash, expected = GENESIS_HASH, 1
    for event in all_read(Event, "sequence"):
        is_read = not isinstance(event, Unread)
        row = Event.objects.only("sequence", "tag").get(pk=event.key) if not is_read else event
        if (
            not is_read
            or row.sequence != expected
            or row.previous_hash != previous_hash
            or row.hash != _digest_or_none(row)
        ):
            yield row
        previous_hash = row.hash if is_read else _hash_of(row.pk)
        expected = row.sequence + 1 if isinstance(row.sequence, int) else expected + 1


def first_broken_entry() -> Event | None:
    """The first entry whose hash, order or link is wrong; None while the chain is whole."""
    return next(broken_entries(), None)


def _digest_or_none(event: Event) -> str | None:
    """The hash an entry must carry; none where its values have no canonical form."""
    try:
        return event_digest(event)
    except (AttributeError, RecursionError, TypeError, ValueError):
        return None


def _hash_of(key: int) -> str:
    found = Event.objects.filter(pk=key).values_list("hash", flat=True).first()
    return str(found)


def head() -> tuple[int, str]:
    """Number and hash of the newest entry; (0, 64 zeros) for an empty log."""
    last = Event.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, GENESIS_HASH)


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def plain_value(value: Any) -> Any:
    """A column's value as it stands in the log."""
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date | Decimal):
        return str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return value.name or ""
    return value


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("Write a decimal as text: a float has no one canonical form.")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
