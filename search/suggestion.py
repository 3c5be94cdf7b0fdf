"""What a suggestion is: its kind, its text, where it stands among others. Pure.

It must not know where suggestions come from or where they lead.
"""

from dataclasses import dataclass
from enum import StrEnum

from search.prefix_match import Match, Typed, marks


class SuggestionKind(StrEnum):
    PHRASE = "phrase"
    PRODUCT = "product"
    VILLAGE = "village"
    MAKER = "maker"
    PLACE = "place"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value` is a public code, a public id of a place, or the words of a phrase; `detail` the
    maker of a product. `marks` are the letters that match, as [start, end)."""

    kind: SuggestionKind
    text: str
    value: str
    score: float
    detail: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A suggestion before the choice; what only the chosen ones need is worked out after it."""

    score: float
    kind: SuggestionKind
    text: str
    value: str
    fit: Match
    asked: Typed
    detail: str = ""
    # Found by another text than the one shown, in which then no letter is marked.
    is_alias: bool = False

    @property
    def rank(self) -> tuple[float, int, str, str]:
        return -self.score, len(self.text), self.text, self.value

    def shown(self) -> Suggestion:
        spans = () if self.is_alias else tuple(marks(self.text, self.fit, self.asked))
        return Suggestion(self.kind, self.text, self.value, self.score, self.detail, spans)
