"""Pages of products (`/i/CODE`) and craft villages (`/v/CODE`)."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from catalog import addresses, parameters, related, selection, structured_data
from catalog.blocks import codes
from catalog.corrected import Correction, corrections_of
from catalog.models.stories import RecordStory
from catalog.page_head import absolute, page_head
from catalog.photos import photos_of
from catalog.presenters.items import ItemPage, craft_village_page, product_page
from catalog.presenters.pictures import gallery
from catalog.presenters.stories import story_part
from catalog.share import facts
from catalog.stories import story_of
from catalog.views.verification import answer
from registry.gazetteer.directory import get_directory
from registry.models import CraftVillage, Product
from registry.rules.identifiers import code_is_valid
from registry.selectors.items import (
    ItemRecord,
    craft_village_ref,
    item,
    listed_items,
    product_ref,
)

# So many other products of the maker stand on the page of one.
_MOST_OTHERS = 12


@require_safe
def product(request: HttpRequest, typed: str = "") -> HttpResponse:
    code = parameters.code(typed)
    if code_is_valid(code) and (record := item(product_ref(code))) is not None:
        if typed != code:
            return HttpResponsePermanentRedirect(addresses.product(code))
        return _product(request, record, story_of(record.subject))
    return _elsewhere(request, typed)


@require_safe
def craft_village(request: HttpRequest, typed: str = "") -> HttpResponse:
    code = parameters.code(typed)
    if code_is_valid(code) and (record := item(craft_village_ref(code))) is not None:
        if typed != code:
            return HttpResponsePermanentRedirect(addresses.craft_village(code))
        return _craft_village(request, record, story_of(record.subject))
    return _elsewhere(request, typed)


def story_preview(request: HttpRequest, story: RecordStory) -> HttpResponse:
    """The page of a story's record with the story as it stands in the editor's form."""
    is_product = story.KIND == codes.PRODUCT
    ref = product_ref(story.code) if is_product else craft_village_ref(story.code)
    record = item(ref) if code_is_valid(story.code) else None
    with translation.override(story.locale.language_code):
        if record is None:
            context = {"story": story_part(story), "page_title": story.title, "code": story.code}
            return render(request, "catalog/story_alone.html", context)
        return (_product if is_product else _craft_village)(request, record, story)


def _product(request: HttpRequest, record: ItemRecord, story: RecordStory | None) -> HttpResponse:
    assert isinstance(record.subject, Product)
    selection.load_details(record)
    directory, now = get_directory(), timezone.localtime()
    own = selection.maker_refs(record.subject)
    near = related.nearby(record, own, directory, now.date())
    shown = listed_items((*own[:_MOST_OTHERS], *(near.refs if near else ())))
    others = [shown[ref] for ref in own[:_MOST_OTHERS] if ref in shown]
    page = product_page(
        record, others, len(own), directory, now, _corrections(record),
        village=selection.product_village(record.subject),
        related=related.related(near, shown) if near else None,
    )  # fmt: skip
    node = structured_data.product(record, now.date(), directory)
    return _page(request, page, record, addresses.product(record.subject.code), node, story)


def _craft_village(
    request: HttpRequest, record: ItemRecord, story: RecordStory | None
) -> HttpResponse:
    assert isinstance(record.subject, CraftVillage)
    selection.load_details(record)
    products = selection.village_items(record.subject)
    directory, now = get_directory(), timezone.localtime()
    page = craft_village_page(record, products, directory, now, _corrections(record))
    node = structured_data.craft_village(record, now.date(), directory)
    return _page(request, page, record, addresses.craft_village(record.subject.code), node, story)


def _corrections(record: ItemRecord) -> tuple[Correction, ...]:
    return corrections_of(record.subject, [row.certification for row in record.certifications])


def _page(
    request: HttpRequest,
    page: ItemPage,
    record: ItemRecord,
    url: str,
    node: structured_data.Node,
    story: RecordStory | None,
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
            "story": story_part(story) if story else None,
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
