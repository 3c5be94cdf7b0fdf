"""The language of the public site: Vietnamese, or English for who asks for it by a link.

A page asked for with `ngon-ngu=en` answers in English, so that every page has an address in either
language that can be sent and found; a cookie keeps the choice for the pages that follow. Without
either a page is Vietnamese, so that the addresses on packs and certificates stay without a
language. Knows no records.
"""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from catalog import addresses

PARAM = COOKIE = "ngon-ngu"
_MOST_PARAMS = 100
_YEAR = 365 * 24 * 3600
_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def language_of(request: HttpRequest) -> str:
    """The language of the address, else the one chosen before; Vietnamese without either."""
    chosen = request.GET.get(PARAM, "")
    if chosen not in _NAMES:
        chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in _NAMES else settings.LANGUAGE_CODE


def in_english(path: str) -> str:
    """The address of a page in English, which anyone can be sent; without it, Vietnamese."""
    return addresses.with_more(path, [(PARAM, "en")])


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keeps a language chosen by a link for the pages that follow."""
    chosen = request.GET.get(PARAM, "")
    is_page = response.get("Content-Type", "").startswith("text/html")
    if chosen in _NAMES and chosen != request.COOKIES.get(COOKIE) and is_page:
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
    return other, _NAMES[other], addresses.light("", given[-_MOST_PARAMS:])
