"""Figures of the register as of a day, as known at a moment: one selector for page, command
and download.

Counting rules (printed beside every figure, `RULES`): a title is one certification; products
and establishments are counted once each; cumulative counts all that had been issued by the
day, whatever became of them, annulled ones left out; in force counts those surely valid on
the day; those whose validity is not known for lack of a date are a number of their own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registry.gazetteer.directory import PlaceInfo, get_directory
from registry.models import Certification, CertificationEvent
from registry.models.choices import ActKind, CertificationStatus, DatePrecision, PlaceLevel
from registry.rules.status import History, issued_bounds, status
from registry.selectors import public
from registry.selectors.items import history_of
from registry.selectors.known_before import KnownBefore, known_before
from registry.selectors.regions import region_asked

RULES = (
    _("One title is one certification: a product with three titles counts three times."),
    _("Products and establishments are counted once each, however many titles they hold."),
    _("Cumulative: issued on or before the day, also if ended since; annulled ones left out."),
    _("In force: surely valid on the day. Suspended, ended and doubtful ones are left out."),
    _("Not known: issued, but the sources give no date to tell whether it was still valid."),
    _(
        "A title of which only the month or year of issue is known counts from the last day of "
        "that month or year; without any day of issue, from the day on which it was recorded."
    ),
    _(
        "A product can hold several titles, in several grades and programmes: only titles add "
        "up, products and establishments of the lines can be more than their total."
    ),
)
_COLUMNS = (
    "pk",
    "scheme__code",
    "level",
    "stars",
    "title",
    "product",
    "craft_village",
    "product__maker",
)
_DOUBTFUL = frozenset({CertificationStatus.VALIDITY_UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuery:
    """What is counted. `place` is a public id of a unit or region: an old one counts by the
    place at issue, one in force by the place now. Empty means all."""

    on: dt.date
    known_at: dt.datetime | None = None
    scheme: str = ""
    place: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    titles: int = 0
    products: int = 0
    craft_villages: int = 0
    establishments: int = 0


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One grade of one scheme, a whole scheme (grade empty), or all (scheme empty)."""

    scheme: str
    grade: str
    cumulative: Counts
    in_force: Counts
    not_known: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    query: FigureQuery
    lines: tuple[FigureLine, ...]

    def line(self, scheme: str = "", grade: str = "") -> FigureLine:
        """A line, all zeros where nothing was counted."""
        found = (line for line in self.lines if (line.scheme, line.grade) == (scheme, grade))
        return next(found, FigureLine(scheme, grade, Counts(), Counts(), Counts()))


@dataclass(slots=True)
class _Tally:
    """Distinct things of one line and one way of counting."""

    titles: int = 0
    products: set[int] = field(default_factory=set)
    villages: set[int] = field(default_factory=set)
    makers: set[int] = field(default_factory=set)

    def add(self, product: int | None, village: int | None, maker: int | None) -> None:
        self.titles += 1
        if product is not None:
            self.products.add(product)
        if village is not None:
            self.villages.add(village)
        if maker is not None:
            self.makers.add(maker)

    def counts(self) -> Counts:
        return Counts(self.titles, len(self.products), len(self.villages), len(self.makers))


def figures(query: FigureQuery) -> Figures:
    """All lines that anything was counted in, totals included, in ten queries at most.

    With `known_at`, corrections recorded since are undone: makers, groups and places are
    those known then. Raises KeyError for a place that does not exist.
    """
    tallies: dict[tuple[str, str], dict[str, _Tally]] = defaultdict(
        lambda: {"cumulative": _Tally(), "in_force": _Tally(), "not_known": _Tally()}
    )
    before = known_before(query.known_at)
    for row, ways in _counted(query, before):
        _pk, scheme, level, stars, title, product, village, maker = row
        maker = before.maker(product, maker)
        grade = str(stars or level or title or "")
        for key in {(scheme, grade), (scheme, ""), ("", "")}:
            for way in ways:
                tallies[key][way].add(product, village, maker)
    return Figures(
        query,
        tuple(
            FigureLine(
                scheme,
                grade,
                tally["cumulative"].counts(),
                tally["in_force"].counts(),
                tally["not_known"].counts(),
            )
            for (scheme, grade), tally in sorted(tallies.items())
        ),
    )


def certifications_within(
    query: FigureQuery, before: KnownBefore | None = None
) -> QuerySet[Certification]:
    """The public certifications that a query is about, whatever their dates.

    `before` is what is known of corrections since, where the caller has read it already.
    """
    before = known_before(query.known_at) if before is None else before
    found = public.certifications(query.known_at)
    if query.scheme:
        found = found.filter(scheme__code=query.scheme)
    if query.group:
        found = found.filter(before.of_group(query.group))
    if query.place:
        found = found.filter(before.in_places(_in_place(query.place, query.on)))
    return found


