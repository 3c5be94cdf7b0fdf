"""Small rows that every page needs and that change rarely: schemes, groups, guide pages.

Kept in the cache for a minute, so that a page makes no query for them. Only labels and order
come from here; records never do.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from catalog import kept
from registry.models import Event, GroupNode, Scheme

SECONDS = 60
# Below the root and the first page.
_GUIDE_DEPTH = 3
# The set of groups that readers see; the groups of the legal texts are printed facts.
DISPLAY_TAXONOMY = "sovang"
_KEYS = ("schemes", "groups", "updated", *(f"guides:{code}" for code, _ in settings.LANGUAGES))


@dataclass(frozen=True, slots=True)
class SchemeInfo:
    """A scheme without its model; the field names are those of `registry.models.Scheme`."""

    code: str
    name_vi: str
    name_en: str
    short_name_vi: str
    short_name_en: str
    grading: str


@dataclass(frozen=True, slots=True)
class GroupInfo:
    code: str
    taxonomy: str
    label_vi: str
    label_en: str
    illustration: str
    parent: str = ""

    @property
    def label(self) -> str:
        return self.label_in(get_language() or "")

    def label_in(self, language: str) -> str:
        return self.label_en if language == "en" and self.label_en else self.label_vi


@dataclass(frozen=True, slots=True)
class Link:
    """`slug` is that of the page in the site's own language, whatever the language shown; other
    links have none."""

    words: str
    url: str
    slug: str = ""


def schemes() -> tuple[SchemeInfo, ...]:
    """All schemes in their order."""
    return kept.kept(_key("schemes"), _schemes, SECONDS) or ()


def groups() -> dict[str, GroupInfo]:
    """Product groups by code, in their order."""
    return kept.kept(_key("groups"), _groups, SECONDS) or {}


def guides() -> tuple[Link, ...]:
    """Pages right below the first one that editors put into the menu, in the language of the
    page where they are translated."""
    code = get_language() or settings.LANGUAGE_CODE
    return kept.kept(_key(f"guides:{code}"), lambda: _guides(code), SECONDS) or ()


def updated_at() -> dt.datetime | None:
    """When the register last changed; None for an empty one."""
    moment = kept.kept(_key("updated"), _updated, SECONDS // 2)
    return moment if isinstance(moment, dt.datetime) else None


def forget() -> None:
    """Drops what is kept, after an editor's change and between tests."""
    kept.forget([_key(name) for name in _KEYS])


def _key(name: str) -> str:
    return f"catalog:reference:{name}"


def _schemes() -> tuple[SchemeInfo, ...]:
    fields = ("code", "name_vi", "name_en", "short_name_vi", "short_name_en", "grading")
    return tuple(SchemeInfo(*row) for row in Scheme.objects.values_list(*fields))


def _groups() -> dict[str, GroupInfo]:
    rows = GroupNode.objects.filter(taxonomy__code=DISPLAY_TAXONOMY).values_list(
        "code", "taxonomy__code", "label_vi", "label_en", "illustration", "parent__code"
    )
    return {row[0]: GroupInfo(*row[:5], row[5] or "") for row in rows}


def _guides(code: str) -> tuple[Link, ...]:
    # They import these labels, or models that are loading here.
    from wagtail.models import Page

    from catalog.page_links import page_url

    shown = Page.objects.live().public().filter(depth=_GUIDE_DEPTH).select_related("locale")
    rows = list(shown.filter(locale__language_code__in=(code, settings.LANGUAGE_CODE)))
    sources = [row for row in rows if row.locale.language_code == settings.LANGUAGE_CODE]
    translated = {row.translation_key: row for row in rows if row.locale.language_code == code}
    return tuple(
        Link(page.title, url, source.slug)
        for source in sorted(sources, key=lambda row: str(row.path))
        if source.show_in_menus
        and (url := page_url(page := translated.get(source.translation_key, source)))
    )


def _updated() -> dt.datetime | bool:
    found = Event.objects.order_by("-sequence").values_list("recorded_at", flat=True).first()
    return found or False
