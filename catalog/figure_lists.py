"""The certifications behind the figures, and their counts by province, in a few queries.

Which ones count is decided by `registry.selectors.figures` alone.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from catalog import reference
from catalog.figure_request import NO_GROUP, NO_PROVINCE, TITLES
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Certification, CertificationEvent
from registry.models.choices import CertificationLevel, CraftTitleKind
from registry.selectors.figures import (
    Counts,
    FigureQuery,
    certifications_counted,
    certifications_within,
)
from registry.selectors.items import CertificationRecord, certification_record
from registry.selectors.known_before import KnownBefore, known_before
from registry.selectors.regions import RegionAsked, region_asked

PAGE = 48
_NEWEST = F("issued_on").desc(nulls_last=True)
_PLACES = ("place_now", "place_at_issue")
_GROUPS = ("product__group__code", "craft_village__group__code")
# Key, product, craft village, maker, and the two columns that tell the part.
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ListAsked:
    """The question of a figure, and which of its numbers: way, grade, things counted, and
    whether only what belongs to no part of a breakdown (`rest`)."""

    query: FigureQuery
    way: str = "cumulative"
    grade: str = ""
    things: str = TITLES
    rest: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of certifications as they were known, and how many there are."""

    records: tuple[CertificationRecord, ...]
    total: int
    page: int
    pages: int


@dataclass(slots=True)
class _Distinct:
    titles: int = 0
    products: set[int] = field(default_factory=set)
    villages: set[int] = field(default_factory=set)
    makers: set[int] = field(default_factory=set)


def behind(asked: ListAsked, directory: PlaceDirectory, page: int) -> ListPage:
    """One page of the certifications that a figure counts, newest first; eleven queries at most."""
    query = asked.query
    keys = [row[0] for row in rows_behind(asked, directory)]
    pages = max(1, -(-len(keys) // PAGE))
    page = min(page, pages)
    events = CertificationEvent.objects.select_related("decision")
    if query.known_at:
        events = events.filter(recorded_at__lte=query.known_at)
    rows = (
        Certification.objects.filter(pk__in=keys[(page - 1) * PAGE : page * PAGE])
        .select_related("scheme", "product__group", "craft_village__group")
        .prefetch_related(Prefetch("events", queryset=events))
        .order_by(_NEWEST, "-pk")
    )
    return ListPage(tuple(certification_record(row) for row in rows), len(keys), page, pages)


def rows_behind(asked: ListAsked, directory: PlaceDirectory) -> list[Row]:
    """Key, product, village and maker (as known) of what a figure counts, newest first."""
    query, before = asked.query, known_before(asked.query.known_at)
    counted = set(certifications_counted(query, asked.way, before))
    part_of, columns = _rest_of(asked, directory)
    rows = _of_grade(certifications_within(query, before), asked.grade).order_by(_NEWEST, "-pk")
    wanted = rows.values_list("pk", "product", "craft_village", "product__maker", *columns)
    return [
        (row[0], row[1], row[2], before.maker(row[1], row[3]))
        for row in wanted.iterator(chunk_size=5000)
        if row[0] in counted and (part_of is None or not part_of(before, row))
    ]


def _rest_of(
    asked: ListAsked, directory: PlaceDirectory
) -> tuple[Callable[[KnownBefore, Row], str] | None, tuple[str, ...]]:
    """The part that a row belongs to, where only those of none are asked for."""
    if asked.rest == NO_PROVINCE:
        return _province_of(directory, region_asked(asked.query.place, directory)), _PLACES
    return (_group_of, _GROUPS) if asked.rest == NO_GROUP else (None, ())


def by_province(
    query: FigureQuery, way: str, directory: PlaceDirectory, region: RegionAsked | None = None
) -> dict[str, Counts]:
    """Counts by public id of the province; "" holds those that name none or several.

    Provinces of today; of a region of the division before, its provinces at issue. One pass
    over the certifications; ten queries at most.
    """
    return _by_part(query, way, _PLACES, _province_of(directory, region))


def by_group(query: FigureQuery, way: str) -> dict[str, Counts]:
    """Counts by code of the group that readers see; "" holds those without one of these."""
    return _by_part(query, way, _GROUPS, _group_of)


def _province_of(
    directory: PlaceDirectory, region: RegionAsked | None
) -> Callable[[KnownBefore, Row], str]:
    provinces: dict[tuple[int | None, int | None], str] = {}
    is_former = region is not None and region.is_former

    def province(before: KnownBefore, row: Row) -> str:
        places = before.places(row[0], *row[4:])
        if places not in provinces:
            now, then = places
            provinces[places] = _province(None if is_former else now, then, directory, is_former)
        return provinces[places]

    return province


def _group_of(before: KnownBefore, row: Row) -> str:
    _key, product, village, _maker, of_product, of_village = row
    found = before.group(product, village, of_product or of_village)
    return found if found in reference.groups() else ""


def _by_part(
    query: FigureQuery,
    way: str,
    columns: tuple[str, str],
    part_of: Callable[[KnownBefore, Row], str],
) -> dict[str, Counts]:
    """Counts of the parts that two columns tell, in one pass over the certifications."""
    before = known_before(query.known_at)
    counted = set(certifications_counted(query, way, before))
    tallies: dict[str, _Distinct] = defaultdict(_Distinct)
    rows = certifications_within(query, before).order_by()
    wanted = rows.values_list("pk", "product", "craft_village", "product__maker", *columns)
    for row in wanted.iterator(chunk_size=5000):
        key, product, village, maker, *_parts = row
        if key not in counted:
            continue
        maker = before.maker(product, maker)
        tally = tallies[part_of(before, row)]
        tally.titles += 1
        for things, thing in (
            (tally.products, product), (tally.villages, village), (tally.makers, maker)
        ):  # fmt: skip
            if thing is not None:
                things.add(thing)
    return {
        part: Counts(t.titles, len(t.products), len(t.villages), len(t.makers))
        for part, t in tallies.items()
    }


def _province(now: int | None, then: int | None, directory: PlaceDirectory, is_former: bool) -> str:
    if now is not None:
        return directory.province(now).public_id
    if then is None:
        return ""
    found = directory.province(then) if is_former else directory.province_now(then)
    return found.public_id if found else ""


def _of_grade(rows: QuerySet[Certification], grade: str) -> QuerySet[Certification]:
    """Those of a grade as it stands in addresses: stars, level or title; empty means all."""
    if not grade:
        return rows
    if grade in ("3", "4", "5"):
        return rows.filter(stars=int(grade))
    if grade in CertificationLevel.values or grade in CraftTitleKind.values:
        return rows.filter(Q(level=grade) | Q(title=grade))
    return rows.none()
