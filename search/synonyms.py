"""Synonym rules: their text form, and the table in which a query looks its words up. Pure.

Rules are rows that staff edit (`search.synonym_rules`); here is what a rule means. Places
are no synonyms: the resolver knows them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from registry.text import clean, folded_key
from search.analysis import Key, analyse
from search.models import SynonymKind

DEFAULT_WEIGHT = Decimal("0.8")
MAX_RULE = 500
_MAX_SYLLABLES = 8
_MAX_WORD = 30
_WEIGHT = re.compile(r"@\s*([0-9.,]+)\s*$")
# What stands in a term besides letters and digits; all else is markup or a slip.
_TERM = re.compile(r"(?:[^\W_]|[\u0300-\u036f \-'’.])+")
_SIGNS = {SynonymKind.ONE_WAY: ">", SynonymKind.BLOCK: "!", SynonymKind.TWO_WAY: "="}


class WrongRule(ValueError):
    """The text is no rule; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`left` stands for `right` (one way), all for each other (two ways: `right` is empty), or
    `left` is not meant where one of `right` stands in a name (block)."""

    kind: SynonymKind
    left: tuple[str, ...]
    right: tuple[str, ...]
    weight: Decimal = DEFAULT_WEIGHT
    active: bool = True

    @property
    def text(self) -> str:
        """The rule in its one steady form, without weight."""
        if self.kind is SynonymKind.TWO_WAY:
            return " = ".join(self.left)
        return f"{self.left[0]} {_SIGNS[self.kind]} {', '.join(self.right)}"

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two rules share that say the same, in whatever order and spelling."""
        return self.kind, frozenset(map(_keys, self.left)), frozenset(map(_keys, self.right))

    @property
    def line(self) -> str:
        """The rule as a line of the text format."""
        weight = "" if self.weight == DEFAULT_WEIGHT else f" @{self.weight.normalize():f}"
        return f"{'' if self.active else '~ '}{self.text}{weight}"


def parse_line(line: str) -> Rule | None:
    """The rule of a line; None for an empty line or a remark. Raises WrongRule."""
    if len(line.strip().splitlines()) > 1:
        raise WrongRule(_("A rule stands on one line. Write each rule by itself."))
    rule = parse_held(line)
    for term in (*rule.left, *rule.right) if rule else ():
        if not _TERM.fullmatch(term):
            raise WrongRule(
                _("“%(term)s”: use letters, digits, spaces, hyphens, apostrophes and dots.")
                % {"term": term}
            )
        if longest := next((word for word in term.split() if len(word) > _MAX_WORD), ""):
            raise WrongRule(
                _("“%(word)s…”: a word has at most %(count)d letters.")
                % {"word": longest[:_MAX_WORD], "count": _MAX_WORD}
            )
    return rule


def parse_held(line: str) -> Rule | None:
    """As `parse_line`, of a rule that is kept already: signs once let in do not break it."""
    text = clean(line.replace("✗", "!"))
    if not text or text.startswith("#"):
        return None
    active = not text.startswith("~")
    text = text.removeprefix("~").strip()
    weight = DEFAULT_WEIGHT
    if match := _WEIGHT.search(text):
        weight, text = _weight(match[1]), text[: match.start()].strip()
    if "@" in text:
        raise WrongRule(_("A weight stands once, at the end: @0.6."))
    signs = [kind for kind, sign in _SIGNS.items() if sign in text]
    if len(signs) != 1:
        raise WrongRule(_("Write one of: a = b, a > b, a ! b."))
    rule = _parted(signs[0], text, weight, active)
    if len(rule.text) > MAX_RULE:
        raise WrongRule(_("A rule has at most 500 characters. Make two of it."))
    return rule


def _weight(text: str) -> Decimal:
    try:
        weight = Decimal(text.replace(",", "."))
    except InvalidOperation:
        weight = Decimal(0)
    if not 0 < weight <= 1 or weight != round(weight, 2):
        raise WrongRule(_("A weight is above 0, at most 1, with two decimals at most."))
    return weight


def _parted(kind: SynonymKind, text: str, weight: Decimal, active: bool) -> Rule:
    if kind is SynonymKind.TWO_WAY:
        left = _terms(text.split("="))
        right: tuple[str, ...] = ()
        if len(left) < 2:
            raise WrongRule(_("Two different terms are needed; spelling alone is no difference."))
    else:
        before, _sign, after = text.partition(_SIGNS[kind])
        left, right = _terms([before]), _terms(after.split(","))
        if _keys(left[0]) in map(_keys, right):
            raise WrongRule(_("“%(term)s” stands on both sides.") % {"term": left[0]})
    if kind is SynonymKind.BLOCK:
        for phrase in right:
            if not _holds(_keys(phrase), _keys(left[0])):
                raise WrongRule(
                    _("“%(phrase)s” does not hold the word “%(term)s”.")
                    % {"phrase": phrase, "term": left[0]}
                )
    return Rule(kind, left, right, weight, active)


