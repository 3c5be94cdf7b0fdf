"""Text work of `gazetteer_build`: type words, glued former names, English names. Pure."""

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from registry.text import tokens

TYPE_WORDS = ("Thành phố", "Đặc khu", "Thị trấn", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")
_GLUED_TYPES = {
    "thitran": "Thị trấn",
    "thanhpho": "Thành phố",
    "phuong": "Phường",
    "thixa": "Thị xã",
    "huyen": "Huyện",
    "quan": "Quận",
    "tt": "Thị trấn",
    "tx": "Thị xã",
    "tp": "Thành phố",
    "xa": "Xã",
}
_ENGLISH_TYPES = {
    "Thành phố": "City",
    "Đặc khu": "Special Zone",
    "Thị trấn": "Township",
    "Thị xã": "Town",
    "Phường": "Ward",
    "Huyện": "District",
    "Quận": "Urban District",
    "Tỉnh": "Province",
    "Xã": "Commune",
}
_ENGLISH_BY_HAND = {
    "Thành phố Hà Nội": "Hanoi",
    "Thành phố Hồ Chí Minh": "Ho Chi Minh City",
    "Thành phố Đà Nẵng": "Da Nang City",
    "Thành phố Huế": "Hue City",
}


def split_type(full_name: str) -> tuple[str, str]:
    """(type word, name) of an official name; the type's capitals are made regular."""
    for word in TYPE_WORDS:
        if full_name.lower().startswith(word.lower() + " "):
            return word, full_name[len(word) + 1 :].strip()
    raise ValueError(full_name)


def without_marks(text: str) -> str:
    """Latin letters without Vietnamese marks, capitals and signs kept."""
    bare = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return kept.replace("đ", "d").replace("Đ", "D")


def english_name(type_word: str, name: str) -> str:
    full = f"{type_word} {name}"
    if full in _ENGLISH_BY_HAND:
        return _ENGLISH_BY_HAND[full]
    english = _ENGLISH_TYPES[type_word]
    if name.isdigit():
        return f"{english.split()[-1]} {name}"
    return f"{without_marks(name)} {english}"


def glue(text: str) -> str:
    """Letters without marks and spaces, as the source writes its keys (y stays y)."""
    return "".join(without_marks(token) for token in tokens(text))


class Splitter:
    """Cuts a glued folded name into syllables that known names have, the commonest way."""

    def __init__(self, names: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for name in names:
            syllables = [without_marks(token) for token in tokens(name)]
            counts.update(syllables)
            pairs.update(zip(["^", *syllables], [*syllables, "$"], strict=True))
        total = sum(counts.values())
        self._cost = {syllable: -math.log(n / total) for syllable, n in counts.items()}
        self._pairs = pairs

    def split(self, glued: str) -> str | None:
        """Space-separated syllables with the marks of the glued name, or None if none fit."""
        marked, glued = glued, without_marks(glued)
        best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
        for end in range(1, len(glued) + 1):
            for start in range(max(0, end - 7), end):
                part = glued[start:end]
                if start not in best or part not in self._cost:
                    continue
                cost, parts = best[start]
                before = parts[-1] if parts else "^"
                bonus = math.log(1 + self._pairs[before, part]) * 1.5
                candidate = cost + self._cost[part] + 2 - bonus
                if end not in best or candidate < best[end][0]:
                    best[end] = (candidate, [*parts, part])
        if len(glued) not in best:
            return None
        pieces, start = [], 0
        for part in best[len(glued)][1]:
            pieces.append(marked[start : start + len(part)])
            start += len(part)
        return " ".join(pieces)


def former_names(aliases: Iterable[str], own_name: str) -> list[tuple[str, str]]:
    """(type word or "", glued name) of a unit's glued aliases, one row per former unit."""
    kept: dict[str, str] = {}
    for alias in aliases:
        folded = glue(alias)
        if folded not in kept or alias != folded:
            kept[folded] = alias
    shorts = {*kept, glue(own_name)}
    typed: dict[tuple[str, str], None] = {}
    explained: set[str] = set()
    for folded in kept:
        prefix = _prefix(folded, lambda rest: rest in shorts)
        if prefix:
            rest = folded.removeprefix(prefix)
            typed[_GLUED_TYPES[prefix], kept.get(rest, rest)] = None
            explained |= {folded, rest}
    for folded, alias in kept.items():
        if folded in explained:
            continue
        prefix = _prefix(folded, lambda rest: len(rest) > 3 or rest.isdigit())
        word = _GLUED_TYPES[prefix] if prefix else ""
        typed[word, alias[len(prefix) :]] = None
    named = {rest for word, rest in typed if word}
    return [(word, rest) for word, rest in typed if word or rest not in named]


def _prefix(folded: str, accepts: Callable[[str], bool]) -> str:
    """The glued type word a key starts with, where the rest is accepted."""
    return next(
        (
            prefix
            for prefix in _GLUED_TYPES
            if folded.startswith(prefix) and accepts(folded.removeprefix(prefix))
        ),
        "",
    )
