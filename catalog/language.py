"""The language of the public site: Vietnamese, or English for who asks for it by a link.

A link with `ngon-ngu=en` keeps the choice in a cookie and leads back to the same page, so that
the addresses on packs and certificates stay without a language. Knows no records.
"""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from catalog import addresses

PARAM = COOKIE = "ngon-ngu"
_MOST_PARAMS = 100
_YEAR = 365 * 24 * 3600
_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def language_of(request: HttpRequest) -> str:
    """The language that the reader chose, Vietnamese unless they did."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in _NAMES else settings.LANGUAGE_CODE


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
    response.set_cookie(
        COOKIE, chosen, max_age=_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    response["Cache-Control"] = "no-store"
    return response


def switch(request: HttpRequest) -> tuple[str, str, str]:
    """Code, name in itself and address of the language that the page is not in."""
    other = "vi" if language_of(request) == "en" else "en"
    params = request.GET.copy()
    params[PARAM] = other
    given = [(name, value) for name, values in params.lists() for value in values]
    # A page that was asked with more than it can use is not asked so again.
    return other, _NAMES[other], addresses.light("", given[-_MOST_PARAMS:])
