"""The public site's own answers: one language, and robots refused on a demo."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils import translation

_ADMIN = ("/admin/", "/documents/")


class PublicSiteMiddleware:
    """Speaks Vietnamese whatever the browser asks for, and tells robots of a demo to stay out.

    Stands after `LocaleMiddleware`, whose choice by the browser's header stays for the admin.
    A null byte is refused here, because PostgreSQL takes none in any text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            return HttpResponseBadRequest("A null byte has no place in an address.")
        is_admin = request.path_info.startswith(_ADMIN)
        if not is_admin:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        response = self.get_response(request)
        if settings.IS_DEMO:
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response
