"""The sitemap: an index (`/sitemap.xml`) of parts (`/sitemap/KIND-NUMBER.xml`)."""

from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog import sitemaps
from catalog.presenters.sitemap_xml import index_text, part_pieces

_TYPE = "application/xml; charset=utf-8"
_CACHE = "public, max-age=600"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(index_text(sitemaps.parts(request)), content_type=_TYPE)
    response["Cache-Control"] = _CACHE
    return response


@require_safe
def part(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """One part, sent while it is read; a part without addresses does not exist."""
    rows = sitemaps.part(kind, number)
    first = next(rows, None) if rows is not None else None
    if rows is None or first is None:
        raise Http404
    response = StreamingHttpResponse(part_pieces(chain([first], rows)), content_type=_TYPE)
    response["Cache-Control"] = _CACHE
    return response
