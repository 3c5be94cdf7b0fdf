"""Asks search for what the pages need beside a list of results; says when it cannot answer."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import ngettext

from catalog import reference, regions, selection
from catalog.days import number_text
from catalog.presenters.grades import GRADES
from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import Grading, PlaceLevel
from search import nearby
from search.query import Query, StatusFilter
from search.service import Results, SearchUnavailable, freshness, search

_LATE_SECONDS = 120
# So many results are asked for at once; every engine gives as many in one page.
_PIECE = 1000


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of what has not ended, by group, province of today and scheme; `sure`: of them those
    that are surely in force, the others lack a date."""

    total: int
    sure: int
    schemes: dict[str, int]
    groups: dict[str, int]
    provinces: dict[str, int]


class PageVocabulary:
    """Which values of filters exist, from what the pages hold in memory."""

    def __init__(self, directory: PlaceDirectory) -> None:
        self._directory = directory

    def has_scheme(self, code: str) -> bool:
        return any(scheme.code == code for scheme in reference.schemes())

    def has_grade(self, key: str) -> bool:
        """A scheme without grades has the empty one, as its certificates are counted."""
        code, colon, grade = key.partition(":")
        return bool(colon) and any(
            scheme.code == code and grade in (GRADES[Grading(scheme.grading)] or ("",))
            for scheme in reference.schemes()
        )

    def has_group(self, code: str) -> bool:
        return code in reference.groups()

    def has_province(self, public_id: str) -> bool:
        return self._is_now(public_id, PlaceLevel.PROVINCE)

    def has_commune(self, public_id: str) -> bool:
        return self._is_now(public_id, PlaceLevel.COMMUNE)

    def has_place(self, public_id: str) -> bool:
        return self._directory.by_public_id(public_id) is not None

    def has_point(self, public_id: str) -> bool:
        return nearby.point_of(public_id, self._directory) is not None

    def has_region(self, code: str) -> bool:
        return code in regions.of_today(self._directory)

    def has_village(self, code: str) -> bool:
        """One query, and only where a village is asked for."""
        return bool(selection.village_names([code]))

    def _is_now(self, public_id: str, level: PlaceLevel) -> bool:
        place = self._directory.by_public_id(public_id)
        return (
            place is not None
            and place.level == level
            and self._directory.eras[place.era_key].last_day is None
        )


def results(query: Query) -> Results | None:
    """The results, or None while search cannot answer."""
    try:
        return search(query)
    except SearchUnavailable:
        return None


@dataclass(frozen=True, slots=True)
class WholeList:
    """Every reference of a result in the order of its pages, and the day of the states."""

    refs: tuple[str, ...]
    total: int
    as_of: dt.date


def every_ref(query: Query, most: int) -> WholeList:
    """The whole main result; of one longer than `most` only the total. Raises
    SearchUnavailable."""
    found = search(query.replace(page=1), size=_PIECE)
    refs = dict.fromkeys(found.refs)
    if found.total <= most:
        for number in range(2, found.page_count + 1):
            # An index that changes meanwhile may show a result twice; it is written once.
            more = search(query.replace(page=number), on=found.as_of, size=_PIECE)
            refs |= dict.fromkeys(more.refs)
    return WholeList(tuple(refs), found.total, found.as_of)


def overview() -> Overview | None:
    """Counts for the first page and the list of places; None while search cannot answer."""
    found = results(Query())
    if found is None:
        return None
    return Overview(
        found.total,
        found.status_counts.get(StatusFilter.VALID, 0),
        counts(found, "schemes"),
        counts(found, "groups"),
        counts(found, "provinces"),
    )


def standing_in(public_id: str) -> dict[str, int] | None:
    """How many items of a unit have not ended, by grade and "" for all; None while search
    cannot answer."""
    found = results(Query(places=(public_id,)))
    return None if found is None else {**counts(found, "grades"), "": found.total}


def counts(found: Results, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in found.facets.get(facet, ())}


def lateness() -> str:
    """How long search lags behind the register, in words; empty while it keeps up."""
    seconds = freshness().oldest_seconds
    if seconds is None or seconds <= _LATE_SECONDS:
        return ""
    minutes = int(seconds // 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {
        "count": number_text(minutes)
    }
