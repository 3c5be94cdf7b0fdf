"""The form in which numbers of certificates are compared, in SQL and in Python alike."""

import unicodedata
from typing import Any

from django.db.models import CharField, Func

from registry.text import clean

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_STROKES = str.maketrans("Đđ", "DD")


class NumberKey(Func):
    """Capitals without spaces, Đ as D. Its constants stand in the text: an index on it is only
    found by a query that is written alike, and a bound value is not."""

    template = (
        "REPLACE(REPLACE(REPLACE(REPLACE(UPPER(%(expressions)s), ' ', ''), 'Đ', 'D'), "
        "'đ', 'D'), '–', '-')"
    )
    arity = 1

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, output_field=CharField(), **extra)


def number_key(number: str) -> str:
    """The same form of a typed number. Dashes of every kind are one."""
    plain = unicodedata.normalize("NFKC", clean(number)).translate(_DASHES)
    return "".join(plain.split()).upper().translate(_STROKES)
