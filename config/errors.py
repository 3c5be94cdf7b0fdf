"""Pages for what went wrong: words, and what to do. None of them may fail in turn."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from catalog.missing import missing

logger = logging.getLogger(__name__)

# So long a reader should wait while the database does not answer.
_WAIT_SECONDS = 60
# Where not even a template can be read; it needs nothing.
_LAST = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Sổ Vàng</title>'
    "<h1>Trang đang có lỗi</h1><p>Hãy thử lại sau ít phút. "
    "The site has a fault; try again in a few minutes.</p></html>"
)


def request_refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of status 400, or of 413 with the reason where a limit was passed."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return bad_request(request, exception)
    reason = _(
        "The page holds more than can be sent at once, so nothing was saved. Go back with the "
        "browser: what you typed is still there. Save fewer rows or files, then enter the rest."
    )
    return HttpResponse(render_to_string("400.html", {"reason": reason}), status=413)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page of status 404, with what the address may have meant."""
    context = {"page_title": _("There is no such page"), "missing": missing(request)}
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of status 500, or of 503 while the database does not answer.

    It asks neither the database nor what a request carries.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable()
    return _page("500.html", 500)


def unavailable(words: str = "", seconds: int = _WAIT_SECONDS) -> HttpResponse:
    """The page of status 503; `words` say why and how long, where an official wrote them."""
    response = _page("503.html", 503, words=words)
    response["Retry-After"] = str(seconds)
    return response


def _page(template: str, status: int, **context: str) -> HttpResponse:
    try:
        return HttpResponse(render_to_string(template, context), status=status)
    except Exception:  # whatever is broken, the reader gets an answer
        logger.exception("The page of status %s cannot be made", status)
        return HttpResponse(_LAST, status=status)
