"""Addresses for machines (`/robots.txt`, `/healthz`) and the sources of the data."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog import addresses, selection
from catalog.page_head import absolute
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.sources import source_rows
from search.service import freshness


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demo refuses all robots; a register keeps them out of the admin only."""
    if settings.IS_DEMO:
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute(addresses.SITEMAP)}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; the state of search is told and does not fail the check."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        search = freshness()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse(
        {
            "database": "up",
            "search": "up" if search.is_available else "down",
            "waiting": search.waiting,
            "failed": search.failed,
            "oldest_seconds": search.oldest_seconds,
        }
    )


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": _("Sources of the data"),
        "crumbs": section_crumbs(_("Sources of the data")),
        "rows": source_rows(selection.source_rows()),
        "canonical": absolute(addresses.SOURCES),
    }
    return render(request, "catalog/sources.html", context)
