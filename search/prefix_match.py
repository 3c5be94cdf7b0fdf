"""How well the beginning that someone has typed fits a text, and which letters it fits. Pure.

Typed words match the words of a text one after the other from any word on, the last one by
its beginning. It must not know what the text is or where it comes from.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from registry.text import TONES, clean
from search.analysis import Key, analyse

# More words than these no name begins with.
MAX_WORDS = 12
_FROM_START = 2.0
_LAST_AGREES = 1.5
_EARLIER_AGREE = 1.5
# Words that stand apart in the text: a help, but behind every one that stands together.
_SCATTERED = -1.5
# As `registry.text` cuts words, with the apostrophes inside a word that it drops.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`]*(?:[\u0300-\u036f]|[^\W_])+)*")


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed: its words, and the forms that the last one may go on from.

    `earlier` are the words that are complete; `last` is empty where all of them are.
    """

    text: str
    keys: tuple[Key, ...]
    earlier: tuple[Key, ...]
    last: tuple[str, ...]
    has_accent: bool


class Match(NamedTuple):
    """Places of the matched words, how well they agree, and the letters of the last one."""

    words: tuple[int, ...]
    score: float
    letters: int


def typed(text: str, limit: int = 200) -> Typed:
    """Reads what has been typed; a blank at its end closes the last word."""
    shown = clean(text[: limit * 2])[:limit]
    keys = analyse(shown)[:MAX_WORDS]
    is_open = not text[-1:].isspace() and shown[-1:].isalnum()
    return words_typed(shown, keys, is_open)


def words_typed(text: str, keys: tuple[Key, ...], is_open: bool) -> Typed:
    """Words as typed; y ends a word as i only, so an open word keeps both forms."""
    is_open = is_open and bool(keys)
    last = (keys[-1].folded, _plain(keys[-1].raw)) if is_open else ()
    earlier = keys[:-1] if is_open else keys
    has_accent = any(key.has_accent for key in keys)
    return Typed(text, keys, earlier, tuple(dict.fromkeys(last)), has_accent)


def match(
    asked: Typed, keys: Sequence[Key], starts: frozenset[int] = frozenset({0})
) -> Match | None:
    """The best way in which the words fit, or None. `starts` are places that count as the
    beginning of the text, such as the one after "Hợp tác xã"."""
    wanted = [key.folded for key in asked.earlier]
    complete, count = len(wanted), len(asked.keys)
    folded = [key.folded for key in keys]
    best: Match | None = None
    for first in range(len(keys) - count + 1):
        end = first + complete
        if folded[first:end] != wanted or (asked.last and not folded[end].startswith(asked.last)):
            continue
        found = _scored(asked, keys, tuple(range(first, first + count)), starts)
        if best is None or found.score > best.score:
            best = found
    return best or _scattered(asked, keys, starts)


def marks(text: str, found: Match, asked: Typed) -> list[tuple[int, int]]:
    """The letters of a text that the match covers, as [start, end); none if in doubt."""
    words = [one.span() for one in _WORD.finditer(text)]
    if len(words) != len(analyse(text)):
        return []
    spans = []
    for number, place in enumerate(found.words):
        start, end = words[place]
        if asked.last and number == len(found.words) - 1:
            end = min(end, start + found.letters)
        spans.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start > joined[-1][0] and text[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return sorted(joined)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each word of a text stands; empty when the words cannot be told apart."""
    words = [one.span() for one in _WORD.finditer(text)]
    return words if len(words) == len(analyse(text)) else []


def _plain(raw: str) -> str:
    bare = unicodedata.normalize("NFD", raw)
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d")


def _scattered(asked: Typed, keys: Sequence[Key], starts: frozenset[int]) -> Match | None:
    """The words in any places, each one once."""
    if len(asked.keys) < 2:
        return None
    places: list[int] = []
    for key in asked.earlier:
        place = next(
            (i for i, one in enumerate(keys) if one.folded == key.folded and i not in places), None
        )
        if place is None:
            return None
        places.append(place)
    if asked.last:
        last = next(
            (i for i, k in enumerate(keys) if k.folded.startswith(asked.last) and i not in places),
            None,
        )
        if last is None:
            return None
        places.append(last)
    found = _scored(asked, keys, tuple(places), starts)
    return found._replace(score=found.score + _SCATTERED)


def _scored(
    asked: Typed, keys: Sequence[Key], places: tuple[int, ...], starts: frozenset[int]
) -> Match:
    score = _FROM_START if places[0] in starts else 0.0
    if asked.has_accent:
        earlier = asked.earlier
        same = sum(
            key.exact == keys[place].exact for key, place in zip(earlier, places, strict=False)
        )
        score += _EARLIER_AGREE * (same / len(earlier)) if earlier else 0.0
        if asked.last and _agrees(asked.keys[-1], keys[places[-1]]):
            score += _LAST_AGREES
    letters = min(len(asked.last[-1]), len(keys[places[-1]].raw)) if asked.last else 0
    return Match(places, score, letters)


def _agrees(begun: Key, whole: Key) -> bool:
    """Whether the letters typed are the whole word's own; a tone that is typed must agree."""
    letters, tone = begun.exact.rstrip(TONES), begun.exact[-1:] if begun.exact[-1:] in TONES else ""
    other = whole.exact.rstrip(TONES)
    return other.startswith(letters) and (not tone or whole.exact.endswith(tone))
