"""Judges the search on queries with known answers, as a client of the public API.

    python -m benchmarks.relevance [CATALOG QUERIES] [--engine both] [--worst 20]

The catalogue is registered through the services in a database of its own (a temporary
folder; DATABASE_URL for another), indexed, and asked for 20 results a query: the strict
list, those elsewhere, then related ones, which are marked. Prints nDCG@10 (gain 2^grade-1),
MRR of grade 3, R@20 of grade 2 and better, P@10 of results not marked as related, the share
of empty answers, and of negative queries without a result that is not marked. Elasticsearch
is the server of ELASTICSEARCH_TEST_URL, or one started for the run.

tests/data/search_own_queries.jsonl was written for this register: questions, slips, places,
English and goods that are not there. A product is judged by the name and place that the query was
made from, so that products which are merely akin count as none.
"""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.judged import figures, read_lines, register

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
LIMIT = 20
_COLUMNS = ("ndcg", "mrr", "r20", "p10", "zero")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalog", nargs="?", default=DATA / "search_catalog.jsonl", type=Path)
    parser.add_argument("queries", nargs="?", default=DATA / "search_dev_queries.jsonl", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="Show so many of the worst queries.")
    parser.add_argument("--keep", type=Path, help="Folder of database and index to use again.")
    parser.add_argument("--engine", choices=("embedded", "elastic", "both"), default="both")
    options = parser.parse_args()
    started = time.monotonic()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="sovang-relevance-"))
    try:
        ids = prepare(folder, options.catalog)
        queries = read_lines(options.queries)
        if options.engine != "elastic":
            print("embedded")
            report(queries, ids, options.worst)
        if options.engine != "embedded":
            with on_elasticsearch():
                print("Elasticsearch")
                report(queries, ids, options.worst)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    print(f"took {minutes} min {seconds} s")
    return 0


def prepare(folder: Path, catalog: Path) -> dict[str, str]:
    """A database with the catalogue, indexed; ids of rows by public code."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    os.environ["SOVANG_VAR_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    from django.core.management import call_command

    kept = folder / "ids.json"
    if kept.exists():
        ids: dict[str, str] = json.loads(kept.read_text())
        call_command("search_synonyms", "load", "--replace", verbosity=0, stdout=sys.stderr)
    else:
        started = time.perf_counter()
        for command in ("migrate", "gazetteer_load", "regime_load", "authority_load"):
            call_command(command, verbosity=0, stdout=sys.stderr)
        call_command("search_synonyms", "load", verbosity=0, stdout=sys.stderr)
        from django.db import transaction

        with transaction.atomic():
            ids = register(read_lines(catalog))
        kept.write_text(json.dumps(ids))
        print(f"{len(ids)} products registered in {time.perf_counter() - started:.0f} s")
    call_command("search_rebuild", verbosity=0)
    return ids


@contextlib.contextmanager
def on_elasticsearch() -> Iterator[None]:
    """The same register indexed into a real server, and the site pointed at it."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.scratch_site import elasticsearch_url
    from benchmarks.search_agreement import remove
    from search import service
    from search.engines.elastic_settings import ElasticSettings

    with elasticsearch_url() as url:
        settings.SEARCH_ENGINE = "elastic"
        settings.ELASTICSEARCH = ElasticSettings(
            (url,), index="relevance", replicas=0, timeout=10.0
        )
        call_command("search_rebuild", verbosity=0)
        try:
            yield
        finally:
            remove(service.get_engine())


def client() -> Any:
    """A client of the public API; the limits of one address are for the public."""
    from django.conf import settings
    from django.test import Client

    settings.API_RATES = dict.fromkeys(settings.API_RATES, 1_000_000)
    return Client(headers={"host": "localhost"})


def ask(caller: Any, query: str) -> list[tuple[str, str]]:
    """(code, section) of the first 20 results of a query, sent exactly as written."""
    response = caller.get("/api/v1/search", {"q": query, "limit": LIMIT})
    if response.status_code != 200:
        raise SystemExit(f"«{query}» was answered {response.status_code}: {response.content[:300]}")
    return [(row["code"], row["section"]) for row in response.json()["results"]]


def report(queries: list[dict[str, Any]], ids: dict[str, str], worst: int) -> None:
    from search import service

    caller = client()
    service.warm(patience=60.0)
    kinds: dict[str, list[dict[str, float]]] = defaultdict(list)
    clean: list[bool] = []
    listed = []
    times = []
    for query in queries:
        started = time.perf_counter()
        answer = ask(caller, query["query"])
        times.append(time.perf_counter() - started)
        ranked = [ids.get(code, code) for code, _section in answer]
        flagged = sum(section == "related" for _code, section in answer)
        if not query["relevant"]:
            clean.append(flagged == len(ranked))
            if flagged < len(ranked):
                print(f"  negative answered: {query['query']} {len(ranked) - flagged}")
            continue
        told = figures(ranked, query["relevant"], flagged)
        kinds[query["kind"]].append(told)
        listed.append((told["ndcg"], query, ranked, flagged))
    print(f"{'kind':18} {'n':>4} " + " ".join(f"{name:>6}" for name in _COLUMNS))
    every = [told for rows in kinds.values() for told in rows]
    for kind, rows in [*kinds.items(), ("all", every)]:
        cells = []
        for name in _COLUMNS:
            values = [told[name] for told in rows if name in told]
            cells.append(f"{sum(values) / len(values):6.3f}" if values else "     -")
        print(f"{kind:18} {len(rows):4} " + " ".join(cells))
    if clean:
        print(f"clean negatives    {sum(clean)} of {len(clean)}")
    times.sort()
    print(f"time p50 {times[len(times) // 2] * 1000:.1f} ms, p95 "
          f"{times[int(len(times) * 0.95)] * 1000:.1f} ms")  # fmt: skip
    for ndcg, query, ranked, flagged in sorted(listed, key=lambda row: row[0])[:worst]:
        shown = [f"{one}:{query['relevant'].get(one, 0)}" for one in ranked[:10]]
        print(f"{ndcg:.2f} {query['kind']} «{query['query']}» main {len(ranked) - flagged} {shown}")
        print("     wanted", {k: v for k, v in query["relevant"].items() if v > 1})


if __name__ == "__main__":
    sys.exit(main())
