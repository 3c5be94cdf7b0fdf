"""How well a hit fits a reading: the one formula that orders results of every engine. Pure.

It reads the facts that come back with a hit, never the engine's score. Levels and validity
only decide between equals: they never lift a worse match of the words.
"""

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.text import folded_key
from search import facts
from search.analysis import Key
from search.engines.base import Answer
from search.places import PlaceWords
from search.synonyms import Alternative
from search.understand import Reading, Span

# Value of a key: as typed in the name, or without its marks; and in other fields.
_FOLDED, _UNMARKED = 0.5, 0.92
_PLACE, _MAKER, _OTHER = 0.55, 0.4, 0.25
_APART, _ALTERNATIVE_APART = 0.85, 0.8
_PAIRS, _HEAD, _EXPLAINED, _AT_PLACE, _FACET, _ALL_HOLD = 0.25, 0.20, 0.15, 0.5, 0.35, 0.6
_NOT_THERE, _LEVEL, _VALID, _ENDED = -0.2, 0.01, 0.05, -0.5
_PAIR_FOLDED, _PAIR_UNMARKED, _HEAD_FOLDED, _HEAD_UNMARKED = 0.6, 0.95, 0.5, 0.95
_CODE = 100.0
# The maker is called just as the query says: above one word of it in a name.
_CALLED_SO = 0.8
# A span is really met from this value on: with its marks, or without any typed.
_MET = 0.51
# For related hits: part of a span, and the head of another wording ("chuối" of "chuối sấy").
_PARTLY, _HEAD_OF_OTHER = 0.7, 0.45

