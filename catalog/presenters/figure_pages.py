"""The list behind a figure, and the figures of the provinces. Makes no query."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import day_text, number_text
from catalog.figure_lists import PAGE, ListPage
from catalog.figure_request import PLACE, WAY, WAYS, params_of
from catalog.presenters.cards import Card
from catalog.presenters.certificates import certificate_cards
from catalog.presenters.grades import full_words
from catalog.presenters.items import Crumb
from catalog.presenters.paging import Paging, paging
from catalog.presenters.statistics import conditions, count_cells, list_url, way_words
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.figures import RULES, Counts, FigureQuery


@dataclass(frozen=True, slots=True)
class Switch:
    words: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CertificateList:
    title: str
    conditions: tuple[str, ...]
    rule: str | Promise
    back_url: str
    cards: tuple[Card, ...]
    paging: Paging | None


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    words: str
    figures_url: str
    titles: str
    list_url: str
    products: str
    villages: str
    makers: str


@dataclass(frozen=True, slots=True)
class ProvincesPage:
    lead: str
    conditions: tuple[str, ...]
    ways: tuple[Switch, ...]
    rows: tuple[ProvinceRow, ...]
    unplaced: ProvinceRow | None
    total: str
    rules: tuple[str | Promise, ...]
    back_url: str


def crumbs(words: str) -> tuple[Crumb, ...]:
    return (
        Crumb("Sổ Vàng", addresses.HOME),
        Crumb(_("Figures"), addresses.STATISTICS),
        Crumb(words),
    )


def list_page(
    query: FigureQuery, way: str, grade: str, found: ListPage, directory: PlaceDirectory
) -> CertificateList:
    values = {"count": number_text(found.total), "way": way_words(way).lower()}
    title = ngettext("%(count)s title, %(way)s", "%(count)s titles, %(way)s", found.total) % values
    base = list_url(query, way, query.scheme, grade)
    scheme = next((s for s in reference.schemes() if s.code == query.scheme), None)
    shown = [full_words(scheme, grade)] if scheme else []
    return CertificateList(
        title=title,
        conditions=(
            _("Up to the end of %(day)s") % {"day": day_text(query.on)},
            *shown,
            *conditions(query, directory),
        ),
        rule=_rule(way),
        back_url=addresses.with_params(addresses.STATISTICS, params_of(query)),
        cards=certificate_cards(found.records, directory, query.on),
        paging=paging(
            found.page,
            found.pages,
            found.total,
            PAGE,
            lambda number: base if number == 1 else f"{base}&trang={number}",
        ),
    )


def provinces_page(
    query: FigureQuery, way: str, counts: Mapping[str, Counts], directory: PlaceDirectory
) -> ProvincesPage:
    """Every province of today, also those without a title, in dictionary order."""
    pairs = params_of(query)
    rows = tuple(
        _row(place.short_name, place.public_id, counts.get(place.public_id, Counts()), query, way)
        for place in directory.current_provinces()
    )
    unplaced = counts.get("")
    return ProvincesPage(
        lead=_("Provinces of today, up to the end of %(day)s") % {"day": day_text(query.on)},
        conditions=conditions(query, directory),
        ways=tuple(
            Switch(
                way_words(value),
                addresses.with_params(addresses.STATISTICS_PROVINCES, [*pairs, (WAY, name)]),
                value == way,
            )
            for name, value in WAYS.items()
        ),
        rows=rows,
        unplaced=_row(_("Several provinces, or not known"), "", unplaced, query, way)
        if unplaced
        else None,
        total=number_text(sum(row.titles for row in counts.values())),
        rules=(RULES[0], RULES[1], _rule(way), RULES[5]),
        back_url=addresses.with_params(addresses.STATISTICS, pairs),
    )


def _row(words: str, public_id: str, counts: Counts, query: FigureQuery, way: str) -> ProvinceRow:
    titles, products, villages, makers = count_cells(counts)
    figures_url = behind_url = ""
    if public_id:
        pairs = [*params_of(query), (PLACE, public_id)]
        figures_url = addresses.with_params(addresses.STATISTICS, pairs)
        if counts.titles:
            behind_url = f"{list_url(query, way)}&{PLACE}={public_id}"
    return ProvinceRow(words, figures_url, titles, behind_url, products, villages, makers)


def _rule(way: str) -> str | Promise:
    return dict(zip(WAYS.values(), RULES[2:5], strict=True))[way]
