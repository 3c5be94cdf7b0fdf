"""Cursors: where a reader of a long result stands, sealed so that nobody can make one.

A cursor belongs to one query, one page size and one legal day. It holds the last result
given, so that a result that came or went before it neither repeats nor hides one.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core import signing

from catalog.api import errors
from catalog.api.schemas import Problem
from search.query import Query
from search.service import Results, search

# Without a moment in it: the same question has the same answer, and so the same ETag.
_SIGNER = signing.Signer(salt="catalog.api.cursor")


@dataclass(frozen=True, slots=True)
class Cursor:
    """`position` results have been given, the last of them `last`."""

    position: int
    last: str
    day: dt.date
    digest: str

    def sealed(self) -> str:
        told = [self.position, self.last, self.day.isoformat(), self.digest]
        return _SIGNER.sign_object(told)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the main result; `results` holds what is told once for all of it."""

    results: Results
    refs: tuple[str, ...]
    next: Cursor | None


def digest_of(query: Query, size: int) -> str:
    told = repr((query.replace(page=1).to_params(), size))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def unsealed(text: str, query: Query, size: int, today: dt.date) -> Cursor:
    """Raises Refused for a cursor that is not ours, of another query, or of another day."""
    try:
        position, last, day, digest = _SIGNER.unsign_object(text)
        cursor = Cursor(int(position), str(last), dt.date.fromisoformat(day), str(digest))
    except (signing.BadSignature, ValueError, TypeError):
        raise _wrong(text, "It is not a cursor of this interface.") from None
    if cursor.digest != digest_of(query, size):
        raise _wrong(text, "It belongs to other parameters.")
    if cursor.day != today:
        raise errors.stale_cursor("The day has changed since the first page, and states with it.")
    return cursor


def page(query: Query, size: int, text: str, today: dt.date) -> Page:
    """The page that a cursor leads to, or the first. Raises Refused, SearchUnavailable."""
    position, before = 0, ""
    if text:
        cursor = unsealed(text, query, size, today)
        position, before = cursor.position, cursor.last
    results, rows = _window(
        query, max(position - 1, 0), size + 1 if position else size, size, today
    )
    if position:
        if rows[:1] != (before,):
            position = _found_again(query, position, before, size, today)
            results, rows = _window(query, position - 1, size + 1, size, today)
        rows = rows[1:]
    after = position + len(rows)
    more = bool(rows) and after < results.total
    digest = digest_of(query, size)
    return Page(results, rows, Cursor(after, rows[-1], today, digest) if more else None)


def _found_again(query: Query, position: int, last: str, size: int, today: dt.date) -> int:
    """How many results stand up to and with the last one given, after the index has changed."""
    first = max(position - 1 - size, 0)
    _results, rows = _window(query, first, 2 * size + 1, size, today)
    if last not in rows:
        raise errors.stale_cursor("The result has changed, and the last one given is not in it.")
    return first + rows.index(last) + 1


def _window(
    query: Query, first: int, count: int, size: int, today: dt.date
) -> tuple[Results, tuple[str, ...]]:
    """Results from a position on, put together from the pages that hold them."""
    page_number = first // size + 1
    results = search(query.replace(page=page_number), on=today, size=size)
    skipped = first - (page_number - 1) * size
    if results.page != page_number:
        return results, ()
    rows = results.refs
    while len(rows) < skipped + count and page_number < results.page_count:
        page_number += 1
        rows += search(query.replace(page=page_number), on=today, size=size).refs
    return results, rows[skipped : skipped + count]


def _wrong(text: str, problem: str) -> errors.Refused:
    return errors.invalid(
        [
            Problem(
                parameter="cursor",
                value=text[:80],
                problem=problem,
                remedy="Give `next` of an answer to the same parameters, or leave it out.",
            )
        ]
    )
