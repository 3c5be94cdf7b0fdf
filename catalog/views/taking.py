"""Says which parameters a page takes, so that all others are named to the reader, never dropped."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog import parameters
from catalog.language import PARAM
from catalog.presenters.ignored import ignored_words
from search.query import Ignored

View = Callable[..., HttpResponse]
Checks = Mapping[str, Callable[[str], bool]]


def takes(*names: str, checks: Checks | None = None) -> Callable[[View], View]:
    """A view that takes these parameters. `checks` are those of which the page simply leaves out
    what they refuse; other wrong values are told by the page itself, at their field."""
    checks = checks or {}
    known = frozenset({*names, *checks, PARAM})

    def decorated(view: View) -> View:
        @wraps(view)
        def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.GET:
                left_out = (*_wrong(request, checks), *parameters.unknown(request.GET, known))
                request.left_out = [ignored_words(row) for row in left_out]  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return taking

    return decorated


def _wrong(request: HttpRequest, checks: Checks) -> list[Ignored]:
    return [
        Ignored(name, parameters.plain(value[:60]), _("There is no such choice."))
        for name, is_right in checks.items()
        if (value := request.GET.get(name)) and not is_right(value[:200])
    ]
