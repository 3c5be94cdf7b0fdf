"""What the ranking reads of a hit, packed in one stored text. Pure.

Packed while indexing and read for hundreds of hits of a search, so it is split once and
nothing is decoded that is not asked for.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from search.engines.base import FieldValue

SEPARATOR = "\t"
NAME, MAKER, PLACE, KINDS, GRADES, CODES, LEVEL = range(7)
VALID_FROM, VALID_UNTIL, OPEN_FROM, OPEN_UNTIL = range(7, 11)
SIZE = 11
EMPTY = [" "] * LEVEL + ["1", "0", "0", "0", "0"]
_LEVELS = {"ocop:5": 3, "ocop:4": 2, "cnnttb:nation": 3, "cnnttb:region": 2, "cddl:": 3}


def pack(name: Sequence[str], fields: Mapping[str, FieldValue]) -> str:
    """The facts of a document: exact keys of its name, and its fields.

    Texts are padded, so that " key " finds a whole key.
    """
    grades = _words(fields.get("grades_open", ()))
    schemes = _words(fields.get("schemes_open", ()))
    level = max((_LEVELS.get(grade, 1) for grade in grades), default=1)
    parts = [
        _padded(" ".join(name)),
        _padded(str(fields.get("maker_x", ""))),
        _padded(str(fields.get("place_x", ""))),
        _padded(" ".join(_words(fields.get("maker_kind", ())))),
        _padded(" ".join([*schemes, *grades])),
        _padded(str(fields.get("codes", ""))),
        str(level),
        *(str(fields.get(n, 0)) for n in ("valid_from", "valid_until", "open_from", "open_until")),
    ]
    return SEPARATOR.join(parts)


def unpack(text: str) -> list[str]:
    """The parts by their numbers; of a document without facts all are empty."""
    parts = text.split(SEPARATOR)
    return parts if len(parts) == SIZE else list(EMPTY)


def standing(parts: list[str], on: dt.date) -> int:
    """1 if something of it is surely valid on the day, -1 if all has ended, 0 between."""
    day = on.toordinal()
    if int(parts[VALID_FROM]) <= day < int(parts[VALID_UNTIL]):
        return 1
    return 0 if int(parts[OPEN_FROM]) <= day < int(parts[OPEN_UNTIL]) else -1


def _words(value: FieldValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _padded(text: str) -> str:
    return f" {text} "
