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

from catalog import addresses, menus, reference
from catalog.days import moment_text
from catalog.language import switch
from catalog.office import Notice, Office, office

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

    `sections` stand in the masthead; the whole `menu`, with what the masthead has no room for,
    in the sheet; `columns` in the footer.
    `has_search`: a search field is shown, because the page has none of its own. `same` is the
    one frame of all pages of the section: `OTHER_LANGUAGE` is its address in the other language.
    """

    sections: tuple[MenuItem, ...]
    menu: tuple[MenuItem, ...]
    columns: tuple[menus.MenuColumn, ...]
    office: Office
    notice: Notice | None
    updated: str
    language: LanguageLink
    has_search: bool
    same: "Frame | None" = None


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.IS_DEMO,
        "left_out": getattr(request, "left_out", ()),
        "frame": SimpleLazyObject(lambda: frame(request)),
    }


def frame(request: HttpRequest) -> Frame:
    path = request.path
    runner = office(request)
    section = next((main for start, main in _UNDER.items() if path.startswith(start)), path)
    found = menus.menus(request)
    links = (*found.masthead, *found.more)
    code, words, url = switch(request)
    same = _frame(
        get_language() or "",
        frozenset(link.url for link in links if _is_in(section, link.url)),
        # A page that knows it better than its address says so.
        not getattr(request, "has_own_search", path == addresses.CATALOGUE),
        found,
        runner,
        runner.notice_on(timezone.localdate()),
        reference.updated_at(),
        LanguageLink(code, words, OTHER_LANGUAGE),
    )
    return replace(same, language=LanguageLink(code, words, url), same=same)


@lru_cache(maxsize=256)
def _frame(
    language: str,
    current: frozenset[str],
    has_search: bool,
    found: menus.Menus,
    runner: Office,
    notice: Notice | None,
    updated: dt.datetime | None,
    other: LanguageLink,
) -> Frame:
    """What the pages below the current links of the menus share, in the language of the thread."""
    return Frame(
        sections=_items(found.masthead, current),
        menu=_items(found.masthead + found.more, current),
        columns=found.columns,
        office=runner,
        notice=notice,
        updated=moment_text(timezone.localtime(updated)) if updated else "",
        language=other,
        has_search=has_search,
    )


def _items(links: tuple[reference.Link, ...], current: frozenset[str]) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(link.words, link.url, link.url in current) for link in links)


def _is_in(section: str, url: str) -> bool:
    """Whether a page stands under what a link leads to; all stand under the first page."""
    return section == url or (url != addresses.HOME and section.startswith(url))
