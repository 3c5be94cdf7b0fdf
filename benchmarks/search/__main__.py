"""The embedded search against its goals at a size, in one run.

    python -m benchmarks.search --size 20000
    python -m benchmarks.search --size 1000000 --only engine service --folder /var/tmp/bench
    python -m benchmarks.search --size 200000 --site /var/tmp/bench/site --only memory

Makes a register of that many products (`benchmarks.search.register`) and its index in a folder
that is removed afterwards, measures, and prints a table of the goals S1-S9, U1-U7 and W1-W5.
Ratios are of one run; the floor stands beside each. Parts: engine, weights, service, suggest,
memory, updates, rebuild, publish, kill, wagtail. Exits with 1 where a must is missed.
"""

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.databases import with_databases
from benchmarks.search.table import Row, told

PARTS = (
    "engine", "weights", "service", "suggest", "memory", "updates", "rebuild", "publish", "kill",
    "wagtail",
)  # fmt: skip
BASE = 2_000
# So many finished documents are enough for the engine's own rate.
_FINISHED = 50_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--folder", type=Path, help="for the files; its base is kept")
    parser.add_argument("--described", action="store_true", help="products with descriptions")
    parser.add_argument("--site", type=Path, help="kept; taken as it is where it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        with with_databases([BASE], options.folder) as (environment,):
            base = Path(environment["SOVANG_VAR_DIR"])
            site = (options.site or folder / "site").resolve()
            database = site / "bench.sqlite3"
            is_there = database.exists()
            if not is_there:
                shutil.copytree(base, site, ignore=lambda *_: ["bench.sqlite3"])
            os.environ.update(environment)
            os.environ["SOVANG_VAR_DIR"] = str(site)
            os.environ["DATABASE_URL"] = f"sqlite:///{database}"
            import django

            django.setup()
            from benchmarks.search.register import fill

            if not is_there:
                fill(database, base / "bench.sqlite3", options.size, described=options.described)
        rows = measure(options.size, folder, options.only)
    load = os.getloadavg()[1]
    cores = os.cpu_count()
    print(f"\n{dt.date.today()}, {options.size} products, {cores} cores, load {load:.1f}\n")  # noqa: DTZ011
    print(told(rows))
    return any(row.verdict == "MISSED" for row in rows)


def measure(count: int, folder: Path, only: tuple[str, ...]) -> list[Row]:
    from django.core.management import call_command

    from benchmarks.search import engine as alone
    from benchmarks.search import killing, updates, wagtail_search, weights, whole
    from search import indexing, service
    from search.engines.base import SearchUnavailable

    call_command("search_synonyms", "load", "--if-empty", verbosity=0, stdout=sys.stderr)
    engine = service.get_engine()
    started, used, built = time.perf_counter(), time.process_time(), None
    try:
        engine.info()
    except SearchUnavailable:
        built = indexing.rebuild(engine)
    used = time.process_time() - used
    spent = time.perf_counter() - started
    print(f"{engine.count()} documents in the index, {spent:.0f} s", flush=True)
    index = Path(engine._generations.folder)  # type: ignore[attr-defined]

    def against_floors() -> list[Row]:
        fts, finished = _floor(folder)
        # An index that was there before has no rate.
        rows = [updates.rebuild_rate(folder, finished, built, used)] if built else []
        rows += alone.measure(engine, fts, engine.count(), index)  # type: ignore[arg-type]
        fts.close()
        return rows

    def updating() -> list[Row]:
        rows = updates.edits(engine, folder, count)  # type: ignore[arg-type]
        rows.append(updates.many_edits(engine, folder))  # type: ignore[arg-type]
        return rows + updates.while_edited(engine, count)  # type: ignore[arg-type]

    steps: dict[str, Callable[[], list[Row]]] = {
        "engine": against_floors,
        "weights": lambda: weights.measure(folder),
        "service": lambda: [*whole.service(), whole.typos()],
        "suggest": lambda: [whole.suggestions(count)],
        "memory": lambda: [whole.memory()],
        "updates": updating,
        "rebuild": lambda: updates.while_rebuilt(engine),  # type: ignore[arg-type]
        "publish": lambda: [updates.published()],
        "kill": lambda: killing.measure(count),
    }
    rows: list[Row] = []
    for name, step in steps.items():
        if name in only:
            started = time.perf_counter()
            made = step()
            rows += made
            spent, load = time.perf_counter() - started, os.getloadavg()[0]
            print(f"-- {name}, {spent:.0f} s, load {load:.1f}", flush=True)
            print(told(made), flush=True)
    if "wagtail" in only:
        print(wagtail_search.told(), flush=True)
    return rows


def _floor(folder: Path) -> tuple["object", list["object"]]:
    """FTS5 with every document of the index, and some finished documents."""
    from itertools import islice

    from benchmarks.search.fts import Fts
    from benchmarks.search.updates import prepared
    from registry.selectors.items import item_refs
    from search.loading import rare_collections

    started, fts = time.perf_counter(), Fts(folder / "fts.sqlite3")
    finished: list[object] = []
    with rare_collections():
        documents = prepared(item_refs())  # type: ignore[arg-type]
        while some := list(islice(documents, 5000)):
            fts.add(some)
            finished += some[: max(0, _FINISHED - len(finished))]
    fts.finish()
    print(f"FTS5 made in {time.perf_counter() - started:.0f} s")
    return fts, finished


if __name__ == "__main__":
    sys.exit(main())
