"""What callers of search use: `search` and `freshness`.

Hits are references; a caller reads the records, and with them the status, from the
database. It must not leak an engine's errors or query language.
"""

import datetime as dt
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from registry.rules.validity import legal_day
from search import correct
from search.engines.base import Answer, SearchEngine, SearchUnavailable
from search.engines.elastic_settings import ElasticSettings
from search.lexicon import lexicon_of
from search.models import IndexTask, TaskState
from search.query import PAGE_SIZE, Query, StatusFilter
from search.stages import Found, Stages
from search.synonym_rules import synonym_table
from search.synonyms import SynonymTable
from search.understand import Reading, understand

__all__ = [
    "Correction",
    "FacetValue",
    "Freshness",
    "Results",
    "SearchUnavailable",
    "Understood",
    "first_refs",
    "freshness",
    "get_engine",
    "search",
    "today",
    "warm",
]

_FRESHNESS_SECONDS = 3.0


@dataclass(frozen=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True)
class Understood:
    """What words of the text were read as; `value` is of a filter of the same kind.

    `kind` is "place", "scheme", "grade", "region", "maker_kind" or "status"; `without` is the query
    without these words, for the chip that takes the reading off. `values` are all that any of
    which holds.
    """

    kind: str
    text: str
    value: str
    without: Query
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correction:
    """The text that was searched instead, and the query that searches the words as typed."""

    text: str
    literal: Query


