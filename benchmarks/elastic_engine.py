"""The Elasticsearch engine against Elasticsearch itself, in one run on one server.

    python -m benchmarks.elastic_engine [products] [queries]

E1: p95 of the engine ÷ p95 of a raw `_search` of the same body, interleaved, goal ≤ 1.3 + 1 ms.
E3: documents a second from the database to the swapped index ÷ raw `parallel_bulk` of ready
documents, in turns on a warm server, goal ≥ 0.4. E4: requests to the server for a page, goal 1.
U6: reads while an index is rebuilt, goal none failed.
"""

import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.scratch_site import elasticsearch_url, scratch_site
from benchmarks.search_agreement import remove

TURNS = 3


def main(products: int, queries: int) -> None:
    with scratch_site(products) as scratch, elasticsearch_url() as url:
        measure(scratch, url, queries)


def measure(scratch: Path, url: str, queries: int) -> None:
    from benchmarks.search_queries import drawn
    from search import service
    from search.engines.elastic import ElasticEngine
    from search.engines.elastic_settings import ElasticSettings
    from tests import fault_proxy

    engine = ElasticEngine(
        ElasticSettings((url,), index="benchmark", replicas=0, timeout=30.0), scratch
    )
    against_raw_bulk(engine)
    asked = list(drawn(queries))
    service.get_engine = lambda: engine  # type: ignore[assignment]
    requests = requests_of(engine, asked)
    against_raw(engine, requests)
    with fault_proxy.before(url) as proxy:
        near = ElasticEngine(
            ElasticSettings((proxy.url,), index="benchmark", replicas=0, timeout=30.0), scratch
        )
        service.get_engine = lambda: near  # type: ignore[assignment]
        service.search(asked[0])
        before = len(proxy.requests)
        for query in asked:
            service.search(query)
        trips = (len(proxy.requests) - before) / len(asked)
        print(f"E4 requests for a page: {trips:.2f} (goal 1, at most 2)")
        near.close()
    while_rebuilt(engine, requests)
    remove(engine)


def requests_of(engine: Any, asked: list[Any]) -> list[Any]:
    """What the search service asks of the engine for the queries."""
    from search import service

    found: list[Any] = []
    real = engine.search

    def search(request: Any) -> Any:
        found.append(request)
        return real(request)

    engine.search = search
    for query in asked:
        service.search(query)
    del engine.search
    return found


def against_raw_bulk(engine: Any) -> None:
    from search import indexing

    ready = ready_documents()
    rates: list[tuple[float, float]] = []
    # The first turn warms the server and what the process keeps.
    for _turn in range(TURNS + 1):
        ours, raw = indexing.rebuild(engine).per_second, raw_bulk(engine, ready)
        print(f"E3 rebuild {ours:.0f}/s ÷ parallel_bulk {raw:.0f}/s = {ours / raw:.2f}")
        rates.append((ours, raw))
    median = statistics.median(ours / raw for ours, raw in rates[1:])
    print(f"E3 {len(ready)} documents, median {median:.2f} (goal ≥ 0.4)")


def ready_documents() -> list[dict[str, Any]]:
    from registry.selectors.items import item_refs
    from search import surroundings
    from search.engines import elastic_bulk
    from search.preparing import prepare
    from search.service import today
    from search.tasks import pieces

    around = surroundings.load(today())
    return [
        {"_id": one.ref, "_source": elastic_bulk.source(one)}
        for some in pieces(item_refs())
        for one in prepare(some, around).documents
    ]


def raw_bulk(engine: Any, ready: list[dict[str, Any]]) -> float:
    """Documents a second of the client's own helper, from ready documents."""
    from elasticsearch import helpers

    from search.engines import elastic_index

    name = "benchmark-raw"
    with engine._connection.writing() as client:
        client.indices.create(
            index=name,
            mappings=elastic_index.mapping().to_dict(),
            settings={"number_of_replicas": 0, "refresh_interval": "-1"},
        )
        started = time.perf_counter()
        for _answer in helpers.parallel_bulk(client, ready, index=name, thread_count=2):
            pass
        client.indices.refresh(index=name)
        rate = len(ready) / (time.perf_counter() - started)
        client.indices.delete(index=name)
        return rate


def against_raw(engine: Any, requests: list[Any]) -> None:
    from search.engines import elastic, elastic_query

    bodies = []
    for request in requests:
        first, size = elastic._window(request)
        body = elastic_query.search(request, elastic._sort(request), size).to_dict()
        bodies.append(body | ({"from": first} if first else {}))
    ours: list[float] = []
    theirs: list[float] = []
    with engine._connection.reading() as client:
        for turn in range(3):
            for request, body in zip(requests, bodies, strict=True):
                started = time.perf_counter()
                client.search(index=engine.settings.index, body=body)
                middle = time.perf_counter()
                engine.search(request)
                # The first turn warms both.
                if turn:
                    theirs.append(1000 * (middle - started))
                    ours.append(1000 * (time.perf_counter() - middle))
    high, raw = (statistics.quantiles(times, n=20)[-1] for times in (ours, theirs))
    median, raw_median = statistics.median(ours), statistics.median(theirs)
    print(
        f"E1 p95 {high:.1f} ms ÷ raw {raw:.1f} ms = {high / raw:.2f} (goal ≤ 1.3 + 1 ms)", end="; "
    )
    print(f"median {median:.1f} ÷ {raw_median:.1f} = {median / raw_median:.2f}")


def while_rebuilt(engine: Any, requests: list[Any]) -> None:
    from search import indexing

    times: list[float] = []
    failed: list[Exception] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            for request in requests[:50]:
                started = time.perf_counter()
                try:
                    engine.search(request)
                except Exception as error:
                    failed.append(error)
                times.append(1000 * (time.perf_counter() - started))

    reader = threading.Thread(target=read)
    reader.start()
    indexing.rebuild(engine)
    is_over.set()
    reader.join()
    print(f"U6 while rebuilt: {len(times)} reads, {len(failed)} failed (goal 0)", end=", ")
    print(f"longest {max(times):.0f} ms = {max(times) / statistics.median(times):.1f} × p50")


if __name__ == "__main__":
    main(*(int(one) for one in (sys.argv[1:] + ["50000", "500"][len(sys.argv) - 1 :])))
