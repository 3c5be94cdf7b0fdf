"""Keeps public pages whole for a minute, for readers without an account.

A page is kept under its address, language, day and edition (`catalog.editions`), all read before
it is made: after an event, an editor's change or midnight nobody is shown an older one. It must
not decide what may be kept (`catalog.edge` does) and never be needed: with the cache stopped each
page is made anew.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from catalog.edge import cache_control
from catalog.editions import Edition, edition_of
from catalog.language import PARAM, language_of
from search.service import today

logger = logging.getLogger(__name__)

SECONDS = 60
# So long after a change a process may still look at the index as it was before.
SETTLING_SECONDS = 3.0
_NEVER = ("/admin/", "/documents/", "/api/", "/static/", "/media/", "/style/")
_LONGEST_ADDRESS = 500
# Of one request; every answer sets them again.
_LEFT_OUT = {"date", "cache-control"}
_MADE_EACH_TIME = "sovang.made_each_time"
Kept = tuple[bytes, tuple[tuple[str, str], ...]]


class WholePagesMiddleware:
    """Stands outside the policy, the edge, the language and the session: a page that is kept
    costs none of them, and carries their headers already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._guard = threading.Lock()
        self._edition: Edition | None = None
        self._changed_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = self._key(request) if _is_anonymous(request) else None
        if key is None:
            return self.get_response(request)
        found = _read(key)
        if found is not None:
            return _again(request, found)
        response = self.get_response(request)
        if self._is_settled() and _may_be_kept(request, response):
            _write(key, response)
        return response

    def _key(self, request: HttpRequest) -> str | None:
        """Where the page lies if it is kept; None while the index is behind."""
        try:
            edition = edition_of(request)
        except DatabaseError:
            return None
        with self._guard:
            if edition != self._edition:
                self._edition, self._changed_at = edition, time.monotonic()
        if edition.is_index_behind:
            return None
        # The host is asked as the site would ask it: a strange one is refused, and kept nowhere.
        parts = (
            str(request.scheme), request.get_host(), request.get_full_path(), language_of(request),
            today().isoformat(), str(edition),
        )  # fmt: skip
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()

    def _is_settled(self) -> bool:
        with self._guard:
            return time.monotonic() - self._changed_at >= SETTLING_SECONDS


def _is_anonymous(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and PARAM not in request.GET
        and len(request.get_full_path()) <= _LONGEST_ADDRESS
        and not request.path_info.startswith(_NEVER)
    )


def make_each_time(request: HttpRequest) -> None:
    """Says of the page being made that every reader's request has to reach the view."""
    request.META[_MADE_EACH_TIME] = True


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and _MADE_EACH_TIME not in request.META
        and response.status_code == 200
        and not response.cookies
        and response.get("Cache-Control", "").startswith("public")
        and response.get("Content-Type", "").startswith("text/html")
    )


def _again(request: HttpRequest, found: Kept) -> HttpResponseBase:
    content, headers = found
    response = HttpResponse(content, headers=dict(headers))
    response["Cache-Control"] = cache_control(request, response)
    etag = response.get("ETag")
    answered = get_conditional_response(request, etag=etag, response=response)
    return answered if answered is not None else response


def _read(key: str) -> Kept | None:
    try:
        found: Kept | None = caches["pages"].get(key)
    except Exception as error:  # every backend has failures of its own
        logger.warning("The cache of pages does not answer: %s", type(error).__name__)
        return None
    return found


def _write(key: str, response: HttpResponseBase) -> None:
    assert isinstance(response, HttpResponse)
    headers = tuple((k, v) for k, v in response.items() if k.lower() not in _LEFT_OUT)
    try:
        caches["pages"].set(key, (response.content, headers), SECONDS)
    except Exception as error:
        logger.warning("The cache of pages does not keep: %s", type(error).__name__)
