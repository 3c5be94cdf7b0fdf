"""The trees that an engine evaluates for a reading: strict, elsewhere, related. Pure.

Trees decide what is found and counted; the order of the first hundreds is that of `score`,
for which the engine's own score only chooses candidates. Scores are sums and maxima of the
engine's measure times factors, so that engines with other constants choose alike.
"""

from collections.abc import Sequence

from registry.text import folded_key
from search import coherence
from search.analysis import START, UNMARKED, Key, pairs
from search.codes import code_node, coded_nodes
from search.engines.base import (
    All,
    AnyOf,
    Best,
    Boost,
    Either,
    Everything,
    Node,
    Nothing,
    Term,
    Without,
)
from search.filtering import facet_field
from search.places import PlaceWords
from search.query import StatusFilter
from search.synonyms import Alternative
from search.understand import Reading, Span
from search.words import FacetWord, words

_MAKER, _PLACE, _OTHER, _FOLDED = 0.4, 0.5, 0.25, 0.5
_PAIR, _HEAD = 0.5, 0.5
_FIELD_OF = {
    "scheme": "schemes",
    "grade": "grades",
    "maker_kind": "maker_kind",
    "region": "regions",
}


def strict_tree(reading: Reading, status: StatusFilter) -> Node:
    """Documents that hold all goods, places and facet words, or carry the text as a code."""
    if not reading.text or reading.is_void:
        return Everything()
    nodes = [*_goods(reading), *_conditions(reading, status)]
    if not nodes:
        return Nothing()
    words = All(tuple(nodes), tuple(_bonus(reading)))
    coded = coded_nodes(reading)
    return Either((words, *coded)) if coded else words


def elsewhere_tree(reading: Reading, status: StatusFilter) -> Node | None:
    """Documents that hold the goods but not every place and facet word; None if none is told."""
    goods, conditions = _goods(reading), _conditions(reading, status)
    if not goods or not conditions:
        return None
    return Without(All(tuple(goods), tuple(_bonus(reading))), All(tuple(conditions)))


def related_tree(reading: Reading) -> Node | None:
    """Documents that hold some of the goods in their name, though not all anywhere."""
    goods = _goods(reading)
    if not goods:
        return None
    nodes: list[Node] = []
    for number, span in enumerate(reading.spans):
        nodes.append(_in_name(span, reading.is_accented))
        if len(span.keys) > 1:
            nodes += [Boost(_name_open(key, reading.is_accented), 0.5) for key in span.keys]
        heads = dict.fromkeys(one.keys[0] for one in span.alternatives if len(one.keys) > 1)
        nodes += [Boost(Term("name_x", key), 0.4) for key in heads]
        if number == reading.head:
            nodes += [Boost(node, 2.0) for node in _head(span, reading.is_accented)]
    return Without(Either((*nodes, *_bonus(reading))), All(tuple(goods)))


def span_node(reading: Reading, number: int) -> Node:
    """Documents that hold one span, in any of its wordings."""
    return _span(reading.spans[number], reading, is_first=number == 0)


def frequency_nodes(reading: Reading) -> dict[str, Node]:
    """What has to be counted to weigh the spans against each other: their rarest keys."""
    nodes: dict[str, Node] = {}
    if len(reading.spans) < 2:
        return nodes
    for number, span in enumerate(reading.spans):
        wordings = [tuple(key.folded for key in span.keys)]
        fields = ["f"]
        for one in span.alternatives[:6]:
            wordings.append(one.keys)
            fields.append("x")
        for at, (keys, suffix) in enumerate(zip(wordings, fields, strict=True)):
            nodes[f"df:{number}:{at}"] = (
                Term(f"name_{suffix}", keys[0])
                if len(keys) == 1
                else Term(f"name_{suffix}b", f"{keys[0]}_{keys[1]}")
            )
    return nodes


def _goods(reading: Reading) -> list[Node]:
    """One node for each span; or all words in the place, for villages that no list holds."""
    nodes = [span_node(reading, number) for number in range(len(reading.spans))]
    keys = [key for span in reading.spans for key in span.keys]
    if len(keys) < 2:
        return nodes
    if len(nodes) > 1:
        nodes.append(coherence.node(reading))
    place = _all_in("place", keys, reading.is_accented)
    if len(keys) == 2 and not reading.is_accented:
        # "dong ho" is not Phú Hòa Đông in Hồ Chí Minh.
        place = All((place, Term("beside_fb", pairs(key.folded for key in keys)[1])))
    return [Best((_all(nodes), Boost(place, _PLACE)))]


