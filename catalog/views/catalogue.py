"""The catalogue: search, filters and paging over all public items (`/danh-muc/`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, editors_choice, finding, parameters, photos
from catalog.language import PARAM as LANGUAGE
from catalog.page_head import absolute
from catalog.presenters import catalogue as presenter
from catalog.presenters import filters, place_lists, ways
from catalog.presenters.crumbs import section_crumbs
from catalog.whole_pages import make_each_time
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.resolver import resolve
from registry.selectors.items import listed_items
from search import misses
from search.nearby import RADII, point_of, position
from search.query import (
    LISTS,
    LITERAL,
    NEAR,
    PAGE,
    RADIUS,
    SORT,
    STATUS,
    Ignored,
    Q,
    Query,
    parse,
)
from search.service import Results, Understood

_MOST_CHOICES, _MOST_WAYS = 12, 4
_TYPED_PLACE = "ten-noi"
_KNOWN = frozenset(
    {
        Q, *LISTS, NEAR, RADIUS, STATUS, SORT, LITERAL, PAGE, ways.LIST_VIEW[0], _TYPED_PLACE,
        filters.OPENED, filters.NARROWED, filters.PART, LANGUAGE,
    }
)  # fmt: skip


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    directory = get_directory()
    query, ignored = parse(request.GET, finding.PageVocabulary(directory))
    is_list = request.GET.get(ways.LIST_VIEW[0]) == ways.LIST_VIEW[1]
    if query.near and position(request.GET.get(NEAR, "")) and request.GET[NEAR] != query.near:
        # No address goes on carrying a position that is finer than what is searched.
        return redirect(ways.address_of(is_list)(query))
    question = None
    if typed := parameters.text(request.GET, _TYPED_PLACE, 120):
        asked = _PlaceAsked(query, _radius(request.GET), directory)
        place_id, question = _asked_place(typed, asked, is_list)
        if place_id:
            return redirect(ways.address_of(is_list)(asked.with_place(place_id)))
        ignored = tuple(row for row in ignored if row.param != RADIUS)
    ignored = (*ignored, *_view_ignored(request.GET), *parameters.unknown(request.GET, _KNOWN))
    page = presenter.frame(query, ignored, directory, question, is_list)
    context: dict[str, object] = {
        "page_title": _("Catalogue: “%(text)s”") % {"text": query.text}
        if query.text
        else _("Catalogue"),
        "page_description": _("Certified rural products of Vietnam, with the state of each today."),
        "crumbs": section_crumbs(_("Catalogue")),
        # Neither the layout nor what was not understood makes another list of it.
        "canonical": absolute(addresses.catalogue(query.to_params())),
    }
    found = finding.results(query)
    if found is None:
        context |= {"page": page, "provinces": place_lists.provinces(directory, None)}
        return render(request, "catalog/catalogue_down.html", context, status=503)
    if _is_in_vain(query, found):
        # The next one who finds nothing counts too.
        make_each_time(request)
        if misses.is_by_a_person(request.headers):
            misses.record(query.text, found.as_of)
    picked = editors_choice.entries_for(request, query, found.as_of)
    first = [entry.ref for entry in picked if entry.ref]
    records = listed_items((*first, *found.refs, *found.elsewhere, *found.related))
    photos.load_first(records.values())
    offered = () if found.total else _ways_on(query, found.understood, directory, is_list)
    opened = filters.Opened(
        parameters.text(request.GET, filters.OPENED, 20),
        parameters.text(request.GET, filters.NARROWED, 60),
        parameters.page_number(request.GET, filters.PART),
    )
    context |= {
        "page": presenter.with_results(page, found, records, directory, offered, opened),
        "chosen": editors_choice.shown(picked, records, directory, found.as_of),
        "lateness": finding.lateness(),
    }
    return render(request, "catalog/catalogue.html", context)


def _view_ignored(params: QueryDict) -> list[Ignored]:
    """What was asked of the view itself, and is not there."""
    wrong = {
        ways.LIST_VIEW[0]: lambda value: value != ways.LIST_VIEW[1],
        filters.OPENED: lambda value: value not in LISTS,
        filters.PART: lambda value: not parameters.is_page_number(value),
    }
    return [
        Ignored(name, parameters.plain(value[:60]), _("There is no such choice."))
        for name, is_wrong in wrong.items()
        if (value := params.get(name)) and is_wrong(value)
    ]


def _is_in_vain(query: Query, found: Results) -> bool:
    """Whether the words themselves found nothing, here or elsewhere; filters are not to blame."""
    has_any = found.total or found.elsewhere
    return bool(query.text) and not has_any and query.page == 1 and not query.has_filters


@dataclass(frozen=True, slots=True)
class _PlaceAsked:
    """A search to which a typed place is added: the unit itself, or what lies around it."""

    query: Query
    km: int
    directory: PlaceDirectory

    def with_place(self, public_id: str) -> Query:
        if self.km and point_of(public_id, self.directory) is not None:
            return self.query.replace(near=public_id, km=self.km)
        places = (*self.query.places, public_id)
        return self.query.replace(places=tuple(dict.fromkeys(places)))


def _radius(params: QueryDict) -> int:
    """The distance chosen beside the typed place; 0 for none or one that is not offered."""
    typed = params.get(RADIUS) or ""
    return next((km for km in RADII if typed == str(km)), 0)


def _asked_place(
    typed: str, asked: _PlaceAsked, is_list: bool
) -> tuple[str, presenter.PlaceQuestion | None]:
    """The one unit that a typed name means, or the question which one is meant."""
    directory = asked.directory
    found = resolve(typed, directory=directory)
    if found.best is not None and not found.is_ambiguous:
        return found.best.place.public_id, None
    message = (
        _("“%(name)s” is the name of several units. Choose one.") % {"name": typed}
        if found.candidates
        else _(
            "No place is called “%(name)s”, now or before 01/07/2025. "
            "Write another spelling, or the name of the province."
        )
        % {"name": typed}
    )
    url_of = ways.address_of(is_list)
    choices = tuple(
        place_lists.Choice(shown.words, url_of(asked.with_place(c.place.public_id)), shown.note)
        for c in found.candidates[:_MOST_CHOICES]
        for shown in (place_lists.choice(c.place, directory),)
    )
    return "", presenter.PlaceQuestion(typed, message, choices)


def _ways_on(
    query: Query, understood: Sequence[Understood], directory: PlaceDirectory, is_list: bool
) -> tuple[ways.Way, ...]:
    """What leaving off each one condition would give; asked only where nothing was found."""
    found_ways: list[tuple[int, ways.Way]] = []
    for words, looser in ways.looser(query, directory, understood):
        found = finding.results(looser)
        if found is not None and found.total and looser != Query():
            found_ways.append((found.total, ways.way(words, looser, found.total, is_list)))
    if not found_ways:
        for words, only in ways.alone(query, directory):
            found = finding.results(only)
            if found is not None and found.total:
                way = ways.way_alone(words, only, found.total, is_list)
                found_ways.append((found.total, way))
    return tuple(way for _total, way in sorted(found_ways, key=lambda row: row[0])[:_MOST_WAYS])
