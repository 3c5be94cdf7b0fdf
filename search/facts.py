"""What the ranking reads of a hit, packed in few texts. Pure.

Packed while indexing and read for hundreds of hits of a search, so it is split once and nothing
is decoded that is not asked for. What many documents share stands in fields of its own, which
an engine may keep once: names of units, and grades with their days. Codes are not here: the
engine says which hits carry one.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from search.engines.base import FieldValue

FIELDS = ("facts", "fact_place", "fact_standing")
SEPARATOR = "\t"
NAME, MAKER, PLACE, KINDS, GRADES, LEVEL = range(6)
VALID_FROM, VALID_UNTIL, OPEN_FROM, OPEN_UNTIL = range(6, 10)
_DAYS = ("valid_from", "valid_until", "open_from", "open_until")
_OWN, _STANDING = 3, 7
_NO_OWN = [" ", " ", ""]
_NO_STANDING = (" ", " ", "1", "0", "0", "0", "0")
_LEVELS = {"ocop:5": 3, "ocop:4": 2, "cnnttb:nation": 3, "cnnttb:region": 2, "cddl:": 3}

Parts = tuple[str, ...]


def pack(name: Sequence[str], fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The facts of a document with these fields, `fact_place` among them: exact keys of its
    name, of its maker, and of places as printed that are no name of its units; what it holds.

    Texts are padded, so that " key " finds a whole key.
    """
    units = str(fields.get("fact_place", "")).strip()
    printed = str(fields.get("place_x", "")).removeprefix(units).strip()
    standing = _standing_text(
        _words(fields.get("maker_kind", ())),
        _words(fields.get("schemes_open", ())),
        _words(fields.get("grades_open", ())),
        *[fields.get(name, 0) for name in _DAYS],
    )
    own = [_padded(" ".join(name)), _padded(str(fields.get("maker_x", ""))), printed]
    return {"facts": SEPARATOR.join(own), "fact_standing": standing}


@lru_cache(maxsize=1 << 12)
def _standing_text(
    kinds: tuple[str, ...], schemes: tuple[str, ...], grades: tuple[str, ...], *days: FieldValue
) -> str:
    level = max((_LEVELS.get(grade, 1) for grade in grades), default=1)
    held = [_padded(" ".join(kinds)), _padded(" ".join([*schemes, *grades])), str(level)]
    return SEPARATOR.join([*held, *map(str, days)])


def unpack(columns: Sequence[Sequence[str]]) -> Iterator[Parts]:
    """The parts of each hit by their numbers, from the columns of `FIELDS`; of a document
    without facts all are empty."""
    for own, place, standing in zip(*columns, strict=True):
        parts = own.split(SEPARATOR)
        name, maker, printed = parts if len(parts) == _OWN else _NO_OWN
        if printed:
            place = f"{place}{printed} "
        yield (name, maker, place, *_standing_parts(standing))


# Those of one decision are the same.
@lru_cache(maxsize=1 << 12)
def _standing_parts(text: str) -> Parts:
    parts = tuple(text.split(SEPARATOR))
    return parts if len(parts) == _STANDING else _NO_STANDING


def standing(parts: Parts, on: dt.date) -> int:
    """1 if something of it is surely valid on the day, -1 if all has ended, 0 between."""
    day = on.toordinal()
    if int(parts[VALID_FROM]) <= day < int(parts[VALID_UNTIL]):
        return 1
    return 0 if int(parts[OPEN_FROM]) <= day < int(parts[OPEN_UNTIL]) else -1


def _words(value: FieldValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _padded(text: str) -> str:
    return f" {text} "
