"""Atom feeds of the register and of each unit, and the page that says how to follow them."""

import hashlib
from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, structured_data
from catalog.editions import edition_of
from catalog.feeds import KINDS, feed_entries
from catalog.office import office
from catalog.page_head import absolute, page_head
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.feeds import atom_text, feed_links
from catalog.territory import territory
from catalog.views.taking import takes
from registry.gazetteer.directory import get_directory

_TYPE = "application/atom+xml; charset=utf-8"
_SECONDS = 300


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A feed of the whole register."""
    return _feed(request, kind)


@require_safe
def place_feed(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """A feed of what lies under one unit, the same items that its page lists."""
    directory = get_directory()
    unit = directory.by_public_id(public_id.lower())
    if unit is None:
        raise Http404
    if unit.public_id != public_id:
        return HttpResponsePermanentRedirect(addresses.feed(kind, unit.public_id))
    ids = territory(unit, directory).ids
    return _feed(request, kind, unit.public_id, directory.label(unit.id), ids)


def _feed(
    request: HttpRequest,
    kind: str,
    place_id: str = "",
    place_name: str = "",
    place_ids: Collection[int] | None = None,
) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    on = timezone.localdate()
    found = feed_entries(kind, on, place_ids)
    recorded_at = edition_of(request).recorded_at
    text = atom_text(kind, found, on, office(request), recorded_at, place_id, place_name)
    body = text.encode() if isinstance(text, str) else text
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=_TYPE)
    response["ETag"] = etag
    response["Cache-Control"] = f"max-age={_SECONDS}"
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@takes()
def follow(request: HttpRequest) -> HttpResponse:
    """How to follow the register, and all its feeds."""
    canonical = absolute(addresses.FOLLOW)
    crumbs = section_crumbs(_("Follow the register"))
    feeds = feed_links()
    context = {
        "page_title": _("Follow the register"),
        "page_description": _("Feeds of new, ended and changed certifications, also of one place."),
        "crumbs": crumbs,
        "feeds": feeds,
        "canonical": canonical,
        "head": page_head([structured_data.breadcrumbs(crumbs, canonical)], feeds=feeds),
    }
    return render(request, "catalog/follow.html", context)
