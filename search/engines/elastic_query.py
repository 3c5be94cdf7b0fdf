"""Trees and requests of the port as queries of Elasticsearch, and its answers as plain data. Pure.

Query building is compared as data in tests; nothing here connects.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.engines import base
from search.schema import KINDS, MOST_VALUES, Kind

# The whitespace tokenizer cuts longer tokens in two.
MAX_TOKEN = 255


def query(node: base.Node) -> Query:
    """The query of a tree."""
    match node:
        case base.Everything():
            return Q("match_all")
        case base.Nothing():
            return Q("match_none")
        case base.Term(field) if KINDS[field] is Kind.TOKENS:
            # Both engines multiply BM25 by k1 + 1 (Lucene alone does not), so constants in the
            # same sum weigh the same.
            return filter_query(node)
        case base.Term() | base.AnyOf() | base.Range():
            # Matches without a score of its own.
            return Q("constant_score", filter=filter_query(node), boost=0.0)
        case base.All(musts, shoulds):
            return _all(musts, shoulds)
        case base.Either(nodes):
            return Q("bool", should=_queries(nodes)) if nodes else Q("match_none")
        case base.Best(nodes):
            found = _queries(nodes) or [Q("match_none")]
            return Q("dis_max", queries=found, tie_breaker=0.1)
        case base.Boost(inner, factor):
            return Q("bool", must=[query(inner)], boost=factor)
        case base.Constant(inner, score):
            return Q("constant_score", filter=query(inner), boost=score)
        case base.Without(inner, excluded):
            return Q("bool", must=[query(inner)], must_not=[filter_query(excluded)])


def _queries(nodes: Sequence[base.Node]) -> list[Query]:
    return [query(node) for node in nodes]


def _all(musts: Sequence[base.Node], shoulds: Sequence[base.Node]) -> Query:
    if not musts and not shoulds:
        return Q("match_none")
    scoring = [query(one) for one in musts if not is_filter(one)]
    filters = [filter_query(one) for one in musts if is_filter(one)]
    parts: dict[str, Any] = {}
    if scoring:
        parts["must"] = scoring
    if filters:
        parts["filter"] = filters
    if shoulds:
        parts["should"] = _queries(shoulds)
    return Q("bool", **parts)


def is_filter(node: base.Node) -> bool:
    """Whether a tree gives no score, so that it may stand where none is computed."""
    match node:
        case base.AnyOf() | base.Range() | base.Nothing():
            return True
        case base.All(musts, shoulds):
            return bool(musts) and not shoulds and all(is_filter(one) for one in musts)
        case _:
            return False


def filter_query(node: base.Node) -> Query:
    """The query of a tree where no score is computed."""
    match node:
        case base.Term(field, value):
            return Q("term", **{field: value[:MAX_TOKEN]})
        case base.AnyOf(field, values):
            listed = [value[:MAX_TOKEN] for value in values]
            return Q("terms", **{field: listed}) if listed else Q("match_none")
        case base.Range(field, first, until):
            bounds = {"gte": first, "lt": until}
            given = {name: bound for name, bound in bounds.items() if bound is not None}
            # Without bounds: whatever has the field.
            return Q("range", **{field: given}) if given else Q("exists", field=field)
        case base.All(musts, _shoulds) if musts:
            return Q("bool", filter=[filter_query(one) for one in musts])
        case base.Either(nodes) | base.Best(nodes) if nodes:
            return Q("bool", should=[filter_query(one) for one in nodes], minimum_should_match=1)
        case base.Boost(inner, _) | base.Constant(inner, _):
            return filter_query(inner)
        case _:
            return query(node)


def _clauses(tree: base.Node) -> tuple[base.Node, ...]:
    """What all has to match, one by one."""
    if isinstance(tree, base.Everything):
        return ()
    return tree.must if isinstance(tree, base.All) and tree.must else (tree,)


def search(request: base.Request, sort: Sequence[Any], size: int) -> Search:
    """One search that answers a request: hits, total, counts and facets of one state.

    The clauses that every tree holds are the query; what a tree has beside them filters its
    hits after the counting, or its own bucket. So text is evaluated once for all of them.
    """
    counted = [*request.counts.values(), *(tree for _field, tree in request.facets.values())]
    own = _clauses(request.tree)
    others = [_clauses(tree) for tree in counted]
    common = tuple(one for one in own if all(one in clauses for clauses in others))
    rest = tuple(one for one in own if one not in common)
    can_part = all(is_filter(one) for one in rest)
    found = Search().extra(track_total_hits=True, size=size).source(False)
    if can_part:
        tree = request.tree
        shoulds = tree.should if isinstance(tree, base.All) and tree.must else ()
        found = found.query(_all(common, shoulds) if common else _whole(shoulds))
        if rest:
            found = found.post_filter(filter_query(base.All(rest)))
        _count_beside(found, request, lambda tree: _without(_clauses(tree), common))
    else:
        found = found.query(query(request.tree))
        if counted:
            everything = found.aggs.bucket("everything", "global")
            _count_beside(everything, request, _clauses)
    if sort:
        found = found.sort(*sort)
    return found


def _whole(shoulds: Sequence[base.Node]) -> Query:
    return query(base.All((base.Everything(),), tuple(shoulds))) if shoulds else Q("match_all")


def _without(
    clauses: tuple[base.Node, ...], common: tuple[base.Node, ...]
) -> tuple[base.Node, ...]:
    return tuple(one for one in clauses if one not in common)


def _count_beside(place: Any, request: base.Request, rest_of: Any) -> None:
    """Counts as filters, and facets grouped by the tree they are counted under."""
    aggs = place.aggs if isinstance(place, Search) else place
    if request.counts:
        filters = {
            name: _bucket_filter(rest_of(tree)).to_dict() for name, tree in request.counts.items()
        }
        aggs.bucket("counts", "filters", filters=filters)
    groups: dict[tuple[base.Node, ...], list[str]] = {}
    for name, (_field, tree) in request.facets.items():
        groups.setdefault(rest_of(tree), []).append(name)
    for number, (rest, names) in enumerate(groups.items()):
        bucket = aggs.bucket(f"under_{number}", "filter", _bucket_filter(rest))
        for name in names:
            field = request.facets[name][0]
            bucket.bucket(f"facet_{name}", A("terms", field=field, size=MOST_VALUES[field]))


def _bucket_filter(rest: tuple[base.Node, ...]) -> Query:
    return filter_query(base.All(rest)) if rest else Q("match_all")


def counted(
    request: base.Request, aggregations: dict[str, Any]
) -> tuple[dict[str, int], dict[str, tuple[tuple[str, int], ...]]]:
    """Counts and facets of an answer, most frequent first, equals by value."""
    told = aggregations.get("everything", aggregations)
    counts = {
        name: int(bucket["doc_count"])
        for name, bucket in told.get("counts", {}).get("buckets", {}).items()
    }
    facets: dict[str, tuple[tuple[str, int], ...]] = {}
    for group, under in told.items():
        if not group.startswith("under_"):
            continue
        for name, held in under.items():
            if name.startswith("facet_"):
                rows = [(str(one["key"]), int(one["doc_count"])) for one in held["buckets"]]
                rows.sort(key=lambda row: (-row[1], row[0]))
                facets[name.removeprefix("facet_")] = tuple(rows)
    return counts, {name: facets[name] for name in request.facets}


def score_sort() -> list[Any]:
    return [{"_score": {"order": "desc"}}, {"ref": {"order": "asc"}}]


def order_sort(order: base.Order) -> list[Any]:
    return [
        *(
            {number: {"order": "asc", "missing": 0}}
            for number in (order.number, order.second)
            if number
        ),
        {order.text: {"order": "asc", "missing": "_first"}},
        {"ref": {"order": "asc"}},
    ]


def preference(tree: base.Node) -> str:
    """The same copies of the shards answer the same tree: copies differ in deleted documents."""
    return sha256(repr(tree).encode()).hexdigest()[:16]
