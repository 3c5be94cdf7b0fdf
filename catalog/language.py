"""The language of the public site: Vietnamese, or English for who asks for it by a link.

A link with `ngon-ngu=en` keeps the choice in a cookie and leads back to the same page, so that
the addresses on packs and certificates stay without a language. What editors have translated
has an address of its own besides, below `/en/`; such an address says its language itself, and
who comes to it without a choice is taken to have made one. Knows no records.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from catalog import addresses

PARAM = COOKIE = "ngon-ngu"
_MOST_PARAMS = 100
_YEAR = 365 * 24 * 3600
_NAMES = {"vi": "Tiếng Việt", "en": "English"}


# Only editors' pages have an address for each language; the register's own have one for all.
ENGLISH_PREFIX = "/en/"


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one of its languages: the full address, and its path."""

    code: str
    url: str
    path: str


def addressed_language(path: str) -> str:
    """The language that an address names by itself; that of the site for all others."""
    return "en" if path.startswith(ENGLISH_PREFIX) else settings.LANGUAGE_CODE


def language_of(request: HttpRequest) -> str:
    """The language of the address if it names one, else the one that the reader chose,
    Vietnamese unless they did."""
    named = addressed_language(request.path_info)
    if named != settings.LANGUAGE_CODE:
        return named
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in _NAMES else settings.LANGUAGE_CODE


def offer(request: HttpRequest, alternates: Iterable[Alternate]) -> None:
    """Tells the switch where the page stands in its other language."""
    request._paths_by_language = {one.code: one.path for one in alternates}  # type: ignore[attr-defined]


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keeps the language of an English address for a reader who has chosen none, so that the
    pages which it leads to are English too."""
    named = addressed_language(request.path_info)
    is_new = named != settings.LANGUAGE_CODE and request.COOKIES.get(COOKIE) not in _NAMES
    if is_new and response.status_code == 200 and request.method in ("GET", "HEAD"):
        _keep(request, response, named)


def choice(request: HttpRequest) -> HttpResponse | None:
    """The answer to a link of the switch: the same page again, with the cookie set."""
    chosen = request.GET.get(PARAM)
    if request.method not in ("GET", "HEAD") or chosen not in _NAMES:
        return None
    params = request.GET.copy()
    del params[PARAM]
    query = params.urlencode()
    # One slash only in front: two would name another host.
    path = "/" + quote(request.path.lstrip("/\\"), safe="/:@!$&'()*+,;=~")
    response = HttpResponseRedirect(f"{path}?{query}" if query else path)
    _keep(request, response, chosen)
    response["Cache-Control"] = "no-store"
    return response


def _keep(request: HttpRequest, response: HttpResponseBase, code: str) -> None:
    response.set_cookie(
        COOKIE, code, max_age=_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
    )


def switch(request: HttpRequest) -> tuple[str, str, str]:
    """Code, name in itself and address of the language that the page is not in."""
    other = "vi" if language_of(request) == "en" else "en"
    params = request.GET.copy()
    params[PARAM] = other
    given = [(name, value) for name, values in params.lists() for value in values]
    # A page that was asked with more than it can use is not asked so again.
    return other, _NAMES[other], addresses.light(_path(request, other), given[-_MOST_PARAMS:])


def _path(request: HttpRequest, code: str) -> str:
    """Where the page stands in a language; empty for the same address."""
    paths: dict[str, str] = getattr(request, "_paths_by_language", {})
    if code in paths:
        return paths[code]
    # An English address can show nothing else, so its page without a translation is left.
    is_english = addressed_language(request.path_info) == "en"
    return addresses.HOME if is_english and code != "en" else ""
