"""What every public template knows of the site; it is worked out only where it is shown."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from catalog import reference
from catalog.days import moment_text

_MAIN = (("catalogue", "/danh-muc/"), ("verify", "/kiem-tra/"), ("places", "/dia-phuong/"))
_UNDER = {"/i/": "/danh-muc/", "/v/": "/danh-muc/", "/c/": "/kiem-tra/"}


@dataclass(frozen=True, slots=True)
class MenuItem:
    words: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The masthead's menu and the footer's facts."""

    menu: tuple[MenuItem, ...]
    guides: tuple[reference.Link, ...]
    updated: str


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.IS_DEMO,
        "frame": SimpleLazyObject(lambda: frame(request.path)),
    }


def frame(path: str) -> Frame:
    words = {"catalogue": _("Catalogue"), "verify": _("Verify"), "places": _("Places")}
    section = next((main for start, main in _UNDER.items() if path.startswith(start)), path)
    guides = reference.guides()
    items = [(words[key], url) for key, url in _MAIN]
    items += [(guide.words, guide.url) for guide in guides]
    moment = reference.updated_at()
    return Frame(
        menu=tuple(MenuItem(name, url, section.startswith(url)) for name, url in items),
        guides=guides,
        updated=moment_text(timezone.localtime(moment)) if moment else "",
    )
