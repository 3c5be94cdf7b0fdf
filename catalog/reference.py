"""Small rows that every page needs and that change rarely: schemes, groups, guide pages.

Kept in the cache for a minute, so that a page makes no query for them. Only labels and order
come from here; records never do.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from catalog import kept
from registry.models import Event, GroupNode, Scheme

if TYPE_CHECKING:
    from catalog.models import ExplanationPage

SECONDS = 60
# The set of groups that readers see; the groups of the legal texts are printed facts.
DISPLAY_TAXONOMY = "sovang"
_KEYS = ("schemes", "groups", "guides", "updated")


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
    words: str
    url: str


def schemes() -> tuple[SchemeInfo, ...]:
    """All schemes in their order."""
    return kept.kept(_key("schemes"), _schemes, SECONDS) or ()


def groups() -> dict[str, GroupInfo]:
    """Product groups by code, in their order."""
    return kept.kept(_key("groups"), _groups, SECONDS) or {}


def guides() -> tuple[Link, ...]:
    """Explanation pages that editors put into the menu."""
    return kept.kept(_key("guides"), _guides, SECONDS) or ()


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


def _guides() -> tuple[Link, ...]:
    from catalog.models import ExplanationPage  # the models import presenters

    pages = ExplanationPage.objects.live().public().in_menu().order_by("path")
    return tuple(Link(page.title, url) for page in pages if (url := _url(page)))


def _url(page: "ExplanationPage") -> str:
    """Wagtail asks the cache where its sites begin; while that is stopped, a guide is where
    `pages_load` puts it, right below the first page."""
    try:
        return page.url or ""
    except Exception:  # every backend of a cache has failures of its own
        return f"/{page.slug}/"


def _updated() -> dt.datetime | bool:
    found = Event.objects.order_by("-sequence").values_list("recorded_at", flat=True).first()
    return found or False
