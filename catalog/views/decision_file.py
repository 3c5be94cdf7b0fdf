"""The signed paper of a decision, for everyone, where its office shows it."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import addresses, ledgers
from catalog.decision_addresses import decision_key, own_address
from registry.selectors.decision_files import PUBLIC_KINDS, file_content, file_kind

# A browser shows a PDF in a page of its own with inline style, which the site's policy forbids.
_POLICY = "script-src 'none'; object-src 'self'; form-action 'none'; frame-ancestors 'self'"
logger = logging.getLogger(__name__)


@require_safe
def decision_file(
    request: HttpRequest, issuer: str, day: str, number: str, kind: str
) -> HttpResponse:
    """The file as it was attached, checked against its SHA-256 each time; 404 where it is not
    shown, 503 where it is gone or another."""
    return _file(request, decision_key(issuer, day, number), kind)


@require_safe
def decision_file_by_key(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """The same of a decision whose address another one holds."""
    return _file(request, key, kind)


def _file(request: HttpRequest, key: int | None, kind: str) -> HttpResponse:
    record = ledgers.decision_record(key, 1) if key is not None else None
    decision = record.decision if record is not None else None
    if decision is None or not decision.is_file_public or file_kind(decision) != kind:
        raise Http404
    content = file_content(decision)
    if content is None:
        logger.error("The public file of decision %s is gone or was changed.", decision.pk)
        url = own_address(decision)
        return render(request, "catalog/decision_file_down.html", {"url": url}, status=503)
    response = HttpResponse(content, content_type=PUBLIC_KINDS[kind])
    response["Content-Disposition"] = (
        f'inline; filename="{addresses.number_part(decision.number)}.{kind}"'
    )
    response["Content-Security-Policy"] = _POLICY
    return response
