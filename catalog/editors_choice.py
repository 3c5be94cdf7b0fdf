"""What editors put above the results of a text, as readers see it on a day.

It never counts: totals, facets, ranks, downloads and the API know nothing of it. An item is shown
while it is public, with its state as computed. Pages read the kept choices without a query.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import get_language

from catalog import kept, reference
from catalog.days import day_text
from catalog.editions import edition_of
from catalog.page_links import public_link
from catalog.presenters.cards import Card, card
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.selectors.items import ItemRecord, items_by_ref
from search.query import Query
from search.service import today

if TYPE_CHECKING:
    from catalog.models import EditorsChoice

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A chosen item by `ref`, or a page by `link`, and why it was chosen."""

    ref: str
    link: reference.Link | None
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    first_day: dt.date | None
    last_day: dt.date | None
    entries: tuple[Entry, ...]

    def stands_on(self, day: dt.date) -> bool:
        has_begun = self.first_day is None or self.first_day <= day
        return has_begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One entry ready for the page: a card of the register, or a link to a page."""

    card: Card | None
    link: reference.Link | None
    reason: str


def entries_for(request: HttpRequest, query: Query, day: dt.date) -> tuple[Entry, ...]:
    """What stands above the first page of a text that nothing narrows."""
    from catalog.models.choices import text_key  # the models are loading while this module is

    if not query.text or query.has_filters or query.page != 1:
        return ()
    key = f"catalog:chosen:{get_language()}:{edition_of(request).editors}"
    found = kept.kept(key, _choices, _SECONDS).get(text_key(query.text))
    return found.entries if found is not None and found.stands_on(day) else ()


def shown(
    entries: Iterable[Entry],
    records: Mapping[str, ItemRecord],
    directory: PlaceDirectory,
    day: dt.date,
) -> tuple[Chosen, ...]:
    """The entries with their records; an item that is not public falls out."""
    found = []
    for entry in entries:
        record = records.get(entry.ref)
        if record is not None:
            found.append(Chosen(card(record, directory, day), None, entry.reason))
        elif entry.link is not None:
            found.append(Chosen(None, entry.link, entry.reason))
    return tuple(found)


def preview_context(choice: "EditorsChoice") -> dict[str, Any]:
    """What readers would see of a choice that is being written, whatever its days."""
    entries = _entries(choice)
    records = items_by_ref(entry.ref for entry in entries if entry.ref)
    day = today()
    return {
        "chosen": shown(entries, records, get_directory(), day),
        "text": choice.text,
        "first_day": day_text(choice.first_day) if choice.first_day else "",
        "last_day": day_text(choice.last_day) if choice.last_day else "",
        "stands": Choice(choice.first_day, choice.last_day, ()).stands_on(day),
    }


def _choices() -> dict[str, Choice]:
    from catalog.models import EditorsChoice

    rows = EditorsChoice.objects.prefetch_related("entries__page__locale")
    return {row.text_key: Choice(row.first_day, row.last_day, _entries(row)) for row in rows}


def _entries(choice: "EditorsChoice") -> tuple[Entry, ...]:
    is_english = get_language() == "en"
    found = []
    for row in choice.entries.all():
        reason = (row.reason_en if is_english else "") or row.reason
        link = public_link(row.page) if row.page is not None else None
        if row.ref or link is not None:
            found.append(Entry(row.ref, link, reason))
    return tuple(found)
