"""What the head of a page says to machines: its one address, feeds, Open Graph, JSON-LD.

Addresses are those of the site's own setting, never of the request, so that an answer kept by
a proxy is the same whatever host it was asked under. No query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.language import in_english

_LONGEST = 600
# Of the pages that have none of their own; `python -m catalog.share.redraw` draws it.
DEFAULT_CARD = "catalog/card.png"
_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """An Atom feed that belongs to the page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """The picture that a shared link shows."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageAddress:
    """The address of a page in its own language; `languages` are (code, address) of each, with
    that for everybody else as "x-default", and none where there is one language only."""

    url: str = ""
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageHead:
    """`kind` is the Open Graph type; `data` are JSON-LD nodes without their context."""

    locale: str
    kind: str
    feeds: tuple[FeedLink, ...]
    card: Card
    data: Mapping[str, Any] | None = None


def page_head(
    nodes: Sequence[Mapping[str, Any]] = (),
    *,
    kind: str = "website",
    feeds: Sequence[FeedLink] = (),
    card: Card | None = None,
) -> PageHead:
    """The head of one page; its nodes stand in one graph, so that they can name each other."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)} if nodes else None
    locale = _LOCALES.get(get_language() or "vi", _LOCALES["vi"])
    return PageHead(locale, kind, tuple(feeds), card or default_card(), graph)


def absolute(path: str) -> str:
    """The full address of a path of this site; a full address stays as it is."""
    site = settings.BASE_URL.rstrip("/")
    if path[:1] == "/" and path[:2] != "//" and "/." not in path:
        return site + path
    return urljoin(site + "/", path)


def default_card() -> Card:
    return Card(absolute(static(DEFAULT_CARD)), _("Sổ Vàng, the register"), 1200, 630)


def own_address(
    canonical: str, languages: tuple[tuple[str, str], ...] | None = None
) -> PageAddress:
    """Of a page with this lasting address, in the language that is spoken now; without
    `languages` it has one for each."""
    # A long text would stand in the head five times over, and nobody looks for it by machine.
    found = languages or (
        both_languages(canonical) if len(canonical) <= _LONGEST else (("vi", canonical),)
    )
    urls = dict(found)
    url = urls.get(get_language() or "vi") or found[0][1]
    return PageAddress(absolute(url), tuple((code, absolute(u)) for code, u in hreflangs(found)))


def both_languages(path: str) -> tuple[tuple[str, str], ...]:
    return (("vi", path), ("en", in_english(path)))


def hreflangs(languages: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The languages of a page, and the one for everybody else: Vietnamese, where there is any."""
    default = dict(languages).get("vi") or languages[0][1]
    return (*languages, ("x-default", default)) if len(languages) > 1 else ()