def _span(span: Span, reading: Reading, *, is_first: bool) -> Node:
    """A span: its own keys, or another wording by exact keys.

    A term of several syllables is one word, so that it stands whole in one field.
    """
    if len(span.keys) == 1:
        nodes: list[Node] = [_somewhere(span, reading, in_place=not is_first)]
    else:
        own = [_name(span, at, reading) for at in range(len(span.keys))]
        if len(own) == 2 and not reading.is_accented:
            # Apart they must bear the marks of the term, which is one of its wordings:
            # "nuoc hoa" is not nước mía hoà tan, "tra sen" is trà ướp sen.
            own.append(Term("name_fb", pairs(key.folded for key in span.keys)[1]))
        nodes = [_all(own)]
        # Of a maker too the term is one word: "hoa tai" is nobody called Tài Hòa.
        nodes.append(Boost(_maker_phrase(span.keys, reading.is_accented), _MAKER))
        nodes.append(Boost(_all_in("other", span.keys, reading.is_accented), _OTHER))
    nodes += [_alternative(one) for one in span.alternatives]
    return nodes[0] if len(nodes) == 1 else Best(tuple(nodes))


def _somewhere(span: Span, reading: Reading, *, in_place: bool) -> Node:
    """One key in the name, or weaker in another field; there an accent must agree.

    The first word names the goods and is looked for in no place: places belong to the
    resolver, and hundreds of communes are called Na, Lạc or Hồng.
    """
    key = span.keys[0]
    suffix, value = ("x", key.exact) if reading.is_accented else ("f", key.folded)
    if reading.is_reduced:
        return _name(span, 0, reading)
    nodes: list[Node] = [
        _name(span, 0, reading),
        Boost(Term(f"maker_{suffix}", value), _MAKER),
        Boost(code_node(key.folded), _OTHER),
    ]
    if not reading.is_named:
        nodes.append(Boost(Term(f"other_{suffix}", value), _OTHER))
    if in_place:
        nodes.append(Boost(Term(f"place_{suffix}", value), _PLACE))
    return Best(tuple(nodes))


def _all_in(field: str, keys: Sequence[Key], is_accented: bool) -> Node:
    if is_accented:
        return _all([Term(f"{field}_x", key.exact) for key in keys])
    return _all([Term(f"{field}_f", key.folded) for key in keys])


def _name(span: Span, at: int, reading: Reading) -> Node:
    """A key in the name. Where marks are typed it meets its own, or a name printed without any.

    Of a loose reading it meets other marks too, beside a neighbour of the query: "nước hoa"
    is not met by "nước mía hoà tan".
    """
    key = span.keys[at]
    if not reading.is_accented:
        return Term("name_f", key.folded)
    exact: list[Node] = [Term("name_x", key.exact)]
    if key.has_accent:
        exact.append(Boost(Term("name_x", UNMARKED + key.folded), _FOLDED))
    if reading.is_loose:
        beside = coherence.neighbours(reading, span.start + at)
        if beside:
            exact.append(Boost(All((Term("name_f", key.folded), _either(beside))), _FOLDED))
    return exact[0] if len(exact) == 1 else Best(tuple(exact))


def _name_open(key: Key, is_accented: bool) -> Node:
    """A key in the name with whatever marks, weaker with others than typed."""
    if not is_accented:
        return Term("name_f", key.folded)
    return Best((Term("name_x", key.exact), Boost(Term("name_f", key.folded), _FOLDED)))


def _alternative(one: Alternative) -> Node:
    """Another wording, by exact keys in the name; of several syllables in the maker's too."""
    node: Node = All(tuple(Term("name_x", key) for key in one.keys))
    if len(one.keys) > 1:
        keys = [Key(key, key, folded_key(key)) for key in one.keys]
        node = Best((node, Boost(_maker_phrase(keys, is_accented=True), _MAKER)))
    if one.blocks:
        node = Without(node, _either([_phrase(phrase) for phrase in one.blocks]))
    return Boost(node, one.weight)


def _phrase(keys: Sequence[str]) -> Node:
    """Keys beside each other in the name, exact."""
    if len(keys) == 1:
        return Term("name_x", keys[0])
    return _all([Term("name_xb", pair) for pair in pairs(keys)[1:]])


