"""Words of a query that are no goods: fillers, schemes, grades, legal forms of makers. Pure.

The words stand in data/words.toml and in `legal_forms`; here is how they are found.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.analysis import Key, analyse
from search.legal_forms import forms_at
from search.telex import could_be_syllable

_YEAR = re.compile(r"20\d\d")
_NUMBER = re.compile(r"\d+([a-z]+)")
WORDS_FILE = Path(__file__).parent / "data" / "words.toml"


@dataclass(frozen=True, slots=True)
class FacetWord:
    """Words that ask for values of a filter: kind "scheme", "grade", "region", "maker_kind" or
    "status"."""

    kind: str
    values: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Facet:
    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words by their keys."""

    facets: Mapping[tuple[str, ...], _Facet]
    folded_facets: Mapping[tuple[str, ...], _Facet]
    fillers: frozenset[tuple[str, ...]]
    plain_fillers: frozenset[tuple[str, ...]]
    # Grammar without marks: at an edge or beside what is no goods; or between two such alone.
    plain_grammar: frozenset[str]
    plain_linking: frozenset[str]
    # Words that say nothing before a place, folded.
    place_signs: frozenset[tuple[str, ...]]
    classifiers: frozenset[tuple[str, ...]]
    # First syllables of goods, and whole words, that places are called too.
    goods: frozenset[str]
    plain_words: frozenset[str]
    flowers: frozenset[str]
    # Terms whose last syllable may stand before a name by chance, as exact keys.
    split_terms: tuple[tuple[str, ...], ...]
    # Units of quantities, folded; and fillers that say nothing even alone.
    units: frozenset[str]
    void: frozenset[tuple[str, ...]]
    folded_void: frozenset[tuple[str, ...]]
    # Words that say that the goods are others than those named: counterfeits.
    denying: frozenset[str]
    longest: int
    longest_filler: int

    def facet_at(self, keys: Sequence[Key], start: int, *, is_accented: bool) -> FacetWord | None:
        """The longest facet phrase that begins at `start`."""
        for length in range(min(self.longest, len(keys) - start), 0, -1):
            piece = keys[start : start + length]
            found = self.facets.get(tuple(key.exact for key in piece))
            if found is None and not is_accented:
                found = self.folded_facets.get(tuple(key.folded for key in piece))
            if found is not None:
                return FacetWord(found.kind, found.values, start, start + length)
        length, kinds = forms_at(keys, start)
        if length:
            return FacetWord("maker_kind", kinds, start, start + length)
        return None

    def filler_at(self, keys: Sequence[Key], start: int, *, is_accented: bool) -> int:
        """Length of the filler that begins at `start`, or 0."""
        known = self.fillers if is_accented else self.plain_fillers
        if length := self._quantity_at(keys, start):
            return length
        for length in range(min(self.longest_filler, len(keys) - start), 0, -1):
            piece = tuple(key.exact for key in keys[start : start + length])
            # Beside words with marks "in" is rather to print, and "the" a silk.
            is_foreign = length > 1 or not is_accented or not could_be_syllable(piece[0])
            if piece in known or (piece in self.plain_fillers and is_foreign):
                return length
        return 0

    def _quantity_at(self, keys: Sequence[Key], start: int) -> int:
        """Length of "500g", "1,5 lít", "hộp 10 gói" or "năm 2025" that begins here, or 0."""
        at = start
        if (
            keys[at].exact in ("năm", "nam")
            and at + 1 < len(keys)
            and _YEAR.fullmatch(keys[at + 1].raw)
        ):
            return 2
        if len(keys) > 1 and _YEAR.fullmatch(keys[at].raw):
            # Of a year of recognition; nobody's goods are called by it.
            return 1
        while at < len(keys) and keys[at].raw.isdecimal():
            at += 1
        if at < len(keys):
            number = _NUMBER.match(keys[at].folded)
            if number and number[1] in self.units:
                return at + 1 - start
            if at > start and keys[at].folded in self.units:
                return at + 1 - start
        return 0

    def is_void(self, keys: Sequence[Key]) -> bool:
        """Whether nothing but words of buying and grammar is said: "sản phẩm ở".

        One word without marks may be any other: "trong" is rather the drum than "in".
        """
        if len(keys) == 1 and not keys[0].has_accent and could_be_syllable(keys[0].folded):
            return False
        is_accented = any(key.has_accent for key in keys)
        known = self.void if is_accented else self.void | self.folded_void
        at = 0
        while at < len(keys):
            lengths = range(self.longest_filler, 0, -1)
            pieces = [tuple(key.exact for key in keys[at : at + n]) for n in lengths]
            length = next((len(piece) for piece in pieces if piece in known), 0)
            if not length:
                return False
            at += length
        return bool(keys)


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of the file, read once."""
    told = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    facets = {
        _exact(phrase): _Facet(row["kind"], tuple(row["values"]))
        for row in told["facet"]
        for phrase in (*row["phrases"], *row.get("marked", ()))
    }
    folded = {
        tuple(key.folded for key in analyse(phrase)): _Facet(row["kind"], tuple(row["values"]))
        for row in told["facet"]
        for phrase in row["phrases"]
    }
    fillers = _phrases(told["fillers"])
    plain = _phrases(told["plain_fillers"]) | _folded_phrases(told["fillers"])
    return Words(
        facets,
        folded,
        fillers,
        plain,
        frozenset(told["plain_grammar"]),
        frozenset(told["plain_linking"]),
        _phrases(told["place_signs"]),
        _phrases(told["classifiers"]),
        frozenset(told["places"]["goods"]),
        frozenset(told["places"]["plain_words"]),
        frozenset(told["places"]["flowers"]),
        tuple(sorted(_phrases(told["places"]["split_terms"]))),
        frozenset(told["units"]),
        _phrases(told["void"]),
        frozenset(tuple(key.folded for key in analyse(text)) for text in told["void"]),
        frozenset(key for phrase in _phrases(told["denying"]) for key in phrase),
        max(map(len, facets)),
        max(map(len, fillers | plain)),
    )


def _folded_phrases(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Phrases of several syllables without their marks; one syllable could be another word."""
    folded = (tuple(key.folded for key in analyse(text)) for text in texts)
    return frozenset(keys for keys in folded if len(keys) > 1)


def _phrases(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_exact, texts))


def _exact(text: str) -> tuple[str, ...]:
    return tuple(key.exact for key in analyse(text))
