"""The catalogue: search, filters and paging over all public items (`/danh-muc/`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import finding, parameters
from catalog.presenters import catalogue as presenter
from catalog.presenters import place_pages
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.resolver import resolve
from registry.selectors.items import items_by_ref
from search.query import Query, parse

_MOST_CHOICES, _MOST_WAYS = 12, 4


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    directory = get_directory()
    query, ignored = parse(request.GET, finding.PageVocabulary(directory))
    is_list = request.GET.get(presenter.LIST_VIEW[0]) == presenter.LIST_VIEW[1]
    question = None
    if typed := parameters.text(request.GET, "ten-noi", 120):
        place_id, question = _asked_place(typed, query, directory, is_list)
        if place_id:
            return redirect(presenter.address_of(is_list)(query.replace(place=place_id)))
    page = presenter.frame(query, ignored, directory, question, is_list)
    context: dict[str, object] = {
        "page_title": _("Catalogue: “%(text)s”") % {"text": query.text}
        if query.text
        else _("Catalogue"),
        "page_description": _("Certified rural products of Vietnam, with the state of each today."),
        "crumbs": place_pages.section_crumbs(_("Catalogue")),
    }
    found = finding.results(query)
    if found is None:
        context |= {"page": page, "provinces": place_pages.provinces(directory, None)}
        return render(request, "catalog/catalogue_down.html", context, status=503)
    records = tuple(items_by_ref(found.refs).values())
    ways = () if found.total else _ways_on(query, directory, is_list)
    context |= {
        "page": presenter.with_results(page, found, records, directory, ways),
        "lateness": finding.lateness(),
    }
    return render(request, "catalog/catalogue.html", context)


def _asked_place(
    typed: str, query: Query, directory: PlaceDirectory, is_list: bool
) -> tuple[str, presenter.PlaceQuestion | None]:
    """The one unit that a typed name means, or the question which one is meant."""
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
    url_of = presenter.address_of(is_list)
    choices = tuple(
        place_pages.Choice(shown.words, url_of(query.replace(place=c.place.public_id)), shown.note)
        for c in found.candidates[:_MOST_CHOICES]
        for shown in (place_pages.choice(c.place, directory),)
    )
    return "", presenter.PlaceQuestion(typed, message, choices)


def _ways_on(query: Query, directory: PlaceDirectory, is_list: bool) -> tuple[presenter.Way, ...]:
    """What leaving off each one condition would give; asked only where nothing was found."""
    ways: list[tuple[int, presenter.Way]] = []
    for words, looser in presenter.looser(query, directory):
        found = finding.results(looser)
        if found is not None and found.total and looser != Query():
            ways.append((found.total, presenter.way(words, looser, found.total, is_list)))
    if not ways:
        for words, only in presenter.alone(query, directory):
            found = finding.results(only)
            if found is not None and found.total:
                way = presenter.way_alone(words, only, found.total, is_list)
                ways.append((found.total, way))
    return tuple(way for _total, way in sorted(ways, key=lambda row: row[0])[:_MOST_WAYS])
