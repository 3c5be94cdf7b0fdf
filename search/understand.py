"""What the text of a query says: goods, places, facet words, fillers. Pure, given its inputs.

It reads words only; which documents fit is decided by `matching`, how well by `score`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory
from registry.rules.identifiers import code_has_form, code_normalise
from search.analysis import Key, analyse
from search.places import PlaceWords, place_groups, places_in
from search.stars import stars_at
from search.synonyms import Alternative, SynonymTable
from search.telex import could_be_syllable
from search.words import FacetWord, Words, words

# A text of 200 characters can hold a hundred keys; more than these no name has.
MAX_KEYS = 32
# Separators that stand behind nothing once words are taken out.
_LONE = re.compile(r"\s*([,;])(?:\s*[,;])*")
_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Span:
    """Goods that one term names: its keys, their place in the query, other wordings."""

    start: int
    keys: tuple[Key, ...]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as understood. `spans` are required, `places` and `facets` wished for.

    A group of places holds when one of it does. Fillers stand in `keys` alone. A loose reading
    takes names with other marks too, for texts that nothing fits as typed.
    """

    text: str
    keys: tuple[Key, ...]
    is_accented: bool
    spans: tuple[Span, ...]
    places: tuple[tuple[PlaceWords, ...], ...] = ()
    facets: tuple[FacetWord, ...] = ()
    # Words that ask for a status, which is a filter and no wish.
    status: tuple[FacetWord, ...] = ()
    is_loose: bool = False
    # The goods must be called so or be of the maker: a group or a description is not enough.
    is_named: bool = False
    # Words that no document holds were dropped: the others must stand in the name.
    is_reduced: bool = False
    # Words of buying and grammar alone ask for everything.
    is_void: bool = False

    @property
    def head(self) -> int:
        """The span that says what the goods are: the first, in English the last."""
        last = self.spans[-1] if self.spans else None
        is_foreign = (
            last is not None
            and not self.is_accented
            and bool(last.alternatives)
            and not could_be_syllable(self.spans[0].keys[0].folded)
        )
        return len(self.spans) - 1 if is_foreign else 0

    @property
    def has_conditions(self) -> bool:
        return bool(self.places or self.facets)

    @property
    def codes(self) -> tuple[str, ...]:
        """The whole text as a code or number, if it is long enough to be one."""
        whole = "".join(key.folded for key in self.keys)
        found = [whole] if len(whole) >= 5 and any(c.isdigit() for c in whole) else []
        code = code_normalise(self.text)
        if code_has_form(code):
            found.append(code.lower())
        return tuple(dict.fromkeys(found))

    def text_of(self, start: int, end: int) -> str:
        """The words `start` to `end` as they were typed."""
        spots = list(_TOKEN.finditer(self.text))
        if len(spots) != len(self.keys):
            return " ".join(key.raw for key in self.keys[start:end])
        return self.text[spots[start].start() : spots[end - 1].end()]

    def text_without(self, start: int, end: int) -> str:
        """The text with the words `start` to `end` taken out."""
        spots = list(_TOKEN.finditer(self.text))
        if len(spots) != len(self.keys):
            rest = [*self.keys[:start], *self.keys[end:]]
            return " ".join(key.raw for key in rest)
        left, right = self.text[: spots[start].start()], self.text[spots[end - 1].end() :]
        left_over = _LONE.sub(r"\1", " ".join(f"{left} {right}".split())).strip(" ,;-")
        return "" if words().is_void(analyse(left_over)) else left_over


def understand(
    text: str,
    synonyms: SynonymTable,
    directory: PlaceDirectory,
    vocabulary: Words | None = None,
    *,
    takes_last: bool = False,
) -> Reading:
    """The reading of a text; the longest words win, from left to right.

    With `takes_last` its last words are a place if any unit is called so, goods or not.
    """
    known = vocabulary or words()
    keys = analyse(text)[:MAX_KEYS]
    # One accent shows that accents are typed: then every key is meant as it stands.
    is_accented = any(key.has_accent for key in keys)
    taken = [False] * len(keys)
    if known.is_void(keys):
        return Reading(text, keys, is_accented, (), is_void=True)
    facets = _facets(keys, _gaps(text, len(keys)), known, is_accented, taken)
    _mark_terms(keys, synonyms, is_accented, is_used := list(taken))
    places = (
        places_in(text, keys, is_used, directory, takes_last=takes_last)
        if len(keys) < MAX_KEYS
        else ()
    )
    for place in places:
        taken[place.start : place.end] = [True] * (place.end - place.start)
        # Typed without marks "o" may be any word, but before a place it is "ở".
        before = place.start - 1
        if not is_accented and before >= 0 and (keys[before].folded,) in known.place_signs:
            taken[before] = True
    spans = _spans(keys, taken, synonyms, known, is_accented)
    status = tuple(word for word in facets if word.kind == "status")
    facets = [word for word in facets if word.kind != "status"]
    if not spans and not places and not facets and not status:
        spans = list(whole_spans(keys))
    groups = place_groups(places, keys, directory)
    is_void = bool(status) and not (spans or places or facets)
    return Reading(
        text, keys, is_accented, tuple(spans), groups, tuple(facets), status, is_void=is_void
    )


