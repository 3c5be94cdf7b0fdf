"""About the data (`/ve-du-lieu/`): what the register holds, how it counts, what it cannot say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding, reference, structured_data
from catalog.coverage import coverage
from catalog.office import office
from catalog.page_head import absolute, page_head
from catalog.presenters.about_data import about_page
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.feeds import feed_links
from registry.gazetteer.directory import get_directory
from registry.selectors.figures import RULES


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    directory = get_directory()
    canonical = absolute(addresses.ABOUT_DATA)
    crumbs = section_crumbs(_("About the data"))
    description = _("What the register holds and lacks, how it counts, and how to reuse it.")
    updated = reference.updated_at()
    runner = office(request)
    nodes = [
        structured_data.dataset(
            name=_("Sổ Vàng: certified rural products of Vietnam"),
            description=description,
            modified=updated,
            licence=canonical + "#licence",
            creator=structured_data.organization(runner),
        ),
        structured_data.breadcrumbs(crumbs, canonical),
    ]
    context = {
        "page": about_page(coverage(directory), directory, updated, finding.lateness()),
        "rules": RULES,
        "page_title": _("About the data"),
        "page_description": description,
        "crumbs": crumbs,
        "canonical": canonical,
        "head": page_head(nodes, feeds=feed_links()),
    }
    return render(request, "catalog/about_data.html", context)
