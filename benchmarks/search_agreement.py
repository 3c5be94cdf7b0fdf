"""Whether the two engines agree on a large generated register.

    python -m benchmarks.search_agreement [products] [queries]

Every request that the search service makes for the drawn queries is put to tantivy and to
Elasticsearch with one shard and with three. Goal: totals, counts and facets equal for all,
the first 20 equal for at least 99 %.
"""

import sys
from pathlib import Path
from typing import Any

from benchmarks.scratch_site import elasticsearch_url, scratch_site


def main(products: int, queries: int) -> int:
    with scratch_site(products) as scratch, elasticsearch_url() as url:
        return compare(scratch, url, queries)


def compare(scratch: Path, url: str, queries: int) -> int:
    from benchmarks.search_queries import drawn
    from search import indexing, service
    from search.engines.base import Answer, Request
    from search.engines.elastic import ElasticEngine
    from search.engines.elastic_settings import ElasticSettings

    embedded = service.get_engine()
    indexing.rebuild(embedded)
    asked: list[tuple[Request, Answer]] = []

    class Recorder:
        def search(self, request: Request) -> Answer:
            answer = embedded.search(request)
            asked.append((request, answer))
            return answer

        def __getattr__(self, name: str) -> Any:
            return getattr(embedded, name)

    service.get_engine = Recorder  # type: ignore[assignment]
    for query in drawn(queries):
        service.search(query)
    print(f"{queries} queries, {len(asked)} requests")
    bad = 0
    for shards in (1, 3):
        settings = ElasticSettings(
            (url,), index=f"agreement-{shards}", shards=shards, replicas=0, timeout=30.0
        )
        engine = ElasticEngine(settings, scratch)
        built = indexing.rebuild(engine)
        equal = dict.fromkeys(("total", "counts", "facets", "refs[:20]", "refs"), 0)
        for request, answer in asked:
            other = engine.search(request)
            equal["refs[:20]"] += answer.refs[:20] == other.refs[:20]
            for name in ("total", "counts", "facets", "refs"):
                equal[name] += getattr(answer, name) == getattr(other, name)
        told = ", ".join(f"{name} {count / len(asked):.2%}" for name, count in equal.items())
        print(f"{shards} shard(s), {built.count} documents, {built.per_second:.0f}/s: {told}")
        exact = min(equal["total"], equal["counts"], equal["facets"]) == len(asked)
        bad += not (exact and equal["refs[:20]"] >= 0.99 * len(asked))
        remove(engine)
    return bad


def remove(engine: Any) -> None:
    """Deletes what an engine of a benchmark has made on the server."""
    with engine._connection.writing() as client:
        for name in client.indices.get(index=f"{engine.settings.index}-*", features="aliases"):
            client.indices.delete(index=name)
    engine.close()


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in (sys.argv[1:] + ["50000", "500"][len(sys.argv) - 1 :]))))
