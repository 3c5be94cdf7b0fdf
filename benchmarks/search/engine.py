"""S1 to S9: the embedded engine by itself, through its port, beside floors of the same run.

Counts that the engine keeps for a state of the index are dropped before each request, but for
the one row that measures their keeping. Times are of the processor, engine and floor alike
work in one thread on what is in memory: others use the machine too.
"""

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import timing
from benchmarks.search.fts import FACETS, Fts
from benchmarks.search.table import Row, told
from benchmarks.timing import p95
from search.engines.base import (
    All,
    AnyOf,
    Best,
    Boost,
    Everything,
    Node,
    Order,
    Request,
    Term,
)  # fmt: skip
from search.engines.embedded import EmbeddedEngine

WORDS = (
    "che", "tra", "gao", "mat", "buoi", "cam", "nam", "mang", "toi", "muoi", "ruou", "mien",
    "nghe", "huong", "hat", "keo", "nuoc", "binh", "chieu", "tieu",
)  # fmt: skip
PAIRS = (
    ("ca", "phe"), ("mat", "ong"), ("nuoc", "mam"), ("gao", "nep"), ("tra", "sen"),
    ("bot", "nghe"), ("hat", "dieu"), ("banh", "trang"), ("nam", "huong"), ("che", "xanh"),
)  # fmt: skip
PREFIXES = ("ch", "tr", "ga", "buo", "ca", "mat", "nuo", "ban", "ruo", "hat", "ti", "du")
PLACES = ("quang", "thanh", "nghe", "hai", "lang", "kon", "vinh", "dong", "lam", "phu")
# S1's "must" and "stretch" by the number of documents.
_TIMES_FTS = ((1_000_000, 5), (200_000, 8), (0, 4))
# What numpy's `bincount` takes a value on this kind of machine when it is quiet (performance.md
# 6). It is no requirement of the project; the floor that is measured in the same run is Pillow's
# histogram of bytes, which counts in C as well. `collections.Counter` takes twenty times as long.
NUMPY_NS = 1.9
_S4_FROM = 900_000
Asked = tuple[Request, str, dict[str, str]]
interleaved_ms = partial(timing.interleaved_ms, clock=time.process_time)
median_ms = partial(timing.median_ms, clock=time.process_time)


def word(value: str) -> Node:
    """A folded word in any field, as the search service asks for it."""
    return Best(
        (
            Term("name_f", value),
            Boost(Term("maker_f", value), 0.4),
            Boost(Term("place_f", value), 0.5),
            Boost(Term("other_f", value), 0.25),
            Term("codes", value),
        )
    )


def asked(tree: Node, *, facets: bool = True, offset: int = 0) -> Request:
    counted = {name: (name, tree) for name in FACETS} if facets else {}
    order = Order("name_rank", "name_sort") if tree == Everything() else None
    return Request(tree, order, offset=offset, facets=counted)


def fresh(engine: EmbeddedEngine, request: Request) -> int:
    """Asks with nothing kept; returns the total."""
    if engine._snapshot is not None:
        engine._snapshot.counted.clear()
    return engine.search(request).total


def kinds(provinces: list[str]) -> dict[str, list[Asked]]:
    """Requests of each kind with a text or a facet, and the same for FTS5."""
    draw = random.Random(5)
    narrow = [draw.choice(provinces) for _pair in PAIRS]
    return {
        "all, 6 facets": [(asked(Everything()), "", {})] * 5,
        "1 word": [(asked(word(one), facets=False), one, {}) for one in WORDS],
        "1 word, 6 facets": [(asked(word(one)), one, {}) for one in WORDS],
        "2 words + province, 6 facets": [
            (
                asked(All((word(a), word(b), AnyOf("provinces", (where,))))),
                f"{a} AND {b}",
                {"provinces": where},
            )
            for (a, b), where in zip(PAIRS, narrow, strict=True)
        ],
        "province, 6 facets": [
            (asked(AnyOf("provinces", (where,))), "", {"provinces": where}) for where in narrow
        ],
        "beginning of a word, 10": [
            (Request(AnyOf("name_p", (one,)), limit=10), f"name_f : {one}*", {})
            for one in PREFIXES
        ],
        "place in words, 6 facets": [
            (asked(Term("place_f", one)), f"place_f : {one}", {}) for one in PLACES
        ],
    }  # fmt: skip


def measure(engine: EmbeddedEngine, fts: Fts, count: int, folder: Path) -> list[Row]:
    provinces = [value for value, _n in engine.search(asked(Everything())).facets["provinces"]]
    rows = _against_fts(engine, fts, kinds(provinces), count)
    return [*rows, *_facets(engine, fts), *_pages(engine), _size(count, folder)]


def _against_fts(
    engine: EmbeddedEngine, fts: Fts, asked_of: dict[str, list[Asked]], count: int
) -> list[Row]:
    must = next(times for least, times in _TIMES_FTS if count >= least)
    rows = []
    for kind, requests in asked_of.items():
        ours: list[float] = []
        theirs: list[float] = []
        agreed = 0
        for request, match, filters in requests:
            asks: list[Callable[[], int]] = [
                partial(fresh, engine, request),
                partial(fts.search, match, filters, bool(request.facets)),
            ]
            # This first time warms both.
            agreed += asks[0]() == asks[1]()
            mine, other = interleaved_ms(asks, 3 if count < 500_000 else 1)
            ours += mine
            theirs += other
        rows.append(
            Row(
                "S1", kind, p95(theirs) / p95(ours), must, 10, f"FTS5 p95 {p95(theirs):.1f} ms",
                at_least=True,
                note=f"p95 {p95(ours):.2f} ms, {agreed} of {len(requests)} totals equal",
            )
        )  # fmt: skip
    return rows


