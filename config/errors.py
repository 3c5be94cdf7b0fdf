"""Answers to requests that are too large to be read: words, and what to do."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request


def request_refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of status 400, or of 413 with the reason where a limit was passed."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return bad_request(request, exception)
    reason = _(
        "The page holds more than can be sent at once, so nothing was saved. Go back with the "
        "browser: what you typed is still there. Save fewer rows or files, then enter the rest."
    )
    return HttpResponse(render_to_string("400.html", {"reason": reason}), status=413)
