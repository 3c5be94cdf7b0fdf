"""Nodes for public codes and legal numbers. Pure.

An item's own code is its reference, which every engine keeps as the key of a document; the
field of codes holds the others alone.
"""

from registry.rules.identifiers import code_has_form
from search.engines.base import AnyOf, Constant, Either, Node, Term
from search.understand import Reading

# Above any score of words.
_WHOLE_CODE = 100_000.0


def code_node(code: str) -> Node:
    """Documents that carry a folded code or number, be it the item's own code."""
    carried = Term("codes", code)
    own = code.upper()
    if not code_has_form(own):
        return carried
    return Either((carried, AnyOf("ref", (f"p:{own}", f"v:{own}"))))


def coded_nodes(reading: Reading) -> tuple[Node, ...]:
    """Documents that carry the text of a query as a code; their scores are above all others."""
    return tuple(Constant(code_node(code), _WHOLE_CODE) for code in reading.codes)
