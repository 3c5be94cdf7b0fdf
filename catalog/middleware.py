"""The public site's own answers: the language chosen there, and robots refused on a demo."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.defaults import bad_request

from catalog.language import language_of, remember
from catalog.name_marking import mark_names

_ADMIN = ("/admin/", "/documents/")


class PublicSiteMiddleware:
    """Speaks Vietnamese whatever the browser asks for, or English for who chose it by the switch
    of the site, and tells robots of a demo to stay out.

    Stands after `LocaleMiddleware` and undoes its choice by the browser's header. The admin is
    Vietnamese too, unless an account has chosen another language for itself there. A null byte
    is refused here, because PostgreSQL takes none in any text. A refused method gets a page
    too: Django's own answer to it is empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_admin = request.path_info.startswith(_ADMIN)
        language = settings.LANGUAGE_CODE if is_admin else language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self._answer(request)
        if not is_admin:
            _finish(request, response)
            remember(request, response)
        if not is_admin and response.status_code == 405 and isinstance(response, HttpResponse):
            response["Content-Type"] = "text/html; charset=utf-8"
            response.content = render_to_string("400.html")
        if settings.IS_DEMO:
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            return bad_request(request, BadRequest("A null byte has no place in an address."))
        return self.get_response(request)


def _finish(request: HttpRequest, response: HttpResponseBase) -> None:
    """Says that the answer depends on the cookie, and marks Vietnamese names in English pages."""
    remember(request, response)
    patch_vary_headers(response, ["Cookie"])
    is_page = response.get("Content-Type", "").startswith("text/html")
    if translation.get_language() == "en" and is_page and isinstance(response, HttpResponse):
        response.content = mark_names(response.content.decode(response.charset))
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
