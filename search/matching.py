"""The tree that an engine evaluates for a query: its text, and the filters beside it. Pure.

This is the first form of ranking: an exact name before a folded one, a name before maker
and place. Synonyms, facet words, corrections and the full formula are to come as
`understand`, `correct` and `score`, with the trees made here as candidates.
"""

import datetime as dt
from collections.abc import Sequence

from registry.rules.identifiers import code_has_form, code_normalise
from search.analysis import START, Key, analyse
from search.engines.base import (
    All,
    AnyOf,
    Best,
    Boost,
    Constant,
    Either,
    Everything,
    Node,
    Nothing,
    Term,
)
from search.filtering import all_of, filter_nodes
from search.legal_forms import part_query
from search.query import Query, StatusFilter

# A text of 200 characters can hold a hundred keys; more than these no name has.
_MAX_KEYS = 32
# The engine's own score of a key stays below 5 after this factor, so that the sums below
# keep their rank: one exact key more weighs more than all else together.
_ENGINE_SHARE = 0.1
_EXACT_IN_NAME = 1_000.0
# As typed in another field before folded in the name, which gives a key 5 and a head 1.5.
_EXACT_ELSEWHERE = 8.0
_IN_NAME = 4.0
_NEIGHBOURS = 1.0
_HEAD = 1.5
_FORM_IN_NAME = 3.0
_KIND_OF_MAKER = 2.0
_WHOLE_CODE = 100_000.0
_MAKER, _PLACE, _OTHER = 0.4, 0.5, 0.25


def text_tree(text: str) -> Node:
    """Documents that hold every key of the text in some field, or carry it as a code."""
    keys = list(dict.fromkeys(analyse(text)))[:_MAX_KEYS]
    if not keys:
        return Everything() if not text else Nothing()
    parted = part_query(keys)
    # One accent shows that accents are typed: then every key is meant as it stands.
    is_accented = any(key.has_accent for key in keys)
    if parted.rest:
        must: tuple[Node, ...] = tuple(_somewhere(key, is_accented) for key in parted.rest)
    else:
        names = tuple(_somewhere(key, is_accented) for key in keys)
        must = (Either((AnyOf("maker_kind", parted.kinds), All(names))),)
    should = _in_name(parted.rest or keys, is_accented)
    if parted.forms:
        should += [
            Constant(All(tuple(Term("name_f", key.folded) for key in form)), _FORM_IN_NAME)
            for form in parted.forms
        ]
        should.append(Constant(AnyOf("maker_kind", parted.kinds), _KIND_OF_MAKER))
    words = All(must, tuple(should))
    codes = _codes(text, keys)
    return Either((words, *(Constant(Term("codes", code), _WHOLE_CODE) for code in codes)))


def _somewhere(key: Key, is_accented: bool) -> Node:
    """One key in the name, or weaker in another field; there an accent must agree."""
    suffix, value = ("x", key.exact) if is_accented else ("f", key.folded)
    return Boost(
        Best(
            (
                Term("name_f", key.folded),
                Boost(Term(f"maker_{suffix}", value), _MAKER),
                Boost(Term(f"place_{suffix}", value), _PLACE),
                Boost(Term(f"other_{suffix}", value), _OTHER),
                Term("codes", key.folded),
            )
        ),
        _ENGINE_SHARE,
    )


def _in_name(keys: Sequence[Key], is_accented: bool) -> list[Node]:
    found: list[Node] = [Constant(Term("name_f", key.folded), _IN_NAME) for key in keys]
    if is_accented:
        found += [Constant(Term("name_x", key.exact), _EXACT_IN_NAME) for key in keys]
        found += [Constant(_exact_elsewhere(key), _EXACT_ELSEWHERE) for key in keys]
    field = "name_xb" if is_accented else "name_fb"
    values = [key.exact if is_accented else key.folded for key in keys]
    for left, right in zip([START, *values], values, strict=False):
        weight = _HEAD if left == START else _NEIGHBOURS
        found.append(Constant(Term(field, f"{left}_{right}"), weight))
    return found


def _exact_elsewhere(key: Key) -> Node:
    return Either(tuple(Term(f"{field}_x", key.exact) for field in ("maker", "place", "other")))


def _codes(text: str, keys: Sequence[Key]) -> list[str]:
    """The whole text as a code or number, if it is long enough to be one."""
    whole = "".join(key.folded for key in analyse(text))
    found = [whole] if len(whole) >= 5 and any(c.isdigit() for c in whole) else []
    code = code_normalise(text)
    if code_has_form(code):
        found.append(code.lower())
    return list(dict.fromkeys(found))


def tree(
    query: Query,
    on: dt.date,
    *,
    status: StatusFilter | None = None,
    without: str = "",
) -> Node:
    """Text and filters of a query; with another status, or without one facet's own choice."""
    return all_of([text_tree(query.text), *filter_nodes(query, on, status=status, without=without)])
