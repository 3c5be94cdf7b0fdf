"""The words that the index itself knows: its own vocabulary, for corrections.

Read from the engine once for each state of the index and kept in the process; it holds
distinct words and pairs of neighbours, which grow far slower than the products do.
"""

import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory
from registry.text import folded_key
from search.analysis import START, UNMARKED, analyse
from search.engines.base import SearchEngine
from search.phonetics import sound
from search.synonyms import SynonymTable

# Seconds for which a lexicon serves; making one anew takes a second in a very large register.
_BELIEVED_FOR = 900.0
# Pairs beyond these are the rarest of a very large register.
_MOST_PAIRS = 300_000


@dataclass
class Lexicon:
    """Folded words with their likeliest exact key, and folded pairs with their likeliest one."""

    exact_of: Mapping[str, str]
    pairs: Mapping[str, str]
    by_sound: Mapping[str, list[str]]
    exact: frozenset[str]
    # Of those, the keys of names.
    named: frozenset[str]
    # Exact keys of every syllable that names of products, makers and units anywhere hold, or
    # terms of synonyms: written so, it is no slip.
    real: frozenset[str]

    def has(self, word: str) -> bool:
        return word in self.exact_of

    def has_pair(self, left: str, right: str) -> bool:
        return f"{left}_{right}" in self.pairs


def build(
    engine: SearchEngine, synonyms: SynonymTable, directory: PlaceDirectory | None
) -> Lexicon:
    """The lexicon of names, makers and places in the index, and of the terms of synonyms.

    Units that no document lies in are no words to correct towards: ten thousand names hold
    nearly every syllable beside every other.
    """
    exact_of: dict[str, str] = {}
    exact: set[str] = set()
    named: set[str] = set()
    for name in ("name_x", "maker_x", "place_x"):
        for key, _count in engine.words(name):
            if key.startswith(UNMARKED):
                continue
            if name != "place_x":
                exact.add(key)
            if name == "name_x":
                named.add(key)
            exact_of.setdefault(folded_key(key), key)
    pairs: dict[str, str] = {}
    for pair, _count in engine.words("name_xb"):
        if len(pairs) >= _MOST_PAIRS:
            break
        _add_pair(pairs, pair)
    for term in (
        *synonyms.exact,
        *(one.keys for found in synonyms.exact.values() for one in found),
    ):
        _add_term(exact_of, pairs, term)
    real = exact | {key for term in synonyms.exact for key in term}
    if directory is not None:
        held = {public_id for public_id, _count in engine.words("places")}
        for place in directory.all():
            term = tuple(key.exact for key in analyse(place.short_name))
            real.update(term)
            if place.public_id in held:
                _add_term(exact_of, pairs, term)
    by_sound: dict[str, list[str]] = defaultdict(list)
    for word in exact_of:
        by_sound[sound(word)].append(word)
    return Lexicon(
        exact_of, pairs, dict(by_sound), frozenset(exact), frozenset(named), frozenset(real)
    )


def _add_term(exact_of: dict[str, str], pairs: dict[str, str], term: tuple[str, ...]) -> None:
    for key in term:
        exact_of.setdefault(folded_key(key), key)
    for left, right in itertools.pairwise(term):
        _add_pair(pairs, f"{left}_{right}")


def _add_pair(pairs: dict[str, str], exact: str) -> None:
    left, _sign, right = exact.partition("_")
    if left != START:
        pairs.setdefault(f"{folded_key(left)}_{folded_key(right)}", exact)


@dataclass
class _Kept:
    key: tuple[object, ...] = ()
    lexicon: Lexicon | None = None
    asked_at: float = 0.0


_kept = _Kept()
_guard = threading.Lock()


def lexicon_of(
    engine: SearchEngine, synonyms: SynonymTable, directory: PlaceDirectory | None
) -> Lexicon:
    """The lexicon of this process; a new generation, gazetteer or synonym gives a new one.

    Words of documents written since are known after a while: a correction may miss them,
    never a search.
    """
    with _guard:
        now = time.monotonic()
        key: tuple[object, ...] = (engine, synonyms, directory)
        if _kept.lexicon is None or _kept.key[:3] != key or now - _kept.asked_at > _BELIEVED_FOR:
            info = engine.info()
            full = (*key, info.generation, info.count)
            if _kept.lexicon is None or _kept.key != full:
                _kept.lexicon = build(engine, synonyms, directory)
                _kept.key = full
            _kept.asked_at = now
        return _kept.lexicon


def forget_lexicon() -> None:
    """The next correction reads the index."""
    with _guard:
        _kept.lexicon, _kept.key = None, ()
