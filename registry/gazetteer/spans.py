"""Where names of places stand in a text, and how well each agrees with what was typed.

It finds every possible reading; choosing among them is the business of `resolver`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.forms import (
    Token,
    TypeWord,
    cut_glued_type,
    english_type_at,
    keys_of,
    type_ending_at,
    type_of,
)
from registry.gazetteer.nameindex import NameIndex, NameRef, distance
from registry.models.choices import NameKind, PlaceLevel

# Quality of a reading, 1 at best. Figures are tuned on the cases of tests/gazetteer/data.
_UNTYPED_MARKS = 0.985
_ONE_WRONG = 0.86
_MARKS_WRONG = 0.74
_OTHER_SPACES = 0.97
_KIND = {
    NameKind.OFFICIAL.value: 1.0,
    NameKind.FORMER.value: 0.95,
    NameKind.ABBREVIATION.value: 0.98,
    NameKind.MISSPELLING.value: 0.97,
    NameKind.FOREIGN.value: 0.98,
}
_INITIALS = 0.9
_NEAR = {1: 0.8, 2: 0.68}
_WRONG_MARK = 0.08
# What a slip that sounds alike has before one that does not.
_HEARD = 0.03
_TYPE_OTHER_SAME_LEVEL = 0.92
_TYPE_OTHER_LEVEL = 0.55


@dataclass(slots=True)
class Match:
    """A unit read at tokens `start` to `end`, type words included."""

    place_id: int
    start: int
    end: int
    name_start: int
    name_end: int
    quality: float
    is_exact: bool
    agrees: bool
    type_word: TypeWord | None
    type_fits: bool
    is_former: bool = False
    is_near: bool = False
    stands_alone: bool = True
    is_initials: bool = False
    # Marks were typed, but the source of the name has none to compare them with.
    has_unknown_marks: bool = False


@dataclass(slots=True)
class _Place:
    """A possible name: its tokens and the type words around it."""

    start: int
    end: int
    name_start: int
    name_end: int
    type_word: TypeWord | None


def find(found: list[Token], index: NameIndex, directory: PlaceDirectory) -> list[Match]:
    """Every exact reading of every name in the text."""
    any_marked = any(token.is_marked for token in found)
    best: dict[tuple[int, int, int], Match] = {}
    for spot in _spots(found, index.longest, any_marked):
        for ref, typed, penalty in _lookups(found, spot, index):
            match = _judge(spot, ref, typed, any_marked, directory, penalty)
            key = (match.place_id, match.start, match.end)
            if key not in best or best[key].quality < match.quality:
                best[key] = match
    return list(best.values())


def find_near(
    found: list[Token],
    free: list[bool],
    index: NameIndex,
    directory: PlaceDirectory,
) -> list[Match]:
    """Readings with a slip of spelling, over tokens that no exact reading explains."""
    any_marked = any(token.is_marked for token in found)
    best: dict[tuple[int, int, int], Match] = {}
    for spot in _spots(found, min(index.longest, 5), any_marked):
        piece = found[spot.name_start : spot.name_end]
        glued = "".join(token.folded for token in piece)
        if len(glued) < 3 or not all(free[spot.name_start : spot.name_end]):
            continue
        if piece[0].folded.isdecimal():
            continue
        for key, slips, is_heard in index.near(glued):
            if slips * 3 > len(glued):
                continue
            for ref in index.names[key]:
                if abs(len(ref.folded) - len(piece)) > 1:
                    continue
                wrong = _wrong_marks(piece, ref, glued, key)
                penalty = _NEAR[slips] - _WRONG_MARK * wrong + _HEARD * is_heard
                match = _judge(spot, ref, None, any_marked, directory, penalty)
                match.quality += 0.04 * _likeness(piece, ref)
                match.is_near = True
                match.stands_alone = _stands_alone(directory.get(ref.place_id), glued, wrong)
                key_of = (match.place_id, match.start, match.end)
                if key_of not in best or best[key_of].quality < match.quality:
                    best[key_of] = match
    return list(best.values())


def _wrong_marks(piece: list[Token], ref: NameRef, glued: str, key: str) -> int:
    """Slips that only the typed marks show, beyond those of the bare letters."""
    if not ref.has_marks or not any(token.is_marked for token in piece):
        return 0
    typed = "".join(token.exact for token in piece)
    return max(0, distance(typed, "".join(ref.exact)) - distance(glued, key))


def _stands_alone(place: PlaceInfo, glued: str, wrong_marks: int) -> bool:
    """Whether a slip may be mended without a type word or parent to vouch for it."""
    if place.level == PlaceLevel.PROVINCE:
        return len(glued) >= 4
    if place.level == PlaceLevel.DISTRICT:
        return len(glued) >= 6 and wrong_marks <= 1
    return len(glued) >= 7 and wrong_marks == 0


def _likeness(piece: list[Token], ref: NameRef) -> float:
    """Share of syllables spelt exactly as in the name."""
    same = sum(token.exact in ref.exact for token in piece)
    return same / max(len(piece), len(ref.exact))


def _spots(found: list[Token], longest: int, any_marked: bool) -> Iterator[_Place]:
    for start in range(len(found)):
        before = type_ending_at(found, start, any_marked) if start else None
        if before and before[1].name == "tỉnh" and found[before[0]].folded == "t":
            # A lone "t" is a type word only where a comma part begins with it.
            t = before[0]
            if t and found[t - 1].part == found[t].part:
                before = None
        if before and found[before[0]].part != found[start].part:
            before = None
        for end in range(start + 1, min(start + longest, len(found)) + 1):
            if found[end - 1].part != found[start].part:
                break
            if before:
                yield _Place(before[0], end, start, end, before[1])
                is_sure = before[1].agrees and found[start - 1].is_marked
                if is_sure or start - before[0] > 1:
                    continue
                # "quan", "xa", "tinh" without marks may also end the name before, and so does
                # "Tĩnh" of "Hà Tĩnh - Kim Hoa".
            yield _Place(start, end, start, end, None)
            after = english_type_at(found, end)
            if after and found[after[0] - 1].part == found[start].part:
                yield _Place(start, after[0], start, end, after[1])


def _lookups(
    found: list[Token], spot: _Place, index: NameIndex
) -> Iterator[tuple[NameRef, list[Token], float]]:
    """Names at a spot, with the tokens that stand for their syllables and a first quality."""
    piece = found[spot.name_start : spot.name_end]
    glued = "".join(token.folded for token in piece)
    if piece[0].folded.isdecimal():
        if spot.type_word:
            words = {spot.type_word.name}
            if spot.type_word.is_english:
                words.add(_QUAN)
            for word in sorted(words):
                if word:
                    key = "".join(keys_of(part)[1] for part in word.split()) + glued
                    for ref in index.names.get(key, ()):
                        yield ref, piece, 1.0
        return
    for ref in index.names.get(glued, ()):
        yield ref, piece, 1.0
    if len(piece) == 1:
        # Glued, a syllable's last y is not known as such: "mytho", "lyson".
        if (spelt := _INNER_Y.sub("i", glued)) != glued:
            for ref in index.names.get(spelt, ()):
                yield ref, piece, 1.0
        if 2 <= len(glued) <= 5:
            for ref in index.initials.get(glued, ()):
                if _initials_agree(piece[0], ref):
                    yield ref, [], _INITIALS
        if spot.type_word is None and (cut := cut_glued_type(piece[0].text)):
            for ref in index.names.get(keys_of(cut[1])[1], ()):
                yield ref, [], _OTHER_SPACES


_QUAN = "quận"
_INNER_Y = re.compile("(?<=[bcdghklmnprstvx])y")
_SYLLABLE = re.compile(
    "(?:b|ch?|d|gh?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
_INITIAL_LETTERS = "abcdđeghiklmnopqrstuvxy"


def _initials_agree(token: Token, ref: NameRef) -> bool:
    """Initials cannot be read as a syllable ("ma", "an"); a typed đ must stand for one in Đ."""
    if _SYLLABLE.fullmatch(token.folded) or set(token.text) - set(_INITIAL_LETTERS):
        return False
    return not token.is_marked or all(
        letter == syllable[:1]
        for letter, syllable in zip(token.text, ref.exact, strict=False)
        if letter == "đ"
    )


def _judge(
    spot: _Place,
    ref: NameRef,
    typed: list[Token] | None,
    any_marked: bool,
    directory: PlaceDirectory,
    penalty: float,
) -> Match:
    """A match with its quality. `typed` None stands for a slip, empty for initials."""
    quality, exact, agrees = penalty * _KIND[ref.kind], False, True
    is_initials = typed == [] and penalty == _INITIALS
    if typed:
        factor, exact, agrees = _marks(typed, ref, any_marked)
        quality *= factor
    elif typed is None:
        agrees = False
    fits = True
    if spot.type_word is not None:
        factor, fits = _type(spot.type_word, ref, directory)
        quality *= factor
        if not spot.type_word.agrees:
            quality *= 0.93
    return Match(
        ref.place_id, spot.start, spot.end, spot.name_start, spot.name_end,
        quality, exact, agrees, spot.type_word, fits, is_initials=is_initials,
        is_former=ref.kind == NameKind.FORMER,
        has_unknown_marks=bool(typed) and not ref.has_marks and any_marked,
    )  # fmt: skip


def _marks(typed: list[Token], ref: NameRef, any_marked: bool) -> tuple[float, bool, bool]:
    """(quality, exact, no typed mark disagrees) of the typed syllables against the name."""
    exact = ref.exact[-len(typed) :]
    folded = ref.folded[-len(typed) :]
    if tuple(token.folded for token in typed) != folded:
        return _glued_marks(typed, ref, any_marked)
    if all(token.exact == name for token, name in zip(typed, exact, strict=True)):
        # A name without marks is typed without marks in any text.
        return 1.0, True, True
    if not ref.has_marks:
        return 0.97, False, True
    wrong = sum(
        token.is_marked and token.exact != name for token, name in zip(typed, exact, strict=True)
    )
    missing = sum(
        not token.is_marked and token.exact != name
        for token, name in zip(typed, exact, strict=True)
    )
    if not wrong and not any(token.is_marked for token in typed):
        return (_UNTYPED_MARKS if not any_marked else 0.93), False, not any_marked
    if not wrong:
        return 0.95 if missing == 1 else 0.93, False, True
    return (_ONE_WRONG if wrong == 1 and len(typed) > 1 else _MARKS_WRONG), False, False


def _glued_marks(typed: list[Token], ref: NameRef, any_marked: bool) -> tuple[float, bool, bool]:
    """The same for other word boundaries ("Hanoi", "Đaklak"): letters are compared as one."""
    if not any(token.is_marked for token in typed):
        return _OTHER_SPACES * (1.0 if not any_marked else 0.95), False, True
    written = "".join(token.exact.rstrip("¹²³⁴⁵") for token in typed)
    name = "".join(syllable.rstrip("¹²³⁴⁵") for syllable in ref.exact)
    return (_OTHER_SPACES, False, True) if written == name else (0.85, False, False)


_TRANSIENT = {"xã", "phường", "thị trấn"}
_DISTRICTS = {"quận", "huyện", "thị xã", "thành phố"}


def _type(word: TypeWord, ref: NameRef, directory: PlaceDirectory) -> tuple[float, bool]:
    """(quality, fits) of a typed type word. Types changed often: it ranks, never excludes."""
    place = directory.get(ref.place_id)
    own = ref.type_word or place.type_word.lower()
    if own in word.names:
        return 1.0, True
    if PlaceLevel(place.level) in word.levels:
        return _TYPE_OTHER_SAME_LEVEL, place.level != PlaceLevel.PROVINCE or not ref.type_word
    return _TYPE_OTHER_LEVEL, False


__all__ = ["Match", "find", "find_near", "type_of"]
