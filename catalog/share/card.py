"""A card of a shared link as values; knows no records.

It is named by a digest of all that it shows, the day among it: an older address is never answered
with an older state.
"""

import hashlib
from dataclasses import dataclass

from catalog import addresses
from catalog.page_head import Card, absolute

WIDTH, HEIGHT = 1200, 630
# Changes whenever the same facts are drawn otherwise.
_DESIGN = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its sign; `tone` is valid, warn, bad or empty."""

    mark: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`kind` and `code` are those of the address; `drawing` is the group's, or empty."""

    kind: str
    code: str
    label: str
    name: str
    under: str
    lines: tuple[Line, ...]
    as_of: str
    drawing: str
    site: str
    language: str

    @property
    def version(self) -> str:
        return hashlib.sha256(f"{_DESIGN}{self!r}".encode()).hexdigest()[:12]

    @property
    def url(self) -> str:
        return f"{addresses.SHARE}{self.kind}/{self.code}/{self.language}-{self.version}.png"

    @property
    def card(self) -> Card:
        words = ". ".join((self.name, *(line.words for line in self.lines), self.as_of))
        return Card(absolute(self.url), words, WIDTH, HEIGHT)
