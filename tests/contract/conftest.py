"""Both engines, on nothing yet: each test of the contract runs on every one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import SearchEngine
from search.engines.embedded import EmbeddedEngine
from tests import elastic
from tests.elasticsearch_server import Kind

ENGINES = {
    "embedded": None,
    "elastic": (Kind(), {}),
    "elastic-3-shards": (Kind(), {"shards": 3}),
    "elastic-9": (Kind("9.5.0"), {}),
    "elastic-secured": (Kind(is_secured=True), {}),
}


def variants() -> list[object]:
    marks = [pytest.mark.elasticsearch, pytest.mark.timeout(300)]
    return [pytest.param(name, marks=marks if kind else ()) for name, kind in ENGINES.items()]


@pytest.fixture(params=variants())
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[SearchEngine]]:
    """Two engines over one index, as two processes have them."""
    chosen = ENGINES[request.param]
    if chosen is None:
        yield [EmbeddedEngine(tmp_path, check_seconds=0.0) for _ in range(2)]
        return
    kind, options = chosen
    with elastic.engines(tmp_path, elastic.address(kind), **options) as make:
        yield [make(), make()]


@pytest.fixture
def engine(pair: list[SearchEngine]) -> SearchEngine:
    return pair[0]


@pytest.fixture
def other_engine(pair: list[SearchEngine]) -> SearchEngine:
    return pair[1]
