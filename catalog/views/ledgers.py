"""Pages of makers (`/co-so/CODE/`), decisions (`/quyet-dinh/KEY-NUMBER/`) and schemes
(`/chuong-trinh/CODE/`), and of the log (`/nhat-ky/`)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding, ledgers, parameters, reference
from catalog.days import number_text
from catalog.photos import photos_of
from catalog.presenters import decisions, makers, place_pages, schemes
from catalog.presenters.grades import GRADES
from catalog.presenters.pictures import Gallery, gallery
from registry import events
from registry.gazetteer.directory import get_directory
from registry.models.choices import Grading
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
    shown = gallery(photos_of(record.maker), None, is_product=False)
    return _render(request, "maker", page, page.name, page.lead, addresses.maker(code), shown)


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
    counts = _grade_counts(row.code)
    page = schemes.scheme_page(row, regimes, counts)
    return _render(
        request, "scheme", page, page.name, str(page.text.meaning), addresses.scheme(row.code)
    )


@require_safe
def grade(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One level, number of stars or title of a scheme."""
    found = ledgers.scheme_regimes(code.lower())
    if found is None or key.lower() not in GRADES[Grading(found[0].grading)]:
        raise Http404
    row, regimes = found
    url = addresses.grade(row.code, key.lower())
    if request.path != url:
        return HttpResponsePermanentRedirect(url)
    page = schemes.grade_page(row, key.lower(), regimes, _grade_counts(row.code))
    return _render(request, "grade", page, page.name, str(page.text.meaning), url)


def _grade_counts(code: str) -> dict[str, int] | None:
    """Items that have not ended by grade, "" for all; None while search is down."""
    counted = finding.results(Query(schemes=(code,), status=StatusFilter.OPEN))
    if counted is None:
        return None
    return {"": counted.total, **finding.counts(counted, "grades")}


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
    request: HttpRequest,
    template: str,
    page: object,
    title: str,
    description: str,
    url: str,
    shown: Gallery | None = None,
) -> HttpResponse:
    context = {
        "gallery": shown,
        "page": page,
        "page_title": title,
        "page_description": description,
        "canonical": request.build_absolute_uri(url),
    }
    return render(request, f"catalog/{template}.html", context)
