"""Which matches of a tree are known to score alike, and that their page comes by reference."""

from pathlib import Path

import pytest

from search.engines.base import (
    All,
    AnyOf,
    Boost,
    Constant,
    Document,
    Either,
    Everything,
    Node,
    Request,
    Term,
    Without,
)
from search.engines.embedded import EmbeddedEngine
from search.engines.flat import highest
from search.service import today

BEGINNING = AnyOf("name_p", ("ch",))
HEAD = Constant(AnyOf("name_p", ("bos_ch",)), 2.0)
WORD = Term("name_f", "che")
KEPT = Term("schemes_all", "ocop")


@pytest.mark.parametrize(
    "tree", [Everything(), BEGINNING, KEPT, All((BEGINNING, KEPT)), HEAD, Without(KEPT, WORD)]
)
def test_filters_score_alike(tree: Node):
    assert highest(tree) == tree


def test_what_adds_a_score_belongs_to_the_highest():
    assert highest(All((Boost(BEGINNING, 0.01),), (HEAD,))) == All((BEGINNING, HEAD))


@pytest.mark.parametrize(
    "tree", [WORD, All((WORD, KEPT)), All((KEPT,), (WORD,)), Boost(WORD, 2.0), Either((HEAD, KEPT))]
)
def test_where_words_decide_nothing_is_said(tree: Node):
    assert highest(tree) is None


def _document(number: int) -> Document:
    # The later half begins with the letters, so that it scores higher.
    starts = "bos_ch ch" if number >= 1500 else "ch"
    fields = {"name_f": "che", "name_p": starts, "schemes_all": ("ocop",), "tie": number}
    return Document(f"p:{number:04d}", 1, fields)


def test_pages_of_equals_come_by_reference(tmp_path: Path):
    engine = EmbeddedEngine(tmp_path, check_seconds=0.0)
    with engine.writing(), engine.new_generation(today()) as new:
        # Written backwards: the engine's own order of equals is another one.
        new.write(_document(number) for number in reversed(range(3000)))
        new.finish()
        new.promote()

    def refs(tree: Node, offset: int) -> tuple[str, ...]:
        return engine.search(Request(tree, offset=offset, limit=2)).refs

    graded = All((Boost(BEGINNING, 0.01),), (HEAD,))
    assert refs(BEGINNING, 0) == ("p:0000", "p:0001")
    assert refs(BEGINNING, 2500) == ("p:2500", "p:2501")
    assert refs(graded, 0) == ("p:1500", "p:1501")
    assert refs(graded, 1499) == ("p:2999", "p:0000")
    assert refs(graded, 1600) == ("p:0100", "p:0101")