def certifications_counted(
    query: FigureQuery, way: str = "cumulative", before: KnownBefore | None = None
) -> list[int]:
    """Keys of the certifications behind a figure: "cumulative", "in_force" or "not_known"."""
    before = known_before(query.known_at) if before is None else before
    return [row[0] for row, ways in _counted(query, before) if way in ways]


def _counted(query: FigureQuery, before: KnownBefore) -> Iterator[tuple[tuple, list[str]]]:  # type: ignore[type-arg]
    """Rows of `_COLUMNS` with the ways in which each counts.

    A certification with nothing but its issue on a known day is decided by the database;
    the rest, a small part, by the rule of status itself.
    """
    base = certifications_within(query, before).order_by()
    later_acts = CertificationEvent.objects.filter(certification=OuterRef("pk")).exclude(
        act=ActKind.ISSUE
    )
    is_plain = Q(issued_on_precision=DatePrecision.DAY) & ~Exists(later_acts)
    plain = base.filter(is_plain, issued_on__lte=query.on)
    ended = Q(valid_until__lte=query.on)
    unknown = Q(validity_basis="unknown")
    for row in plain.filter(ended).values_list(*_COLUMNS):
        yield row, ["cumulative"]
    for row in plain.exclude(ended).filter(~unknown).values_list(*_COLUMNS):
        yield row, ["cumulative", "in_force"]
    for row in plain.filter(unknown).values_list(*_COLUMNS):
        yield row, ["cumulative", "not_known"]
    rest = base.exclude(is_plain)
    others = list(rest.values_list(*_COLUMNS))
    histories = _histories(rest, (row[0] for row in others))
    for row in others:
        ways = _ways(histories[row[0]], query)
        if ways:
            yield row, ways


def _ways(history: History, query: FigureQuery) -> list[str]:
    found = status(history, query.on, query.known_at)
    issued = issued_bounds(history, query.known_at)
    if found is None or found == CertificationStatus.ANNULLED:
        return []
    if issued.latest is None or issued.latest > query.on:
        return []
    ways = ["cumulative"]
    if found == CertificationStatus.VALID:
        ways.append("in_force")
    elif found in _DOUBTFUL:
        ways.append("not_known")
    return ways


def _histories(base: QuerySet[Certification], keys: Iterable[int]) -> dict[int, History]:
    """Histories of the certifications of a query; no list of keys is sent to the database."""
    events: dict[int, list[CertificationEvent]] = {key: [] for key in keys}
    wanted = CertificationEvent.objects.filter(certification__in=base.values("pk"))
    for event in wanted.order_by("recorded_at", "pk").iterator(5000):
        if event.certification_id in events:
            events[event.certification_id].append(event)
    return {key: history_of(rows) for key, rows in events.items()}


def _in_place(public_id: str, on: dt.date) -> Q:
    """Certifications of a unit: by the place at issue for an ended unit, else by today's.

    A region counts as its provinces together. A certificate whose commune was split counts
    in a unit that holds all its successors.
    """
    directory = get_directory()
    region = region_asked(public_id, directory)
    found = directory.by_public_id(public_id)
    units = region.provinces if region else (found,) if found else ()
    if not units:
        raise KeyError(public_id)
    unit = units[0]
    within = {part.id for part in units}
    wave: list[PlaceInfo] = list(units)
    while wave:
        wave = [child for above in wave for child in directory.children(above.id)]
        within |= {child.id for child in wave}
    era = directory.era_on()
    if era is None or unit.era_key != era.key:
        return Q(place_at_issue__in=within)
    before = {
        older.id
        for place_id in within
        for older in directory.predecessors(place_id)
        if {new.id for new in directory.successors_now(older.id)} <= within
    }
    if unit.level == PlaceLevel.PROVINCE:
        before |= _old_parents_inside(before, within)
    return Q(place_now__in=within) | Q(place_now__isnull=True, place_at_issue__in=before | within)


def _old_parents_inside(communes: set[int], within: set[int]) -> set[int]:
    """Old districts and provinces all of whose successors lie inside a current unit."""
    directory = get_directory()
    parents = {above.id for place_id in communes for above in directory.ancestors(place_id)}
    return {
        parent
        for parent in parents
        if {new.id for new in directory.successors_now(parent)} <= within
    }
