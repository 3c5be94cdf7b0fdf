"""Where a page of editors is for readers: its translation, whether it is public, its address."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

from catalog import addresses, kept, reference
from catalog.editions import edition_of
from catalog.language import in_english
from catalog.localized import live_in_language

if TYPE_CHECKING:
    from wagtail.models import Page


def reader_page(page: "Page") -> "Page":
    """The page in the language of the reader, where a public one exists; else the page itself."""
    return next(iter(live_in_language([page])), page)


def is_public(page: "Page") -> bool:
    return page.live and not page.get_view_restrictions().exists()


def public_link(page: "Page") -> reference.Link | None:
    """Title and address for readers; None for a page that they may not see."""
    shown = reader_page(page)
    url = page_url(shown) if is_public(shown) else ""
    return reference.Link(shown.title, url) if url else None


def page_languages(page: "Page", request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The languages in which the public may read a page, each with its address."""

    def made() -> tuple[tuple[str, str], ...]:
        family = page.get_translations(inclusive=True).live().public()
        return languages_of(family.select_related("locale"))

    key = f"catalog:languages:{page.pk}:{edition_of(request).editors}"
    return kept.kept(key, made, reference.SECONDS)


def languages_of(family: "Iterable[Page]") -> tuple[tuple[str, str], ...]:
    """The same of public pages that translate each other, in a fixed order.

    The first page speaks English even where editors have not translated it; other pages are in
    the languages that editors wrote.
    """
    found = {one.locale.language_code: page_url(one) for one in family}
    home = found.get(settings.LANGUAGE_CODE)
    if home == addresses.HOME:
        found.setdefault("en", in_english(home))
    order = [code for code, _name in settings.LANGUAGES]
    return tuple((code, found[code]) for code in order if found.get(code))


def page_url(page: "Page") -> str:
    """Wagtail asks the cache where its sites begin; while that is stopped, a page is where
    `pages_load` puts it, right below the first page."""
    try:
        return page.url or ""
    except Exception:  # every backend of a cache has failures of its own
        prefix = "" if page.locale.language_code == settings.LANGUAGE_CODE else "/en"
        return f"{prefix}/{page.slug}/"