def _terms(texts: Iterable[str]) -> tuple[str, ...]:
    """Terms as written, no two of them alike."""
    found: dict[tuple[str, ...], str] = {}
    for text in texts:
        keys = _keys(text)
        if not keys:
            raise WrongRule(_("A term is missing beside one of the signs."))
        if len(keys) > _MAX_SYLLABLES:
            raise WrongRule(_("“%(term)s” is too long for a term.") % {"term": text.strip()})
        if keys in found:
            raise WrongRule(
                _("“%(term)s” stands twice; spelling alone is no difference.")
                % {"term": text.strip()}
            )
        found[keys] = " ".join(text.split())
    return tuple(found.values())


def _keys(text: str) -> tuple[str, ...]:
    return tuple(key.exact for key in analyse(text))


def _holds(phrase: Sequence[str], term: Sequence[str]) -> bool:
    length = len(term)
    return any(
        tuple(phrase[at : at + length]) == tuple(term) for at in range(len(phrase) - length + 1)
    )


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another wording of a span: its exact keys, its weight, and the phrases that forbid it."""

    keys: tuple[str, ...]
    weight: float
    blocks: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class SynonymTable:
    """The rules in force, by the keys of what is typed."""

    exact: Mapping[tuple[str, ...], tuple[Alternative, ...]]
    folded: Mapping[tuple[str, ...], tuple[Alternative, ...]]
    longest: int
    # Every folded syllable of a term, for corrections.
    words: frozenset[str]

    def at(
        self, keys: Sequence[Key], start: int, *, is_accented: bool
    ) -> tuple[int, tuple[Alternative, ...]]:
        """Length of the longest term that begins at `start`, and its alternatives; (0, ()) if none.

        Exact keys decide; folded ones only in a text without any accent, for terms of several
        syllables or written in plain letters.
        """
        for length in range(min(self.longest, len(keys) - start), 0, -1):
            piece = keys[start : start + length]
            exact = tuple(key.exact for key in piece)
            found = self.exact.get(exact)
            if not is_accented:
                found = self.folded.get(exact) or found
            if found is None and exact[-1].endswith("s") and exact[-1].isascii():
                found = self._singular(exact)
            if found is not None:
                return length, found
        return 0, ()

    def _singular(self, term: tuple[str, ...]) -> tuple[Alternative, ...] | None:
        singulars = [(*term[:-1], word) for word in _singulars(term[-1])]
        return next((self.exact[one] for one in singulars if one in self.exact), None)


def _singulars(word: str) -> tuple[str, ...]:
    """What an English plural may be of, likeliest first."""
    ends = (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""))
    found = [word.removesuffix(end) + own for end, own in ends if word.endswith(end)]
    return tuple(one for one in found if len(one) > 1)


def table_of(rules: Iterable[Rule]) -> SynonymTable:
    """The table of some rules; those not in force are left out."""
    in_force = [rule for rule in rules if rule.active]
    blocks: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for rule in in_force:
        if rule.kind is SynonymKind.BLOCK:
            blocks[_keys(rule.left[0])] += map(_keys, rule.right)
    best: dict[tuple[str, ...], dict[tuple[str, ...], float]] = defaultdict(dict)
    for rule in in_force:
        if rule.kind is SynonymKind.BLOCK:
            continue
        weight = float(rule.weight)
        terms = [_keys(term) for term in rule.left]
        others = [_keys(term) for term in rule.right] or terms
        for term in terms:
            for other in others:
                if other != term:
                    best[term][other] = max(weight, best[term].get(other, 0.0))
    exact = {
        term: tuple(
            Alternative(keys, weight, _blocks(keys, blocks)) for keys, weight in others.items()
        )
        for term, others in best.items()
    }
    return SynonymTable(
        exact, _by_folded(exact), max(map(len, exact), default=1), _folded_words(exact)
    )


def _blocks(
    keys: tuple[str, ...], blocks: Mapping[tuple[str, ...], list[tuple[str, ...]]]
) -> tuple[tuple[str, ...], ...]:
    """Phrases that forbid an alternative; one that holds such a phrase itself is meant so."""
    return tuple(phrase for phrase in blocks.get(keys, ()) if not _holds(keys, phrase))


def _by_folded(
    exact: Mapping[tuple[str, ...], tuple[Alternative, ...]],
) -> dict[tuple[str, ...], tuple[Alternative, ...]]:
    merged: dict[tuple[str, ...], dict[tuple[str, ...], Alternative]] = defaultdict(dict)
    for term, alternatives in exact.items():
        folded = tuple(folded_key(key) for key in term)
        if len(term) == 1 and folded != term:
            continue
        # Without marks a term is typed as any that folds alike; this one is meant so.
        itself = [Alternative(term, 1.0)] if folded != term else []
        for one in (*alternatives, *itself):
            held = merged[folded].get(one.keys)
            if held is None or held.weight < one.weight:
                merged[folded][one.keys] = one
    return {term: tuple(found.values()) for term, found in merged.items()}


def _folded_words(exact: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(folded_key(key) for term in exact for key in term)
