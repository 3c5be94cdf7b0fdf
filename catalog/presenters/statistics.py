"""The figures of a day as sentences, tables, a chart and lines of a file. Makes no query."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import addresses, reference
from catalog.days import day_text, moment_text, number_text
from catalog.figure_request import (
    GRADE,
    MAKERS,
    PRODUCTS,
    REST,
    SCHEME,
    THINGS,
    TITLES,
    VILLAGES,
    WAY,
    WAYS,
    moment_param,
    params_of,
)
from catalog.presenters.charts import BarChart, bar_chart
from catalog.presenters.grades import GRADES, grade_words, scheme_label
from catalog.presenters.places import full_words
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import Grading, RegionKind
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.figures import RULES, Counts, FigureLine, FigureQuery, Figures
from registry.selectors.regions import (
    RegionAsked,
    region_asked,
    region_note,
    regions_all,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as readers write it, and the list behind it; a zero has none."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class WayCounts:
    """One way of counting: every number leads to the list behind it."""

    words: str
    titles: Number
    products: Number
    villages: Number
    makers: Number


@dataclass(frozen=True, slots=True)
class GradeRows:
    words: str
    ways: tuple[WayCounts, ...]


@dataclass(frozen=True, slots=True)
class SchemeFigures:
    key: str
    heading: str
    finding: str
    has_products: bool
    has_villages: bool
    chart: BarChart | None
    grades: tuple[GradeRows, ...]
    total: GradeRows


@dataclass(frozen=True, slots=True)
class FigurePage:
    lead: str
    conditions: tuple[str, ...]
    total: GradeRows
    schemes: tuple[SchemeFigures, ...]
    rules: tuple[str | Promise, ...]
    permanent_url: str
    file_url: str
    provinces_url: str
    groups_url: str
    other_division: tuple[str, str] | None


def way_words(way: str) -> str:
    """The name of a way of counting, by its name in the selector."""
    return {
        "cumulative": _("Cumulative"),
        "in_force": _("Still in force"),
        "not_known": _("Not known"),
    }[way]


def figure_page(found: Figures, directory: PlaceDirectory, moment: dt.datetime) -> FigurePage:
    """The permanent address says that it is what is known at `moment`."""
    query = found.query
    total = found.line()
    fixed = permanent_params(query, moment)
    known = as_known(query, moment)
    region = region_asked(query.place, directory)
    schemes = [
        _scheme(scheme, found, known)
        for scheme in reference.schemes()
        if not query.scheme or query.scheme == scheme.code
    ]
    return FigurePage(
        lead=_lead(total.cumulative, query),
        conditions=conditions(query, directory),
        total=GradeRows(_("Total"), _ways(total, known)),
        schemes=tuple(schemes),
        rules=RULES,
        permanent_url=permanent_url(query, moment),
        # The moment goes along, so that a file or a breakdown agrees with the page it is of.
        file_url=addresses.with_params(addresses.STATISTICS_FILE, fixed),
        provinces_url=""
        if query.place and region is None
        else addresses.with_params(addresses.STATISTICS_PROVINCES, fixed),
        groups_url="" if query.group else addresses.with_params(addresses.STATISTICS_GROUPS, fixed),
        other_division=_other_division(query, region, directory),
    )


def permanent_params(query: FigureQuery, moment: dt.datetime) -> list[tuple[str, str]]:
    """The parameters that give the same figures for ever: what is known now is said in them."""
    return params_of(as_known(query, moment))


def as_known(query: FigureQuery, moment: dt.datetime) -> FigureQuery:
    """The same question, with the moment up to which the register is known."""
    return query if query.known_at else replace(query, known_at=moment)


def permanent_url(query: FigureQuery, moment: dt.datetime) -> str:
    return addresses.with_params(addresses.STATISTICS, permanent_params(query, moment))


def way_rule(way: str) -> str | Promise:
    """The counting rule of one way."""
    return dict(zip(WAYS.values(), RULES[2:5], strict=True))[way]


def region_words(asked: RegionAsked) -> str:
    """A region with the division whose provinces are counted, unverified ones marked."""
    name = asked.region.name_en if get_language() == "en" else asked.region.name_vi
    words = f"{name or asked.region.name_vi} ({RegionKind(asked.region.kind).label.lower()})"
    if asked.is_former:
        words = _("%(region)s, by the provinces before 1 July 2025") % {"region": words}
    return f"{words}: {note}" if (note := region_note(asked)) else words


def _other_division(
    query: FigureQuery, region: RegionAsked | None, directory: PlaceDirectory
) -> tuple[str, str] | None:
    """The same region by the provinces of the other division, where it had them."""
    if region is None:
        return None
    other = next(
        (
            found
            for found in regions_all(directory)
            if found.region.code == region.region.code and found.public_id != region.public_id
        ),
        None,
    )
    if other is None:
        return None
    url = addresses.with_params(
        addresses.STATISTICS, params_of(replace(query, place=other.public_id))
    )
    if other.is_former:
        return _("Count it by the provinces before 1 July 2025"), url
    return _("Count it by the provinces of today"), url


def conditions(query: FigureQuery, directory: PlaceDirectory) -> tuple[str, ...]:
    """What the figures are of, in words: place, group, and the moment of knowledge."""
    words = []
    region = region_asked(query.place, directory) if query.place else None
    if region is not None:
        words.append(_("Region: %(region)s") % {"region": region_words(region)})
        names = ", ".join(unit.short_name for unit in region.provinces)
        words.append(_("its provinces: %(names)s") % {"names": names})
    elif query.place and (place := directory.by_public_id(query.place)):
        words.append(_("Place: %(place)s") % {"place": place_words(place, directory)})
    else:
        words.append(_("The whole country"))
    if query.group:
        words.append(_("Group: %(group)s") % {"group": reference.groups()[query.group].label})
    if query.known_at:
        moment = query.known_at.astimezone(LEGAL_TIME_ZONE)
        words.append(_("As the register knew it at %(when)s") % {"when": moment_text(moment)})
    return tuple(words)


def place_words(place: PlaceInfo, directory: PlaceDirectory) -> str:
    """The unit in full; an old one says until when it was."""
    last = directory.eras[place.era_key].last_day
    words = full_words(directory, place.id)
    if last is None:
        return words
    return _("%(place)s (until %(day)s)") % {"place": words, "day": day_text(last)}


def list_url(
    query: FigureQuery,
    way: str,
    scheme: str = "",
    grade: str = "",
    things: str = TITLES,
    rest: str = "",
) -> str:
    """The list behind one figure: of its titles, or of the things of which it says the number."""
    name = next(key for key, value in WAYS.items() if value == way)
    pairs = [pair for pair in params_of(query) if pair[0] != SCHEME]
    chosen = scheme or query.scheme
    pairs += [(SCHEME, chosen)] if chosen else []
    pairs += [(WAY, name)]
    more = ((GRADE, grade), (THINGS, "" if things == TITLES else things), (REST, rest))
    pairs += [pair for pair in more if pair[1]]
    return addresses.with_params(addresses.STATISTICS_LIST, pairs)


def count_cells(counts: Counts) -> tuple[str, str, str, str]:
    """Titles, products, villages and establishments as readers write numbers."""
    return (
        number_text(counts.titles),
        number_text(counts.products),
        number_text(counts.craft_villages),
        number_text(counts.establishments),
    )


def number_cells(
    counts: Counts, query: FigureQuery, way: str, scheme: str = "", grade: str = "", rest: str = ""
) -> tuple[Number, Number, Number, Number]:
    """Titles, products, villages and establishments, each with its list as known now.

    `query` says the moment of its knowledge, so that each list has just so many lines.
    """
    titles, products, villages, makers = (
        Number(words, list_url(query, way, scheme, grade, things, rest) if words != "0" else "")
        for words, things in zip(
            count_cells(counts), (TITLES, PRODUCTS, VILLAGES, MAKERS), strict=True
        )
    )
    return titles, products, villages, makers


def file_rows(found: Figures, directory: PlaceDirectory, address: str) -> Iterable[list[str]]:
    """The lines of the file: every grade, then the totals, each in three ways.

    `found` is of a query that says its moment, as `address` does.
    """
    query = found.query
    place = directory.by_public_id(query.place) if query.place else None
    region = region_asked(query.place, directory) if query.place else None
    yield [
        _("As of the day"), _("Known at"), _("Place"), _("Group"), _("Programme"), _("Grade"),
        _("Way of counting"), _("Titles"), _("Products"), _("Craft villages"),
        _("Establishments"), _("Counting rule"), _("All rules"), _("Permanent address"),
    ]  # fmt: skip
    every_rule = " ".join(str(rule) for rule in RULES)
    start = [
        day_text(query.on),
        moment_param(query.known_at) if query.known_at else "",
        region_words(region)
        if region
        else place_words(place, directory)
        if place
        else _("The whole country"),
        reference.groups()[query.group].label if query.group else _("All"),
    ]
    rules = dict(zip(WAYS.values(), RULES[2:5], strict=True))
    schemes = {scheme.code: scheme for scheme in reference.schemes()}
    for line in sorted(
        found.lines, key=lambda line: (not line.scheme, line.scheme, not line.grade)
    ):
        scheme = schemes.get(line.scheme)
        names = [
            scheme_label(scheme) if scheme else _("All"),
            grade_words(scheme, line.grade) if scheme and line.grade else _("Total"),
        ]
        for way, counts in _by_way(line):
            numbers = (
                counts.titles, counts.products, counts.craft_villages, counts.establishments
            )  # fmt: skip
            yield [*start, *names, way_words(way), *map(str, numbers), str(rules[way]), every_rule,
                   address]  # fmt: skip


def _by_way(line: FigureLine) -> tuple[tuple[str, Counts], ...]:
    return (
        ("cumulative", line.cumulative),
        ("in_force", line.in_force),
        ("not_known", line.not_known),
    )


def _ways(line: FigureLine, query: FigureQuery) -> tuple[WayCounts, ...]:
    rows = []
    for way, counts in _by_way(line):
        cells = number_cells(counts, query, way, line.scheme, line.grade)
        rows.append(WayCounts(way_words(way), *cells))
    return tuple(rows)


def _scheme(scheme: reference.SchemeInfo, found: Figures, query: FigureQuery) -> SchemeFigures:
    total = found.line(scheme.code)
    keys = [
        *GRADES[Grading(scheme.grading)],
        *sorted(
            line.grade
            for line in found.lines
            if line.scheme == scheme.code
            and line.grade
            and line.grade not in GRADES[Grading(scheme.grading)]
        ),
    ]
    lines = [(key, found.line(scheme.code, key)) for key in keys]
    bars = [(grade_words(scheme, key), line) for key, line in lines] or [(_("Total"), total)]
    values = {
        "scheme": scheme_label(scheme),
        "titles": number_text(total.cumulative.titles),
        "in_force": number_text(total.in_force.titles),
    }
    return SchemeFigures(
        key=scheme.code,
        heading=scheme_label(scheme),
        finding=_("%(scheme)s: %(titles)s titles, %(in_force)s of them in force") % values
        if total.cumulative.titles
        else _("%(scheme)s: no title") % values,
        has_products=scheme.grading != Grading.TITLES,
        has_villages=scheme.grading == Grading.TITLES,
        chart=bar_chart(
            scheme.code,
            [(words, number_text(line.cumulative.titles), _parts(line)) for words, line in bars],
        ),
        grades=tuple(
            GradeRows(grade_words(scheme, key), _ways(line, query)) for key, line in lines
        ),
        total=GradeRows(_("Total"), _ways(total, query)),
    )


def _parts(line: FigureLine) -> list[tuple[str, int]]:
    rest = line.cumulative.titles - line.in_force.titles - line.not_known.titles
    return [
        ("in_force", line.in_force.titles),
        ("not_known", line.not_known.titles),
        ("rest", rest),
    ]


def _lead(counts: Counts, query: FigureQuery) -> str:
    titles, products, villages, makers = count_cells(counts)
    values = {
        "day": day_text(query.on),
        "titles": titles,
        "products": products,
        "villages": villages,
        "makers": makers,
    }
    if not counts.titles:
        return _("Up to the end of %(day)s the register holds no title.") % values
    if counts.craft_villages:
        return (
            _(
                "Up to the end of %(day)s the register holds %(titles)s titles: "
                "%(products)s products of %(makers)s establishments, and %(villages)s crafts and "
                "craft villages."
            )
            % values
        )
    return (
        _(
            "Up to the end of %(day)s the register holds %(titles)s titles: "
            "%(products)s products of %(makers)s establishments."
        )
        % values
    )
