"""Places: the list with search by any name (`/dia-phuong/`), and the page of one unit."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding, parameters, selection
from catalog.presenters import place_pages
from catalog.territory import territory
from registry.gazetteer.directory import get_directory
from registry.gazetteer.resolver import resolve

_MOST_CHOICES = 20


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """All provinces of today; with `ten` every unit, old or new, that the name may mean."""
    return _places(request, parameters.text(request.GET, "ten", 120))


def _places(request: HttpRequest, typed: str, unknown_id: str = "") -> HttpResponse:
    directory = get_directory()
    overview = finding.overview()
    context: dict[str, object] = {
        "page_title": _("Places"),
        "page_description": _(
            "Provinces of today, and every old name with what it belongs to now."
        ),
        "crumbs": place_pages.section_crumbs(_("Places")),
        "provinces": place_pages.provinces(directory, overview.provinces if overview else None),
        "typed": typed,
        "unknown_id": unknown_id,
    }
    if typed:
        candidates = resolve(typed, directory=directory).candidates[:_MOST_CHOICES]
        context["choices"] = place_pages.choices(candidates, directory)
        context["page_title"] = _("Places called “%(name)s”") % {"name": typed}
    return render(request, "catalog/places.html", context, status=404 if unknown_id else 200)


@require_safe
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    directory = get_directory()
    typed = parameters.plain(public_id[:80])
    unit = directory.by_public_id(typed.lower())
    if unit is None:
        return _places(request, "", typed or "?")
    if unit.public_id != public_id:
        return HttpResponsePermanentRedirect(addresses.place(unit.public_id))
    now = timezone.localtime()
    items = selection.place_items(territory(unit, directory), parameters.page_number(request.GET))
    standing = finding.standing_in(unit.public_id)
    page = place_pages.place_page(unit, items, directory, now.date(), standing)
    context = {
        "page": page,
        "page_title": page.title,
        "page_description": page.lead or page.heading,
        "canonical": request.build_absolute_uri(addresses.place(unit.public_id)),
    }
    return render(request, "catalog/place.html", context)
