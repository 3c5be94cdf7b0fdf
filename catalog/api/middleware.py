"""The edge of the interface: who may read it from a browser, and that every answer is JSON.

Answers depend on the address alone, never on a cookie or the language of a browser; so a
cache may keep one for all.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from catalog.api import errors

PREFIX = "/api/"
_METHODS = "GET, HEAD, OPTIONS"
_EXPOSED = "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"


class ApiMiddleware:
    """Stands outside the site's own middleware and finishes what concerns machines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _allow_origins(_preflight())
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = _allow_origins(_finish(request, self.get_response(request)))
        if is_head and isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = _METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    is_json = response.get("Content-Type", "").startswith("application/json")
    if response.status_code >= 400 and not is_json:
        allowed = response.get("Allow")
        response = errors.response(errors.of_status(response.status_code))
        if allowed:
            response["Allow"] = _METHODS
    if response.get("Content-Type", "").startswith("application/json"):
        response["Vary"] = "Accept-Encoding"
    if response.status_code >= 400:
        response["Cache-Control"] = "no-store"
    standing = getattr(request, "api_standing", None)
    if standing is not None:
        response["RateLimit-Limit"] = str(standing.limit)
        response["RateLimit-Remaining"] = str(standing.remaining)
        response["RateLimit-Reset"] = str(standing.reset)
    return response


def _allow_origins(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _EXPOSED
    return response
