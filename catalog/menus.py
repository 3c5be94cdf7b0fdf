"""The menus as pages show them: where each link of the editors leads, in the page's language.

What leads nowhere is left out here and told to the editors by `problems`. Pages read the kept
menus without a query; an editor's change gives them another key (`catalog.editions`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from catalog import kept, reference
from catalog.editions import edition_of
from catalog.page_links import is_public, page_url, reader_page
from catalog.sections import SECTIONS

if TYPE_CHECKING:
    from catalog.models import SiteMenus

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class MenuColumn:
    heading: str
    links: tuple[reference.Link, ...]


@dataclass(frozen=True, slots=True)
class Menus:
    """`masthead` and `more` stand together in the sheet of a phone; `columns` in the footer."""

    masthead: tuple[reference.Link, ...]
    more: tuple[reference.Link, ...]
    columns: tuple[MenuColumn, ...]


@dataclass(frozen=True, slots=True)
class _Broken:
    """A link that leads nowhere, with the reason in the editor's words."""

    problem: str


_Found = reference.Link | _Broken


def menus(request: HttpRequest) -> Menus:
    """The menus of the site in the language of the page."""
    key = f"catalog:menus:{get_language()}:{edition_of(request).editors}"
    return kept.kept(key, _menus, _SECONDS)


def problems(setting: "SiteMenus") -> tuple[str, ...]:
    """What of the menus leads nowhere, each as a sentence."""
    found = [*_links(setting.masthead, "short"), *_links(setting.more, "short")]
    for column in setting.columns:
        found += _links(column.value["links"], "long")
    return tuple(dict.fromkeys(one.problem for one in found if isinstance(one, _Broken)))


def page_is_in_menus(page: Page) -> bool:
    """Whether a link of the editors names this page."""
    setting = _setting()
    blocks = [*setting.masthead, *setting.more]
    for column in setting.columns:
        blocks += column.value["links"]
    named = (block.value["page"] for block in blocks if block.block_type == "page")
    return any(found is not None and found.pk == page.pk for found in named)


def _setting() -> "SiteMenus":
    """The editors' menus of the default site; without any, those that a site begins with."""
    from catalog.models import SiteMenus  # the models are loading while this module is

    return SiteMenus.objects.filter(site__is_default_site=True).first() or SiteMenus()


def _menus() -> Menus:
    setting = _setting()
    columns = []
    for column in setting.columns:
        links = _shown(_links(column.value["links"], "long"))
        if links:
            columns.append(MenuColumn(_words(column.value, "heading"), links))
    return Menus(
        _shown(_links(setting.masthead, "short")),
        _shown(_links(setting.more, "short")),
        tuple(columns),
    )


def _shown(found: Iterable[_Found]) -> tuple[reference.Link, ...]:
    return tuple(one for one in found if isinstance(one, reference.Link))


def _links(blocks: Iterable[Any], length: str) -> Iterator[_Found]:
    for block in blocks:
        if block.block_type == "guides":
            yield from reference.guides()
        elif block.block_type == "section":
            yield _section(block.value, length)
        elif block.block_type == "page":
            yield _page(block.value)
        else:
            yield _address(block.value)


def _words(value: Any, name: str = "words") -> str:
    """The editors' words in the page's language; Vietnamese ones where they wrote no English."""
    english = value[f"{name}_en"] if get_language() == "en" else ""
    return str(english or value[name] or "")


def _section(value: Any, length: str) -> _Found:
    section = SECTIONS.get(value["section"])
    if section is None:
        return _Broken(
            _("“%(section)s” is no section of the register.") % {"section": value["section"]}
        )
    # Words in Vietnamese alone say nothing to who reads English, but the section's own do.
    own = value["words_en"] if get_language() == "en" else value["words"]
    return reference.Link(str(own or getattr(section, length)), section.url)


def _page(value: Any) -> _Found:
    if value["page"] is None:
        return _Broken(_("A page of the menu has been deleted."))
    page = reader_page(value["page"])
    if not is_public(page):
        return _Broken(_("The page “%(page)s” is not public.") % {"page": page.title})
    url = page_url(page)
    if not url:
        return _Broken(_("The page “%(page)s” belongs to no site.") % {"page": page.title})
    return reference.Link(_words(value) or page.title, url)


def _address(value: Any) -> _Found:
    address = value["address"]
    if address.startswith("/") and not _leads_somewhere(address):
        return _Broken(_("Nothing is at “%(address)s”.") % {"address": address})
    return reference.Link(_words(value), address)


def _leads_somewhere(address: str) -> bool:
    """Whether an address of this site is one of the register's, a file's, or a public page's."""
    path = unquote(urlsplit(address).path)
    for tried in (path, f"{path}/"):
        try:
            found = resolve(tried)
        except Resolver404:
            continue
        if found.url_name != "wagtail_serve":
            return True
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site is None:
            return False
        url_path = site.root_page.url_path + tried.strip("/")
        url_path = url_path if url_path.endswith("/") else f"{url_path}/"
        return bool(Page.objects.live().public().filter(url_path=url_path).exists())
    return False
