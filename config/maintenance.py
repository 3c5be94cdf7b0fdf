"""A file that closes the site while it is worked on: everything but verification.

`touch var/maintenance` closes it, removing the file opens it again; no process is started anew.
What the file says is told to readers, in the language that it was written in.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from catalog.language import language_of
from config.errors import unavailable

FILE = "maintenance"
_SECONDS = 600
_OPEN = ("/kiem-tra/", "/c/", "/C/", "/01/", "/healthz", "/robots.txt", "/static/", "/media/")
_LONGEST = 600


class MaintenanceMiddleware:
    """Stands before all that reads the database, which may be away meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(_OPEN):
            return self.get_response(request)
        words = closed_words()
        if words is None:
            return self.get_response(request)
        response = _answer(request, words)
        response["Retry-After"] = str(_SECONDS)
        response["Cache-Control"] = "no-store"
        response["Content-Security-Policy"] = "default-src 'self'"
        return response


def closed_words() -> str | None:
    """What readers are told while the site is closed; None while it is open."""
    path = Path(settings.VAR_DIR) / FILE
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST).decode("utf-8", "ignore").strip()
    except FileNotFoundError:
        return None
    except OSError:
        # It is there and cannot be read: the site is closed, without words.
        return ""


def _answer(request: HttpRequest, words: str) -> HttpResponseBase:
    if request.path_info.startswith("/api/"):
        return JsonResponse(
            {"status": 503, "title": "The register is closed for maintenance.", "detail": words},
            status=503,
            content_type="application/problem+json",
        )
    with translation.override(language_of(request)):
        return unavailable(words, _SECONDS)
