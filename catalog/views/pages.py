"""Wagtail's pages under their addresses, in the language of the reader.

An address finds its page in the language that it names. Where the reader has chosen the other
language and a translation is live, that is what the same address shows.
"""

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_found

from catalog.language import addressed_language


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    with translation.override(addressed_language(request.path_info)):
        found = Page.route_for_request(request, path)
    if found is not None:
        page, args, kwargs = found
        is_asked_for = page.locale.language_code == translation.get_language()
        shown = page if is_asked_for else page.localized
        if shown.pk != page.pk:
            request._wagtail_route_for_request = RouteResult(  # type: ignore[attr-defined]
                shown.specific, args, kwargs
            )
    response: HttpResponseBase = serve_found(request, path)
    return response