def whole_spans(keys: Sequence[Key]) -> tuple[Span, ...]:
    """Every word as it stands, whatever else it may mean."""
    return tuple(Span(at, (key,)) for at, key in enumerate(keys))


def _gaps(text: str, count: int) -> list[str]:
    """What stands behind each word, for signs such as stars."""
    spots = list(_TOKEN.finditer(text))
    if not spots or len(spots) < count:
        return [""] * count
    ends = [spot.start() for spot in spots[1:]] + [len(text)]
    return [text[spot.end() : end] for spot, end in zip(spots, ends, strict=True)]


def _facets(
    keys: Sequence[Key],
    gaps: Sequence[str],
    known: Words,
    is_accented: bool,
    taken: list[bool],
) -> list[FacetWord]:
    found: list[FacetWord] = []
    at = 0
    while at < len(keys):
        stars = stars_at(keys, gaps, at)
        facet = (
            FacetWord("grade", stars[1], at, stars[0])
            if stars
            else known.facet_at(keys, at, is_accented=is_accented)
        )
        if facet is None or _is_cut(keys, facet, known, is_accented):
            at += 1
            continue
        found.append(facet)
        taken[facet.start : facet.end] = [True] * (facet.end - facet.start)
        at = facet.end
    return found


def _is_cut(keys: Sequence[Key], facet: FacetWord, known: Words, is_accented: bool) -> bool:
    """Whether a region's last word belongs to what follows: bột cần tây | nguyên chất."""
    last = facet.end - 1
    return (
        facet.kind == "region"
        and facet.end < len(keys)
        and known.filler_at(keys, last, is_accented=is_accented) > 1
        and known.filler_at(keys, facet.end, is_accented=is_accented) <= 1
    )


def _mark_terms(
    keys: Sequence[Key], synonyms: SynonymTable, is_accented: bool, used: list[bool]
) -> None:
    """Marks terms of several syllables, or of another language: no place is read into them."""
    for at in range(len(keys)):
        length, _others = synonyms.at(keys, at, is_accented=is_accented)
        if length > 1 or (length and not could_be_syllable(keys[at].folded)):
            used[at : at + length] = [True] * length


def _spans(
    keys: Sequence[Key],
    taken: Sequence[bool],
    synonyms: SynonymTable,
    known: Words,
    is_accented: bool,
) -> list[Span]:
    spans: list[Span] = []
    fillers: list[Span] = []
    grammar = frozenset() if is_accented else _grammar(keys, taken, synonyms, known)
    at = 0
    while at < len(keys):
        if taken[at] or at in grammar:
            at += 1
            continue
        free = at
        while free < len(keys) and not taken[free]:
            free += 1
        piece = keys[:free]
        length, others = synonyms.at(piece, at, is_accented=is_accented)
        filler = known.filler_at(piece, at, is_accented=is_accented)
        if filler and length <= filler:
            fillers.append(Span(at, tuple(keys[at : at + filler]), others))
            at += filler
            continue
        length = max(length, 1)
        spans.append(_span(keys[at : at + length], at, others, known))
        at += length
    # A text of fillers alone means what it says: "quà tặng", "cây".
    return spans or (fillers if not any(taken) else [])


def _grammar(
    keys: Sequence[Key], taken: Sequence[bool], synonyms: SynonymTable, known: Words
) -> frozenset[int]:
    """Where words without marks are grammar: beside places, facet words or fillers.

    "mua gi o hue", "san pham cua bac giang"; yet "cua ca mau" is the crab.
    """
    is_goods = [False] * len(keys)
    is_said = list(taken)
    at = 0
    while at < len(keys):
        length, _others = synonyms.at(keys, at, is_accented=False)
        filler = 0 if taken[at] else known.filler_at(keys, at, is_accented=False)
        for spot in range(at, at + max(length, filler, 1)):
            is_goods[spot] |= length > max(filler, 1)
            is_said[spot] |= filler >= max(length, 1)
        at += max(length, filler, 1)
    found: set[int] = set()
    for at in (*range(len(keys)), *reversed(range(len(keys)))):
        if is_said[at] or is_goods[at]:
            continue
        before = is_said[at - 1] if at else None
        after = is_said[at + 1] if at + 1 < len(keys) else None
        folded = keys[at].folded
        is_edge = len(keys) > 2 and (before is None or after is None)
        if (folded in known.plain_grammar and (before or after or is_edge)) or (
            folded in known.plain_linking
            and before
            and (after or keys[at - 1].folded in known.plain_grammar)
        ):
            is_said[at] = True
            found.add(at)
    return frozenset(found)


def _span(keys: Sequence[Key], at: int, others: Sequence[Alternative], known: Words) -> Span:
    own = tuple(key.exact for key in keys)
    others = [one for one in others if one.keys != own]
    is_counted = len(keys) > 1 and own[:1] in known.classifiers and own[1:2] not in known.fillers
    # "Trái thơm" is the fruit: bare, thơm would be that of gạo thơm, which a rule blocks.
    is_counted &= not any(one.blocks and one.keys == own[1:] for one in others)
    if is_counted:
        keys, at = keys[1:], at + 1
        own = own[1:]
    return Span(at, tuple(keys), tuple(one for one in others if one.keys != own))
