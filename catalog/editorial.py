"""What every editorial page tells its template: its way, its address, its languages, its dates.

Reads the tree of pages and their translations, in a fixed number of queries.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from catalog import addresses, structured_data
from catalog.chosen import codes_in, records_by_code
from catalog.days import day_text
from catalog.language import Alternate, offer
from catalog.localized import language_of_text
from catalog.page_head import Card as HeadCard
from catalog.page_head import absolute, page_head
from catalog.presenters.crumbs import Crumb
from catalog.presenters.pictures import Photo, photo_of_image


def page_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """For a page with lead, image and body."""
    photo = photo_of_image(page.image) if page.image else None
    crumbs = crumbs_of(page, request)
    shared = shared_context(page, request)
    nodes = [structured_data.breadcrumbs(crumbs, shared["canonical"])]
    return {
        **shared,
        "page_title": page.seo_title or page.title,
        "page_description": page.search_description or page.lead,
        "crumbs": crumbs,
        "photo": photo,
        "dates": dates_of(page),
        "head": page_head(nodes, kind="article", card=_head_card(photo)),
    }


def shared_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """For the first page too: addresses by language, and the entries that its body names."""
    url = page.get_url(request) or ""
    alternates = alternates_of(page, request)
    offer(request, alternates)
    return {
        "canonical": absolute(url) if url else "",
        "alternates": alternates,
        "text_lang": language_of_text(page),
        "records": records_by_code(codes_in(page.body)),
    }


def alternates_of(page: Page, request: HttpRequest) -> tuple[Alternate, ...]:
    """The page in each of its languages, itself among them; empty where it has only one."""
    if page.pk is None:
        return ()
    rows = page.get_translations().live().select_related("locale")
    others = [(row.locale.language_code, row.get_url(request)) for row in rows]
    if not others:
        return ()
    found = [(page.locale.language_code, page.get_url(request)), *others]
    return tuple(
        Alternate(code, absolute(url), url)
        for code, url in sorted(found, key=lambda pair: pair[0] != "vi")
        if url
    )


def crumbs_of(page: Page, request: HttpRequest) -> tuple[Crumb, ...]:
    """From the first page down; what is not live above a preview is left out."""
    above = page.get_ancestors().live().filter(depth__gt=2)
    between = tuple(Crumb(row.title, row.get_url(request) or "") for row in above)
    return (Crumb("Sổ Vàng", addresses.HOME), *between, Crumb(page.title))


def dates_of(page: Any) -> dict[str, str]:
    """When it was published, and when it was last changed if on another day."""
    first = getattr(page, "published_on", None)
    if first is None and page.first_published_at:
        first = timezone.localdate(page.first_published_at)
    if first is None:
        return {}
    dates = {"published": day_text(first), "published_machine": first.isoformat()}
    changed = page.last_published_at and timezone.localdate(page.last_published_at)
    if changed and changed > first:
        dates |= {"changed": day_text(changed), "changed_machine": changed.isoformat()}
    return dates


def _head_card(photo: Photo | None) -> HeadCard | None:
    if photo is None:
        return None
    return HeadCard(absolute(photo.url), photo.alt, photo.width, photo.height)
