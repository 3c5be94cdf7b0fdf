"""The diagram of places (`/so-do/`), for the same conditions as the catalogue."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import finding, parameters
from catalog.diagram.tiles import tiles
from catalog.language import PARAM as LANGUAGE
from catalog.page_head import absolute
from catalog.presenters import diagrams
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.ignored import ignored_words
from registry.gazetteer.directory import get_directory
from search.query import LISTS, LITERAL, NEAR, PAGE, RADIUS, SORT, STATUS, Q, Query, parse

# The diagram takes what the catalogue asks of search, so that one leads to the other.
_KNOWN = frozenset({Q, *LISTS, NEAR, RADIUS, STATUS, SORT, LITERAL, PAGE, LANGUAGE})


@require_safe
def diagram(request: HttpRequest) -> HttpResponse:
    """The country, or with one province of today (`tinh`) its communes."""
    directory = get_directory()
    query, ignored = parse(request.GET, finding.PageVocabulary(directory))
    province = directory.by_public_id(query.provinces[0]) if len(query.provinces) == 1 else None
    query = query.replace(provinces=(province.public_id,) if province else (), communes=(), page=1)
    found = finding.results(query)
    counts = None
    if found is not None:
        counts = finding.counts(found, "communes" if province else "provinces")
    told = diagrams.Counted(query, found.total if found else None, counts, directory)
    lay_tiles = partial(tiles, settings.MAP_TILES_URL)
    page = (
        diagrams.province_diagram(told, province, lay_tiles)
        if province
        else diagrams.country_diagram(told, lay_tiles)
    )
    context = {
        "page": page,
        "page_title": _("Diagram: %(heading)s") % {"heading": page.heading},
        "page_description": _("Where the certified rural products of Vietnam are made."),
        "crumbs": section_crumbs(_("Diagram")),
        # One address for each drawing; conditions change its numbers, not what it is.
        "canonical": absolute(diagrams.url_of(Query(provinces=query.provinces))),
        "ignored": tuple(
            ignored_words(row) for row in (*ignored, *parameters.unknown(request.GET, _KNOWN))
        ),
        "credit": settings.MAP_TILES_CREDIT if page.tiles else "",
    }
    return render(request, "catalog/diagram.html", context)
