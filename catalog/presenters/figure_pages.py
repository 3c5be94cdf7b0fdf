"""The list behind a figure. Makes no query."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import day_text, number_text
from catalog.figure_lists import PAGE, ListPage
from catalog.figure_request import params_of
from catalog.presenters.cards import Card
from catalog.presenters.certificates import certificate_cards
from catalog.presenters.grades import full_words
from catalog.presenters.items import Crumb
from catalog.presenters.paging import Paging, paging
from catalog.presenters.statistics import conditions, list_url, way_rule, way_words
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.figures import FigureQuery


@dataclass(frozen=True, slots=True)
class CertificateList:
    title: str
    conditions: tuple[str, ...]
    rule: str | Promise
    back_url: str
    cards: tuple[Card, ...]
    paging: Paging | None


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
        rule=way_rule(way),
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
