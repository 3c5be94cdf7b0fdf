"""The typed rows of the gazetteer's CSV files, one reader per kind of file.

It knows the form of each cell, nothing about how rows fit together: that is `dataset` and
`invariants`.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.gazetteer.cells import Cells, Source
from registry.models.choices import NameKind, PlaceLevel, RegionKind, SuccessionExtent

_DIGITS = re.compile(r"[0-9]{2,5}")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
LATITUDES = (5.5, 24.0)
LONGITUDES = (102.0, 118.5)


@dataclass(frozen=True)
class EraRow:
    source: Source
    key: str
    tag: str
    first_day: dt.date | None
    last_day: dt.date | None
    legal_basis: str


@dataclass(frozen=True)
class UnitRow:
    """A unit. `parent` is a code of the same era; empty days are the era's own."""

    source: Source
    era: str
    level: str
    code: str
    parent: str
    type_word: str
    name: str
    name_en: str
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    valid_from: dt.date | None
    valid_to: dt.date | None

    @property
    def full_name(self) -> str:
        return f"{self.type_word} {self.name}"


@dataclass(frozen=True)
class NameRow:
    source: Source
    place: str
    kind: str
    type_word: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    legal_basis: str


@dataclass(frozen=True)
class SuccessionRow:
    source: Source
    predecessor: str
    successor: str
    extent: str
    is_default: bool
    legal_basis: str


@dataclass(frozen=True)
class AmendmentRow:
    """A new official name of a unit from a day on."""

    source: Source
    place: str
    effective_on: dt.date
    type_word: str
    name: str
    name_en: str
    legal_basis: str


@dataclass(frozen=True)
class RegionRow:
    source: Source
    code: str
    kind: str
    name_vi: str
    name_en: str


@dataclass(frozen=True)
class MemberRow:
    source: Source
    region: str
    place: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    is_verified: bool
    basis: str


@dataclass(frozen=True)
class ExpectationRow:
    """A fact of one era's data that the load must find true; see `invariants`."""

    source: Source
    era: str
    check: str
    subject: str
    on: dt.date | None
    value: int


# Headings of each kind of file: those that must be there, and those that may.
COLUMNS: dict[str, tuple[list[str], list[str]]] = {
    "eras": (["key", "tag", "first_day", "last_day"], ["legal_basis"]),
    "units": (
        ["era", "level", "code", "parent", "type_word", "name", "name_en", "latitude",
         "longitude", "area_km2"],
        ["valid_from", "valid_to"],
    ),
    "names": (
        ["place", "kind", "type_word", "name", "valid_from", "valid_to"], ["legal_basis"]
    ),
    "successions": (["predecessor", "successor", "extent", "is_default"], ["legal_basis"]),
    "amendments": (["place", "effective_on", "type_word", "name", "name_en", "legal_basis"], []),
    "regions": (["code", "kind", "name_vi", "name_en"], []),
    "members": (["region", "place", "valid_from", "valid_to", "is_verified", "source"], []),
    "expectations": (["era", "check", "subject", "on", "value"], []),
}  # fmt: skip


def era_row(c: Cells) -> EraRow:
    return EraRow(
        c.source,
        c.matching("key", _KEY, "2025-07-01"),
        c.matching("tag", re.compile("[a-z0-9]{1,8}"), "f25"),
        c.day("first_day"),
        c.day("last_day"),
        c.text("legal_basis"),
    )


def unit_row(c: Cells) -> UnitRow:
    level = c.one_of("level", list(PlaceLevel.values))
    if level != PlaceLevel.PROVINCE:
        c.matching("parent", _DIGITS, "01")
    elif c.text("parent"):
        raise c.refuse("parent", _("A province has no parent."), _("Empty the cell."))
    latitude = c.number("latitude", *LATITUDES)
    longitude = c.number("longitude", *LONGITUDES)
    if (latitude is None) != (longitude is None):
        raise c.refuse(
            "latitude", _("Half a coordinate was given."), _("Give both numbers or none.")
        )
    return UnitRow(
        c.source,
        c.needed("era"),
        level,
        c.matching("code", _DIGITS, "00001"),
        c.text("parent"),
        c.needed("type_word", 24),
        c.needed("name", 90),
        c.text("name_en", 120),
        latitude,
        longitude,
        c.number("area_km2", 0.01, 20_000),
        c.day("valid_from"),
        c.day("valid_to"),
    )


def name_row(c: Cells) -> NameRow:
    kinds = [kind for kind in NameKind.values if kind != NameKind.OFFICIAL]
    return NameRow(
        c.source,
        c.public_id("place"),
        c.one_of("kind", kinds),
        c.text("type_word", 24),
        c.needed("name", 90),
        c.day("valid_from"),
        c.day("valid_to"),
        c.text("legal_basis"),
    )


def succession_row(c: Cells) -> SuccessionRow:
    return SuccessionRow(
        c.source,
        c.public_id("predecessor"),
        c.public_id("successor"),
        c.one_of("extent", list(SuccessionExtent.values)),
        c.yes("is_default"),
        c.text("legal_basis"),
    )


def amendment_row(c: Cells) -> AmendmentRow:
    return AmendmentRow(
        c.source,
        c.public_id("place"),
        c.needed_day("effective_on"),
        c.needed("type_word", 24),
        c.needed("name", 90),
        c.text("name_en", 120),
        c.needed("legal_basis"),
    )


def region_row(c: Cells) -> RegionRow:
    return RegionRow(
        c.source,
        c.matching("code", _KEY, "se-red-river"),
        c.one_of("kind", list(RegionKind.values)),
        c.needed("name_vi", 120),
        c.text("name_en", 120),
    )


def member_row(c: Cells) -> MemberRow:
    return MemberRow(
        c.source,
        c.needed("region"),
        c.public_id("place"),
        c.day("valid_from"),
        c.day("valid_to"),
        c.yes("is_verified"),
        c.needed("source", 300),
    )


def expectation_row(c: Cells) -> ExpectationRow:
    return ExpectationRow(
        c.source,
        c.needed("era"),
        c.needed("check"),
        c.text("subject"),
        c.day("on"),
        c.count("value"),
    )
