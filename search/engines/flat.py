"""Which matches of a tree score highest, where that can be said without asking an engine. Pure.

A tree of filters gives all its matches one score, and the first by reference among a hundred
thousand equals would have to be picked from all of them. Knowing that they are equal, an engine
orders by reference itself. It must not estimate the scores of words.
"""

from search.engines.base import (
    All,
    AnyOf,
    Boost,
    Constant,
    Everything,
    Node,
    Nothing,
    Range,
    Term,
    Without,
)
from search.schema import KINDS, Kind


def highest(node: Node) -> Node | None:
    """The tree of the matches with the highest score, all the same; None if words decide.

    It is the tree itself where every match scores alike.
    """
    match node:
        case Everything() | Nothing() | AnyOf() | Range() | Constant():
            return node
        case Term(field, _value):
            return None if KINDS[field] is Kind.TOKENS else node
        case Boost(inner, factor):
            return highest(inner) if factor > 0 else None
        case Without(inner, excluded):
            found = highest(inner)
            if found is None:
                return None
            return node if found == inner else Without(found, excluded)
        case All(must, should):
            parts = [highest(one) for one in (*must, *should)]
            known = tuple(one for one in parts if one is not None)
            if len(known) < len(parts):
                return None
            return node if not should and known == must else All(known)
        case _:
            return None
