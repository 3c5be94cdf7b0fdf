"""Verification: the form (`/kiem-tra/`) and the page of one certificate (`/c/CODE`)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, parameters, selection
from catalog.corrected import corrections_of
from catalog.days import TypedDay, typed_day
from catalog.presenters import verification as presenter
from registry.gazetteer.directory import get_directory
from registry.models import Product
from registry.rules.identifiers import code_is_valid
from registry.selectors.items import ItemRecord
from registry.selectors.verification import Outcome, Verification, verify

_TYPED_LIMIT = 80


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """The form, and under an address with `ma` the answer; `ngay` asks for another day."""
    typed = parameters.code_in(parameters.text(request.GET, "ma", _TYPED_LIMIT))
    return answer(request, typed, typed_day(parameters.text(request.GET, "ngay", 40)))


@require_safe
def certificate(request: HttpRequest, typed: str = "") -> HttpResponse:
    code = parameters.code(typed)
    if not code:
        return redirect(addresses.VERIFY)
    if code_is_valid(code) and typed != code:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(
            addresses.certificate(code) + (f"?{query}" if query else "")
        )
    day = typed_day(parameters.text(request.GET, "ngay", 40))
    return answer(request, code, day, status_when_unknown=404)


def answer(
    request: HttpRequest,
    typed: str,
    day: TypedDay | None = None,
    status_when_unknown: int = 200,
) -> HttpResponse:
    """The page that answers a typed code; a day that cannot be read is asked for again."""
    now = timezone.localtime()
    day = day or TypedDay("", None)
    on = day.day or now.date()
    found = verify(typed)
    context: dict[str, object] = {
        "form": presenter.code_form(found.code or typed, day),
        "page_title": _("Verify a code"),
    }
    status = 200
    if day.error:
        context["page_title"] = _("Verify a code: the day cannot be read")
    elif found.outcome in (Outcome.MISSHAPEN, Outcome.MISTYPED):
        context["answer"] = presenter.mistyped_answer(found.code, now)
        status = status_when_unknown
    elif found.outcome is Outcome.UNKNOWN:
        context["answer"] = presenter.unknown_answer(found.code, now)
        context["is_unknown"] = True
        status = status_when_unknown
    elif found.item is not None:
        context |= _known(found, found.item, on, now)
    if "answer" in context:
        context["page_title"] = context["answer"].heading  # type: ignore[attr-defined]
    return render(request, "catalog/verification.html", context, status=status)


def _known(
    found: Verification, item: ItemRecord, on: dt.date, now: dt.datetime
) -> dict[str, object]:
    directory = get_directory()
    others = selection.maker_items(item.subject, 6)[0] if isinstance(item.subject, Product) else ()
    if found.record is not None:
        selection.load_certificate(found.record)
        corrections = corrections_of(item.subject, [found.record.certification])
        return {
            "answer": presenter.certificate_answer(found.record, item, on, now),
            "part": presenter.certificate_part(
                found.record, item, others, directory, on, corrections
            ),
        }
    selection.load_details(item)
    corrections = corrections_of(item.subject, [row.certification for row in item.certifications])
    return {
        "answer": presenter.item_answer(item, on, now),
        "part": presenter.item_part(item, others, directory, on, corrections),
    }
