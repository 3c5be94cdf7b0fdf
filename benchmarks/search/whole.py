"""The whole search service beside its engine; suggestions; the memory of a web process.

The engine's own time is that of the very requests that the service sends, with nothing kept
from earlier ones; the service's is from the text to the page as its template gets it. Times
are of the processor: others use the machine too.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.judged import read_lines
from benchmarks.search.engine import PAIRS, WORDS
from benchmarks.search.table import Row
from benchmarks.timing import p95

DATA = Path(__file__).resolve().parent.parent.parent / "tests" / "data"
STAGES = ("understand", "engine", "score", "correct", "records", "presenter")
_MISSPELT = ("nuoc mawsm", "ca phee", "buơi da xanh", "mật ongg", "gao neps", "tuong hoot")
TYPED = 60


class _Clock:
    """Processor seconds of each stage within one query."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STAGES, 0.0)

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.spent[stage] += time.process_time() - started

        return timed


def queries() -> dict[str, list[Any]]:
    """The mix of kinds of performance.md 3.2 as texts and filters, and the development queries."""
    from registry.models import Place
    from search.query import Query

    draw = random.Random(7)
    provinces = list(
        Place.objects.filter(level="province", valid_to=None, era__last_day=None).values_list(
            "public_id", "short_name"
        )
    )
    texts = [row["query"] for row in read_lines(DATA / "search_dev_queries.jsonl")]
    mix = [Query(text=one) for one in WORDS]
    mix += [Query(text=" ".join(pair)) for pair in PAIRS]
    mix += [Query(text=" ".join(p), provinces=(draw.choice(provinces)[0],)) for p in PAIRS]
    mix += [Query(text=f"{' '.join(p)} {draw.choice(provinces)[1]}") for p in PAIRS]
    mix += [Query(text=draw.choice(provinces)[1]) for _ in range(10)]
    mix += [Query(text=one) for one in _MISSPELT]
    mix += [Query(text=one, grades=("ocop:4",)) for one in WORDS[:10]]
    browse = [Query(), Query(grades=("ocop:4",)), Query(groups=("che",)), Query(page=40)]
    browse += [Query(provinces=(one,)) for one, _name in provinces[:6]]
    return {
        "mix": mix,
        "development queries": [Query(text=one) for one in texts],
        "without text": browse,
    }


def service(rounds: int = 2) -> list[Row]:
    from catalog.presenters import catalogue as presenter
    from catalog.presenters.filters import Opened
    from registry.gazetteer.directory import get_directory
    from registry.selectors.items import items_by_ref
    from search import score
    from search import service as searching

    clock, engine = _Clock(), searching.get_engine()
    directory = get_directory()
    present = clock.around("presenter", presenter.with_results)
    load = clock.around("records", items_by_ref)

    def page(query: Any) -> None:
        framed = presenter.frame(query, (), directory, None, False)
        found = searching.search(query)
        records = load((*found.refs, *found.elsewhere, *found.related))
        present(framed, found, records, directory, (), Opened("", "", 1))

    saved = score.rank, searching.understand, searching.lexicon_of
    engine.search = clock.around("engine", engine.search)  # type: ignore[method-assign]
    score.rank = clock.around("score", score.rank)
    searching.understand = clock.around("understand", searching.understand)
    searching.lexicon_of = clock.around("correct", searching.lexicon_of)
    try:
        return [
            row
            for name, asked in queries().items()
            for row in _one_mix(name, asked, rounds, clock, engine, page)
        ]
    finally:
        score.rank, searching.understand, searching.lexicon_of = saved
        del engine.search  # type: ignore[attr-defined]


def _one_mix(
    name: str, asked: list[Any], rounds: int, clock: _Clock, engine: Any, page: Callable[..., None]
) -> list[Row]:
    from search import service as searching

    for query in asked:
        page(query)
    wholes: list[float] = []
    engines: list[float] = []
    presented: list[float] = []
    shares = dict.fromkeys(STAGES, 0.0)
    for query in asked * rounds:
        engine._snapshot.counted.clear()
        searching._readings.clear()
        clock.spent = dict.fromkeys(STAGES, 0.0)
        started = time.process_time()
        page(query)
        whole = time.process_time() - started
        shown = clock.spent["records"] + clock.spent["presenter"]
        wholes.append((whole - shown) * 1000)
        presented.append(whole * 1000)
        engines.append(clock.spent["engine"] * 1000)
        for stage in STAGES:
            shares[stage] += clock.spent[stage]
    total = sum(presented) / 1000
    told = ", ".join(f"{stage} {shares[stage] / total:.0%}" for stage in STAGES)
    rest = 1 - sum(shares.values()) / total
    print(f"{name}: {told}, rest {rest:.0%}; with presenter p50 {statistics.median(presented):.1f}")
    raw = p95(engines)
    floor = f"engine p95 {raw:.1f} ms"
    if name == "without text":
        return [
            Row("W2", f"{label}, beyond 2 × engine, ms", p95(times) - 2 * raw, 2, None, floor,
                note=f"p95 {p95(times):.1f} ms")
            for label, times in (("search without text", wholes), ("with its presenter", presented))
        ]  # fmt: skip
    return [
        Row("W1", f"{label}, {name}, p95", p95(times) / raw, 3, 2, floor,
            note=f"p95 {p95(times):.1f} ms")
        for label, times in (("search", wholes), ("with its presenter", presented))
    ]  # fmt: skip


