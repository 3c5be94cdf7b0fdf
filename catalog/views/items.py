"""Pages of products (`/i/CODE`) and craft villages (`/v/CODE`)."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import addresses, parameters, selection, structured_data
from catalog.corrected import Correction, corrections_of
from catalog.page_head import absolute, page_head
from catalog.photos import photos_of
from catalog.presenters.items import ItemPage, craft_village_page, product_page
from catalog.presenters.pictures import gallery
from catalog.related import related_nearby
from catalog.share import facts
from catalog.views.verification import answer
from registry.gazetteer.directory import get_directory
from registry.models import CraftVillage, Product
from registry.rules.identifiers import code_is_valid
from registry.selectors.items import ItemRecord, craft_village_ref, item, product_ref


@require_safe
def product(request: HttpRequest, typed: str = "") -> HttpResponse:
    code = parameters.code(typed)
    if code_is_valid(code) and (record := item(product_ref(code))) is not None:
        if typed != code:
            return HttpResponsePermanentRedirect(addresses.product(code))
        assert isinstance(record.subject, Product)
        selection.load_details(record)
        others, total = selection.maker_items(record.subject)
        directory, now = get_directory(), timezone.localtime()
        page = product_page(
            record, others, total, directory, now, _corrections(record),
            village=selection.product_village(record.subject),
            related=related_nearby(record, directory, now.date()),
        )  # fmt: skip
        node = structured_data.product(record, now.date(), directory)
        return _page(request, page, record, addresses.product(code), node)
    return _elsewhere(request, typed)


@require_safe
def craft_village(request: HttpRequest, typed: str = "") -> HttpResponse:
    code = parameters.code(typed)
    if code_is_valid(code) and (record := item(craft_village_ref(code))) is not None:
        if typed != code:
            return HttpResponsePermanentRedirect(addresses.craft_village(code))
        assert isinstance(record.subject, CraftVillage)
        selection.load_details(record)
        products = selection.village_items(record.subject)
        directory, now = get_directory(), timezone.localtime()
        page = craft_village_page(record, products, directory, now, _corrections(record))
        node = structured_data.craft_village(record, now.date(), directory)
        return _page(request, page, record, addresses.craft_village(code), node)
    return _elsewhere(request, typed)


def _corrections(record: ItemRecord) -> tuple[Correction, ...]:
    return corrections_of(record.subject, [row.certification for row in record.certifications])


def _page(
    request: HttpRequest, page: ItemPage, record: ItemRecord, url: str, node: structured_data.Node
) -> HttpResponse:
    canonical = absolute(url)
    way = structured_data.breadcrumbs(page.crumbs, canonical)
    photos = photos_of(record.subject)
    kind = "product" if record.is_product else "place"
    card = facts.of_item(record, timezone.localdate()).card
    return render(
        request,
        "catalog/item.html",
        {
            "page": page,
            "gallery": gallery(photos, page.picture, is_product=record.is_product),
            "page_title": page.name,
            "page_description": page.verdict.sentence,
            "canonical": canonical,
            "head": page_head([node, way], kind=kind, card=card),
        },
    )


def _elsewhere(request: HttpRequest, typed: str) -> HttpResponse:
    """A code of another kind leads to its own page; any other gets the answer of verification."""
    code = parameters.code(typed)
    if not code:
        return redirect(addresses.VERIFY)
    return answer(request, code, status_when_unknown=404)
