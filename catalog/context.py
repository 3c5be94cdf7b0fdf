"""What every public template knows of the site; it is worked out only where it is shown."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
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

    `sections` stand in the masthead; the whole `menu`, with the explanations, in the sheet.
    `has_search`: a search field is shown, because the page has none of its own.
    """

    sections: tuple[MenuItem, ...]
    menu: tuple[MenuItem, ...]
    guides: tuple[reference.Link, ...]
    updated: str
    language: LanguageLink
    has_search: bool

    def in_other_language_at(self, url: str) -> "Frame":
        """The same with another address of the page in the other language."""
        return replace(self, language=replace(self.language, url=url))


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.IS_DEMO,
        "frame": SimpleLazyObject(lambda: frame(request)),
    }


def frame(request: HttpRequest) -> Frame:
    path = request.path
    words = {
        "catalogue": _("Catalogue"),
        "verify": _("Verify"),
        "places": _("Places"),
        "figures": _("Figures"),
        "programmes": _("Programmes"),
    }
    section = next((main for start, main in _UNDER.items() if path.startswith(start)), path)
    guides = reference.guides()
    main = [(words[key], url) for key, url in _MAIN]
    others = [(_("Diagram"), addresses.DIAGRAM)]
    others += [(guide.words, guide.url) for guide in guides]
    moment = reference.updated_at()
    return Frame(
        sections=_items(main, section),
        menu=_items(main + others, section),
        guides=guides,
        updated=moment_text(timezone.localtime(moment)) if moment else "",
        language=LanguageLink(*switch(request)),
        has_search=path not in (addresses.HOME, addresses.CATALOGUE),
    )


def _items(links: list[tuple[str, str]], section: str) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(name, url, section.startswith(url)) for name, url in links)
