"""Whether the words of a query stand together in a document, not merely each somewhere. Pure.

Without it "đồng hồ" is met by đồng of a maker and Hồ of a province. It says nothing of how well
a document fits, and builds no node for a single word.
"""

import itertools

from search.analysis import START, pairs
from search.codes import code_node
from search.engines.base import All, Either, Node, Term
from search.telex import could_be_syllable
from search.understand import Reading, Span


def node(reading: Reading) -> Node:
    """What a document must show besides every word of a query of two spans or more.

    One of: its name begins with a word of the query; two neighbours of the query are neighbours
    in the name; one maker, or one text beside, holds all.
    """
    spans = reading.spans
    nodes = _starts(reading)
    for left, right in itertools.pairwise(spans):
        nodes += _beside(left, right, reading.is_accented)
    for span in spans:
        nodes += _whole(span, reading.is_accented)
    if reading.is_loose:
        nodes += _loosely(reading)
    return Either(tuple(dict.fromkeys([*nodes, *_in_one_field(reading)])))


def _in_one_field(reading: Reading) -> list[Node]:
    """All words in the maker, or in a text beside. Of two without marks only neighbours count:
    a description of fifty words holds nearly any two syllables.
    """
    keys = [key for span in reading.spans for key in span.keys]
    if not reading.is_accented and len(keys) == 2:
        pair = pairs(key.folded for key in keys)[1]
        return [Term("maker_fb", pair), Term("beside_fb", pair)]
    suffix = "x" if reading.is_accented else "f"
    values = [key.exact if reading.is_accented else key.folded for key in keys]
    return [
        All(tuple(Term(f"{field}_{suffix}", value) for value in values))
        for field in ("maker", "other")
    ]


def _loosely(reading: Reading) -> list[Node]:
    """Neighbours with any marks; two words must begin the name, or "đồng hồ" is Đông Hồ."""
    keys = [key for span in reading.spans for key in span.keys]
    begins = Term("name_fb", f"{START}_{keys[0].folded}")
    if len(keys) == 2:
        return [All((begins, Term("name_f", keys[1].folded)))]
    spots = [span.start + at for span in reading.spans for at in range(len(span.keys))]
    return [begins, *(pair for at in spots for pair in neighbours(reading, at))]


def neighbours(reading: Reading, at: int) -> list[Node]:
    """The folded pairs that the key at a position makes with those beside it."""
    keys = reading.keys
    found: list[Node] = []
    if at:
        found.append(Term("name_fb", f"{keys[at - 1].folded}_{keys[at].folded}"))
    if at + 1 < len(keys):
        found.append(Term("name_fb", f"{keys[at].folded}_{keys[at + 1].folded}"))
    return found


def _starts(reading: Reading) -> list[Node]:
    """The name begins with a word; of a query of two words it holds the other as well
    ("chuối sấy" of "sấy chuối"), or the second stands in another field.
    """
    field, key_field = ("name_xb", "name_x") if reading.is_accented else ("name_fb", "name_f")
    is_short = sum(len(span.keys) for span in reading.spans) == 2
    nodes: list[Node] = []
    for number, span in enumerate(reading.spans):
        first = span.keys[0].exact if reading.is_accented else span.keys[0].folded
        begins: list[Node] = [Term(field, f"{START}_{first}")]
        begins += [Term("name_xb", f"{START}_{one.keys[0]}") for one in span.alternatives]
        if not is_short:
            nodes += begins
            continue
        other = reading.spans[1 - number]
        key = other.keys[0].exact if reading.is_accented else other.keys[0].folded
        held: list[Node] = [Term(key_field, key)]
        held += [All(tuple(Term("name_x", k) for k in one.keys)) for one in other.alternatives]
        if not number:
            # A syllable is met in nearly any province, and Hòa, Đông or Sơn in many a maker's
            # name: "nước sơn" is no fish sauce of Sầm Sơn. "Dole" is no syllable.
            if not could_be_syllable(other.keys[0].folded):
                suffix = "x" if reading.is_accented else "f"
                held.append(Term(f"maker_{suffix}", key))
            held.append(code_node(other.keys[0].folded))
        nodes.append(All((_any(begins), _any(held))))
    return nodes


def _beside(left: Span, right: Span, is_accented: bool) -> list[Node]:
    """The last syllable of one term beside the first of the next, in either order."""
    if is_accented:
        a, b, field = left.keys[-1].exact, right.keys[0].exact, "name_xb"
        c, d = right.keys[-1].exact, left.keys[0].exact
    else:
        a, b, field = left.keys[-1].folded, right.keys[0].folded, "name_fb"
        c, d = right.keys[-1].folded, left.keys[0].folded
    nodes: list[Node] = [Term(field, f"{a}_{b}"), Term(field, f"{c}_{d}")]
    # Words of other wordings are known by their exact keys alone.
    ends = [left.keys[-1].exact, *(one.keys[-1] for one in left.alternatives)]
    starts = [right.keys[0].exact, *(one.keys[0] for one in right.alternatives)]
    nodes += [Term("name_xb", f"{a}_{b}") for a in ends[:6] for b in starts[:6]]
    if not could_be_syllable(left.keys[0].folded):
        # English says first what Vietnamese says last: "wooden spoon" is thìa gỗ.
        ends = [one.keys[-1] for one in right.alternatives[:6]]
        starts = [one.keys[0] for one in left.alternatives[:6]]
        nodes += [Term("name_xb", f"{a}_{b}") for a in ends for b in starts]
    return nodes


def _whole(span: Span, is_accented: bool) -> list[Node]:
    """A term of several syllables that stands in the name."""
    nodes: list[Node] = []
    if len(span.keys) > 1:
        keys = [key.exact if is_accented else key.folded for key in span.keys]
        field = "name_xb" if is_accented else "name_fb"
        nodes.append(_every([Term(field, pair) for pair in pairs(keys)[1:]]))
    for one in span.alternatives:
        if len(one.keys) > 1:
            nodes.append(_every([Term("name_xb", pair) for pair in pairs(one.keys)[1:]]))
    return nodes


def _any(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))


def _every(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))
