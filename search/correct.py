"""Other texts that a query may have meant, asked for only when it found nothing as typed. Pure.

In this order: keystrokes of an input method that was off, missing spaces, spelling, and both
together. Words are corrected towards what the index itself holds; whether a corrected text
finds something is for the caller to ask.
"""

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.gazetteer.nameindex import distance
from registry.text import folded_key
from search.analysis import Key, analyse
from search.lexicon import Lexicon
from search.phonetics import one_slip, sound, undoubled
from search.spaces import MOST_CANDIDATES, joined, split
from search.telex import decode, written
from search.understand import Reading

_MOST_KEYS = 12
_LONGEST_WORD = 24
_MOST_SPELLINGS = 3
_WAYS = 3
_SOUNDS_ALIKE, _SLIP, _TWO_SLIPS = 0.5, 1.0, 2.0
_OTHER_START, _SHORT = 1.3, 0.4
_OTHER_MARKS = 0.3
_MARKED_VOWELS = "ăâêôơư"
TONES = "¹²³⁴⁵"
_ALONE_FROM, _TWO_SLIPS_FROM = 5, 8


def corrections(reading: Reading, lexicon: Lexicon) -> Iterator[str]:
    """Texts to try, likeliest first, each once and none as typed."""
    keys = list(reading.keys)
    if not keys or len(keys) > _MOST_KEYS or any(len(key.raw) > _LONGEST_WORD for key in keys):
        return
    seen = {" ".join(key.raw for key in keys)}
    for found in _attempts(keys, lexicon, reading.is_accented, _understood(reading)):
        if found is not None and found not in seen:
            seen.add(found)
            yield found


def _understood(reading: Reading) -> frozenset[int]:
    """Where words are that name a place or ask for a filter: they are no slips."""
    bounds = [(word.start, word.end) for word in reading.facets]
    bounds += [(place.start, place.end) for group in reading.places for place in group]
    return frozenset(at for start, end in bounds for at in range(start, end))


def _attempts(
    keys: list[Key], lexicon: Lexicon, is_accented: bool, understood: frozenset[int]
) -> Iterator[str | None]:
    yield joined(keys, lexicon)
    parted = split(keys, lexicon, is_accented)
    if parted is not None and not is_accented:
        # "traxanh" is rather trà xanh than keystrokes.
        yield parted
    typed = None if is_accented else _decoded(keys, lexicon)
    if typed is not None:
        # "goomf" is rather gốm with a wrong tone than a word that no document holds.
        yield _marked(list(analyse(typed)), lexicon)
        yield typed
    if is_accented:
        yield _marked(keys, lexicon)
    if parted is not None and is_accented:
        yield parted
    yield from _spelt(keys, lexicon, is_accented, understood)
    if parted is not None:
        yield from _spelt(list(analyse(parted)), lexicon, is_accented)
    if typed is not None:
        yield from _spelt(list(analyse(typed)), lexicon, is_accented=True)


# --- keystrokes


def _decoded(keys: Sequence[Key], lexicon: Lexicon) -> str | None:
    """The text with keystrokes read as Telex or VNI; words that are known stay as they are."""
    texts = []
    for key in keys:
        found = None if lexicon.has(key.folded) else decode(key.raw)
        texts.append(found or key.raw)
    return " ".join(texts) if texts != [key.raw for key in keys] else None


# --- marks


def _marked(keys: Sequence[Key], lexicon: Lexicon) -> str | None:
    """The text with other marks on words that the index holds only so: "gồm" for "gốm"."""
    texts = [key.raw for key in keys]
    words = [key.folded for key in keys]
    for at, key in enumerate(keys):
        if key.exact in lexicon.exact or not lexicon.has(key.folded):
            continue
        if len(keys) == 1 and len(words[0]) < _ALONE_FROM:
            likely = _other_tone(key, lexicon)
        elif _has_neighbour(words, at, lexicon):
            likely = _exact(keys, words, at, lexicon)
        else:
            return None
        if likely is None or not is_near(key, likely):
            return None
        texts[at] = written(likely)
    return " ".join(texts) if texts != [key.raw for key in keys] else None


