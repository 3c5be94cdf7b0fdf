"""What stands around every page: masthead and colophon, and the way to it."""

from collections.abc import Iterable
from functools import lru_cache

from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.context import OTHER_LANGUAGE, Frame
from catalog.markup import Pattern, joined
from catalog.presenters.crumbs import Crumb
from catalog.typography import keep_numbers

_CRUMBS = Pattern(
    '<div class="wrap"><nav class="crumbs" aria-label="{label}"><ol>{crumbs}</ol></nav></div>'
)
_CRUMB = Pattern('<li><a href="{url}">{words}</a></li>')
_LAST_CRUMB = Pattern('<li aria-current="page">{words}</li>')


def crumbs(way: Iterable[Crumb]) -> SafeString:
    """The way to the page; its last step is the page itself."""
    return _CRUMBS(
        label=_("You are here"),
        crumbs=joined(
            _CRUMB(url=crumb.url, words=keep_numbers(crumb.words))
            if crumb.url
            else _LAST_CRUMB(words=keep_numbers(crumb.words))
            for crumb in way
        ),
    )


def kept(context: Context, template: str) -> SafeString:
    """A template of the frame, rendered once for each language and state of the menus.

    It is given `frame` and nothing else of the page.
    """
    frame: Frame = context["frame"]
    assert frame.same is not None
    html = _rendered(template, get_language() or "", frame.same)
    return SafeString(html.replace(OTHER_LANGUAGE, escape(frame.language.url)))


@lru_cache(maxsize=512)
def _rendered(template: str, language: str, frame: Frame) -> str:
    return render_to_string(template, {"frame": frame})
