"""The public site's own answers: one language, and robots refused on a demo."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import bad_request

_ADMIN = ("/admin/", "/documents/")


class PublicSiteMiddleware:
    """Speaks Vietnamese whatever the browser asks for, and tells robots of a demo to stay out.

    Stands after `LocaleMiddleware`, whose choice by the browser's header stays for the admin.
    A null byte is refused here, because PostgreSQL takes none in any text. A refused method
    gets a page too: Django's own answer to it is empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_admin = request.path_info.startswith(_ADMIN)
        if not is_admin:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        response = self._answer(request)
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