def typos() -> Row:
    """S7: a misspelt text, corrected, beside the common words, both with their facets."""
    from search import service as searching
    from search.query import Query

    def median(texts: tuple[str, ...]) -> float:
        times = []
        for text in texts * 3:
            searching.get_engine()._snapshot.counted.clear()  # type: ignore[attr-defined]
            searching._readings.clear()
            started = time.process_time()
            searching.search(Query(text=text))
            times.append((time.process_time() - started) * 1000)
        return statistics.median(times)

    median(_MISSPELT)
    common = median(WORDS)
    return Row("S7", "misspelt text, corrected", median(_MISSPELT) / common, 3, 1.5,
               f"common word {common:.1f} ms", note="whole service")  # fmt: skip


def suggestions(count: int) -> Row:
    """Each keystroke of names typed with and without marks, through the WSGI handler."""
    from urllib.parse import quote

    from django.test import Client

    from registry.models import Establishment, Place, Product
    from registry.text import fold
    from search.phrases import phrases_refresh

    phrases_refresh()
    draw = random.Random(9)
    names: list[str] = []
    for model, field in ((Product, "name"), (Establishment, "name"), (Place, "full_name")):
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True)[:200_000])
        rows = model.objects.filter(pk__in=draw.sample(keys, TYPED))
        names += rows.values_list(field, flat=True)
    typed = [
        text[:end]
        for name in names
        for text in (name, fold(name))
        for end in range(1, min(len(text), 24) + 1)
    ]
    typed = draw.sample(typed, min(len(typed), 1500))
    client = Client(headers={"host": "localhost"})

    def timed(address: str) -> float:
        used = time.process_time()
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
        return (time.process_time() - used) * 1000

    for text in ("c", "ch", "chè x"):
        timed(f"/api/v1/suggest?q={quote(text)}")
    bare = statistics.median(timed("/robots.txt") for _ in range(50))
    times = {text: timed(f"/api/v1/suggest?q={quote(text)}") for text in typed}
    dearest = [f"“{text}” {times[text]:.0f} ms" for text in sorted(times, key=lambda t: -times[t])]
    print("dearest to complete:", ", ".join(dearest[:3]))
    what = f"suggestions p95, ms, at {count} products (goal of 50,000)"
    measured = p95(list(times.values()))
    return Row("W3", what, measured, 15, None, f"bare view {bare:.2f} ms")


def memory() -> Row:
    """What a web process holds that has served searches and suggestions."""
    words = [sys.executable, "-m", "benchmarks.search.whole"]
    ran = subprocess.run(words, check=True, stdout=subprocess.PIPE, env=os.environ)
    resident, anonymous, mapped = (int(one) for one in ran.stdout.split()[-3:])
    return Row("W4", "memory of a web process, MB", resident, 300,
               note=f"{anonymous} anonymous, {mapped} mapped files")  # fmt: skip


def _serve() -> None:
    """Serves pages and suggestions in this process and prints what it then holds, in MB."""
    import django

    django.setup()
    from urllib.parse import quote

    from django.test import Client

    from search import service as searching

    for asked in queries().values():
        for query in asked:
            searching.search(query)
    client = Client(headers={"host": "localhost"})
    for text in ("c", "cà phê đ", "huyện", "htx", "xã t"):
        client.get(f"/api/v1/suggest?q={quote(text)}")
        client.get(f"/danh-muc/?q={quote(text)}")
    held = {
        line.split(":")[0]: int(line.split()[1]) // 1024
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith(("VmRSS", "RssAnon", "RssFile"))
    }
    print(held["VmRSS"], held["RssAnon"], held["RssFile"])


if __name__ == "__main__":
    _serve()
