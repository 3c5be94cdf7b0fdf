"""What the register adds to the first page: groups, the newest entries, provinces."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import number_text
from catalog.finding import Overview
from catalog.presenters.cards import GENERAL, Card, cards, illustration_url
from catalog.presenters.legend import legend_url
from catalog.presenters.place_pages import Province, provinces
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.items import ItemRecord


@dataclass(frozen=True, slots=True)
class GroupTile:
    words: str
    url: str
    picture: str
    count: str


@dataclass(frozen=True, slots=True)
class HomePart:
    whole: str
    groups: tuple[GroupTile, ...]
    newest: tuple[Card, ...]
    provinces: tuple[Province, ...]
    legend_url: str


def home_part(
    overview: Overview | None,
    newest: Sequence[ItemRecord],
    directory: PlaceDirectory,
    on: dt.date,
) -> HomePart:
    """`overview` is None while search is down: then nothing has a number."""
    total = overview.total if overview else 0
    whole = (
        ngettext(
            "The whole catalogue: %(count)s entry", "The whole catalogue: %(count)s entries", total
        )
        % {"count": number_text(total)}
        if overview
        else _("The whole catalogue")
    )
    return HomePart(
        whole,
        tuple(
            GroupTile(
                group.label,
                addresses.catalogue([("nhom", code)]),
                illustration_url(group.illustration),
                _count(overview.groups.get(code, 0)) if overview else "",
            )
            for code, group in reference.groups().items()
            if code != GENERAL  # "other" says nothing to one who browses
        ),
        cards(newest, directory, on),
        provinces(directory, overview.provinces if overview else None),
        legend_url(),
    )


def _count(number: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": number_text(number)}
