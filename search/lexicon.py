"""The words that the index itself knows: its own vocabulary, for corrections.

Read from the engine once for each state of the index and kept in the process; it holds
distinct words and pairs of neighbours, which grow far slower than the products do. In a
very large register that takes seconds, so a thread of its own makes it: no page waits, and
the lexicon before it serves until the next one is ready.
"""

import itertools
import logging
import operator
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from registry.gazetteer.directory import PlaceDirectory
from registry.text import folded_key
from search.analysis import START, UNMARKED, analyse
from search.engines.base import SearchEngine, SearchUnavailable
from search.phonetics import sound
from search.synonyms import SynonymTable

logger = logging.getLogger(__name__)

Item = TypeVar("Item")

# Seconds after which it is asked whether the index has become another.
_BELIEVED_FOR = 900.0
# Seconds after which an engine that could not tell its words is asked again.
_AGAIN_AFTER = 5.0
# A page waits so long for the first lexicon of its process, then it offers no correction.
PATIENCE = 0.1
# After so many words the maker lets the pages of its process come first.
_STRIDE = 500
_BREATH = 0.0005
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
        for key, _count in _gently(engine.words(name)):
            if key.startswith(UNMARKED):
                continue
            if name != "place_x":
                exact.add(key)
            if name == "name_x":
                named.add(key)
            exact_of.setdefault(folded_key(key), key)
    pairs: dict[str, str] = {}
    for pair, _count in _gently(engine.words("name_xb")):
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
        for place in _gently(directory.all()):
            term = tuple(key.exact for key in analyse(place.short_name))
            real.update(term)
            if place.public_id in held:
                _add_term(exact_of, pairs, term)
    by_sound: dict[str, list[str]] = defaultdict(list)
    for word in _gently(exact_of):
        by_sound[sound(word)].append(word)
    return Lexicon(
        exact_of, pairs, dict(by_sound), frozenset(exact), frozenset(named), frozenset(real)
    )


def _gently(items: Iterable[Item]) -> Iterator[Item]:
    """The items with a pause now and then, in which other threads get their turn at once."""
    for number, item in enumerate(items, start=1):
        if number % _STRIDE == 0:
            time.sleep(_BREATH)
        yield item


def _add_term(exact_of: dict[str, str], pairs: dict[str, str], term: tuple[str, ...]) -> None:
    for key in term:
        exact_of.setdefault(folded_key(key), key)
    for left, right in itertools.pairwise(term):
        _add_pair(pairs, f"{left}_{right}")


def _add_pair(pairs: dict[str, str], exact: str) -> None:
    left, _sign, right = exact.partition("_")
    if left != START:
        pairs.setdefault(f"{folded_key(left)}_{folded_key(right)}", exact)


Source = tuple[SearchEngine, SynonymTable, PlaceDirectory | None]


class _Keeper:
    """The lexicon of one process; one thread at a time makes the next."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._guard = threading.Lock()
        self._source: Source | None = None
        self._state: tuple[object, ...] = ()
        self._lexicon: Lexicon | None = None
        self._ask_at = 0.0
        # Of the making that is under way; set when it is over.
        self._making: threading.Event | None = None

    def get(self, source: Source, patience: float) -> Lexicon | None:
        """What is there of this engine; if nothing is, it is waited for that long."""
        with self._guard:
            if self._making is None and (
                not self._is_from(source) or time.monotonic() >= self._ask_at
            ):
                self._making = threading.Event()
                maker = threading.Thread(
                    target=self._make, args=(source, self._making), name="lexicon", daemon=True
                )
                maker.start()
            found, making = self._of(source[0]), self._making
        if found is None and making is not None and making.wait(patience):
            with self._guard:
                found = self._of(source[0])
        return found

    def _is_from(self, source: Source) -> bool:
        return self._source is not None and all(map(operator.is_, self._source, source))

    def _of(self, engine: SearchEngine) -> Lexicon | None:
        is_ours = self._source is not None and self._source[0] is engine
        return self._lexicon if is_ours else None

    def _make(self, source: Source, making: threading.Event) -> None:
        """Reads nothing but the engine: the thread has no database of its own."""
        made, again = None, _AGAIN_AFTER
        state = self._state
        try:
            info = source[0].info()
            state = (*source, info.generation, info.count)
            if self._state != state or self._lexicon is None:
                made = build(*source)
            again = _BELIEVED_FOR
        except SearchUnavailable as error:
            logger.warning("Spelling cannot be corrected now: %s", error)
        except Exception:
            logger.exception("Spelling cannot be corrected now.")
        with self._guard:
            if made is not None:
                self._lexicon, self._state = made, state
            elif self._of(source[0]) is None:
                self._lexicon = None
            self._source, self._ask_at = source, time.monotonic() + again
            self._making = None
        making.set()


_keeper = _Keeper()


def lexicon_of(
    engine: SearchEngine,
    synonyms: SynonymTable,
    directory: PlaceDirectory | None,
    *,
    patience: float | None = None,
) -> Lexicon | None:
    """The lexicon of this process, or None as long as its first one is being made.

    A new generation, gazetteer or synonym gives a new one in a while, and so do words of
    documents written since: a correction may miss them, never a search.
    """
    global _keeper
    if _keeper.process != os.getpid():
        # The thread that was making one stayed with the parent.
        _keeper = _Keeper()
    return _keeper.get((engine, synonyms, directory), PATIENCE if patience is None else patience)


def forget_lexicon() -> None:
    """The next correction reads the index."""
    global _keeper
    _keeper = _Keeper()
