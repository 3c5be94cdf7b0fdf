"""Keys of a Vietnamese text for search: exact, folded, and pairs of neighbours. Pure.

Text is analysed here only, for documents and queries alike; engines receive keys joined by
spaces and split them at white space, so that two engines cannot disagree. It must not know
what a text means: synonyms, places and corrections belong elsewhere.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from registry import text as register_text

# Changes whenever a key of the same text changes, so that an older index is built anew.
ANALYSIS_VERSION = 1
# Marks the start of a name in pairs: a Vietnamese noun phrase begins with its head.
START = "bos"
# Before a folded key in a name that bears no mark at all: only there does "tra" answer "trà".
UNMARKED = "~"


class Key(NamedTuple):
    """One token: as typed in lower case, its exact key, its folded key."""

    raw: str
    exact: str
    folded: str

    @property
    def has_accent(self) -> bool:
        return self.exact != self.folded


@lru_cache(maxsize=1 << 16)
def _key(token: str) -> Key:
    # The syllables of the language number about eight thousand, so nearly all are found here.
    exact = register_text.exact_key(token)
    return Key(token, exact, register_text.folded_key(exact))


@lru_cache(maxsize=1 << 13)
def _keys(text: str) -> tuple[Key, ...]:
    return tuple(_key(token) for token in register_text.tokens(text))


def folded_parts(text: str) -> list[str]:
    """The folded keys of a text that hardly comes again, such as a code; nothing is kept."""
    return [
        register_text.folded_key(register_text.exact_key(token))
        for token in register_text.tokens(text)
    ]


def analyse(text: str) -> tuple[Key, ...]:
    """The keys of a text in its order; NFC and NFD, hoà and hòa, kỹ and kĩ give the same."""
    # Names of makers, groups and decisions come again; a description hardly does.
    return _keys(text) if len(text) <= 120 else _keys.__wrapped__(text)


def pairs(keys: Iterable[str]) -> list[str]:
    """Neighbours joined by an underscore, the first with the mark of the start.

    No key holds an underscore, so a pair cannot be mistaken for a key.
    """
    listed = list(keys)
    return [f"{left}_{right}" for left, right in zip([START, *listed], listed, strict=False)]


# Longer beginnings than this single out a word as well as the whole of it does.
LONGEST_PREFIX = 8


def prefixes(keys: Iterable[str]) -> list[str]:
    """Every beginning of every key, once, for suggestions while a word is being typed.

    Whole keys stand in a field of their own and are left out. Beginnings of the first key, and
    the whole of it, come with the mark of the start as well.
    """
    found: dict[str, None] = {}
    for place, key in enumerate(keys):
        found |= _beginnings(key, is_first=place == 0)
    return list(found)


@lru_cache(maxsize=1 << 14)
def _beginnings(key: str, *, is_first: bool) -> dict[str, None]:
    found: dict[str, None] = {}
    for length in range(1, min(len(key), LONGEST_PREFIX) + 1):
        if length < len(key):
            found[key[:length]] = None
        if is_first:
            found[f"{START}_{key[:length]}"] = None
    return found


def name_text(keys: Sequence[Key]) -> str:
    """Exact keys of a name, and where no mark was printed what it may be read as."""
    exact = [key.exact for key in keys]
    if len(keys) > 1 and not any(key.has_accent for key in keys):
        exact += [UNMARKED + key.folded for key in keys]
    return " ".join(exact)


def exact_text(keys: Iterable[Key]) -> str:
    return " ".join([key.exact for key in keys])


def folded_text(keys: Iterable[Key]) -> str:
    return " ".join([key.folded for key in keys])


def once(text: str) -> str:
    """Each key of a text once: engines count repeats in names alone (`search.schema`)."""
    return " ".join(dict.fromkeys(text.split()))
