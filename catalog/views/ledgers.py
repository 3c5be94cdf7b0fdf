"""Pages of makers (`/co-so/CODE/`), decisions (`/quyet-dinh/KEY-NUMBER/`) and schemes
(`/chuong-trinh/CODE/`), and of the log (`/nhat-ky/`)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding, ledgers, parameters, reference
from catalog.days import number_text
from catalog.presenters import decisions, makers, place_pages, schemes
from registry import events
from registry.gazetteer.directory import get_directory
from registry.rules.identifiers import code_is_valid
from search.query import Query, StatusFilter


@require_safe
def maker(request: HttpRequest, typed: str) -> HttpResponse:
    code = parameters.code(typed)
    record = ledgers.maker_record(code) if code_is_valid(code) else None
    if record is None:
        raise Http404
    if typed != code:
        return HttpResponsePermanentRedirect(addresses.maker(code))
    page = makers.maker_page(record, get_directory(), timezone.localdate())
    return _render(request, "maker", page, page.name, page.lead, addresses.maker(code))


@require_safe
def decision(request: HttpRequest, key: int, slug: str = "") -> HttpResponse:
    record = ledgers.decision_record(
        key,
        parameters.page_number(request.GET),
        parameters.page_number(request.GET, decisions.ACTED_PAGE),
    )
    if record is None:
        raise Http404
    url = addresses.decision(record.decision.pk, record.decision.number)
    if request.path != url:
        asked = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{url}?{asked}" if asked else url)
    page = decisions.decision_page(record, get_directory(), timezone.localdate())
    return _render(request, "decision", page, page.title, page.coverage, url)


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": _("Programmes"),
        "page_description": _("What each mark means, who may give it and under which text."),
        "crumbs": place_pages.section_crumbs(_("Programmes")),
        "schemes": schemes.scheme_lines(),
    }
    return render(request, "catalog/schemes.html", context)


@require_safe
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    known = {scheme.code for scheme in reference.schemes()}
    found = ledgers.scheme_regimes(code.lower()) if code.lower() in known else None
    if found is None:
        raise Http404
    row, regimes = found
    if code != row.code:
        return HttpResponsePermanentRedirect(addresses.scheme(row.code))
    counted = finding.results(Query(schemes=(row.code,), status=StatusFilter.OPEN))
    counts = None
    if counted is not None:
        counts = {"": counted.total, **finding.counts(counted, "grades")}
    page = schemes.scheme_page(row, regimes, counts)
    return _render(
        request, "scheme", page, page.name, str(page.text.meaning), addresses.scheme(row.code)
    )


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The head of the log, so that anyone can keep it and hold the register to it later."""
    number, digest = events.head()
    context = {
        "page_title": _("The log of the register"),
        "crumbs": place_pages.section_crumbs(_("The log of the register")),
        "number": number_text(number),
        "digest": digest,
        "day_url": addresses.STATISTICS,
    }
    return render(request, "catalog/log.html", context)


def _render(
    request: HttpRequest, template: str, page: object, title: str, description: str, url: str
) -> HttpResponse:
    context = {
        "page": page,
        "page_title": title,
        "page_description": description,
        "canonical": request.build_absolute_uri(url),
    }
    return render(request, f"catalog/{template}.html", context)