def _facets(engine: EmbeddedEngine, fts: Fts) -> list[Row]:
    from PIL import Image

    bare, whole = asked(Everything(), facets=False), asked(Everything())
    without, first, kept = (
        statistics.median(times)
        for times in interleaved_ms(
            [
                lambda: fresh(engine, bare),
                lambda: fresh(engine, whole),
                lambda: engine.search(whole),
            ],
            9,
        )
    )
    words = [(asked(word(one), facets=False), asked(word(one))) for one in WORDS]
    pairs = [
        [statistics.median(times) for times in interleaved_ms(
            [lambda p=p: fresh(engine, p[0]), lambda p=p: fresh(engine, p[1])], 5)]  # type: ignore[misc]
        for p in words
    ]  # fmt: skip
    plain, faceted = (statistics.median(times) for times in zip(*pairs, strict=True))
    columns = [fts.column(name) for name in FACETS]
    images = [Image.frombytes("L", (len(one), 1), one) for one in columns]
    known = NUMPY_NS * sum(map(len, columns)) / 1e6
    counting, histogram = (
        statistics.median(times)
        for times in interleaved_ms(
            [
                lambda: engine._current().reader.facets(Everything(), FACETS),
                lambda: [one.histogram() for one in images],
            ],
            9,
        )
    )
    one_grade = AnyOf("grades_all", ("ocop:4",))
    trees = [(All((word(w), one_grade)), word(w)) for w in WORDS]
    more = [
        (
            asked(tree),
            Request(
                tree,
                facets={name: (name, wide if name == "grades_all" else tree) for name in FACETS},
            ),
        )
        for tree, wide in trees
    ]
    pairs = [
        [statistics.median(times) for times in interleaved_ms(
            [lambda p=p: fresh(engine, p[0]), lambda p=p: fresh(engine, p[1])], 5)]  # type: ignore[misc]
        for p in more
    ]  # fmt: skip
    single, multiple = (statistics.median(times) for times in zip(*pairs, strict=True))
    s4 = [
        Row("S4", "facets of all ÷ Pillow's histogram of the columns", counting / histogram, 4, 2,
            f"{histogram:.2f} ms, measured", note=f"{counting:.2f} ms"),
        Row("S4", "facets of all ÷ numpy's bincount, by its known rate", counting / known, 4, 2,
            f"{known:.2f} ms, not measured", note=f"{counting:.2f} ms"),
    ]  # fmt: skip
    if len(columns[0]) < _S4_FROM:
        print("S4 is a goal of 1,000,000; here:\n" + told(s4))
        s4 = []
    return [
        *s4,
        Row("S2", "all with six facets, kept for the state of the index", kept / without, 4, 1.2,
            f"without {without:.2f} ms"),
        Row("S2", "the same, first time in a state", first / without, 4, 1.2,
            f"without {without:.2f} ms"),
        Row("S3", "common word with six facets", faceted / plain, 3.5, 2,
            f"without {plain:.2f} ms"),
        Row("S5", "one facet without its own filter", multiple / single, 1.7, 1.3,
            f"all under one tree {single:.2f} ms"),
    ]  # fmt: skip


def _pages(engine: EmbeddedEngine) -> list[Row]:
    from search.prefix_match import typed
    from search.suggest_index import _tree

    beginnings = [Request(_tree("name", typed(one)), limit=30) for one in PREFIXES]
    words = [asked(word(one)) for one in WORDS]
    both = interleaved_ms(
        [
            lambda: [fresh(engine, one) for one in beginnings],
            lambda: [fresh(engine, one) for one in words],
        ],
        2,
    )
    prefix = [median_ms(lambda r=one: fresh(engine, r), 5) for one in beginnings]  # type: ignore[misc]
    common = [median_ms(lambda r=one: fresh(engine, r), 5) for one in words]  # type: ignore[misc]
    assert both
    ratios, farthest = [], 0
    for one in WORDS:
        total = engine.search(asked(word(one), facets=False)).total
        page = min(500, total // 24)
        farthest = max(farthest, page)
        first, far = (
            statistics.median(times)
            for times in interleaved_ms(
                [
                    lambda w=one: fresh(engine, asked(word(w), facets=False)),  # type: ignore[misc]
                    lambda w=one, p=page: fresh(  # type: ignore[misc]
                        engine, asked(word(w), facets=False, offset=24 * (p - 1))
                    ),
                ],
                5,
            )
        )
        if page > 1:
            ratios.append(far / first)
    return [
        Row("S6", "beginning of a word, as suggestions ask, p95", p95(prefix) / p95(common), 1.2,
            0.5, f"common word with facets p95 {p95(common):.2f} ms"),
        Row("S8", f"page {farthest} of a text query, or the last", statistics.median(ratios), 4, 2,
            "page 1"),
    ]  # fmt: skip


def _size(count: int, folder: Path) -> Row:
    live = (folder / "current").resolve()
    size = sum(file.stat().st_size for file in live.rglob("*") if file.is_file())
    return Row(
        "S9",
        "bytes a document, exact fields and stored texts included",
        size / count,
        300,
        150,
    )
