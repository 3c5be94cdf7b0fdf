"""Entries chosen by an editor, each with its state of the day. No query.

What is chosen says nothing about a certificate: an ended one is told, and a code without a
public entry is named as such.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import number_text
from catalog.presenters.cards import Card, card
from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import ENDED_STATUSES
from registry.rules.identifiers import code_grouped
from registry.selectors.items import ItemRecord


@dataclass(frozen=True, slots=True)
class Missing:
    """A code that no public entry has any more."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ChosenList:
    """`told` is a sentence about those that have ended; empty where none has."""

    cards: tuple[Card, ...]
    missing: tuple[Missing, ...]
    told: str


def chosen_list(
    chosen: Iterable[tuple[str, str]],
    found: Mapping[str, ItemRecord],
    directory: PlaceDirectory,
    on: dt.date,
) -> ChosenList:
    """`chosen` are codes with the editor's notes, in the editor's order."""
    shown: list[Card] = []
    missing: list[Missing] = []
    ended = 0
    for code, note in chosen:
        record = found.get(code)
        if record is None:
            missing.append(Missing(_missing_words(code), addresses.verify(code)))
            continue
        shown.append(card(record, directory, on)._replace(note=note))
        ended += has_ended(record, on)
    return ChosenList(tuple(shown), tuple(missing), ended_words(ended, len(shown)))


def has_ended(record: ItemRecord, on: dt.date) -> bool:
    leading = record.leading(on)
    return leading is None or leading.status(on) in ENDED_STATUSES


def ended_words(ended: int, total: int) -> str:
    if not ended:
        return ""
    return ngettext(
        "%(ended)s of %(total)s entries here is no longer in force; its line says so.",
        "%(ended)s of %(total)s entries here are no longer in force; their lines say so.",
        ended,
    ) % {"ended": number_text(ended), "total": number_text(total)}


def _missing_words(code: str) -> str:
    return _("%(code)s: no public entry has this code now") % {"code": code_grouped(code)}
