"""Pieces of HTML with named gaps, for components that stand on a page many times.

Whatever fills a gap is escaped, unless it is HTML already (`SafeString`), as a template does it.
It must not know any record.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

EMPTY = SafeString("")


class Pattern:
    """HTML with gaps such as `{name}`; called with a value for each, it gives HTML."""

    __slots__ = ("_fill",)

    def __init__(self, html: str) -> None:
        self._fill = html.format

    def __call__(self, **values: object) -> SafeString:
        for name, value in values.items():
            if value.__class__ is not SafeString:
                values[name] = escape(str(value))
        return SafeString(self._fill(**values))


def joined(pieces: Iterable[SafeString]) -> SafeString:
    """Pieces of HTML one after the other."""
    return SafeString("".join(pieces))
