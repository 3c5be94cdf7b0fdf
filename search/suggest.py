"""Suggestions while typing: phrases, products, villages, makers, places and groups.

Products and makers come from the index by the beginnings that documents carry, through the
port, so both engines give the same; their names come from public rows. The rest is small and
in memory. It must not correct or understand anything: it completes.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.models import GroupNode
from registry.models.choices import CertificationLevel, NameKind, PlaceLevel
from registry.selectors import public
from registry.text import tokens
from search import phrases
from search.analysis import START, analyse
from search.engines.base import All, AnyOf, Boost, Constant, Node, Request, SearchUnavailable, Term
from search.filtering import status_node
from search.legal_forms import part_maker, part_query
from search.prefix_entries import Entries, Entry
from search.prefix_match import Match, Typed, marks, match, typed, words_typed
from search.query import StatusFilter
from search.service import get_engine, today

LIMIT = 8
# Of what the index finds so many are looked at; they come in the order of a rough score.
_CANDIDATES = 30
_PRODUCT, _MAKER, _GROUP = 1.0, 0.8, 1.1
_PLACE_WEIGHT = {PlaceLevel.PROVINCE: 1.2, PlaceLevel.DISTRICT: 0.9, PlaceLevel.COMMUNE: 0.6}
_LEVEL: dict[str, int] = {CertificationLevel.NATION: 3, CertificationLevel.REGION: 2}
_GROUP_SECONDS = 60.0
# A maker found by its legal form alone stands behind all that its words are found by.
_BY_FORM = 0.0


class SuggestionKind(StrEnum):
    PHRASE = "phrase"
    PRODUCT = "product"
    VILLAGE = "village"
    MAKER = "maker"
    PLACE = "place"
    GROUP = "group"


# So that no kind crowds out the others; room that is left over is filled by score.
_SHARE = {
    SuggestionKind.PHRASE: 0.5,
    SuggestionKind.PRODUCT: 0.5,
    SuggestionKind.VILLAGE: 0.25,
    SuggestionKind.MAKER: 0.25,
    SuggestionKind.PLACE: 0.375,
    SuggestionKind.GROUP: 0.25,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value` is a public code, a public id of a place, or the words of a phrase; `detail` the
    maker of a product. `marks` are the letters that match, as [start, end)."""

    kind: SuggestionKind
    text: str
    value: str
    score: float
    detail: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A suggestion before the choice; what only the chosen ones need is worked out after it."""

    score: float
    kind: SuggestionKind
    text: str
    value: str
    fit: Match
    asked: Typed
    detail: str = ""

    @property
    def rank(self) -> tuple[float, int, str, str]:
        return -self.score, len(self.text), self.text, self.value

    def shown(self) -> Suggestion:
        spans = tuple(marks(self.text, self.fit, self.asked))
        return Suggestion(self.kind, self.text, self.value, self.score, self.detail, spans)


def suggest(
    text: str, *, limit: int = LIMIT, groups: Collection[str] | None = None
) -> tuple[Suggestion, ...]:
    """What the text may go on to, the likeliest first; only `groups` of product groups.

    Without the index only what is in memory is suggested.
    """
    asked = typed(text)
    if not asked.keys:
        return ()
    found = [*_phrases(asked), *_groups(asked, groups), *_places(asked, limit)]
    # One letter begins nearly everything, and what is in memory answers it.
    if len(asked.keys) > 1 or len(asked.keys[0].folded) > 1:
        found += _indexed(asked)
    return _chosen(found, limit)


def warm() -> None:
    """Makes what is kept in memory, so that no reader waits for it."""
    suggest("htx ca phe")


def _chosen(found: Iterable[_Found], limit: int) -> tuple[Suggestion, ...]:
    """The best of each kind up to its share, then the best of the rest; in order of score."""
    texts: set[tuple[str, ...]] = set()
    taken: Counter[SuggestionKind] = Counter()
    first: list[_Found] = []
    rest: list[_Found] = []
    for one in sorted(found, key=lambda one: one.rank):
        # What is full on both sides cannot be chosen any more.
        has_room = taken[one.kind] < max(1, round(limit * _SHARE[one.kind]))
        if not has_room and len(rest) >= limit:
            continue
        keys = tuple(key.exact for key in analyse(one.text))
        # A product called as the phrase is found by the phrase; places may share a name.
        if one.kind is not SuggestionKind.PLACE and keys in texts:
            continue
        texts.add(keys)
        taken[one.kind] += has_room
        (first if has_room else rest).append(one)
    kept = [*sorted(first, key=lambda one: one.rank)[:limit], *rest][:limit]
    return tuple(one.shown() for one in sorted(kept, key=lambda one: one.rank))


def _from_memory(kind: SuggestionKind, held: Entries, asked: Typed) -> Iterator[_Found]:
    for entry in held.beginning_with(asked):
        if fit := match(asked, entry.keys, entry.starts):
            yield _Found(entry.weight + fit.score, kind, entry.text, entry.value, fit, asked)


# --- in memory


def _phrases(asked: Typed) -> Iterator[_Found]:
    return _from_memory(SuggestionKind.PHRASE, phrases.entries(), asked)


_held_groups: tuple[float, Entries] | None = None


def _groups(asked: Typed, codes: Collection[str] | None) -> Iterator[_Found]:
    global _held_groups
    now = time.monotonic()
    held = _held_groups
    if held is None or now - held[0] > _GROUP_SECONDS:
        rows = GroupNode.objects.order_by("pk").values_list("code", "label_vi")
        held = _held_groups = now, Entries(Entry(label, code, _GROUP) for code, label in rows)
    for one in _from_memory(SuggestionKind.GROUP, held[1], asked):
        if codes is None or one.value in codes:
            yield one


def _places(asked: Typed, limit: int) -> list[_Found]:
    """Units of all times; a former one only where none of today has its name and land."""
    directory = get_directory()
    held = directory.derived.get("suggestions")
    if held is None:
        held = directory.derived["suggestions"] = _place_entries(directory)
    found: dict[str, _Found] = {}
    ranked = sorted(_from_memory(SuggestionKind.PLACE, held, asked), key=lambda one: one.rank)
    for one in ranked[: limit * 4]:
        place = directory.by_public_id(one.value)
        if place is None or one.value in found:
            continue
        now = directory.successors_now(place.id)
        if not any(unit.id != place.id and unit.full_name == place.full_name for unit in now):
            found[one.value] = one
        if len(found) >= limit:
            break
    return list(found.values())


def _place_entries(directory: PlaceDirectory) -> Entries:
    era = directory.era_on()

    def entries() -> Iterator[Entry]:
        for name in directory.names:
            if name.kind not in (NameKind.OFFICIAL, NameKind.FORMER):
                continue
            place = directory.get(name.place_id)
            is_former = era is None or place.era_key != era.key
            weight = _PLACE_WEIGHT[PlaceLevel(place.level)] - (0.2 if is_former else 0.0)
            starts = frozenset({0, len(tokens(name.type_word))})
            yield Entry(name.text, place.public_id, weight, starts)

    return Entries(entries())


# --- in the index


def _indexed(asked: Typed) -> list[_Found]:
    makers = _maker_words(asked)
    kinds = part_query(asked.keys).kinds
    try:
        refs = _refs(_tree("name", asked))
        by_maker = _refs(_maker_tree(makers, kinds)) if makers else ()
    except SearchUnavailable:
        return []
    rows = _rows({*refs, *by_maker})
    found = _named(asked, [rows[ref] for ref in refs if ref in rows])
    if makers:
        found += _made_by(makers, (rows[ref] for ref in by_maker if ref in rows))
    return found


def _refs(tree: Node) -> tuple[str, ...]:
    open_now = status_node(StatusFilter.OPEN, today())
    return get_engine().search(Request(All((tree, open_now)), limit=_CANDIDATES)).refs


def _tree(field: str, asked: Typed) -> Node:
    """Documents whose name or maker holds the complete words and the beginning of the last."""
    must: list[Node] = [Term(f"{field}_f", key.folded) for key in asked.earlier]
    if asked.last:
        must.append(AnyOf(f"{field}_p", asked.last))
    should: list[Node] = [
        Constant(Term(f"{field}_x", key.exact), 1.0) for key in asked.keys if asked.has_accent
    ]
    first = (asked.keys[0].folded,) if asked.earlier else asked.last
    should.append(Constant(AnyOf(f"{field}_p", tuple(f"{START}_{one[:8]}" for one in first)), 2.0))
    if field == "name":
        folded = [key.folded for key in asked.earlier]
        should += [
            Constant(Term("name_fb", f"{left}_{right}"), 0.5) for left, right in pairwise(folded)
        ]
    return All((Boost(All(tuple(must)), 0.01),), tuple(should))


def _maker_tree(asked: Typed, kinds: tuple[str, ...]) -> Node:
    """Documents by the name of their maker; by its legal form alone where only that is typed."""
    if not kinds:
        return _tree("maker", asked)
    of_kind = AnyOf("maker_kind", kinds)
    return All((of_kind, _tree("maker", asked))) if asked.keys else of_kind


@dataclass(frozen=True, slots=True)
class _Row:
    """What is shown of a public item."""

    ref: str
    name: str
    level: int
    maker: str
    maker_code: str


def _rows(refs: Collection[str]) -> dict[str, _Row]:
    """The items that are public now, in one query."""
    codes = {kind: [ref[2:] for ref in refs if ref[:2] == kind] for kind in ("p:", "v:")}
    found: dict[str, _Row] = {}
    if codes["p:"]:
        products = public.certifications().filter(product__code__in=codes["p:"]).order_by()
        for code, name, maker, maker_code, is_personal, stars, level in products.values_list(
            "product__code", "product__name", "product__maker__name", "product__maker__code",
            "product__maker__name_is_personal", "stars", "level",
        ):  # fmt: skip
            rank = (stars or 0) - 2 if stars else _LEVEL.get(level, 1)
            row = _Row(
                f"p:{code}", name, rank, maker or "", "" if is_personal else maker_code or ""
            )
            known = found.get(row.ref)
            if known is None or known.level < rank:
                found[row.ref] = row
    if codes["v:"]:
        titles = public.certifications().filter(craft_village__code__in=codes["v:"]).order_by()
        for code, name in titles.values_list("craft_village__code", "craft_village__name"):
            found[f"v:{code}"] = _Row(f"v:{code}", name, 1, "", "")
    return found


def _named(asked: Typed, rows: list[_Row]) -> list[_Found]:
    """Products and villages by their names; one name of several products is a phrase."""
    number_of = Counter(row.name for row in rows)
    found = []
    for row in rows:
        fit = match(asked, analyse(row.name))
        if fit is None:
            continue
        score = _PRODUCT + 0.3 * row.level + fit.score
        if number_of[row.name] > 1:
            made = _Found(score, SuggestionKind.PHRASE, row.name, row.name, fit, asked)
        elif row.ref.startswith("p:"):
            code = row.ref[2:]
            made = _Found(score, SuggestionKind.PRODUCT, row.name, code, fit, asked, row.maker)
        else:
            made = _Found(score, SuggestionKind.VILLAGE, row.name, row.ref[2:], fit, asked)
        found.append(made)
    return found


def _maker_words(asked: Typed) -> Typed | None:
    """What has been typed without legal forms, nothing but those included; None for one letter,
    which begins nearly every name."""
    parted = part_query(asked.keys)
    rest = parted.rest
    if not parted.forms and (not rest or (len(rest) == 1 and len(rest[0].folded) < 2)):
        return None
    is_open = bool(rest) and bool(asked.last) and rest[-1] is asked.keys[-1]
    return words_typed(asked.text, rest, is_open)


def _made_by(asked: Typed, rows: Iterable[_Row]) -> list[_Found]:
    found: dict[str, _Found] = {}
    for row in rows:
        if not row.maker_code or row.maker_code in found:
            continue
        keys = analyse(row.maker)
        parted = part_maker(keys)
        cut = len(keys) - len(parted.rest)
        # Only a legal form was typed: every maker of that form fits, marked by its form.
        fit = (
            match(asked, keys, frozenset({0, cut}))
            if asked.keys
            else Match(tuple(range(cut)), _BY_FORM, 0)
        )
        if fit:
            score = _MAKER + fit.score
            found[row.maker_code] = _Found(
                score, SuggestionKind.MAKER, row.maker, row.maker_code, fit, asked
            )
    return list(found.values())


def forget() -> None:
    """Drops what is kept in memory, between tests."""
    global _held_groups
    _held_groups = None
    phrases.forget()
