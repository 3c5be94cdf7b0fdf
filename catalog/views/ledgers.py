"""Pages of makers (`/co-so/CODE/`), decisions (`/quyet-dinh/ISSUER/DAY/NUMBER/`) and schemes
(`/chuong-trinh/CODE/`), and of the log (`/nhat-ky/`)."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding, ledgers, parameters, reference, structured_data
from catalog.days import number_text
from catalog.decision_addresses import decision_key, own_address
from catalog.page_head import Card, absolute, page_head
from catalog.photos import photos_of
from catalog.presenters import decisions, makers, schemes
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.grades import GRADES
from catalog.presenters.pictures import Gallery, gallery
from catalog.share import facts
from catalog.views.taking import takes
from registry import events
from registry.gazetteer.directory import get_directory
from registry.models.choices import Grading
from registry.rules.identifiers import code_is_valid
from search.query import Query, StatusFilter

_PAGES = {
    "trang": parameters.is_page_number,
    decisions.ACTED_PAGE: parameters.is_page_number,
}


@require_safe
@takes()
def maker(request: HttpRequest, typed: str) -> HttpResponse:
    code = parameters.code(typed)
    record = ledgers.maker_record(code) if code_is_valid(code) else None
    if record is None:
        raise Http404
    if typed != code:
        return HttpResponsePermanentRedirect(addresses.maker(code))
    page = makers.maker_page(record, get_directory(), timezone.localdate())
    nodes = [makers.maker_node(record, get_directory())]
    shown = gallery(photos_of(record.maker), None, is_product=False)
    url = addresses.maker(code)
    card = facts.of_maker(record.maker, record.total, timezone.localdate()).card
    return _render(request, "maker", page, page.name, page.lead, url, nodes, shown, card)


@require_safe
@takes(checks=_PAGES)
def decision(request: HttpRequest, issuer: str, day: str, number: str) -> HttpResponse:
    key = decision_key(issuer, day, number)
    if key is None:
        raise Http404
    return _decision(request, key)


@require_safe
@takes(checks=_PAGES)
def decision_by_key(request: HttpRequest, key: int, slug: str = "") -> HttpResponse:
    """Addresses of before: they lead on for ever."""
    return _decision(request, key)


def _decision(request: HttpRequest, key: int) -> HttpResponse:
    record = ledgers.decision_record(
        key,
        parameters.page_number(request.GET),
        parameters.page_number(request.GET, decisions.ACTED_PAGE),
    )
    if record is None:
        raise Http404
    url = own_address(record.decision)
    if request.path != url:
        asked = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{url}?{asked}" if asked else url)
    page = decisions.decision_page(record, url, get_directory(), timezone.localdate())
    listed = structured_data.item_list(page.heading, [(c.name, c.url) for c in page.cards])
    nodes = [listed] if page.cards else []
    return _render(request, "decision", page, page.title, page.coverage, url, nodes)


@require_safe
def decision_list(request: HttpRequest, issuer: str, day: str, number: str) -> HttpResponse:
    """The titles of a decision as a CSV file."""
    return _decision_list(decision_key(issuer, day, number))


@require_safe
def decision_list_by_key(request: HttpRequest, key: int) -> HttpResponse:
    """The same of one whose address another decision holds."""
    return _decision_list(key)


def _decision_list(key: int | None) -> HttpResponse:
    record = ledgers.decision_record(key, 1) if key is not None else None
    if record is None:
        raise Http404
    text = decisions.decision_csv(ledgers.decision_titles(record.decision))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = addresses.number_part(record.decision.number)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": _("Programmes"),
        "page_description": _("What each mark means, who may give it and under which text."),
        "crumbs": section_crumbs(_("Programmes")),
        "schemes": schemes.scheme_lines(),
        "canonical": absolute(addresses.SCHEMES),
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
        "crumbs": section_crumbs(_("The log of the register")),
        "number": number_text(number),
        "digest": digest,
        "day_url": addresses.STATISTICS,
        "canonical": absolute(addresses.LOG),
    }
    return render(request, "catalog/log.html", context)


def _render(
    request: HttpRequest,
    template: str,
    page: Any,
    title: str,
    description: str,
    url: str,
    nodes: Sequence[structured_data.Node] = (),
    shown: Gallery | None = None,
    card: Card | None = None,
) -> HttpResponse:
    canonical = absolute(url)
    way = structured_data.breadcrumbs(page.crumbs, canonical)
    context = {
        "gallery": shown,
        "page": page,
        "page_title": title,
        "page_description": description,
        "canonical": canonical,
        "head": page_head([*nodes, way], card=card),
    }
    return render(request, f"catalog/{template}.html", context)