def _other_tone(key: Key, lexicon: Lexicon) -> str | None:
    """The one known word that differs from a short one in its tone alone: "bưởi" of "bưỡi"."""
    if key.exact in lexicon.real:
        return None
    base = key.exact.rstrip(TONES)
    found = [base + tone for tone in ("", *TONES) if base + tone in lexicon.named]
    return found[0] if len(found) == 1 else None


# --- spelling


@dataclass(frozen=True, slots=True)
class _Path:
    """A choice of words up to some key: its cost, and for each word whether it was changed."""

    cost: float
    words: tuple[str, ...]


def _spelt(
    keys: list[Key],
    lexicon: Lexicon,
    is_accented: bool,
    understood: frozenset[int] = frozenset(),
) -> Iterator[str]:
    """The text in the known words that are nearest to the typed ones, and a few next to it."""
    open_keys = len(keys) - len(understood)
    choices = [
        {key.folded: 0.0} if at in understood else _choices(key, lexicon, open_keys, is_accented)
        for at, key in enumerate(keys)
    ]
    if not all(choices):
        return
    told = 0
    paths = [_Path(cost, (word,)) for word, cost in choices[0].items()]
    for options in choices[1:]:
        after: list[_Path] = []
        for word, cost in options.items():
            ways = [
                _Path(
                    path.cost + cost - lexicon.has_pair(path.words[-1], word),
                    (*path.words, word),
                )
                for path in paths
            ]
            # More than the best: it may be the text as typed.
            after += heapq.nsmallest(_WAYS, ways, key=lambda path: (path.cost, path.words))
        paths = after
    paths = sorted(paths, key=lambda path: (path.cost, path.words))
    typed = tuple(key.folded for key in keys)
    if not is_accented and paths[0].words == typed and _is_known(typed, lexicon):
        return
    for path in paths:
        if _is_trusted(keys, path.words, lexicon, is_accented, understood):
            yield _text(keys, path.words, lexicon, is_accented, understood)
            told += 1
            if told == _MOST_SPELLINGS:
                return


