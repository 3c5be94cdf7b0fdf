"""What every engine promises behind `search.engines.base`.

The tests speak of the port alone; what one engine promises besides stands beside.
"""

import datetime as dt
from typing import Any

import pytest

from search.analysis import analyse, exact_text, folded_text
from search.engines import base
from search.engines.base import (
    All,
    AnyOf,
    Best,
    Boost,
    Constant,
    Document,
    Either,
    Everything,
    Nothing,
    Order,
    Range,
    Request,
    Term,
    Without,
)
from search.schema import fingerprint

DAY = dt.date(2026, 6, 15)


def document(ref: str, name: str = "", **fields: Any) -> Document:
    keys = analyse(name)
    return Document(
        ref,
        fields.pop("version", 1),
        {
            "name_x": exact_text(keys),
            "name_f": folded_text(keys),
            "name_sort": name,
            "name_rank": 0,
            "tie": int(ref.partition(":")[2], 36),
        }
        | fields,
    )


def build(engine: base.SearchEngine, *documents: Document) -> None:
    with engine.writing(), engine.new_generation(DAY) as new:
        new.write(documents)
        assert new.finish() == len(documents)
        new.promote()


def write(engine: base.SearchEngine, *documents: Document, deleted: tuple[str, ...] = ()) -> None:
    with engine.writing():
        engine.write(documents, deleted)


def refs(engine: base.SearchEngine, tree: base.Node, **options: Any) -> tuple[str, ...]:
    return engine.search(Request(tree, **options)).refs


