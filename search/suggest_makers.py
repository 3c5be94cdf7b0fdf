"""Makers while their names are typed: what is asked of the index, and which makers fit. Pure.

Legal forms ("hợp tác xã", "công ty tnhh") stand in front of most names and are cut from the
documents, so that a form, whole or half typed, is asked as a kind. It knows no index.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis import analyse
from search.legal_forms import kinds_begun, part_maker, part_query
from search.prefix_match import Match, Typed, match, words_typed
from search.suggestion import Found, SuggestionKind

_MAKER = 0.8
# A maker found by its legal form alone stands behind all that its words are found by.
_BY_FORM = 0.0


@dataclass(frozen=True, slots=True)
class MakerAsked:
    """One reading of what has been typed: words of a name, a legal form, or both.

    `shown` is what is marked in the name; without `words` every maker of the kinds fits.
    """

    words: Typed
    kinds: tuple[str, ...]
    shown: Typed

    @property
    def is_form_alone(self) -> bool:
        return not self.words.keys


def makers_asked(asked: Typed) -> tuple[MakerAsked, ...]:
    """The readings: forms cut from the words, and words that begin a form ("hộ kinh d").

    None for one letter, which begins nearly every name.
    """
    parted = part_query(asked.keys)
    rest = parted.rest
    found = []
    if parted.forms or len(rest) > 1 or (rest and len(rest[0].folded) > 1):
        is_open = bool(rest) and bool(asked.last) and rest[-1] is asked.keys[-1]
        words = words_typed(asked.text, rest, is_open)
        found.append(MakerAsked(words, parted.kinds, words))
    if found and rest and (kinds := _kinds_begun(asked)):
        found.append(MakerAsked(words_typed(asked.text, (), False), kinds, asked))
    return tuple(found)


def _kinds_begun(asked: Typed) -> tuple[str, ...]:
    """Kinds of the forms that are half typed at the end, behind nothing but whole forms."""
    if not asked.last:
        return ()
    for at in range(len(asked.keys)):
        if at and part_query(asked.keys[:at]).rest:
            continue
        if kinds := kinds_begun(asked.keys[at:], asked.last):
            return kinds
    return ()


def made_by(asked: MakerAsked, makers: Iterable[tuple[str, str]]) -> dict[str, Found]:
    """The makers that fit, by code; `makers` are codes and names, without persons' names."""
    found: dict[str, Found] = {}
    for code, name in makers:
        if not code or code in found:
            continue
        keys = analyse(name)
        cut = len(keys) - len(part_maker(keys).rest)
        fit: Match | None
        if not asked.is_form_alone:
            fit, shown = match(asked.words, keys, frozenset({0, cut})), asked.words
        else:
            spelt = match(asked.shown, keys[:cut]) if asked.shown.keys else None
            fit, shown = _by_form(asked, spelt, cut)
        if fit:
            score = _MAKER + fit.score
            found[code] = Found(score, SuggestionKind.MAKER, name, code, fit, shown)
    return found


def _by_form(asked: MakerAsked, spelt: Match | None, cut: int) -> tuple[Match, Typed]:
    """Marks the letters typed where the name spells its form so, else the whole form."""
    if spelt is not None:
        return spelt._replace(score=_BY_FORM), asked.shown
    return Match(tuple(range(cut)), _BY_FORM, 0), asked.words
