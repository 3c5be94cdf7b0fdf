"""Head phrases: what names of products begin with, and how often, for suggestions.

The worker counts them from public names and keeps the most frequent as rows; web processes
read those rows. Nothing here knows an index.
"""

import datetime as dt
import logging
import math
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from registry.selectors import public
from search.analysis import analyse
from search.models import HeadPhrase, ScheduleMark
from search.prefix_entries import Entries, Entry
from search.prefix_match import word_spans
from search.service import today

logger = logging.getLogger(__name__)

JOB = "search:head_phrases"
LONGEST = 3
# The rarest beyond these would not be chosen among eight suggestions.
KEPT = 20_000
_WEIGHT = 3.0
# Counting a million names must not fill the worker: phrases met once go when there are so many.
_MOST_COUNTED = 600_000
_CHECK_SECONDS = 5.0
# Between pieces, so that draining in the other thread keeps its turn.
_PIECE, _PAUSE = 500, 0.001


@dataclass
class _Counted:
    text: str
    count: int


def phrases_counted(names: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Text and count by exact keys, of phrases that begin at least two names.

    A phrase that always goes on in the same way is left out for the longer one.
    """
    counted: dict[str, _Counted] = {}
    for number, name in enumerate(names, start=1):
        for keys, text in _heads(name):
            found = counted.get(keys)
            if found is None:
                counted[keys] = _Counted(text, 1)
            else:
                found.count += 1
        if number % _PIECE == 0:
            time.sleep(_PAUSE)
        if len(counted) > _MOST_COUNTED:
            counted = {keys: one for keys, one in counted.items() if one.count > 1}
    often = {keys: one for keys, one in counted.items() if one.count > 1}
    longer: dict[str, int] = {}
    for keys, one in often.items():
        shorter = keys.rpartition(" ")[0]
        longer[shorter] = max(longer.get(shorter, 0), one.count)
    return {
        keys: (one.text, one.count)
        for keys, one in often.items()
        if longer.get(keys, 0) < one.count
    }


def _heads(name: str) -> Iterator[tuple[str, str]]:
    words = word_spans(name)[:LONGEST]
    keys = [key.exact for key in analyse(name)[: len(words)]]
    for length in range(1, len(words) + 1):
        text = name[words[0][0] : words[length - 1][1]]
        if len(text) <= 80:
            yield " ".join(keys[:length]), text.capitalize() if text.isupper() else text


def phrases_refresh() -> int:
    """Counts anew and writes what has changed; returns how many phrases are kept."""
    counted = phrases_counted(_names())
    kept = dict(sorted(counted.items(), key=lambda row: (-row[1][1], row[0]))[:KEPT])
    held = {row.keys: row for row in HeadPhrase.objects.all()}
    changed = [
        HeadPhrase(pk=held[keys].pk, keys=keys, text=text, count=count)
        for keys, (text, count) in kept.items()
        if keys in held and (held[keys].text, held[keys].count) != (text, count)
    ]
    new = [
        HeadPhrase(keys=keys, text=text, count=count)
        for keys, (text, count) in kept.items()
        if keys not in held
    ]
    gone = [row.pk for keys, row in held.items() if keys not in kept]
    with transaction.atomic():
        for start in range(0, len(gone), _PIECE):
            HeadPhrase.objects.filter(pk__in=gone[start : start + _PIECE]).delete()
        HeadPhrase.objects.bulk_update(changed, ["text", "count"], batch_size=_PIECE)
        HeadPhrase.objects.bulk_create(new, batch_size=_PIECE)
        ScheduleMark.objects.update_or_create(job=JOB, defaults={"done_for": today()})
    return len(kept)


def _names() -> Iterator[str]:
    yield from public.products().order_by().values_list("name", flat=True).iterator(5000)
    yield from public.craft_villages().order_by().values_list("name", flat=True).iterator(5000)


class Refresher:
    """Counts in a thread of the worker, so that nothing published waits for it."""

    def __init__(self, least_seconds: float = 30.0) -> None:
        self._least = least_seconds
        self._is_stale = True
        self._next_at = 0.0
        self._thread: threading.Thread | None = None

    def changed(self) -> None:
        """Told when documents were written."""
        self._is_stale = True

    def turn(self) -> None:
        """Starts counting if something has changed and the last count is long enough ago."""
        is_running = self._thread is not None and self._thread.is_alive()
        if not self._is_stale or is_running or time.monotonic() < self._next_at:
            return
        self._is_stale = False
        self._thread = threading.Thread(target=self._run, name="head phrases", daemon=True)
        self._thread.start()

    def join(self, timeout: float | None = None) -> None:
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        started = time.monotonic()
        try:
            phrases_refresh()
        except Exception:
            logger.exception("Phrases for suggestions could not be counted.")
            self._is_stale = True
        finally:
            connection.close()
        # At most one part in a hundred of the worker's time.
        seconds = time.monotonic() - started
        self._next_at = time.monotonic() + max(self._least, 100 * seconds)


@dataclass
class _Kept:
    entries: Entries
    mark: dt.datetime | None
    asked_at: float


_guard = threading.Lock()
_kept: _Kept | None = None


def entries() -> Entries:
    """The phrases in memory, read again when the worker has counted anew."""
    global _kept
    now = time.monotonic()
    kept = _kept
    if kept is not None and now - kept.asked_at < _CHECK_SECONDS:
        return kept.entries
    with _guard:
        mark = ScheduleMark.objects.filter(job=JOB).values_list("done_at", flat=True).first()
        if kept is None or kept.mark != mark:
            rows = HeadPhrase.objects.order_by("pk").values_list("text", "count")
            made = Entries(Entry(text, text, _WEIGHT + math.log(count)) for text, count in rows)
            _kept = _Kept(made, mark, now)
            return made
        _kept = _Kept(kept.entries, mark, now)
        return kept.entries


def forget() -> None:
    """Drops what is kept in memory, between tests."""
    global _kept
    _kept = None
