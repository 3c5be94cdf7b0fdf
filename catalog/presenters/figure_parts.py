"""The figures of a whole by its provinces or its groups: table, chart and file. Makes no query."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog import addresses, reference
from catalog.days import day_text, number_text
from catalog.figure_request import FORMAT, NO_GROUP, NO_PROVINCE, WAY, WAYS, moment_param, params_of
from catalog.presenters.charts import BarChart, bar_chart
from catalog.presenters.statistics import (
    Number,
    as_known,
    conditions,
    number_cells,
    permanent_params,
    way_rule,
    way_words,
)
from catalog.presenters.switch import Switch
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.figures import RULES, Counts, FigureQuery
from registry.selectors.regions import RegionAsked


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part: its own figures, and the lists behind its numbers."""

    words: str
    figures_url: str
    counts: Counts
    titles: Number
    products: Number
    villages: Number
    makers: Number


@dataclass(frozen=True, slots=True)
class PartsPage:
    """A breakdown in one way of counting. Only its titles add up."""

    title: str
    lead: str
    heading: str
    caption: str
    note: str
    query: FigureQuery
    way: str
    conditions: tuple[str, ...]
    ways: tuple[Switch, ...]
    rows: tuple[PartRow, ...]
    rest: PartRow | None
    total: str
    chart: BarChart | None
    rules: tuple[str | Promise, ...]
    back_url: str
    permanent_url: str
    file_url: str
    file_name: str


def provinces_page(
    query: FigureQuery,
    way: str,
    counts: Mapping[str, Counts],
    directory: PlaceDirectory,
    region: RegionAsked | None,
    moment: dt.datetime,
) -> PartsPage:
    """Every province of today or of a region, also those without a title, in order."""
    provinces = region.provinces if region else directory.current_provinces()
    rows = tuple(
        _row(
            place.short_name,
            replace(query, place=place.public_id),
            counts.get(place.public_id, Counts()),
            way,
            moment,
        )
        for place in provinces
    )
    rest = counts.get("")
    day = {"day": day_text(query.on)}
    return _page(
        query, way, rows, directory, moment,
        address=addresses.STATISTICS_PROVINCES,
        rest=_rest(
            _("Several provinces, or not known"), as_known(query, moment), rest, way, NO_PROVINCE
        ) if rest else None,
        title=_("Figures by province"),
        lead=_("Provinces before 1 July 2025, up to the end of %(day)s") % day
        if region and region.is_former
        else _("Provinces of today, up to the end of %(day)s") % day,
        heading=_("Province or city"),
        caption=_("Titles, products, establishments and craft villages by province"),
        note=_("Only titles add up: an establishment in two provinces counts once in each."),
        file_name=f"theo-tinh-{query.on.isoformat()}",
    )  # fmt: skip


def groups_page(
    query: FigureQuery,
    way: str,
    counts: Mapping[str, Counts],
    directory: PlaceDirectory,
    moment: dt.datetime,
) -> PartsPage:
    """Every group that readers see, also those without a title, in their order."""
    groups = reference.groups()
    rows = tuple(
        _row(group.label, replace(query, group=code), counts.get(code, Counts()), way, moment)
        for code, group in groups.items()
    )
    rest = counts.get("")
    return _page(
        query, way, rows, directory, moment,
        address=addresses.STATISTICS_GROUPS,
        rest=_rest(_("No group said"), as_known(query, moment), rest, way, NO_GROUP)
        if rest
        else None,
        title=_("Figures by group"),
        lead=_("Groups, up to the end of %(day)s") % {"day": day_text(query.on)},
        heading=_("Group"),
        caption=_("Titles, products, establishments and craft villages by group"),
        note=_("Only titles add up: an establishment with two groups counts once in each."),
        file_name=f"theo-nhom-{query.on.isoformat()}",
    )  # fmt: skip


def part_file_rows(page: PartsPage, address: str) -> Iterable[list[str]]:
    """The lines of the file; their titles add up to the line of the total."""
    yield [
        _("As of the day"), _("Known at"), _("Place"), page.heading, _("Way of counting"),
        _("Titles"), _("Products"), _("Craft villages"), _("Establishments"),
        _("Counting rule"), _("All rules"), _("Permanent address"),
    ]  # fmt: skip
    query = page.query
    start = [
        day_text(query.on),
        moment_param(query.known_at) if query.known_at else "",
        "; ".join(page.conditions),
    ]
    every_rule = " ".join(str(rule) for rule in page.rules)
    end = [str(way_rule(page.way)), every_rule, address]
    parts = [*page.rows, *([page.rest] if page.rest else [])]
    for row in parts:
        c = row.counts
        numbers = (c.titles, c.products, c.craft_villages, c.establishments)
        yield [*start, row.words, way_words(page.way), *map(str, numbers), *end]
    total = str(sum(row.counts.titles for row in parts))
    yield [*start, _("Total"), way_words(page.way), total, "", "", "", *end]


def _page(
    query: FigureQuery,
    way: str,
    rows: tuple[PartRow, ...],
    directory: PlaceDirectory,
    moment: dt.datetime,
    *,
    address: str,
    rest: PartRow | None,
    title: str,
    lead: str,
    heading: str,
    caption: str,
    note: str,
    file_name: str,
) -> PartsPage:
    pairs = params_of(query)
    names = {value: name for name, value in WAYS.items()}
    fixed = [*permanent_params(query, moment), (WAY, names[way])]
    shown = [row for row in rows if row.counts.titles]
    return PartsPage(
        title=title,
        lead=lead,
        heading=heading,
        caption=caption,
        note=note,
        query=query,
        way=way,
        conditions=conditions(query, directory),
        ways=tuple(
            Switch(
                way_words(value),
                addresses.with_params(address, [*pairs, (WAY, name)]),
                value == way,
            )
            for name, value in WAYS.items()
        ),
        rows=rows,
        rest=rest,
        total=number_text(sum(row.counts.titles for row in [*rows, *([rest] if rest else [])])),
        chart=bar_chart(
            "parts",
            [(row.words, row.titles.words, [("in_force", row.counts.titles)]) for row in shown],
        ),
        rules=(*RULES[:2], way_rule(way), *RULES[5:]),
        back_url=addresses.with_params(addresses.STATISTICS, pairs),
        permanent_url=addresses.with_params(address, fixed),
        file_url=addresses.with_params(address, [*fixed, (FORMAT, "csv")]),
        file_name=file_name,
    )


def _row(words: str, query: FigureQuery, counts: Counts, way: str, moment: dt.datetime) -> PartRow:
    return PartRow(
        words,
        addresses.with_params(addresses.STATISTICS, params_of(query)),
        counts,
        *number_cells(counts, as_known(query, moment), way),
    )


def _rest(words: str, query: FigureQuery, counts: Counts, way: str, rest: str) -> PartRow:
    """What belongs to no part alone: no figures of its own, but the lists behind them."""
    return PartRow(words, "", counts, *number_cells(counts, query, way, rest=rest))