@dataclass(frozen=True)
class Results:
    """One page. `query.page` is as asked, `page` the one shown; page_count is at least 1.

    A facet holds every value that occurs under the other filters, most frequent first.
    `status_counts` are totals under all other filters. `as_of` is the day of the status.
    `elsewhere` fits the words but not the places or grades among them; `related` fits in
    part. Neither counts in `total`; `elsewhere_total` is how many there are elsewhere.
    """

    query: Query
    # The one in force: that of the query, or the one that its words ask for.
    status: StatusFilter
    total: int
    refs: tuple[str, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    page: int
    page_count: int
    status_counts: Mapping[StatusFilter, int]
    as_of: dt.date
    understood: tuple[Understood, ...] = ()
    elsewhere: tuple[str, ...] = ()
    elsewhere_total: int = 0
    related: tuple[str, ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True)
class Freshness:
    """How far the index is behind. `oldest_seconds` is the age of the oldest waiting task."""

    waiting: int
    failed: int
    oldest_seconds: float | None
    is_available: bool
    generation: str = ""
    built_at: dt.datetime | None = None


def today() -> dt.date:
    """The legal day now, in Vietnam."""
    return legal_day(timezone.now())


def get_engine() -> SearchEngine:
    """The engine of the settings; one in each process for each folder or cluster."""
    return _engine(settings.SEARCH_ENGINE, str(settings.SEARCH_INDEX_DIR), settings.ELASTICSEARCH)


@lru_cache(maxsize=8)
def _engine(name: str, folder: str, elastic: ElasticSettings | None) -> SearchEngine:
    from pathlib import Path

    if name == "elastic" and elastic is not None:
        from search.engines.elastic import ElasticEngine

        return ElasticEngine(elastic, Path(folder))
    if name != "embedded":
        raise ValueError(f"SEARCH_ENGINE is {name!r}; there are 'embedded' and 'elastic'.")
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(Path(folder))


def search(query: Query, *, on: dt.date | None = None, size: int = PAGE_SIZE) -> Results:
    """One page of `size` of what the query finds on a legal day, today by default.

    A page beyond the last shows the last. Days from that of the index on are answered; for
    an earlier one ask the register. Raises SearchUnavailable.
    """
    day = on or today()
    found = stages_of(query, day, size).run()
    answer = found.answer
    return Results(
        query=query,
        status=found.query.status,
        total=answer.total,
        refs=found.refs,
        facets={
            name: tuple(FacetValue(value, count) for value, count in values)
            for name, values in answer.facets.items()
        },
        page=found.page,
        page_count=max(1, -(-answer.total // size)),
        status_counts=_status_counts(found.query.status, answer),
        as_of=day,
        understood=_understood(query, found),
        elsewhere=found.elsewhere,
        elsewhere_total=found.elsewhere_total,
        related=found.related,
        correction=(
            Correction(found.corrected, query.replace(literal=True)) if found.corrected else None
        ),
    )


def first_refs(
    query: Query, size: int, *, preferring: Sequence[Query] = (), on: dt.date | None = None
) -> tuple[str, ...]:
    """Some results of filters alone: nothing is counted, corrected or found elsewhere.

    What also fits a preferred query comes first, an earlier one before all later ones. Raises
    SearchUnavailable.
    """
    return stages_of(query, on or today(), size).first_refs(preferring)


def stages_of(query: Query, day: dt.date, size: int = PAGE_SIZE) -> Stages:
    """The stages of a query with everything they read."""
    engine = get_engine()

    def corrections(reading: Reading) -> Iterable[str]:
        from registry.gazetteer.directory import get_directory

        lexicon = lexicon_of(engine, _synonyms(), get_directory())
        return correct.corrections(reading, lexicon) if lexicon is not None else ()

    return Stages(engine, query, day, _read, corrections, size, _read_to_place)


def warm(*, patience: float = 0.0) -> None:
    """Begins to make what corrections need, and waits so many seconds for it."""
    from registry.gazetteer.directory import get_directory

    lexicon_of(get_engine(), _synonyms(), get_directory(), patience=patience)


def _synonyms() -> SynonymTable:
    return synonym_table()[1]


def _read_to_place(text: str) -> Reading:
    from registry.gazetteer.directory import get_directory

    return understand(text, _synonyms(), get_directory(), takes_last=True)


_readings: dict[str, Reading] = {}
_read_with: tuple[object, object] | None = None
_KEPT_READINGS = 2000


def _read(text: str) -> Reading:
    """What a text says; texts come again with each page and facet."""
    global _read_with
    from registry.gazetteer.directory import get_directory

    directory, synonyms = get_directory(), _synonyms()
    if _read_with is None or _read_with[0] is not directory or _read_with[1] is not synonyms:
        _readings.clear()
        _read_with = directory, synonyms
    found = _readings.get(text)
    if found is None:
        if len(_readings) >= _KEPT_READINGS:
            _readings.clear()
        found = _readings[text] = understand(text, synonyms, directory)
    return found


def _understood(query: Query, found: Found) -> tuple[Understood, ...]:
    """The chips: what words were read as, in their order."""
    reading = found.reading
    chips = [
        (word.start, word.end, word.kind, word.values)
        for word in (*reading.facets, *reading.status)
        if word.values
    ]
    chips += [
        (place.start, place.end, "place", place.meant)
        for group in reading.places
        for place in group
    ]
    return tuple(
        Understood(
            kind,
            reading.text_of(start, end),
            values[0],
            query.replace(text=reading.text_without(start, end)),
            values,
        )
        for start, end, kind, values in sorted(chips)
    )


def _status_counts(asked: StatusFilter, answer: Answer) -> dict[StatusFilter, int]:
    counts = {status: answer.counts.get(status.value, 0) for status in StatusFilter}
    counts[asked] = answer.total
    if asked is not StatusFilter.ENDED and StatusFilter.ENDED.value not in answer.counts:
        counts[StatusFilter.ENDED] = counts[StatusFilter.ALL] - counts[StatusFilter.OPEN]
    return counts


_freshness_guard = threading.Lock()
_freshness: tuple[float, Freshness] | None = None


def freshness(*, max_age: float = _FRESHNESS_SECONDS) -> Freshness:
    """The state of the index, at most some seconds old; one query."""
    global _freshness
    with _freshness_guard:
        now = time.monotonic()
        if _freshness is None or now - _freshness[0] >= max_age:
            _freshness = now, _read_freshness()
        return _freshness[1]


def _read_freshness() -> Freshness:
    told = IndexTask.objects.aggregate(
        waiting=Count("pk"),
        failed=Count("pk", filter=Q(state=TaskState.FAILED)),
        oldest=Min("created_at"),
    )
    age = (timezone.now() - told["oldest"]).total_seconds() if told["oldest"] else None
    try:
        info = get_engine().info()
    except SearchUnavailable:
        return Freshness(told["waiting"], told["failed"], age, is_available=False)
    return Freshness(told["waiting"], told["failed"], age, True, info.generation, info.built_at)
