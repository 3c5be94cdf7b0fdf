"""What every public template knows of the site; it is worked out only where it is shown."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import addresses, reference
from catalog.days import moment_text
from catalog.language import switch

_MAIN = (
    ("catalogue", "/danh-muc/"),
    ("verify", "/kiem-tra/"),
    ("places", "/dia-phuong/"),
    ("figures", "/so-lieu/"),
    ("programmes", "/chuong-trinh/"),
)
# Stands for the address of the other language, which alone differs between pages of a section.
OTHER_LANGUAGE = "the-page-in-the-other-language"
_UNDER = {
    "/i/": "/danh-muc/",
    "/v/": "/danh-muc/",
    "/co-so/": "/danh-muc/",
    "/c/": "/kiem-tra/",
    "/quyet-dinh/": "/kiem-tra/",
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    words: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The other language of the page, by its own name."""

    code: str
    words: str
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The masthead's menus and the footer's facts.

    `sections` stand in the masthead; the whole `menu`, with the explanations, in the sheet.
    `has_search`: a search field is shown, because the page has none of its own. `same` is the
    one frame of all pages of the section: `OTHER_LANGUAGE` is its address in the other language.
    """

    sections: tuple[MenuItem, ...]
    menu: tuple[MenuItem, ...]
    guides: tuple[reference.Link, ...]
    updated: str
    language: LanguageLink
    has_search: bool
    same: "Frame | None" = None


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.IS_DEMO,
        "frame": SimpleLazyObject(lambda: frame(request)),
    }


def frame(request: HttpRequest) -> Frame:
    path = request.path
    guides = reference.guides()
    section = next((main for start, main in _UNDER.items() if path.startswith(start)), path)
    known = [url for _key, url in _MAIN] + [addresses.DIAGRAM, *(guide.url for guide in guides)]
    code, words, url = switch(request)
    same = _frame(
        get_language() or "",
        max((url for url in known if section.startswith(url)), key=len, default=""),
        path not in (addresses.HOME, addresses.CATALOGUE),
        guides,
        reference.updated_at(),
        LanguageLink(code, words, OTHER_LANGUAGE),
    )
    return replace(same, language=LanguageLink(code, words, url), same=same)


@lru_cache(maxsize=256)
def _frame(
    language: str,
    section: str,
    has_search: bool,
    guides: tuple[reference.Link, ...],
    updated: dt.datetime | None,
    other: LanguageLink,
) -> Frame:
    """What the pages of a section share, in the language of the thread."""
    words = {
        "catalogue": _("Catalogue"),
        "verify": _("Verify"),
        "places": _("Places"),
        "figures": _("Figures"),
        "programmes": _("Programmes"),
    }
    main = [(words[key], url) for key, url in _MAIN]
    others = [(_("Diagram"), addresses.DIAGRAM)]
    others += [(guide.words, guide.url) for guide in guides]
    return Frame(
        sections=_items(main, section),
        menu=_items(main + others, section),
        guides=guides,
        updated=moment_text(timezone.localtime(updated)) if updated else "",
        language=other,
        has_search=has_search,
    )


def _items(links: list[tuple[str, str]], section: str) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(name, url, section.startswith(url)) for name, url in links)
