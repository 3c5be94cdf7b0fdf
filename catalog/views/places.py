"""Places: the list with search by any name (`/dia-phuong/`), and the page of one unit."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding, parameters, selection, structured_data
from catalog.page_head import absolute, page_head
from catalog.place_facts import place_facts, place_law
from catalog.presenters import place_lists, place_pages
from catalog.presenters.crumbs import section_crumbs
from catalog.share import facts
from catalog.territory import territory
from catalog.views.taking import takes
from registry.gazetteer.directory import get_directory
from registry.gazetteer.resolver import resolve

_MOST_CHOICES = 20


@require_safe
@takes("ten")
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
        "crumbs": section_crumbs(_("Places")),
        "provinces": place_lists.provinces(directory, overview.provinces if overview else None),
        "typed": typed,
        "unknown_id": unknown_id,
        "diagram_url": addresses.DIAGRAM,
    }
    if not unknown_id:
        context["canonical"] = absolute(addresses.PLACES)
    if typed:
        candidates = resolve(typed, directory=directory).candidates[:_MOST_CHOICES]
        context["choices"] = place_lists.choices(candidates, directory)
    if typed and not unknown_id:
        context["page_title"] = _("Places called “%(name)s”") % {"name": typed}
    return render(request, "catalog/places.html", context, status=404 if unknown_id else 200)


def _description(page: place_pages.PlacePage) -> str:
    """The lead with the units that it leads to, which the page itself shows as links."""
    units = (page.successor,) if page.successor else page.successors
    named = f" {'; '.join(unit.words for unit in units)}." if units else ""
    return f"{page.lead}{named}" if page.lead else page.heading


@require_safe
@takes(checks={"trang": parameters.is_page_number})
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    directory = get_directory()
    typed = parameters.plain(public_id[:80])
    unit = directory.by_public_id(typed.lower())
    if unit is None:
        # An address may hold a name instead of a key: "lam-dong".
        return _places(request, typed.replace("-", " "), typed or "?")
    if unit.public_id != public_id:
        return HttpResponsePermanentRedirect(addresses.place(unit.public_id))
    now = timezone.localtime()
    where = territory(unit, directory)
    items = selection.place_items(where, parameters.page_number(request.GET))
    page = place_pages.place_page(
        unit, items, directory, now.date(), place_facts(where), place_law(unit),
        finding.standing_in(unit.public_id),
    )  # fmt: skip
    canonical = absolute(addresses.place(unit.public_id))
    nodes = [
        structured_data.place(unit, directory),
        structured_data.item_list(page.heading, [(card.name, card.url) for card in page.cards]),
        structured_data.breadcrumbs(page.crumbs, canonical),
    ]
    card = facts.of_place(unit, items.total, directory, now.date()).card
    context = {
        "page": page,
        "page_title": page.title,
        "page_description": _description(page),
        "canonical": canonical,
        "head": page_head(
            nodes if page.cards else [nodes[0], nodes[2]], feeds=page.feeds, card=card
        ),
    }
    return render(request, "catalog/place.html", context)
