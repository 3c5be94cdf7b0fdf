"""The part of a query's tree that filters, and the order without relevance.

What the text means belongs to `matching`; here stand facets, places and the days of a status.
It reads nothing but the directory of places, which is in memory.
"""

import datetime as dt
from collections.abc import Sequence

from registry.gazetteer import directory as gazetteer
from registry.rules.validity import add_months
from search.engines.base import (
    All,
    AnyOf,
    Constant,
    Either,
    Everything,
    Node,
    Nothing,
    Order,
    Range,
)
from search.nearby import communes_within, rings
from search.query import Query, Sort, StatusFilter

_SUFFIX = {
    StatusFilter.OPEN: "open",
    StatusFilter.VALID: "valid",
    StatusFilter.THREE_MONTHS: "m3",
    StatusFilter.SIX_MONTHS: "m6",
    StatusFilter.TWELVE_MONTHS: "m12",
    StatusFilter.ALL: "all",
    StatusFilter.ENDED: "all",
}
# So many kilometres, at the most, of each radius are one distance: communes are wider.
_RINGS = {10: 1, 25: 1, 50: 2, 100: 4}
# So much above the scores of words that what lies equally far is equal to every engine.
_RING_SCORE = 1e8
_FIELDS = {"maker_kinds": "maker_kind"}
FACETS = (
    "schemes", "grades", "groups", "regions", "provinces", "communes", "villages", "maker_kinds",
)  # fmt: skip
# Facets of one choice: a commune narrows its province, so that each is counted without both.
_TOGETHER = {"provinces": "where", "communes": "where"}


def all_of(nodes: Sequence[Node]) -> Node:
    """The nodes together, as simple a tree as says so."""
    needed = [node for node in nodes if node != Everything()]
    if not needed:
        return Everything()
    return needed[0] if len(needed) == 1 else All(tuple(needed))


def filter_nodes(
    query: Query, on: dt.date, *, status: StatusFilter | None = None, without: str = ""
) -> list[Node]:
    """The filters of a query; with another status, or without one facet's own choice."""
    chosen = status or query.status
    nodes: list[Node] = []
    for facet in FACETS:
        values: tuple[str, ...] = getattr(query, facet)
        if values and facet not in _TOGETHER and facet != without:
            nodes.append(AnyOf(facet_field(facet, chosen), values))
    if (query.provinces or query.communes) and without not in _TOGETHER:
        nodes.append(_where_now(query))
    if query.places or query.near:
        where = _where_asked(query)
        nodes.append(_nearest_first(where, query) if query.sort is Sort.NEAREST else where)
    nodes.append(status_node(chosen, on))
    return nodes


def narrows(query: Query, facet: str) -> bool:
    """Whether the facet's own choice narrows what it must be counted under."""
    if facet in _TOGETHER:
        return bool(query.provinces or query.communes)
    return bool(getattr(query, facet))


def facets_of(query: Query) -> tuple[str, ...]:
    """The facets to count: communes only once a province or a commune is chosen."""
    return tuple(facet for facet in FACETS if facet != "communes" or narrows(query, facet))


def status_node(status: StatusFilter, on: dt.date) -> Node:
    """The status filter on indexed days."""
    if status is StatusFilter.ALL:
        return Everything()
    if status is StatusFilter.ENDED:
        # All that is not open, so that it is counted as their difference; what has not begun too.
        today = on.toordinal()
        return Either((Range("open_until", None, today + 1), Range("open_from", today + 1, None)))
    name, day = "open" if status is StatusFilter.OPEN else "valid", on.toordinal()
    last = add_months(on, status.months).toordinal() if status.months else day
    return All((Range(f"{name}_from", None, day + 1), Range(f"{name}_until", last + 1, None)))


def facet_field(facet: str, status: StatusFilter) -> str:
    """The field that a facet is counted in and filtered by, which the status decides."""
    if facet in ("schemes", "grades"):
        return f"{facet}_{_SUFFIX[status]}"
    return _FIELDS.get(facet, facet)


def order(query: Query) -> Order | None:
    """How hits are ordered; without a text there is no relevance, so names decide.

    The nearest first is an order by score, which the filter of places gives then.
    """
    if query.sort is Sort.NEAREST:
        return None
    if query.sort is Sort.NEWEST:
        return Order("newest_rank", "name_sort", second="name_rank")
    if query.sort is Sort.NAME or not query.text:
        return Order("name_rank", "name_sort")
    return None


def _where_now(query: Query) -> Node:
    """Provinces of today, those with a chosen commune narrowed to it."""
    if not query.communes:
        return AnyOf("provinces", query.provinces)
    directory = gazetteer.get_directory()
    places = (directory.by_public_id(one) for one in query.communes)
    narrowed = {directory.province(place.id).public_id for place in places if place}
    whole = tuple(one for one in query.provinces if one not in narrowed)
    communes = AnyOf("communes", query.communes)
    return Either((AnyOf("provinces", whole), communes)) if whole else communes


def _where_asked(query: Query) -> Node:
    """Units of any era and what lies near are alternatives."""
    nodes: list[Node] = []
    if query.places:
        nodes.append(AnyOf("places", query.places))
    if query.near:
        near = communes_within(query.near, query.km, gazetteer.get_directory())
        nodes.append(AnyOf("communes", near) if near else Nothing())
    return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))


def _nearest_first(where: Node, query: Query) -> Node:
    """The filter of places with a score: one step for each ring that a commune lies within.

    Rings hold each other, so that an item of several communes counts by its nearest, and
    neither a script nor a stored distance is needed. Items that are equally far come by
    their reference.
    """
    held = rings(query.near, query.km, _RINGS[query.km], gazetteer.get_directory())
    scored = tuple(Constant(AnyOf("communes", ring), _RING_SCORE) for ring in held)
    return All((Constant(where, _RING_SCORE),), scored)