def _is_known(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words are known beside each other: "xe may" is no slip of xé cay."""
    beside = itertools.pairwise(words)
    return len(words) > 1 and all(lexicon.has_pair(left, right) for left, right in beside)


def _choices(key: Key, lexicon: Lexicon, count: int, is_accented: bool) -> dict[str, float]:
    """Known words that may be meant, with what each costs.

    With marks typed, a word that is written right stays in a text of one or two, or is one
    that sounds the same: what else would show that another is meant?
    """
    word, found = key.folded, dict[str, float]()
    is_real = not is_accented or key.exact in lexicon.real
    if is_accented and is_real and count <= 2:
        alike = lexicon.by_sound.get(sound(word), ())
        return {**dict.fromkeys(alike[:MOST_CANDIDATES], _SOUNDS_ALIKE), word: 0.0}
    if lexicon.has(word):
        found[word] = 0.0 if is_real else _OTHER_MARKS
    if len(word) < 2 or word.isdecimal():
        return found or {word: 0.0}
    short = _SHORT if len(word) <= 3 else 0.0
    for other in lexicon.by_sound.get(sound(word), ()):
        found.setdefault(other, _SOUNDS_ALIKE)
    for other in one_slip(word):
        if lexicon.has(other):
            factor = _OTHER_START if other[:1] != word[:1] else 1.0
            # A letter once for twice is the likeliest slip of all: "peper", "cofee".
            is_doubled = len(other) != len(word) and undoubled(other) == undoubled(word)
            cost = _SOUNDS_ALIKE if is_doubled else _SLIP * factor + short
            found[other] = min(cost, found.get(other, cost))
    if len(word) >= _TWO_SLIPS_FROM and not found:
        for other in lexicon.exact_of:
            if abs(len(other) - len(word)) <= 2 and distance(word, other) == 2:
                found[other] = _TWO_SLIPS
    nearest = sorted(found.items(), key=lambda row: (row[1], row[0]))
    return dict(nearest[:MOST_CANDIDATES])


def _is_trusted(
    keys: Sequence[Key],
    words: Sequence[str],
    lexicon: Lexicon,
    is_accented: bool,
    understood: frozenset[int],
) -> bool:
    """At most half changed, each changed word beside a neighbour that the index knows, and
    where marks are typed near to what was typed with them."""
    changed = [at for at, key in enumerate(keys) if words[at] != key.folded]
    if not changed or len(changed) > max(1, len(keys) // 2):
        return False
    if is_accented:
        for at, key in enumerate(keys):
            is_known = at in understood or key.exact in lexicon.exact or not lexicon.has(words[at])
            is_same = words[at] == key.folded and is_known
            if is_same:
                continue
            likely = _exact(keys, words, at, lexicon)
            if not (is_near(key, likely) and _could_mean(key, likely, lexicon)):
                return False
    return all(_has_neighbour(words, at, lexicon) for at in changed)


def _could_mean(key: Key, other: str, lexicon: Lexicon) -> bool:
    """Whether a real word without marks, beside words with them, may be short of another's: marks
    and a letter are two slips, so that "trà hoa mai" is not trà hà mai."""
    if key.has_accent or key.exact not in lexicon.real or folded_key(other) == key.folded:
        return True
    return distance(key.exact, other) <= 1


def is_near(key: Key, other: str) -> bool:
    """Whether an exact key is one slip from a typed one: its tone, one letter, marks that
    were not typed, or a spelling that sounds the same."""
    if not key.has_accent:
        return True
    base, base_of_other = key.exact.rstrip(TONES), other.rstrip(TONES)
    if base == base_of_other:
        return True
    folded = folded_key(other)
    if key.exact == base and key.folded == folded:
        return True
    if key.exact != base and key.exact[len(base) :] != other[len(base_of_other) :]:
        return False
    if distance(base, base_of_other) <= 1:
        return True
    return sound(key.folded) == sound(folded) and _hats(base) == _hats(base_of_other)


def _hats(base: str) -> str:
    return "".join(letter for letter in base if letter in _MARKED_VOWELS)


def _has_neighbour(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Whether a word stands beside one that the index knows it beside, or alone and is long."""
    if len(words) == 1:
        return len(words[0]) >= _ALONE_FROM
    before = at > 0 and lexicon.has_pair(words[at - 1], words[at])
    return before or (at + 1 < len(words) and lexicon.has_pair(words[at], words[at + 1]))


def _text(
    keys: Sequence[Key],
    words: Sequence[str],
    lexicon: Lexicon,
    is_accented: bool,
    understood: frozenset[int],
) -> str:
    """The chosen words as they are written; with marks where marks were typed."""
    texts = []
    for at, (key, word) in enumerate(zip(keys, words, strict=True)):
        is_known = at in understood or key.exact in lexicon.exact or not is_accented
        if word == key.folded and is_known:
            texts.append(key.raw)
        elif not is_accented:
            texts.append(word)
        else:
            texts.append(written(_exact(keys, words, at, lexicon)))
    return " ".join(texts)


def _exact(keys: Sequence[Key], words: Sequence[str], at: int, lexicon: Lexicon) -> str:
    """The exact key of a changed word: as it stands beside a neighbour that stayed."""
    likely = []
    if at:
        left, _sign, right = lexicon.pairs.get(f"{words[at - 1]}_{words[at]}", "").partition("_")
        likely.append((left == keys[at - 1].exact, right))
    if at + 1 < len(words):
        left, _sign, right = lexicon.pairs.get(f"{words[at]}_{words[at + 1]}", "").partition("_")
        likely.append((right == keys[at + 1].exact, left))
    likely = [one for one in likely if one[1]]
    return max(likely)[1] if likely else lexicon.exact_of[words[at]]
