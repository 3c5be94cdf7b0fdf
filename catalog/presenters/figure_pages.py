"""The list behind a figure. Makes no query."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import day_text, fact_day, number_text
from catalog.figure_lists import PAGE, ListAsked, ListPage
from catalog.figure_request import (
    FORMAT,
    MAKERS,
    NO_GROUP,
    NO_PROVINCE,
    PRODUCTS,
    TITLES,
    VILLAGES,
    moment_param,
    params_of,
)
from catalog.figure_things import ThingsPage
from catalog.presenters.cards import Card
from catalog.presenters.certificates import certificate_cards
from catalog.presenters.crumbs import Crumb
from catalog.presenters.grades import full_words, grade_words, scheme_label
from catalog.presenters.paging import Paging, paging
from catalog.presenters.statistics import as_known, conditions, list_url, way_rule, way_words
from registry.gazetteer.directory import PlaceDirectory
from registry.rules.identifiers import code_grouped
from registry.selectors.figures import FigureQuery

_ADDRESSES: dict[str, Callable[[str], str]] = {
    PRODUCTS: addresses.product,
    VILLAGES: addresses.craft_village,
    MAKERS: addresses.maker,
}


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One product, establishment or craft village that a figure counts."""

    name: str
    code: str
    url: str
    titles: str


@dataclass(frozen=True, slots=True)
class FigureList:
    """The list behind a figure: certificates as cards, or things as rows of a table."""

    title: str
    conditions: tuple[str, ...]
    rule: str | Promise
    back_url: str
    file_url: str
    cards: tuple[Card, ...]
    things: tuple[ThingRow, ...]
    paging: Paging | None


def crumbs(words: str) -> tuple[Crumb, ...]:
    return (
        Crumb("Sổ Vàng", addresses.HOME),
        Crumb(_("Figures"), addresses.STATISTICS),
        Crumb(words),
    )


def list_page(
    asked: ListAsked, found: ListPage, directory: PlaceDirectory, moment: dt.datetime
) -> FigureList:
    page = _page(asked, found, directory, moment)
    return replace(page, cards=certificate_cards(found.records, directory, asked.query.on))


def things_page(
    asked: ListAsked, found: ThingsPage, directory: PlaceDirectory, moment: dt.datetime
) -> FigureList:
    rows = tuple(
        ThingRow(
            thing.name,
            code_grouped(thing.code),
            _ADDRESSES[asked.things](thing.code) if thing.has_page else "",
            number_text(thing.titles),
        )
        for thing in found.things
    )
    return replace(_page(asked, found, directory, moment), things=rows)


def list_file_rows(
    asked: ListAsked, rows: Iterable[tuple[Any, ...]], address: str
) -> Iterable[list[str]]:
    """The lines of the file of a list; `asked` says its moment, as `address` does."""
    query = asked.query
    is_titles = asked.things == TITLES
    yield [
        _("As of the day"), _("Known at"), _("Way of counting"), _("Code in the register"),
        _("Name"),
        *([_("Maker"), _("Programme"), _("Grade"), _("Issued on")] if is_titles else [_("Titles")]),
        _("Permanent address"),
    ]  # fmt: skip
    known = moment_param(query.known_at) if query.known_at else ""
    start = [day_text(query.on), known, way_words(asked.way)]
    schemes = {scheme.code: scheme for scheme in reference.schemes()}
    for code, name, *more in rows:
        cells = [str(cell) for cell in more]
        if is_titles:
            maker, scheme, grade, day, precision = more
            words = grade_words(schemes[scheme], grade) if grade else ""
            cells = [maker, scheme_label(schemes[scheme]), words, fact_day(day, precision)]
        yield [*start, code_grouped(code), name, *cells, address]


def list_address(asked: ListAsked, query: FigureQuery) -> str:
    """The address of the list, for the query with or without its moment."""
    return list_url(query, asked.way, query.scheme, asked.grade, asked.things, asked.rest)


def _page(
    asked: ListAsked, found: ListPage | ThingsPage, directory: PlaceDirectory, moment: dt.datetime
) -> FigureList:
    query, grade = asked.query, asked.grade
    base = list_address(asked, query)
    scheme = next((s for s in reference.schemes() if s.code == query.scheme), None)
    shown = [full_words(scheme, grade)] if scheme else []
    rest = {
        NO_PROVINCE: _("Several provinces, or not known"),
        NO_GROUP: _("No group said"),
    }
    return FigureList(
        title=_title(asked, found.total),
        conditions=(
            _("Up to the end of %(day)s") % {"day": day_text(query.on)},
            *shown,
            *conditions(query, directory),
            *([rest[asked.rest]] if asked.rest else []),
        ),
        rule=way_rule(asked.way),
        back_url=addresses.with_params(addresses.STATISTICS, params_of(query)),
        file_url=addresses.with_more(
            list_address(asked, as_known(query, moment)), [(FORMAT, "csv")]
        )
        if found.total
        else "",
        cards=(),
        things=(),
        paging=paging(
            found.page,
            found.pages,
            found.total,
            PAGE,
            lambda number: base if number == 1 else f"{base}&trang={number}",
        ),
    )


def _title(asked: ListAsked, total: int) -> str:
    values = {"count": number_text(total), "way": way_words(asked.way).lower()}
    if asked.things == PRODUCTS:
        words = ngettext("%(count)s product, %(way)s", "%(count)s products, %(way)s", total)
    elif asked.things == MAKERS:
        words = ngettext(
            "%(count)s establishment, %(way)s", "%(count)s establishments, %(way)s", total
        )
    elif asked.things == VILLAGES:
        words = ngettext(
            "%(count)s craft village, %(way)s", "%(count)s craft villages, %(way)s", total
        )
    else:
        words = ngettext("%(count)s title, %(way)s", "%(count)s titles, %(way)s", total)
    return words % values
