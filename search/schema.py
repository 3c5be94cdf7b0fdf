"""The one table of index fields. Engines build their mappings from it, and documents fill it.

It must not say how an engine stores a field; it says what a field is for.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from search.analysis import ANALYSIS_VERSION


class Kind(StrEnum):
    """How a field is used: TOKENS are scored, the others filter, count, order or come back."""

    TOKENS = "tokens"  # keys joined by spaces
    KEYWORDS = "keywords"  # several whole words, for filters
    FACET = "facet"  # several whole words, filtered and counted
    NUMBER = "number"  # one whole number from zero on, filtered by range and ordered by
    STORED = "stored"  # one text that comes back with a hit
    SHARED = "shared"  # the same, but one of few that many documents share


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a document."""

    name: str
    kind: Kind
    purpose: str
    # More values than these a facet cannot have; engines that need a bound count up to it.
    most_values: int = 20_000
    # Whether a key that stands in a document twice counts more than one that stands there once.
    repeats: bool = False


FIELDS: tuple[Field, ...] = (
    Field("ref", Kind.KEYWORDS, "Public reference of the item; the key of a document"),
    Field("version", Kind.NUMBER, "Number of the newest event that the document shows"),
    Field("name_x", Kind.TOKENS, "Name, exact keys", repeats=True),
    Field("name_f", Kind.TOKENS, "Name, folded keys", repeats=True),
    Field("name_xb", Kind.TOKENS, "Neighbours in the name, exact", repeats=True),
    Field("name_fb", Kind.TOKENS, "Neighbours in the name, folded", repeats=True),
    Field("name_p", Kind.TOKENS, "Beginnings of the name's keys, folded; for suggestions"),
    Field("maker_x", Kind.TOKENS, "Maker without legal form, exact keys"),
    Field("maker_f", Kind.TOKENS, "Maker without legal form, folded keys"),
    Field("maker_fb", Kind.TOKENS, "Neighbours in the maker's name, folded"),
    Field("maker_p", Kind.TOKENS, "Beginnings of the maker's keys, folded; for suggestions"),
    Field("place_x", Kind.TOKENS, "Names of every old and new unit, exact keys"),
    Field("place_f", Kind.TOKENS, "Names of every old and new unit, folded keys"),
    Field("other_x", Kind.TOKENS, "Group, brand, trade, scheme, description; exact keys"),
    Field("other_f", Kind.TOKENS, "Group, brand, trade, scheme, description; folded keys"),
    Field("beside_fb", Kind.TOKENS, "Neighbours in printed places and other texts, folded"),
    Field("codes", Kind.TOKENS, "Codes and numbers of certifications and decisions; folded"),
    Field("maker_kind", Kind.FACET, "Legal form of the maker"),
    Field("places", Kind.KEYWORDS, "Public ids of every old and new unit"),
    Field("provinces", Kind.FACET, "Public ids of the provinces now"),
    Field("communes", Kind.FACET, "Public ids of the communes now, of a divided one all"),
    Field("regions", Kind.FACET, "Codes of the regions that the provinces now lie in"),
    Field("villages", Kind.FACET, "Codes of the craft village: of a product, or itself"),
    Field("groups", Kind.FACET, "Codes of the product group and the groups above it"),
    Field("schemes_all", Kind.FACET, "Schemes of every public certification"),
    Field("schemes_open", Kind.FACET, "Schemes of certifications that are not surely ended"),
    Field("schemes_valid", Kind.FACET, "Schemes of certifications that are surely valid"),
    Field("schemes_m3", Kind.FACET, "Schemes of certifications surely valid for 3 months more"),
    Field("schemes_m6", Kind.FACET, "Schemes of certifications surely valid for 6 months more"),
    Field("schemes_m12", Kind.FACET, "Schemes of certifications surely valid for 12 months more"),
    Field("grades_all", Kind.FACET, "Grades of every public certification"),
    Field("grades_open", Kind.FACET, "Grades of certifications that are not surely ended"),
    Field("grades_valid", Kind.FACET, "Grades of certifications that are surely valid"),
    Field("grades_m3", Kind.FACET, "Grades of certifications surely valid for 3 months more"),
    Field("grades_m6", Kind.FACET, "Grades of certifications surely valid for 6 months more"),
    Field("grades_m12", Kind.FACET, "Grades of certifications surely valid for 12 months more"),
    Field("open_from", Kind.NUMBER, "First day of the span in which something is not ended"),
    Field("open_until", Kind.NUMBER, "First day after that span"),
    Field("valid_from", Kind.NUMBER, "First day of the span in which something is surely valid"),
    Field("valid_until", Kind.NUMBER, "First day after that span"),
    Field("tie", Kind.NUMBER, "The reference as a number, for a steady order of equals"),
    Field("name_rank", Kind.NUMBER, "First ten letters of the name in dictionary order"),
    Field("newest_rank", Kind.NUMBER, "Days from the newest issue to the last day of the calendar"),
    Field("facts", Kind.STORED, "What the ranking reads of a hit alone (`search.facts`)"),
    Field("fact_place", Kind.SHARED, "Names of its units, for the ranking"),
    Field("fact_standing", Kind.SHARED, "Legal form, grades and days, for the ranking"),
    Field(
        "name_sort", Kind.STORED, "Further letters of the name and its tones, in dictionary order"
    ),
)
KINDS: dict[str, Kind] = {field.name: field.kind for field in FIELDS}
TOKEN_FIELDS = tuple(field.name for field in FIELDS if field.kind is Kind.TOKENS)
MOST_VALUES: dict[str, int] = {field.name: field.most_values for field in FIELDS}
# Stands in a field of keys that has none, so that engines agree on how many documents have
# the field and how long it is on average. No key holds the sign.
NO_KEYS = "∅"


def fingerprint() -> str:
    """Changes with the table or the analysis, so that an index of another form is rebuilt."""
    told = "\n".join(f"{field.name} {field.kind} {field.repeats}" for field in FIELDS)
    return hashlib.sha256(f"{ANALYSIS_VERSION} {NO_KEYS}\n{told}".encode()).hexdigest()[:16]
