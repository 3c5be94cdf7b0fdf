"""The language of the public site: Vietnamese, or English for who asks for it by a link.

A page asked for with `ngon-ngu=en` answers in English, so that every page has an address in either
language that can be sent and found; a cookie keeps the choice for the pages that follow. What
editors have translated has an address of its own besides, below `/en/`, which says its language
itself. Without any of these a page is Vietnamese, so that the addresses on packs and certificates
stay without a language. Knows no records.
"""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from catalog import addresses

PARAM = COOKIE = "ngon-ngu"
_MOST_PARAMS = 100
_YEAR = 365 * 24 * 3600
_NAMES = {"vi": "Tiếng Việt", "en": "English"}
# Only editors' pages have an address for each language; the register's own have one for all.
ENGLISH_PREFIX = "/en/"


def addressed_language(path: str) -> str:
    """The language that an address names by itself; that of the site for all others."""
    return "en" if path.startswith(ENGLISH_PREFIX) else settings.LANGUAGE_CODE


def language_of(request: HttpRequest) -> str:
    """The language of the address, else the one chosen before; Vietnamese without either."""
    named = addressed_language(request.path_info)
    if named != settings.LANGUAGE_CODE:
        return named
    chosen = request.GET.get(PARAM, "")
    if chosen not in _NAMES:
        chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in _NAMES else settings.LANGUAGE_CODE


def in_english(path: str) -> str:
    """The address of a page in English, which anyone can be sent; without it, Vietnamese."""
    return addresses.with_more(path, [(PARAM, "en")])


def offer(request: HttpRequest, languages: Iterable[tuple[str, str]]) -> None:
    """Tells the switch where the page stands in each of its languages."""
    request._paths_by_language = dict(languages)  # type: ignore[attr-defined]


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keeps a language chosen by a link for the pages that follow.

    Who comes to an English address without a choice is taken to have made one.
    """
    held = request.COOKIES.get(COOKIE)
    chosen = request.GET.get(PARAM, "")
    named = addressed_language(request.path_info)
    if named != settings.LANGUAGE_CODE and chosen not in _NAMES:
        chosen = "" if held in _NAMES or response.status_code != 200 else named
    is_page = response.get("Content-Type", "").startswith("text/html")
    if chosen in _NAMES and chosen != held and is_page:
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
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
        return paths[code].partition("?")[0]
    # An English address can show nothing else, so its page without a translation is left.
    is_english = addressed_language(request.path_info) == "en"
    return addresses.HOME if is_english and code != "en" else ""
