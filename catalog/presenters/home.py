"""What the register adds to the first page: groups, the newest entries, villages, figures, places.

Makes no query.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import moment_text, number_text
from catalog.finding import Overview
from catalog.presenters.cards import GENERAL, Card, cards, illustration_url
from catalog.presenters.grades import GRADES, Grade, grade_mark, grade_words, scheme_label
from catalog.presenters.legend import legend_url
from catalog.presenters.place_lists import Province, provinces
from catalog.presenters.state import ENDING_DAYS, is_ending
from catalog.selection import HomeItems
from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import Grading
from registry.selectors.items import ItemRecord

# As the first block it stands in the band with the headline.
HERO_BLOCK = "search_verify"


@dataclass(frozen=True, slots=True)
class GroupTile:
    words: str
    url: str
    picture: str
    count: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list behind it."""

    words: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class HomePart:
    """`as_of` is the moment of the numbers and states; empty where there are no numbers."""

    whole: str
    groups: tuple[GroupTile, ...]
    newest: tuple[Card, ...]
    ending: tuple[Card, ...]
    villages: tuple[Card, ...]
    villages_url: str
    figures: tuple[Figure, ...]
    as_of: str
    provinces: tuple[Province, ...]
    legend_url: str
    signs: dict[str, tuple[Grade, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the register with its own band, or blocks that stand together in one column."""

    part: Any = None
    column: tuple[Any, ...] = ()


def home_sections(body: Iterable[Any]) -> tuple[Any, tuple[Section, ...]]:
    """What stands in the band at the top, and the sections below it.

    Editorial blocks that follow each other share one section.
    """
    blocks = list(body)
    hero = blocks.pop(0) if blocks and blocks[0].block_type == HERO_BLOCK else None
    sections: list[Section] = []
    for is_part, found in groupby(blocks, lambda block: getattr(block.block, "is_section", False)):
        if is_part:
            sections += [Section(part=block) for block in found]
        else:
            sections.append(Section(column=tuple(found)))
    return hero, tuple(sections)


def ending_until(on: dt.date) -> dt.date:
    """The last day of what is said to end soon."""
    return on + dt.timedelta(days=ENDING_DAYS)


def home_part(
    overview: Overview | None,
    items: HomeItems,
    directory: PlaceDirectory,
    now: dt.datetime,
    limits: Mapping[str, int],
) -> HomePart:
    """`overview` is None while search is down: then nothing has a number. `now` is local.
    `limits` say how many items each part shows."""
    on = now.date()
    ending = [record for record in items.ending if _ends_soon(record, on)]
    return HomePart(
        whole=_whole(overview),
        groups=_groups(overview),
        newest=cards(items.newest[: limits.get("newest", 0)], directory, on),
        ending=cards(ending[: limits.get("ending", 0)], directory, on),
        villages=cards(items.villages[: limits.get("villages", 0)], directory, on),
        villages_url=_villages_url(),
        figures=_figures(overview) if overview else (),
        as_of=moment_text(now) if overview else "",
        provinces=provinces(directory, overview.provinces if overview else None),
        legend_url=legend_url(),
        signs=_signs(),
    )


def _whole(overview: Overview | None) -> str:
    if overview is None:
        return _("The whole catalogue")
    return ngettext(
        "The whole catalogue: %(count)s entry",
        "The whole catalogue: %(count)s entries",
        overview.total,
    ) % {"count": number_text(overview.total)}


def _groups(overview: Overview | None) -> tuple[GroupTile, ...]:
    return tuple(
        GroupTile(
            group.label,
            addresses.catalogue([("nhom", code)]),
            illustration_url(group.illustration),
            _count(overview.groups.get(code, 0)) if overview else "",
        )
        for code, group in reference.groups().items()
        if code != GENERAL  # "other" says nothing to one who browses
    )


def _figures(overview: Overview) -> tuple[Figure, ...]:
    """What has not ended in all, what is sure of it, and how it parts by programme."""
    by_scheme = (
        Figure(
            scheme_label(scheme),
            number_text(overview.schemes.get(scheme.code, 0)),
            addresses.catalogue([("chuong-trinh", scheme.code)]),
        )
        for scheme in reference.schemes()
    )
    return (
        Figure(_("Not ended"), number_text(overview.total), addresses.catalogue([])),
        Figure(
            _("Surely in force today"),
            number_text(overview.sure),
            addresses.catalogue([("hieu-luc", "chac-chan")]),
        ),
        *by_scheme,
    )


def _signs() -> dict[str, tuple[Grade, ...]]:
    """The signs that the page explains, by the way a scheme grades, lowest first."""
    return {
        str(scheme.grading): tuple(
            Grade(_upper_first(grade_words(scheme, key)), grade_mark(Grading(scheme.grading), key))
            for key in reversed(GRADES[Grading(scheme.grading)])
        )
        for scheme in reference.schemes()
    }


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ends_soon(record: ItemRecord, on: dt.date) -> bool:
    leading = record.leading(on)
    return leading is not None and is_ending(leading, on)


def _villages_url() -> str:
    codes = [s.code for s in reference.schemes() if s.grading == Grading.TITLES]
    return addresses.catalogue([("chuong-trinh", code) for code in codes])


def _count(number: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": number_text(number)}
