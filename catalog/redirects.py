"""Redirects of editors beside the register: none of its addresses may be led away from.

Wagtail keeps, edits and imports the redirects, and adds one by itself when a page is renamed or
moved. Here is only what the register asks of them: its own answers stand, also "not found" ones,
and the parameters of the old address go along to the new one.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect


class EditorsRedirectMiddleware:
    """Leads an address that no page has to where editors say, with its parameters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or is_of_the_register(request.path_info):
            return response
        target, is_permanent = _target(request)
        if not target or _is_itself(request, target):
            return response
        kind = HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect
        return kind(target)


def _target(request: HttpRequest) -> tuple[str, bool]:
    """Where the address leads, and whether for good; parameters that are no part of the old
    address itself go along."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    bare, _mark, asked = path.partition("?")
    found = get_redirect(request, path)
    if found is None and asked:
        found = get_redirect(request, bare)
    elif found is not None:
        asked = ""
    if found is None or not found.link:
        return "", False
    parts = urlsplit(found.link)
    query = "&".join(part for part in (parts.query, asked) if part)
    return parts._replace(query=query).geturl(), found.is_permanent


def _is_itself(request: HttpRequest, target: str) -> bool:
    """A redirect to its own address would lead round and round."""
    parts = urlsplit(target)
    is_here = parts.netloc in ("", request.get_host())
    return is_here and parts.path.rstrip("/") == request.path.rstrip("/")


def is_of_the_register(path: str) -> bool:
    """Whether an address is answered by the register or the admin, not by a page of editors."""
    for tried in (path, f"{path.rstrip('/')}/"):
        try:
            if resolve(tried).url_name != "wagtail_serve":
                return True
        except Resolver404:
            continue
    return False


def refuse_of_the_register(old_path: str) -> None:
    """Raises ValidationError for an address that a redirect could never be used at."""
    path = urlsplit(Redirect.normalise_path(old_path)).path
    if path == "/":
        raise ValidationError(_("The first page cannot be led away from."))
    if is_of_the_register(path):
        raise ValidationError(
            _(
                "“%(path)s” is an address of the register, which answers there itself, so this "
                "redirect would never be used. Write an old address that has no page."
            )
            % {"path": path}
        )


def connect() -> None:
    """Called once when the application is ready.

    The form of the admin and the import of a list both ask the validators of the field; Wagtail
    has no other place for a rule of ours.
    """
    validators = Redirect._meta.get_field("old_path").validators
    if refuse_of_the_register not in validators:
        validators.append(refuse_of_the_register)
