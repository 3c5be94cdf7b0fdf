"""Words that a query runs together or tears apart, mended by what the index itself holds. Pure."""

import itertools
from collections.abc import Sequence

from search.analysis import Key, analyse
from search.lexicon import Lexicon
from search.phonetics import sound
from search.telex import written

# Words that sound alike beyond these are not tried.
MOST_CANDIDATES = 24
_SPLIT_FROM, _LONGEST_PIECE = 4, 7


def joined(keys: Sequence[Key], lexicon: Lexicon) -> str | None:
    """The text with two or three neighbours made one word where only that is known:
    "lemon grass", "trá ng"."""
    texts: list[str] = []
    at = 0
    while at < len(keys):
        length = next((n for n in (3, 2) if _is_torn(keys[at : at + n], n, lexicon)), 1)
        texts.append("".join(key.raw for key in keys[at : at + length]))
        at += length
    return " ".join(texts) if len(texts) < len(keys) else None


def _is_torn(keys: Sequence[Key], length: int, lexicon: Lexicon) -> bool:
    """Whether pieces that are not all words are one word together."""
    if len(keys) < length or all(lexicon.has(key.folded) for key in keys):
        return False
    whole = analyse("".join(key.raw for key in keys))
    if len(whole) != 1 or len(whole[0].folded) < 3:
        return False
    is_marked = whole[0].has_accent
    return whole[0].exact in lexicon.real if is_marked else lexicon.has(whole[0].folded)


def split(keys: Sequence[Key], lexicon: Lexicon, is_accented: bool) -> str | None:
    """The text with unknown words cut into those that are known beside each other."""
    texts: list[str] = []
    for key in keys:
        parts = None
        is_known = lexicon.has(key.folded) and (not key.has_accent or key.exact in lexicon.real)
        if len(key.folded) >= _SPLIT_FROM and not is_known:
            parts = _cut(key, lexicon)
            if parts and is_accented and not key.has_accent:
                parts = _with_marks(parts, lexicon)
        texts += parts or [key.raw]
    return " ".join(texts) if len(texts) > len(keys) else None


def _with_marks(parts: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Words cut out of one without marks, as they are written beside each other: where marks
    are typed elsewhere, "rau ma" would be another word than rau má."""
    words = [_folded(part) for part in parts]
    found = list(parts)
    for at, (left, right) in enumerate(itertools.pairwise(words)):
        exact = lexicon.pairs.get(f"{left}_{right}")
        if exact is not None:
            found[at : at + 2] = [written(one) for one in exact.split("_")]
    return found


def _cut(key: Key, lexicon: Lexicon) -> list[str] | None:
    word = key.folded
    spots = range(1, len(word))
    for at in spots:
        left, right = _folded(word[:at]), _folded(word[at:])
        if lexicon.has(left) and lexicon.has(right) and lexicon.has_pair(left, right):
            return _pieces(key, [at])
    for at in spots:
        for then in range(at + 1, len(word)):
            pieces = [_folded(one) for one in (word[:at], word[at:then], word[then:])]
            if all(map(lexicon.has, pieces)) and any(
                lexicon.has_pair(a, b) for a, b in itertools.pairwise(pieces)
            ):
                return _pieces(key, [at, then])
    chain = _chain(word, lexicon)
    if chain:
        return _pieces(key, chain)
    for at in spots:
        # Cut and spelt at once: "chuxe" is chư sê.
        for left in lexicon.by_sound.get(sound(word[:at]), ())[:MOST_CANDIDATES]:
            for right in lexicon.by_sound.get(sound(word[at:]), ())[:MOST_CANDIDATES]:
                if lexicon.has_pair(left, right):
                    exact = lexicon.pairs[f"{left}_{right}"].split("_")
                    return [written(one) for one in exact] if key.has_accent else [left, right]
    return None


def _folded(piece: str) -> str:
    """A piece as a word of its own: i and y are one there."""
    return analyse(piece)[0].folded


def _chain(word: str, lexicon: Lexicon) -> list[int] | None:
    """Where a long word is cut into four or more that each stand beside the next; at most one
    such pair may be new."""
    # For each end and last piece: pairs that are new, and the cuts.
    best: dict[int, dict[str, tuple[int, list[int]]]] = {0: {"": (0, [])}}
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PIECE), end):
            piece = _folded(word[start:end])
            if start not in best or not lexicon.has(piece):
                continue
            for last, (new, cuts) in best[start].items():
                new_now = new + (last != "" and not lexicon.has_pair(last, piece))
                held = best.setdefault(end, {}).get(piece)
                if new_now <= 1 and (
                    held is None or (new_now, len(cuts)) < (held[0], len(held[1]))
                ):
                    best[end][piece] = new_now, [*cuts, start] if start else cuts
    found = [one for one in best.get(len(word), {}).values() if len(one[1]) > 2]
    return min(found)[1] if found else None


def _pieces(key: Key, spots: Sequence[int]) -> list[str]:
    """The typed word cut there; a word has as many letters folded as typed."""
    bounds = [0, *spots, len(key.folded)]
    raw = key.raw if len(key.raw) == len(key.folded) else key.folded
    return [raw[a:b] for a, b in itertools.pairwise(bounds)]