def _in_name(span: Span, is_accented: bool) -> Node:
    own = _all([_name_open(key, is_accented) for key in span.keys])
    others = [_alternative(one) for one in span.alternatives]
    return Best((own, *others)) if others else own


def _head(span: Span, is_accented: bool) -> list[Node]:
    """The name begins with the first span, in any of its wordings."""
    key = span.keys[0]
    found: list[Node] = [
        Term("name_xb", f"{START}_{key.exact}")
        if is_accented
        else Term("name_fb", f"{START}_{key.folded}")
    ]
    found += [
        Boost(Term("name_xb", f"{START}_{one.keys[0]}"), one.weight) for one in span.alternatives
    ]
    return found


def _bonus(reading: Reading) -> list[Node]:
    """What lifts a candidate: neighbours of the query in the name, and its head."""
    is_accented = reading.is_accented
    keys = [key.exact if is_accented else key.folded for key in reading.keys]
    field = "name_xb" if is_accented else "name_fb"
    found: list[Node] = [Boost(Term(field, pair), _PAIR) for pair in pairs(keys)[1:]]
    if reading.spans:
        head = reading.spans[reading.head]
        found += [Boost(node, _HEAD) for node in _head(head, is_accented)]
    return found


def _conditions(reading: Reading, status: StatusFilter) -> list[Node]:
    """One node for the words of each facet, any of which will do, and for each group of places."""
    nodes = [
        _either([_facet(word, reading, status) for word in alternatives])
        for alternatives in _by_kind(reading.facets)
    ]
    for group in reading.places:
        nodes.append(_either([_place(place, reading) for place in group]))
    return nodes


def _by_kind(facets: Sequence[FacetWord]) -> list[list[FacetWord]]:
    """ "3 sao 4 sao" asks for either, as two boxes ticked in one filter do."""
    found: dict[str, list[FacetWord]] = {}
    for word in facets:
        found.setdefault(word.kind, []).append(word)
    return list(found.values())


def _facet(word: FacetWord, reading: Reading, status: StatusFilter) -> Node:
    """The filter of these words, or the words themselves in a name."""
    name = _FIELD_OF[word.kind]
    field = name if name in ("maker_kind", "regions") else facet_field(name, status)
    keys = reading.keys[word.start : word.end]
    return Either((AnyOf(field, word.values), *_words_in_names(keys, reading.is_accented)))


def _place(place: PlaceWords, reading: Reading) -> Node:
    """A unit so named, or the name itself in that of goods or maker: "kẹo dừa Bến Tre"."""
    return _either([AnyOf("places", place.public_ids), *_place_in_names(place, reading)])


def _place_in_names(place: PlaceWords, reading: Reading) -> list[Node]:
    """The name of a place in that of goods or maker, as it is spelt and as it was typed."""
    if all(key.isdecimal() for key in place.folded):
        # A number in a name is a quantity: "Mực 1 nắng" is not of Quận 1.
        return []
    is_accented = reading.is_accented
    keys = [Key(f, x, f) for x, f in zip(place.exact, place.folded, strict=True)]
    nodes = _words_in_names(keys, is_accented)
    begun = [
        _phrase(term)
        for term in words().split_terms
        if (keys[0].exact == term[-1] if is_accented else keys[0].folded == folded_key(term[-1]))
    ]
    if begun:
        # "Mộc mỹ nghệ An Định" is not of Nghệ An.
        nodes = [Without(node, _either(begun)) for node in nodes]
    if place.joined:
        nodes += _words_in_names([Key(place.joined, place.joined, place.joined)], is_accented=False)
    return nodes


def _words_in_names(keys: Sequence[Key], is_accented: bool) -> list[Node]:
    suffix = "x" if is_accented else "f"
    values = [key.exact if is_accented else key.folded for key in keys]
    if len(values) == 1:
        return [Term(f"name_{suffix}", values[0]), Term(f"maker_{suffix}", values[0])]
    name = _all([Term(f"name_{suffix}b", pair) for pair in pairs(values)[1:]])
    return [name, _maker_phrase(keys, is_accented)]


def _maker_phrase(keys: Sequence[Key], is_accented: bool) -> Node:
    """Several keys beside each other in the maker's name.

    There are no exact pairs of it: folded neighbours with each word's own marks say the same.
    """
    found = [Term("maker_fb", pair) for pair in pairs(key.folded for key in keys)[1:]]
    if is_accented:
        found += [Term("maker_x", key.exact) for key in keys]
    return _all(found)


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))


def _either(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))