_FOLD = str.maketrans(
    {**dict.fromkeys("¹²³⁴⁵"), "ă": "a", "â": "a", "đ": "d", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit with its score, the part of it that its goods give, how far its name begins with
    them and holds neighbours of the query, and for each span its value and whether it is really
    met."""

    ref: str
    score: float
    goods: float
    head: float
    beside: float
    values: tuple[float, ...]
    met: tuple[bool, ...] = ()


@dataclass(slots=True)
class _Hit:
    """The texts of one hit; folded forms are made when first asked for."""

    parts: facts.Parts
    name: str
    _folded: str | None = None

    @property
    def folded(self) -> str:
        if self._folded is None:
            self._folded = fold_text(self.name)
        return self._folded


def fold_text(text: str) -> str:
    """Exact keys as folded ones, all at once."""
    folded = text.translate(_FOLD)
    if folded.isascii():
        return folded
    # Letters of other languages, which are rare.
    return f" {' '.join(folded_key(key) for key in text.split())} "


# Units and makers come again from hit to hit.
_fold_shared = lru_cache(maxsize=1 << 12)(fold_text)


def rank(
    answer: Answer, reading: Reading, weigh: "Weights", on: dt.date, *, coded: int = 0
) -> list[Scored]:
    """The hits of an answer with `facts.FIELDS`: best first, equals by reference.

    The first `coded` of them carry a code of the query.
    """
    scorer = _Scorer(reading, weigh, on)
    scored = [
        scorer.score(ref, parts, is_coded=number < coded)
        for number, (ref, parts) in enumerate(
            zip(answer.refs, facts.unpack(answer.stored), strict=True)
        )
    ]
    scored.sort(key=lambda hit: (-hit.score, hit.ref))
    return scored


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each span counts, by its rarity; `is_partial` counts part of a span too."""

    spans: tuple[float, ...]
    is_partial: bool = False


def weights(reading: Reading, counts: Mapping[str, int], size: int) -> Weights:
    """Weights from the counts that `matching.frequency_nodes` asks for."""
    if len(reading.spans) < 2:
        return Weights((1.0,) * len(reading.spans))
    found = []
    for number in range(len(reading.spans)):
        prefix = f"df:{number}:"
        most = max((n for name, n in counts.items() if name.startswith(prefix)), default=0)
        found.append(math.log(1 + (max(size - most, 0) + 0.5) / (most + 0.5)))
    return Weights(tuple(found))


class _Scorer:
    """A reading prepared once, so that each hit costs a few searches in short texts."""

    def __init__(self, reading: Reading, weigh: Weights, on: dt.date) -> None:
        self._on = on
        self._is_accented = reading.is_accented
        self._partial = weigh.is_partial
        self._values = [_Goods(span, reading.is_accented) for span in reading.spans]
        self._at = reading.head
        self._weights = weigh.spans
        self._total = sum(weigh.spans) or 1.0
        keys = reading.keys
        self._pairs = [
            (f" {a.exact} {b.exact} ", f" {a.folded} {b.folded} ")
            for a, b in itertools.pairwise(keys)
        ]
        self._exact = frozenset(key.exact for key in keys)
        self._folded = frozenset(key.folded for key in keys)
        self._others = frozenset(
            key for span in reading.spans for one in span.alternatives for key in one.keys
        )
        self._places = [[_Place(place) for place in group] for group in reading.places]
        self._facets = [
            (facts.KINDS if word.kind == "maker_kind" else facts.GRADES,
             [f" {value} " for value in word.values],
             _words(reading.keys[word.start : word.end]))
            for word in reading.facets
        ]  # fmt: skip
        self._maker = _maker_asked(reading)
        self._form: Callable[[str], str] = str if reading.is_accented else _fold_shared

    def score(self, ref: str, parts: facts.Parts, *, is_coded: bool) -> Scored:
        hit = _Hit(parts, parts[facts.NAME])
        partial = self._partial
        values = tuple([goods.value(hit, partial) for goods in self._values])
        score = 0.0
        for value, weight in zip(values, self._weights, strict=True):
            score += value * weight
        score /= self._total
        head = self._head(hit)
        beside = self._neighbours(hit)
        score += beside + head + self._explained(hit)
        goods = score
        if self._maker and self._maker == self._form(parts[facts.MAKER]):
            score += _CALLED_SO
        if self._places or self._facets:
            score += self._conditions(hit)
        score += _LEVEL * int(parts[facts.LEVEL])
        standing = facts.standing(parts, self._on)
        if standing:
            score += _VALID if standing > 0 else _ENDED
        if is_coded:
            score += _CODE
        met = tuple(
            [one.is_met(hit, value) for one, value in zip(self._values, values, strict=True)]
            if partial
            else ()
        )
        return Scored(ref, round(score, 9), goods, head, beside, values, met)

    def _neighbours(self, hit: _Hit) -> float:
        if not self._pairs:
            return 0.0
        found = 0.0
        for exact, folded in self._pairs:
            if self._is_accented:
                if exact in hit.name:
                    found += 1.0
                elif folded in hit.folded:
                    found += _PAIR_FOLDED
            elif exact in hit.name:
                found += 1.0
            elif folded in hit.folded:
                found += _PAIR_UNMARKED
        return _PAIRS * found / len(self._pairs)

    def _head(self, hit: _Hit) -> float:
        return _HEAD * self._values[self._at].head(hit, self._partial) if self._values else 0.0

    def _explained(self, hit: _Hit) -> float:
        """Share of the name's syllables that the query speaks of."""
        names = hit.name.split()
        if not names:
            return 0.0
        others = self._others
        if self._is_accented:
            own = self._exact
            found = sum([name in own or name in others for name in names])
        else:
            own = self._folded
            found = 0
            for name, folded in zip(names, hit.folded.split(), strict=False):
                found += folded in own or name in others
        return _EXPLAINED * found / len(names)

    def _conditions(self, hit: _Hit) -> float:
        score, all_hold = 0.0, True
        for group in self._places:
            value = max(place.value(hit, self._is_accented) for place in group)
            score += _AT_PLACE * value if value else _NOT_THERE
            all_hold = all_hold and value > 0
        for part, values, words in self._facets:
            held = any(value in hit.parts[part] for value in values) or words in hit.name
            score += _FACET * held
            all_hold = all_hold and held
        return score + _ALL_HOLD * all_hold


class _Goods:
    """One span: the value it has in a hit, by its own keys or by another wording."""

    def __init__(self, span: Span, is_accented: bool) -> None:
        self._is_accented = is_accented
        self._keys = span.keys
        self._exact = _words(span.keys)
        self._folded = f" {' '.join(key.folded for key in span.keys)} "
        self._singles = [(f" {key.exact} ", f" {key.folded} ") for key in span.keys]
        self._is_marked = [key.exact != key.folded for key in span.keys]
        self._others = [_Other(one) for one in span.alternatives]

    def value(self, hit: _Hit, partial: bool) -> float:
        if self._exact in hit.name:
            return 1.0
        best = self._own(hit, partial)
        for other in self._others:
            if other.weight > best:
                best = max(best, other.value(hit, partial))
        return best

    def is_met(self, hit: _Hit, value: float) -> bool:
        """Whether the span stands in the name as typed or in another wording, or the goods of
        another wording do ("đậu" of "đậu phụ"). A syllable with other marks is nothing, nor are
        two of one word in fields apart ("nuoc hoa": nước mắm of Thanh Hóa).
        """
        if len(self._keys) == 1:
            return value >= _MET
        if all(self._in_name(hit, *single) >= _MET for single in self._singles):
            return True
        return any(
            one.value(hit, partial=fold_text(one.phrase) != self._folded) for one in self._others
        )

    def head(self, hit: _Hit, partial: bool) -> float:
        """Whether the name begins with the span; in part, with its first syllable."""
        found = self._whole_head(hit)
        if found or not partial:
            return found
        exact, folded = self._singles[0]
        if hit.name.startswith(exact) if self._is_accented else hit.folded.startswith(folded):
            return _PARTLY
        starts = [one.weight for one in self._others if hit.name.startswith(one.keys[0])]
        return _PARTLY * max(starts, default=0.0)

    def _whole_head(self, hit: _Hit) -> float:
        if hit.name.startswith(self._exact):
            return 1.0
        worth = _HEAD_FOLDED if self._is_accented else _HEAD_UNMARKED
        best = worth if hit.folded.startswith(self._folded) else 0.0
        for other in self._others:
            starts = other.weight > best and hit.name.startswith(other.phrase)
            if starts and not other.is_blocked(hit):
                best = other.weight
        return best

    def _own(self, hit: _Hit, partial: bool) -> float:
        if not self._is_accented and self._exact not in hit.name and self._folded in hit.folded:
            return _UNMARKED
        total, missing, in_name = 0.0, 0, 0
        for exact, folded in self._singles:
            value = self._in_name(hit, exact, folded)
            in_name += value > 0
            value = value or self._beside(hit, exact, folded)
            if not value:
                missing += 1
            total += value
        total /= len(self._singles)
        if missing:
            if partial:
                return _PARTLY * total if in_name else 0.0
            # The engine found it in a text that does not come back: a description, a number.
            total += _OTHER * missing / len(self._singles)
        if len(self._singles) == 1 or self._is_adjacent(hit):
            return total
        return _APART * total

    def _is_adjacent(self, hit: _Hit) -> bool:
        return self._folded in hit.folded

    def _in_name(self, hit: _Hit, exact: str, folded: str) -> float:
        if exact in hit.name:
            return 1.0
        if folded not in hit.folded:
            return 0.0
        return _FOLDED if self._is_accented else _UNMARKED

    def _beside(self, hit: _Hit, exact: str, folded: str) -> float:
        place, maker = hit.parts[facts.PLACE], hit.parts[facts.MAKER]
        if self._is_accented:
            if exact in place:
                return _PLACE
            return _MAKER if exact in maker else 0.0
        if folded in _fold_shared(place):
            return _PLACE
        return _MAKER if folded in _fold_shared(maker) else 0.0


class _Other:
    """Another wording of a span, met by exact keys."""

    def __init__(self, one: Alternative) -> None:
        self.weight = one.weight
        self.phrase = f" {' '.join(one.keys)} "
        self.keys = [f" {key} " for key in one.keys]
        self._blocks = [f" {' '.join(phrase)} " for phrase in one.blocks]

    def is_blocked(self, hit: _Hit) -> bool:
        return any(phrase in hit.name for phrase in self._blocks)

    def value(self, hit: _Hit, partial: bool) -> float:
        if self._blocks and self.is_blocked(hit):
            return 0.0
        if self.phrase in hit.name:
            return self.weight
        if len(self.keys) > 1:
            if all(key in hit.name for key in self.keys):
                return _ALTERNATIVE_APART * self.weight
            if self.phrase in hit.parts[facts.MAKER]:
                return _MAKER * self.weight
            if partial and self.keys[0] in hit.name:
                return _HEAD_OF_OTHER * self.weight
        return 0.0


class _Place:
    """A place of the query: how surely a hit is of it."""

    def __init__(self, place: PlaceWords) -> None:
        self._exact = f" {' '.join(place.exact)} "
        self._folded = f" {' '.join(place.folded)} "
        self._exact_keys = [f" {key} " for key in place.exact]
        self._folded_keys = [f" {key} " for key in place.folded]

    def value(self, hit: _Hit, is_accented: bool) -> float:
        phrase = self._exact if is_accented else self._folded
        keys = self._exact_keys if is_accented else self._folded_keys
        form: Callable[[str], str] = str if is_accented else _fold_shared
        if phrase in (hit.name if is_accented else hit.folded):
            return 1.0
        place = form(hit.parts[facts.PLACE])
        if all(key in place for key in keys):
            return 0.95
        maker = form(hit.parts[facts.MAKER])
        return 0.85 if all(key in maker for key in keys) else 0.0


def _maker_asked(reading: Reading) -> str:
    """The goods of a query as the name of a maker, if they stand together: two words or more."""
    keys = [key for span in reading.spans for key in span.keys]
    ends = [span.start + len(span.keys) for span in reading.spans]
    if len(keys) < 2 or any(a != b.start for a, b in zip(ends, reading.spans[1:], strict=False)):
        return ""
    return f" {' '.join(key.exact if reading.is_accented else key.folded for key in keys)} "


def _words(keys: Sequence[Key]) -> str:
    return f" {' '.join(key.exact for key in keys)} "
