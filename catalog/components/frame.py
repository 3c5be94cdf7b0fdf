"""What stands around every page: masthead and colophon, and the way to it."""

from collections.abc import Iterable
from functools import lru_cache

from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.context import Frame
from catalog.markup import Pattern, joined
from catalog.presenters.crumbs import Crumb

_CRUMBS = Pattern(
    '<div class="wrap"><nav class="crumbs" aria-label="{label}"><ol>{crumbs}</ol></nav></div>'
)
_CRUMB = Pattern('<li><a href="{url}">{words}</a></li>')
_LAST_CRUMB = Pattern('<li aria-current="page">{words}</li>')
# Stands for the address of the other language, which alone differs between pages of a section.
_OTHER_LANGUAGE = "the-page-in-the-other-language"


def crumbs(way: Iterable[Crumb]) -> SafeString:
    """The way to the page; its last step is the page itself."""
    return _CRUMBS(
        label=_("You are here"),
        crumbs=joined(
            _CRUMB(url=crumb.url, words=crumb.words)
            if crumb.url
            else _LAST_CRUMB(words=crumb.words)
            for crumb in way
        ),
    )


def kept(context: Context, template: str) -> SafeString:
    """A template of the frame, rendered once for each language and state of the menus."""
    frame: Frame = context["frame"]
    url = frame.language.url
    html = _rendered(template, get_language() or "", frame.in_other_language_at(_OTHER_LANGUAGE))
    return SafeString(html.replace(_OTHER_LANGUAGE, escape(url)))


@lru_cache(maxsize=256)
def _rendered(template: str, language: str, frame: Frame) -> str:
    return render_to_string(template, {"frame": frame})
