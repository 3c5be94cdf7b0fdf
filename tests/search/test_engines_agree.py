"""Two engines, one answer: every tree of the service on the judged catalogue.

Totals, counts and facets are equal for all requests, and so is the order of the hits.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import indexing, service
from search.engines.base import Answer, Request, SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.query import Query, Sort, StatusFilter
from tests import elastic
from tests.elasticsearch_server import USUAL, Kind
from tests.search import factories as make
from tests.search import judged

KINDS = {"8": (USUAL, {}), "8-3-shards": (USUAL, {"shards": 3}), "9": (Kind("9.5.0"), {})}


class Recorder:
    """An engine that keeps what it was asked and what it said."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self.asked: list[tuple[Request, Answer]] = []

    def search(self, request: Request) -> Answer:
        answer = self._engine.search(request)
        self.asked.append((request, answer))
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def asked_of_the_service(texts: list[str]) -> Iterator[Query]:
    """Each text alone and under filters, and filters without a text."""
    for text in ["", *texts]:
        yield Query(text=text)
        yield Query(text=text, status=StatusFilter.ALL, page=2)
        yield Query(text=text, schemes=("ocop",), groups=("Thực phẩm",))
        yield Query(text=text, grades=("ocop:4", "ocop:5"), provinces=("f25-01", "f25-02"))
        yield Query(text=text, sort=Sort.NAME, status=StatusFilter.VALID)
        yield Query(text=text, sort=Sort.NEWEST, places=("f25-03",))


@pytest.mark.django_db
@pytest.mark.elasticsearch
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("directory", "clock")
@pytest.mark.parametrize("kind", KINDS)
def test_the_judged_catalogue_is_answered_alike(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, options = KINDS[kind]
    at = elastic.address(version)
    judged.fill()
    embedded = EmbeddedEngine(tmp_path / "embedded", check_seconds=0.0)
    recorder = Recorder(embedded)
    indexing.rebuild(embedded)
    monkeypatch.setattr(service, "get_engine", lambda: recorder)
    for query in asked_of_the_service(judged.queries()):
        service.search(query, on=make.DAY)
    with elastic.engines(tmp_path, at, **options) as made:
        other = made()
        indexing.rebuild(other)
        assert other.count() == embedded.count() == 635
        differ = [
            (request, difference)
            for request, answer in recorder.asked
            if (difference := _difference(answer, other.search(request)))
        ]
    assert len(recorder.asked) >= 6 * 121
    assert not differ, f"{len(differ)} of {len(recorder.asked)}: {differ[0]}"


def _difference(one: Answer, other: Answer) -> dict[str, Any]:
    return {
        name: (getattr(one, name), getattr(other, name))
        for name in ("total", "counts", "facets", "refs", "stored")
        if getattr(one, name) != getattr(other, name)
    }
