"""What every public template knows of the site; it is worked out only where it is shown."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from catalog import addresses, menus, reference
from catalog.days import moment_text
from catalog.language import switch
from catalog.office import Notice, Office, office

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


@dataclass(frozen=True, slots=True)
class Frame:
    """The masthead's menus and the footer's facts.

    `sections` stand in the masthead; the whole `menu`, with what the masthead has no room for,
    in the sheet; `columns` in the footer.
    `has_search`: a search field is shown, because the page has none of its own.
    """

    sections: tuple[MenuItem, ...]
    menu: tuple[MenuItem, ...]
    columns: tuple[menus.MenuColumn, ...]
    office: Office
    notice: Notice | None
    updated: str
    language: LanguageLink
    has_search: bool


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.IS_DEMO,
        "left_out": getattr(request, "left_out", ()),
        "frame": SimpleLazyObject(lambda: frame(request)),
    }


def frame(request: HttpRequest) -> Frame:
    path = request.path
    section = next((main for start, main in _UNDER.items() if path.startswith(start)), path)
    found = menus.menus(request)
    runner = office(request)
    moment = reference.updated_at()
    return Frame(
        sections=_items(found.masthead, section),
        menu=_items(found.masthead + found.more, section),
        columns=found.columns,
        office=runner,
        notice=runner.notice_on(timezone.localdate()),
        updated=moment_text(timezone.localtime(moment)) if moment else "",
        language=LanguageLink(*switch(request)),
        has_search=path not in (addresses.HOME, addresses.CATALOGUE),
    )


def _items(links: tuple[reference.Link, ...], section: str) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(link.words, link.url, _is_in(section, link.url)) for link in links)


def _is_in(section: str, url: str) -> bool:
    """Whether a page stands under what a link leads to; all stand under the first page."""
    return section == url or (url != addresses.HOME and section.startswith(url))
