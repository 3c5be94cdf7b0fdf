"""Texts in memory that are found by the beginning of any of their words. Pure.

A sorted list of folded texts, one from each word on, searched by halving. It is built once
and never changed, so threads share it.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis import Key, analyse
from search.prefix_match import Typed

# So many are scored for what has been typed; of more, those that are likeliest by themselves.
_SCORED = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with its weight; `value` says what it stands for, `starts` where it begins.

    With `alias` it is found by that and shown as the text: "bmt", "dalat".
    """

    text: str
    value: str
    weight: float
    starts: frozenset[int] = frozenset({0})
    alias: str = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        return analyse(self.alias or self.text)


class Entries:
    """Entries by the beginning of any word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        rows: list[tuple[str, int, bool]] = []
        for number, entry in enumerate(self._entries):
            folded = [key.folded for key in entry.keys]
            for place in range(len(folded)):
                rows.append((" ".join(folded[place:]), number, place in entry.starts))
        rows.sort()
        self._texts = [row[0] for row in rows]
        self._numbers = [row[1] for row in rows]
        self._from_start = [row[2] for row in rows]
        self._likeliest: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def beginning_with(self, asked: Typed) -> list[Entry]:
        """Entries with the words typed one after the other, each once, at most some hundred."""
        found: dict[int, None] = {}
        before = "".join(f"{key.folded} " for key in asked.earlier)
        begun = [before + last for last in asked.last] or [before.rstrip()]
        for text in begun:
            found |= dict.fromkeys(self._numbers_of(text, bool(asked.last)))
        return [self._entries[number] for number in found]

    def _numbers_of(self, text: str, is_open: bool) -> Iterable[int]:
        first = bisect_left(self._texts, text)
        if is_open:
            return self._likeliest_of(text, first)
        # The words are complete: the text ends with them or goes on after a blank.
        until = first
        while until < len(self._texts) and self._texts[until] == text:
            until += 1
        going_on = f"{text} "
        whole = self._numbers[first:until][:_SCORED]
        return [*whole, *self._likeliest_of(going_on, bisect_left(self._texts, going_on))]

    def _likeliest_of(self, text: str, first: int) -> Iterable[int]:
        """Entries whose text begins so, from the row where the first of them may stand."""
        # No key holds a sign beyond the last letter of any script in use.
        until = bisect_left(self._texts, text + "\U0010ffff", lo=first)
        if until - first <= _SCORED:
            return self._numbers[first:until]
        kept = self._likeliest.get(text)
        if kept is None:
            rows = heapq.nlargest(_SCORED, range(first, until), key=self._likely)
            kept = tuple(self._numbers[row] for row in rows)
            # Only short beginnings have so many, so there are few of them.
            self._likeliest[text] = kept
        return kept

    def _likely(self, row: int) -> float:
        return self._entries[self._numbers[row]].weight + 2.0 * self._from_start[row]
