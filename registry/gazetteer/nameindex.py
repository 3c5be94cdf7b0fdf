"""The names of all places by their glued folded key, with a near-miss index beside it.

Glued keys make "hanoi", "Hà Nội" and "Kontum" meet. It finds names; it ranks nothing.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from registry.gazetteer.directory import PlaceDirectory
from registry.gazetteer.forms import keys_of
from registry.models.choices import NameKind, PlaceLevel
from registry.text import tokens

_NUMBER = re.compile(r"[0-9]")
_NUMERALS = {"1": "i", "2": "ii", "3": "iii", "4": "iv", "i": "1", "ii": "2", "iii": "3", "iv": "4"}
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class NameRef:
    """A name of a unit: its exact syllables, and whether its marks are known at all."""

    place_id: int
    exact: tuple[str, ...]
    folded: tuple[str, ...]
    has_marks: bool
    kind: str
    type_word: str


class NameIndex:
    """Names by glued key, initials of provinces and districts, and keys one slip away."""

    def __init__(self, directory: PlaceDirectory) -> None:
        self.names: dict[str, list[NameRef]] = defaultdict(list)
        self.initials: dict[str, list[NameRef]] = defaultdict(list)
        self.longest = 1
        for name in directory.names:
            syllables = [keys_of(token) for token in tokens(name.short_text)]
            if not syllables:
                continue
            folded = tuple(key[1] for key in syllables)
            ref = NameRef(
                name.place_id,
                tuple(key[0] for key in syllables),
                folded,
                any(key[2] for key in syllables) or name.kind != NameKind.FORMER,
                name.kind,
                name.type_word.lower(),
            )
            self.names["".join(folded)].append(ref)
            other = _NUMERALS.get(folded[-1]) if len(folded) > 1 else None
            if other:
                # "Hải Châu I" is also written "Hải Châu 1".
                self.names["".join([*folded[:-1], other])].append(
                    replace(ref, exact=(*ref.exact[:-1], other), folded=(*folded[:-1], other))
                )
            self.longest = max(self.longest, len(folded))
            if _has_initials(name.kind, folded, directory.get(name.place_id).level):
                self.initials["".join(s[:1] for s in folded)].append(ref)
        self.names = dict(self.names)
        self._near: dict[str, list[str]] = defaultdict(list)
        for key in self.names:
            if len(_NUMBER.sub("", key)) >= 3:
                for variant in _variants(key):
                    self._near[variant].append(key)

    def near(self, glued: str) -> list[tuple[str, int, bool]]:
        """(name key, number of slips, sounds alike) of names that sound alike or differ by one
        letter."""
        found: dict[str, None] = {}
        for variant in _variants(glued):
            for key in self._near.get(variant, ()):
                found[key] = None
        heard = sound(glued)
        digits = _NUMBER.findall(glued)
        result = []
        for key in found:
            if key == glued or _NUMBER.findall(key) != digits:
                continue
            slips, is_heard = distance(glued, key), sound(key) == heard
            if slips > 1 and is_heard:
                slips = 1
            if slips <= 2:
                result.append((key, slips, is_heard))
        return result


def _has_initials(kind: str, folded: tuple[str, ...], level: str) -> bool:
    """Provinces and districts of several syllables are written by their initials (NHS, BMT)."""
    return (
        kind == NameKind.OFFICIAL
        and level != PlaceLevel.COMMUNE
        and len(folded) > 1
        and not _NUMBER.search(folded[1])
    )


def _variants(key: str) -> set[str]:
    """Keys of the same bucket: one letter left out, as written and as heard."""
    heard = sound(key)
    return {
        key,
        heard,
        *(key[:i] + key[i + 1 :] for i in range(len(key))),
        *(heard[:i] + heard[i + 1 :] for i in range(len(heard))),
    }


_SOUNDS = [
    ("ngh", "ng"), ("gh", "g"), ("ph", "f"), ("tr", "C"), ("ch", "C"), ("gi", "d"), ("r", "d"),
    ("z", "d"), ("x", "s"), ("qu", "ku"), ("q", "k"), ("ck", "k"), ("kh", "K"), ("c", "k"),
    ("y", "i"), ("w", "u"), ("j", "i"), ("l", "n"),
]  # fmt: skip


def sound(glued: str) -> str:
    """Letters that are often taken for one another made equal (tr/ch, s/x, l/n, c/k …)."""
    for written, heard in _SOUNDS:
        glued = glued.replace(written, heard)
    return _DOUBLED.sub(r"\1", glued)


def distance(one: str, other: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours between two short words."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 3:
        return 4
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before = above
    return row[-1]


def index_of(directory: PlaceDirectory) -> NameIndex:
    """The index of a directory, built once."""
    if "names" not in directory.derived:
        directory.derived["names"] = NameIndex(directory)
    index: NameIndex = directory.derived["names"]
    return index
