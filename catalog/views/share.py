"""The card of a shared link (`/chia-se/KIND/CODE/LANGUAGE-VERSION.png`), drawn on first asking.

A card is drawn once for what it says and kept; an address of before leads to the card of now. So
many are drawn for one address in a minute, one at a time: whoever asks for more gets the card
that all pages share.
"""

import logging
import threading

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from catalog import ledgers, selection
from catalog.api.limits import AddressThrottle
from catalog.page_head import DEFAULT_CARD
from catalog.share import facts
from catalog.share.drawing import png
from catalog.share.facts import Facts
from catalog.territory import territory
from registry.gazetteer.directory import get_directory
from registry.rules.identifiers import code_is_valid
from registry.selectors.items import craft_village_ref, item, product_ref
from registry.selectors.verification import Outcome, verify

logger = logging.getLogger(__name__)
_THROTTLE = AddressThrottle("card")
_PEN = threading.Lock()
_WAIT_SECONDS = 2.0
_KEPT_SECONDS = 24 * 3600


@require_safe
def card(request: HttpRequest, kind: str, code: str, language: str, version: str) -> HttpResponse:
    with translation.override(language):
        found = _facts(kind, code)
    if found is None:
        raise Http404
    if found.version != version:
        return HttpResponseRedirect(found.url)
    drawn = _kept(found) or _drawn(request, found)
    if drawn is None:
        return HttpResponseRedirect(static(DEFAULT_CARD))
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "public, max-age=2592000, immutable"
    return response


def _facts(kind: str, code: str) -> Facts | None:
    """What the card of a public record says now; None for anything else."""
    on = timezone.localdate()
    if kind == "dia-phuong":
        directory = get_directory()
        unit = directory.by_public_id(code)
        if unit is None:
            return None
        total = selection.place_items(territory(unit, directory), 1).total
        return facts.of_place(unit, total, directory, on)
    if not code_is_valid(code):
        return None
    if kind == "co-so":
        maker = ledgers.maker_record(code)
        return facts.of_maker(maker.maker, maker.total, on) if maker else None
    if kind == "c":
        known = verify(code)
        is_certificate = known.outcome is Outcome.CERTIFICATION and known.record and known.item
        return facts.of_certificate(known.record, known.item, on) if is_certificate else None  # type: ignore[arg-type]
    record = item((product_ref if kind == "i" else craft_village_ref)(code))
    return facts.of_item(record, on) if record is not None else None


def _kept(found: Facts) -> bytes | None:
    try:
        kept: bytes | None = caches["cards"].get(found.version)
    except Exception as error:  # every backend has failures of its own
        logger.warning("The cache of cards does not answer: %s", type(error).__name__)
        return None
    return kept


def _drawn(request: HttpRequest, found: Facts) -> bytes | None:
    """The card, new; None where this address, or everyone together, asks for too many."""
    try:
        if not _THROTTLE.allow_request(request):
            return None
    except Exception as error:  # a stopped cache counts nothing; the pen is still one
        logger.warning("Cards are not counted: %s", type(error).__name__)
    if not _PEN.acquire(timeout=_WAIT_SECONDS):
        return None
    try:
        drawn = png(found)
    finally:
        _PEN.release()
    try:
        caches["cards"].set(found.version, drawn, _KEPT_SECONDS)
    except Exception as error:
        logger.warning("The cache of cards does not keep: %s", type(error).__name__)
    return drawn
