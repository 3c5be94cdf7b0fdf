"""What browsers and proxies may keep of public pages, and the headers that all of them carry.

Public pages are anonymous: they set no cookie and read none but the language. A verification
is asked for anew each time; other pages may lie with a proxy for a minute, never past the end
of the day on which a state may change.
"""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

_OTHERS = ("/admin/", "/documents/", "/api/", "/static/", "/media/")
_ALWAYS_FRESH = ("/kiem-tra/", "/c/", "/C/", "/01/", "/healthz")
_PROXY_SECONDS = 60
_PERMISSIONS = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"


class EdgeMiddleware:
    """Stands outside the language and the session, so that it sees the finished page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        if request.path_info.startswith(_OTHERS):
            return response
        _vary(response)
        if request.method not in ("GET", "HEAD") or response.has_header("Cache-Control"):
            return response
        response["Cache-Control"] = cache_control(request, response)
        return _conditional(request, response)


def _vary(response: HttpResponseBase) -> None:
    """The site never looks at the browser's language, so no proxy need keep a page for each."""
    names = [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]
    response["Vary"] = ", ".join(name for name in names if name.lower() != "accept-language")


def cache_control(request: HttpRequest, response: HttpResponseBase) -> str:
    """How long browsers and proxies may keep this answer."""
    if response.status_code >= 500 or response.status_code == 429:
        return "no-store"
    if response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return "private, no-cache"
    if request.path_info.startswith(_ALWAYS_FRESH) or response.status_code >= 400:
        return "no-cache"
    now = timezone.localtime()
    midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
    seconds = min(_PROXY_SECONDS, int((midnight - now).total_seconds()))
    return f"public, max-age=0, s-maxage={max(0, seconds)}"


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The page with its ETag, or 304 where the asker holds it already."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    answered = get_conditional_response(request, etag=etag, response=response)
    return answered if answered is not None else response
