"""How a folded Vietnamese syllable sounds where spellings are mixed up, and slips of typing.

tr = ch, s = x, d = gi = r, l = n, c = k = q, ng = ngh, g = gh, ph = f, y = i; final n = ng = nh
and t = c = ch. Pure; it knows no words.
"""

import itertools
import re
from functools import lru_cache

_ONSETS = {
    "ngh": "N", "ng": "N", "nh": "nh", "gh": "g", "gi": "d", "kh": "kh", "ph": "f", "tr": "C",
    "ch": "C", "th": "th", "qu": "ku", "q": "k", "k": "k", "c": "k", "s": "s", "x": "s", "d": "d",
    "r": "d", "z": "d", "l": "n", "n": "n",
}  # fmt: skip
_ONSET = re.compile("|".join(sorted(_ONSETS, key=len, reverse=True)))
_CODA = re.compile("(?<=[aeiou])(ng|nh|n|ch|c|t)$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """The phonetic key of a folded word."""
    match = _ONSET.match(word)
    if match is None:
        onset, rest = "", word
    else:
        onset, rest = match[0], word[match.end() :]
        if onset == "gi" and (not rest or rest[0] not in "aeiouy"):
            rest = f"i{rest}"
        onset = _ONSETS[onset]
    rest = rest.replace("y", "i")
    rest = _CODA.sub(lambda coda: "N" if coda[0][0] == "n" else "T", rest)
    return onset + rest


def undoubled(word: str) -> str:
    """The word with each run of one letter as a single one."""
    return "".join(letter for letter, _run in itertools.groupby(word))


def one_slip(word: str) -> set[str]:
    """Every text one letter more, less, other, or swapped away."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in parts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    found |= {left + c + right[1:] for left, right in parts if right for c in _LETTERS}
    found |= {left + c + right for left, right in parts for c in _LETTERS}
    found.discard(word)
    return found
