"""The part of a query's tree that filters, and the order without relevance. Pure.

What the text means belongs to `matching`; here stand facets, places and the days of a status.
"""

import datetime as dt
from collections.abc import Sequence

from search.engines.base import All, AnyOf, Everything, Node, Order, Range
from search.query import Query, Sort, StatusFilter

_SUFFIX = {StatusFilter.OPEN: "open", StatusFilter.VALID: "valid", StatusFilter.ALL: "all"}
FACETS = ("schemes", "grades", "groups", "provinces")


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
        if values and facet != without:
            nodes.append(AnyOf(facet_field(facet, chosen), values))
    if query.place:
        nodes.append(AnyOf("places", (query.place,)))
    nodes.append(status_node(chosen, on))
    return nodes


def status_node(status: StatusFilter, on: dt.date) -> Node:
    """The status filter on indexed days."""
    if status is StatusFilter.ALL:
        return Everything()
    name, day = _SUFFIX[status], on.toordinal()
    return All((Range(f"{name}_from", None, day + 1), Range(f"{name}_until", day + 1, None)))


def facet_field(facet: str, status: StatusFilter) -> str:
    """The field that a facet is counted in and filtered by, which the status decides."""
    return f"{facet}_{_SUFFIX[status]}" if facet in ("schemes", "grades") else facet


def order(query: Query) -> Order | None:
    """How hits are ordered; without a text there is no relevance, so names decide."""
    if query.sort is Sort.NEWEST:
        return Order("newest_rank", "name_sort")
    if query.sort is Sort.NAME or not query.text:
        return Order("name_rank", "name_sort")
    return None
