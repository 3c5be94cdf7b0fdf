"""Verification: the form (`/kiem-tra/`) and the page of one certificate (`/c/CODE`)."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, parameters, selection
from catalog.api.limits import AddressThrottle
from catalog.corrected import corrections_of
from catalog.days import TypedDay, typed_day
from catalog.page_head import absolute, page_head
from catalog.photos import photos_of
from catalog.presenters import not_found
from catalog.presenters import verification as presenter
from catalog.presenters.pictures import pack_photos
from catalog.share import facts
from catalog.views.taking import takes
from registry.gazetteer.directory import get_directory
from registry.models import Authority, Product
from registry.rules.identifiers import code_has_form, code_is_valid
from registry.selectors.coverage import Coverage, answering_office, coverage_of, office_of_place
from registry.selectors.items import ItemRecord, listed_items
from registry.selectors.verification import Outcome, Verification, verify

_TYPED_LIMIT = 80
# So many other products of the maker stand below an answer.
_MOST_OTHERS = 6
_THROTTLE = AddressThrottle("verify")
# Numbers that the register does not know are not found, wherever they were asked for; what is
# only mistyped is a matter of the form, and what is known by another number is an answer.
_STATUS = {
    Outcome.UNKNOWN: 404,
    Outcome.DECISION_MISSING: 404,
    Outcome.BARCODE_UNKNOWN: 404,
    Outcome.OUTSIDE: 404,
    Outcome.FAKE: 404,
    Outcome.DECISIONS: 200,
    Outcome.SEVERAL: 200,
}


def is_place(public_id: str) -> bool:
    return get_directory().by_public_id(parameters.plain(public_id)) is not None


@require_safe
@takes("ma", "ngay", checks={"noi": is_place})
def form(request: HttpRequest, gtin: str = "") -> HttpResponse:
    """The form, and under an address with `ma` the answer; `ngay` asks for another day.

    `gtin` is the barcode of a GS1 Digital Link (`/01/GTIN`), as a pack may carry it.
    """
    typed = parameters.code_in(parameters.text(request.GET, "ma", _TYPED_LIMIT))
    if gtin and not typed:
        typed = parameters.plain(gtin[:_TYPED_LIMIT])
    return answer(request, typed, typed_day(parameters.text(request.GET, "ngay", 40)))


@require_safe
@takes("ngay", checks={"noi": is_place})
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
    # What is no code of ours may be another number; it is answered as it was typed.
    asked = code if code_has_form(code) else parameters.plain(typed[:_TYPED_LIMIT]).strip("/ ")
    return answer(request, asked, day, status_when_unknown=404)


def answer(
    request: HttpRequest,
    typed: str,
    day: TypedDay | None = None,
    status_when_unknown: int = 200,
) -> HttpResponse:
    """The page that answers a typed code; a day that cannot be read is asked for again."""
    if (refused := _too_many(request)) is not None:
        return refused
    now = timezone.localtime()
    day = day or TypedDay("", None)
    on = day.day or now.date()
    found = verify(typed)
    context: dict[str, object] = {
        "form": presenter.code_form(found, day),
        "page_title": _("Verify a code"),
    }
    status = 200
    if day.error:
        context["page_title"] = _("Verify a code: the day cannot be read")
    elif found.item is not None:
        context |= _known(found, found.item, on, now)
    elif found.outcome is not Outcome.EMPTY:
        context |= {
            "answer": not_found.answer(found, now),
            "unknown": not_found.ways_on(found, get_directory(), _office(request, found)),
        }
        status = _STATUS.get(found.outcome, status_when_unknown)
    context["canonical"] = _canonical(found, day) if status == 200 else ""
    if found.record is not None and found.item is not None:
        card = facts.of_certificate(found.record, found.item, now.date()).card
        context["head"] = page_head(card=card)
    if "answer" in context:
        context["page_title"] = context["answer"].heading  # type: ignore[attr-defined]
    return render(request, "catalog/verification.html", context, status=status)


def _canonical(found: Verification, day: TypedDay) -> str:
    """The lasting address of the answer; another day or another way of typing has no own one."""
    if found.record is not None and not day.error:
        return absolute(addresses.certificate(found.record.certification.code))
    return absolute(addresses.VERIFY)


def _too_many(request: HttpRequest) -> HttpResponse | None:
    """The answer to an address that asks far more than people do; None for everyone else."""
    try:
        if _THROTTLE.allow_request(request):
            return None
    except Exception:  # a stopped cache counts nothing, and keeps nobody from the answer
        return None
    seconds = int(_THROTTLE.wait() or 0)
    context = {
        "page_title": _("Too many requests in this minute"),
        "limit": settings.API_RATES["verify"],
        "seconds": seconds,
    }
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _office(request: HttpRequest, found: Verification) -> Coverage | None:
    """The office whose decisions are asked about: named by its sign, or chosen by its province."""
    if found.outcome not in (Outcome.DECISION_MISSING, Outcome.UNKNOWN):
        return None
    office = Authority.objects.filter(key=found.detail).first() if found.detail else None
    place = get_directory().by_public_id(parameters.text(request.GET, "noi", 40))
    if office is None and place is not None:
        office = office_of_place(place.id)
    return coverage_of(answering_office(office)) if office else None


def _known(
    found: Verification, item: ItemRecord, on: dt.date, now: dt.datetime
) -> dict[str, object]:
    directory = get_directory()
    product = item.subject if isinstance(item.subject, Product) else None
    pack = pack_photos(photos_of(product)) if product else ()
    own = selection.maker_refs(product) if product else ()
    others = tuple(listed_items(own[:_MOST_OTHERS]).values())
    if found.record is not None:
        selection.load_certificate(found.record)
        corrections = corrections_of(item.subject, [found.record.certification])
        return {
            "answer": presenter.certificate_answer(found.record, item, on, now),
            "part": presenter.certificate_part(
                found.record, item, others, directory, on, corrections, pack
            ),
        }
    selection.load_item(item)
    corrections = corrections_of(item.subject, [row.certification for row in item.certifications])
    return {
        "answer": presenter.item_answer(item, on, now),
        "part": presenter.item_part(item, others, directory, on, corrections, pack),
    }
