"""Takes browsers' reports of what the content security policy refused, and logs them."""

import json
import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

_LONGEST = 8_000
_FIELDS = ("document-uri", "effective-directive", "violated-directive", "blocked-uri")
logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """204 for anything; only a report in its form is logged, without query strings."""
    try:
        body = request.read(_LONGEST)
        told = json.loads(body).get("csp-report", {})
        shown = {name: str(told[name]).partition("?")[0][:200] for name in _FIELDS if name in told}
    except (ValueError, AttributeError, TypeError, RecursionError):
        shown = {}
    if shown:
        logger.warning("Content security policy: %s", json.dumps(shown))
    return HttpResponse(status=204)
