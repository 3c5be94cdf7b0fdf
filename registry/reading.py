"""Reading whole tables in order, in bounded memory, past rows that cannot be read.

A row changed by hand can hold what no field reads (a date that is none, a broken text). Such
a row is named and the rest read on. Reads only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.db.models import Model, QuerySet

CHUNK = 1000
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OperationalError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that holds what cannot be read, by its key."""

    model: type[Model]
    key: int


def readable(rows: QuerySet[Any]) -> list[Any]:
    """The rows of a query in its order; `Unread` in the place of one that cannot be read."""
    try:
        return list(rows)
    except _UNREADABLE as error:
        _raise_unless_a_row_is_to_blame(error)
    found: list[Any] = []
    for key in rows.values_list("pk", flat=True):
        try:
            found.append(rows.get(pk=key))
        except _UNREADABLE as error:
            _raise_unless_a_row_is_to_blame(error)
            found.append(Unread(rows.model, key))
    return found


def all_read(model: type[Model], order: str) -> Iterator[Any]:
    """All rows in the order of a unique column, a chunk in memory at a time."""
    rows = model._default_manager.order_by(order)
    last: Any = None
    while True:
        wanted = rows if last is None else rows.filter(**{f"{order}__gt": last})
        keys = list(wanted.values_list("pk", order)[:CHUNK])
        if not keys:
            return
        yield from readable(rows.filter(pk__in=[key for key, _value in keys]))
        last = keys[-1][1]
        if not isinstance(last, int):
            # A number that is none sorts after all numbers: nothing can follow it.
            return


def key_ranges(rows: QuerySet[Any]) -> Iterator[tuple[int, int | None, list[Any]]]:
    """Rows by key in chunks: each with the key before its first and its last key.

    The last chunk has no end, so that entries of rows beyond it are seen too; there is one
    even where the table is empty.
    """
    ordered = rows.order_by("pk")
    low = 0
    while True:
        keys = list(ordered.filter(pk__gt=low).values_list("pk", flat=True)[:CHUNK])
        high = keys[-1] if len(keys) == CHUNK else None
        within = ordered.filter(pk__gt=low)
        yield low, high, readable(within.filter(pk__lte=keys[-1])) if keys else []
        if high is None:
            return
        low = high


def _raise_unless_a_row_is_to_blame(error: Exception) -> None:
    """A database that fails is no change by hand; only a text that is not UTF-8 is."""
    if isinstance(error, OperationalError) and "UTF-8" not in str(error):
        raise error
