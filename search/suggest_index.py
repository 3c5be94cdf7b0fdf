"""Suggestions out of the index: products and villages by their names, and makers.

Documents carry the beginnings of their words, and the port gives the same on both engines;
names come from public rows. It must not rank against what other sources suggest.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from registry.models.choices import CertificationLevel
from registry.models.holders import PERSONAL_NAME_LEFT_OUT
from registry.selectors import public
from search.analysis import START, analyse
from search.engines.base import (
    All,
    AnyOf,
    Boost,
    Constant,
    Either,
    Node,
    Request,
    SearchUnavailable,
    Term,
)
from search.filtering import status_node
from search.prefix_match import Typed, match
from search.query import StatusFilter
from search.service import get_engine, today
from search.suggest_makers import MakerAsked, made_by, makers_asked
from search.suggestion import Found, SuggestionKind

# Of what the index finds so many are looked at; they come in the order of a rough score.
_CANDIDATES = 30
# Where those are of few makers, so many; one maker may have forty products.
_MORE = 240
# Half of the lines go to other kinds: fewer makers than these leave room for more.
_FEW = 2
_PRODUCT = 1.0
_LEVEL: dict[str, int] = {CertificationLevel.NATION: 3, CertificationLevel.REGION: 2}


@dataclass(frozen=True, slots=True)
class Row:
    """What is shown of a public item."""

    ref: str
    name: str
    level: int
    maker: str
    maker_code: str


def indexed(asked: Typed, limit: int) -> list[Found]:
    """What the index holds of what has been typed; nothing while it cannot answer."""
    readings = makers_asked(asked)
    try:
        refs = _refs(_tree("name", asked))
        by_maker = [_refs(_maker_tree(reading)) for reading in readings]
        rows = _rows({*refs, *chain.from_iterable(by_maker)})
        found = _named(asked, [rows[ref] for ref in refs if ref in rows])
        makers: dict[str, Found] = {}
        for reading, made in zip(readings, by_maker, strict=True):
            for one in _makers(reading, made, rows, limit):
                known = makers.get(one.value)
                if known is None or known.rank > one.rank:
                    makers[one.value] = one
    except SearchUnavailable:
        return []
    return [*found, *makers.values()]


def _makers(
    reading: MakerAsked, refs: Sequence[str], rows: Mapping[str, Row], limit: int
) -> Iterable[Found]:
    """The makers of the first documents; of more where all of those are of a few makers."""
    found = made_by(reading, _makers_of(refs, rows))
    wanted = limit if reading.is_form_alone and reading.shown is reading.words else _FEW
    if len(found) < wanted and len(refs) == _CANDIDATES:
        more = _refs(_maker_tree(reading), _MORE)
        found |= made_by(reading, _makers_of(more, _rows(more)))
    return found.values()


def _makers_of(refs: Sequence[str], rows: Mapping[str, Row]) -> list[tuple[str, str]]:
    return [(rows[ref].maker_code, rows[ref].maker) for ref in refs if ref in rows]


def _maker_tree(reading: MakerAsked) -> Node:
    """Documents by the name of their maker; by its legal form alone where only that is typed."""
    if not reading.kinds:
        return _tree("maker", reading.words)
    of_kind = AnyOf("maker_kind", reading.kinds)
    return of_kind if reading.is_form_alone else All((of_kind, _tree("maker", reading.words)))


def _refs(tree: Node, limit: int = _CANDIDATES) -> tuple[str, ...]:
    open_now = status_node(StatusFilter.OPEN, today())
    return get_engine().search(Request(All((tree, open_now)), limit=limit)).refs


def _tree(field: str, asked: Typed) -> Node:
    """Documents whose name or maker holds the complete words and the beginning of the last."""
    must: list[Node] = [Term(f"{field}_f", key.folded) for key in asked.earlier]
    if asked.last:
        must.append(Either((AnyOf(f"{field}_p", asked.last), AnyOf(f"{field}_f", asked.last))))
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


def _rows(refs: Collection[str]) -> dict[str, Row]:
    """The items that are public now, in one query."""
    codes = {kind: [ref[2:] for ref in refs if ref[:2] == kind] for kind in ("p:", "v:")}
    found: dict[str, Row] = {}
    if codes["p:"]:
        products = public.certifications().filter(product__code__in=codes["p:"]).order_by()
        for code, name, maker, maker_code, is_personal, stars, level in products.values_list(
            "product__code", "product__name", "product__maker__name", "product__maker__code",
            "product__maker__name_is_personal", "stars", "level",
        ):  # fmt: skip
            rank = (stars or 0) - 2 if stars else _LEVEL.get(level, 1)
            # A name that leads to no one maker is suggested of none.
            is_hidden = is_personal or PERSONAL_NAME_LEFT_OUT in (maker or "")
            row = Row(f"p:{code}", name, rank, maker or "", "" if is_hidden else maker_code or "")
            known = found.get(row.ref)
            if known is None or known.level < rank:
                found[row.ref] = row
    if codes["v:"]:
        titles = public.certifications().filter(craft_village__code__in=codes["v:"]).order_by()
        for code, name in titles.values_list("craft_village__code", "craft_village__name"):
            found[f"v:{code}"] = Row(f"v:{code}", name, 1, "", "")
    return found


def _named(asked: Typed, rows: list[Row]) -> list[Found]:
    """Products and villages by their names; one name of several products is a phrase."""
    number_of = Counter(row.name for row in rows)
    found = []
    for row in rows:
        fit = match(asked, analyse(row.name))
        if fit is None:
            continue
        score = _PRODUCT + 0.3 * row.level + fit.score
        if number_of[row.name] > 1:
            made = Found(score, SuggestionKind.PHRASE, row.name, row.name, fit, asked)
        elif row.ref.startswith("p:"):
            code = row.ref[2:]
            made = Found(score, SuggestionKind.PRODUCT, row.name, code, fit, asked, row.maker)
        else:
            made = Found(score, SuggestionKind.VILLAGE, row.name, row.ref[2:], fit, asked)
        found.append(made)
    return found