class TestContract:
    """The promises, for every engine of `conftest.ENGINES`."""

    def test_without_an_index_it_says_so(self, engine: base.SearchEngine) -> None:
        for ask in (engine.info, engine.count, lambda: engine.search(Request(Everything()))):
            with pytest.raises(base.SearchUnavailable):
                ask()

    def test_rings_order_by_the_nearest_before_words_and_equals_by_reference(
        self, engine: base.SearchEngine
    ) -> None:
        """The order of what lies near (`search.filtering`), with no script on any engine."""
        build(
            engine,
            document("p:1", "trà trà trà", communes=("far",)),
            document("p:2", "trà", communes=("near",)),
            document("p:3", "trà trà", communes=("near", "far")),
            document("p:4", "trà xanh", communes=("middle", "far")),
            document("p:5", "trà", communes=("beyond",)),
        )
        rings = (("near",), ("middle", "near"), ("far", "middle", "near"))
        where = AnyOf("communes", rings[-1])
        scored = tuple(Constant(AnyOf("communes", ring), 1e8) for ring in rings)
        nearest = All((Constant(where, 1e8),), scored)
        tree = All((Term("name_f", "tra"), nearest))

        assert refs(engine, tree) == ("p:2", "p:3", "p:4", "p:1")
        assert refs(engine, nearest) == ("p:2", "p:3", "p:4", "p:1")
        assert refs(engine, tree, offset=1, limit=2) == ("p:3", "p:4")
        answer = engine.search(
            Request(tree, limit=1, counts={"all": Everything()}, facets={"c": ("communes", tree)})
        )
        assert (answer.total, answer.counts["all"]) == (4, 5)
        assert dict(answer.facets["c"]) == {"near": 2, "far": 3, "middle": 1}

    def test_writing_without_an_index_is_refused(self, engine: base.SearchEngine) -> None:
        with pytest.raises(base.SearchUnavailable):
            write(engine, document("p:1", "trà"))

    def test_a_new_generation_is_found_and_counted(self, engine: base.SearchEngine) -> None:
        build(engine, document("p:1", "Trà xanh"), document("p:2", "Chè"))
        assert engine.count() == 2
        assert refs(engine, Term("name_x", "tra²")) == ("p:1",)
        info = engine.info()
        assert (info.built_for, info.fingerprint, info.count) == (DAY, fingerprint(), 2)

    def test_name_without_marks_is_found(self, engine: base.SearchEngine) -> None:
        build(engine, document("p:1", "Nước mắm"), document("p:2", "Bún"))
        for typed in ("nuoc mam", "nước mắm", "NƯỚC MẮM"):
            terms = tuple(Term("name_f", key.folded) for key in analyse(typed))
            assert refs(engine, All(terms)) == ("p:1",)

    def test_a_written_document_replaces_its_older_form(self, engine: base.SearchEngine) -> None:
        build(engine, document("p:1", "Trà"), document("p:2", "Trà"))
        write(engine, document("p:1", "Chè", version=7))
        assert engine.count() == 2
        assert refs(engine, Term("name_f", "tra")) == ("p:2",)
        assert refs(engine, Term("name_f", "che")) == ("p:1",)
        assert dict(engine.refs()) == {"p:1": 7, "p:2": 1}

    def test_a_deleted_document_is_gone(self, engine: base.SearchEngine) -> None:
        build(engine, document("p:1", "Trà"), document("p:10", "Trà"))
        write(engine, deleted=("p:1", "p:absent"))
        assert refs(engine, Everything()) == ("p:10",)
        assert engine.count() == 1

    def test_writing_needs_the_lock(self, engine: base.SearchEngine) -> None:
        build(engine)
        with pytest.raises(RuntimeError):
            engine.write([document("p:1")])

    def test_the_nodes_mean_what_they_say(self, engine: base.SearchEngine) -> None:
        build(
            engine,
            document("p:1", "trà xanh", places=("a", "b"), open_from=0, open_until=10),
            document("p:2", "trà", places=("b",), open_from=10, open_until=20),
            document("p:3", "xanh", open_from=20, open_until=3652059),
        )
        tea, green = Term("name_f", "tra"), Term("name_f", "xanh")
        cases: list[tuple[base.Node, set[str]]] = [
            (Everything(), {"p:1", "p:2", "p:3"}),
            (Nothing(), set()),
            (All((tea, green)), {"p:1"}),
            (All((tea,), (green,)), {"p:1", "p:2"}),
            (Either((tea, green)), {"p:1", "p:2", "p:3"}),
            (Best((tea, green)), {"p:1", "p:2", "p:3"}),
            (Boost(tea, 2.0), {"p:1", "p:2"}),
            (Constant(green, 2.0), {"p:1", "p:3"}),
            (Without(tea, green), {"p:2"}),
            (All((Everything(), Without(green, AnyOf("places", ("a",))))), {"p:3"}),
            (Without(green, Nothing()), {"p:1", "p:3"}),
            (AnyOf("places", ("a", "zz")), {"p:1"}),
            (AnyOf("places", ()), set()),
            (Range("open_from", None, 11), {"p:1", "p:2"}),
            (Range("open_from", 10, 20), {"p:2"}),
            (Range("open_until", 11, None), {"p:2", "p:3"}),
            (Range("open_from", None, 0), set()),
            (All((tea, Nothing())), set()),
        ]
        for tree, expected in cases:
            answer = engine.search(Request(tree))
            assert set(answer.refs) == expected, tree
            assert answer.total == len(expected), tree

    def test_scores_order_and_references_order_equals(self, engine: base.SearchEngine) -> None:
        build(engine, *(document(f"p:{n}", "trà") for n in (3, 1, 2)), document("p:0", "chè"))
        tree = All((Everything(),), (Constant(Term("name_f", "che"), 5.0),))
        assert refs(engine, tree) == ("p:0", "p:1", "p:2", "p:3")
        assert refs(engine, tree, offset=1, limit=2) == ("p:1", "p:2")
        assert refs(engine, tree, offset=9) == ()

    def test_the_first_by_reference_come_first_of_any_number_of_equals(
        self, engine: base.SearchEngine
    ) -> None:
        numbers = [(n * 7_919) % 3_000 for n in range(3_000)]
        build(engine, *(document(f"p:{n:04d}", "trà", tie=n) for n in numbers))
        write(engine, document("p:0003", "trà", tie=3), document("p:5000", "trà xanh", tie=5_000))
        tree = All((Term("name_f", "tra"),), (Constant(Term("name_f", "xanh"), 50.0),))
        expected = ["p:5000", *(f"p:{n:04d}" for n in range(3_000))]
        for offset in (0, 24, 984, 1_000, 2_984):
            assert list(refs(engine, tree, offset=offset)) == expected[offset : offset + 24]

    def test_the_words_of_a_field_are_told_with_their_numbers(
        self, engine: base.SearchEngine
    ) -> None:
        build(engine, document("p:1", "trà xanh"), document("p:2", "trà"), document("p:3", "bún"))
        assert list(engine.words("name_f")) == [("tra", 2), ("bun", 1), ("xanh", 1)]
        assert list(engine.words("maker_f")) == []
        assert list(engine.words("places")) == []

    def test_filters_do_not_score(self, engine: base.SearchEngine) -> None:
        build(
            engine,
            document("p:1", "trà", provinces=("rare",), open_from=1),
            *(document(f"p:{n}", "trà", provinces=("common",), open_from=1) for n in (2, 3, 4)),
        )
        either = AnyOf("provinces", ("common", "rare"))
        tree = All((Term("name_f", "tra"), either, Range("open_from", 1, 2)))
        assert refs(engine, tree) == ("p:1", "p:2", "p:3", "p:4")

    def test_an_order_is_complete_across_pages(self, engine: base.SearchEngine) -> None:
        documents = [document(f"p:{n}", f"{n % 7:02d}", name_rank=n % 3) for n in range(50)]
        build(engine, *documents[:30])
        write(engine, *documents[30:])
        order = Order("name_rank", "name_sort")
        pages = [
            refs(engine, Everything(), order=order, offset=n, limit=8) for n in range(0, 56, 8)
        ]
        listed = [ref for page in pages for ref in page]
        expected = sorted(
            documents, key=lambda one: (one.fields["name_rank"], one.fields["name_sort"], one.ref)
        )
        assert listed == [one.ref for one in expected]

    def test_pages_beyond_ten_thousand_are_whole(self, engine: base.SearchEngine) -> None:
        documents = [
            document(f"p:{n:05d}", "trà", name_rank=n // 2, name_sort=f"{n % 2}", tie=n)
            for n in range(12_100)
        ]
        build(engine, *documents)
        every = [one.ref for one in documents]
        for order in (None, Order("name_rank", "name_sort")):
            for tree in (Term("name_f", "tra"), Everything()):
                for offset, limit in ((9_990, 24), (10_000, 24), (12_090, 24), (0, 400)):
                    answer = engine.search(Request(tree, order, offset, limit))
                    assert answer.total == 12_100
                    assert list(answer.refs) == every[offset : offset + limit], (order, offset)
        assert refs(engine, Everything(), offset=12_100) == ()

    def test_a_lower_number_of_the_register_is_taken(self, engine: base.SearchEngine) -> None:
        """The newest certification may be public no longer; the writer has just read that."""
        build(engine, document("p:1", "trà", version=9))
        write(engine, document("p:1", "chè", version=4), document("p:2", "bún", version=4))
        assert dict(engine.refs()) == {"p:1": 4, "p:2": 4}
        assert refs(engine, Term("name_f", "che")) == ("p:1",)
        write(engine, deleted=("p:1",))
        write(engine, document("p:1", "chè", version=4))
        assert dict(engine.refs()) == {"p:1": 4, "p:2": 4}

    def test_counts_and_facets_stand_under_trees_of_their_own(
        self, engine: base.SearchEngine
    ) -> None:
        """Also when the other trees are wider, narrower or nothing to do with the hits."""
        build(
            engine,
            *(
                document(f"p:{n}", "trà xanh" if n % 2 else "chè", groups=(f"g{n % 3}",), tie=n)
                for n in range(12)
            ),
        )
        tea, che = Term("name_f", "tra"), Term("name_f", "che")
        only = AnyOf("groups", ("g1",))
        answer = engine.search(
            Request(
                All((tea, only)),
                counts={"all tea": tea, "che": che, "group": only, "all": Everything()},
                facets={
                    "own": ("groups", All((tea, only))),
                    "beside": ("groups", tea),
                    "other": ("groups", All((che, AnyOf("groups", ("g0", "g2"))))),
                    "none": ("groups", Nothing()),
                },
            )
        )
        assert (answer.total, answer.refs) == (2, ("p:1", "p:7"))
        assert answer.counts == {"all tea": 6, "che": 6, "group": 4, "all": 12}
        assert answer.facets == {
            "own": (("g1", 2),),
            "beside": (("g0", 2), ("g1", 2), ("g2", 2)),
            "other": (("g0", 2), ("g2", 2)),
            "none": (),
        }

    def test_facets_are_complete_and_of_one_tree_each(self, engine: base.SearchEngine) -> None:
        build(
            engine,
            *(document(f"p:{n}", "trà", groups=(f"g{n}", "all")) for n in range(30)),
            document("p:99", "chè", groups=("other",), grades_open=("ocop:4",)),
        )
        tea = Term("name_f", "tra")
        answer = engine.search(
            Request(
                tea,
                facets={"groups": ("groups", tea), "grades": ("grades_open", Everything())},
                counts={"everything": Everything(), "nothing": Nothing()},
            )
        )
        assert answer.facets["groups"][0] == ("all", 30)
        assert len(answer.facets["groups"]) == 31
        assert answer.facets["grades"] == (("ocop:4", 1),)
        assert answer.counts == {"everything": 31, "nothing": 0}

    def test_facets_follow_updates_with_new_values(self, engine: base.SearchEngine) -> None:
        build(engine, document("p:1", groups=("a",)))
        request = Request(Everything(), facets={"groups": ("groups", Everything())})
        assert engine.search(request).facets["groups"] == (("a", 1),)
        write(engine, document("p:2", groups=("b", "a")))
        assert engine.search(request).facets["groups"] == (("a", 2), ("b", 1))
        assert refs(engine, AnyOf("groups", ("b",))) == ("p:2",)
        assert refs(engine, AnyOf("groups", ("never seen",))) == ()

    def test_an_abandoned_generation_leaves_the_live_one(self, engine: base.SearchEngine) -> None:
        build(engine, document("p:1"))
        before = engine.info().generation

        def fail() -> None:
            with engine.writing(), engine.new_generation(DAY) as new:
                new.write([document("p:2")])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert engine.info().generation == before
        assert refs(engine, Everything()) == ("p:1",)

    def test_a_second_writer_is_refused(
        self, engine: base.SearchEngine, other_engine: base.SearchEngine
    ) -> None:
        build(engine, document("p:1"))
        with engine.writing(), pytest.raises(base.IndexLocked), other_engine.writing():
            pass
        with other_engine.writing():
            other_engine.write([document("p:2")])
        assert engine.count() == 2

    def test_another_process_sees_commits_and_generations(
        self, engine: base.SearchEngine, other_engine: base.SearchEngine
    ) -> None:
        build(engine, document("p:1"))
        assert other_engine.count() == 1
        write(engine, document("p:2"))
        assert other_engine.count() == 2
        build(engine, *(document(f"p:{n}") for n in range(5)))
        assert other_engine.count() == 5
