"""Pages and links in the language of the reader: the translation where one is live.

Each function makes one query at most, whatever the number of pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Locale, Page

P = TypeVar("P", bound=Page)


def live_in_language(pages: Iterable[P]) -> list[P]:
    """The public pages in their order, each as its public translation where there is one."""
    wanted = list(pages)
    if not wanted:
        return []
    kinds = {type(page) for page in wanted}
    model = kinds.pop() if len(kinds) == 1 else Page
    locale = Locale.get_active()
    translations = Q(locale=locale, translation_key__in=[page.translation_key for page in wanted])
    found = model.objects.live().public()
    found = found.filter(translations | Q(pk__in=[page.pk for page in wanted]))
    known = {(page.translation_key, page.locale_id): page for page in found}
    shown = (
        known.get((page.translation_key, locale.pk))
        or known.get((page.translation_key, page.locale_id))
        for page in wanted
    )
    return [page for page in shown if page is not None]


def addresses_of_links(links: Sequence[Any], context: Mapping[str, Any]) -> list[str]:
    """Where links of blocks lead; empty for one whose page is gone or not live."""
    pages = [link["page"] for link in links if link["page"] is not None]
    shown = {page.translation_key: page for page in live_in_language(pages)}
    request = context.get("request")
    return [
        _address(shown.get(link["page"].translation_key), request)
        if link["page"] is not None
        else link["address"]
        for link in links
    ]


def _address(page: Page | None, request: Any) -> str:
    return (page.get_url(request) or "") if page is not None else ""


def language_of_text(page: Page) -> str:
    """The `lang` of a page's own text where it is not the frame's; "" where it is."""
    code: str = page.locale.language_code
    return "" if code == (get_language() or code) else code
