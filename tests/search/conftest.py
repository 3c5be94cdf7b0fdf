"""An engine on a folder of the test, and the index of what the test has made."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine

from registry.rules.validity import LEGAL_TIME_ZONE
from search import indexing, service
from search.engines.embedded import EmbeddedEngine
from search.lexicon import forget_lexicon
from search.synonym_rules import forget_table
from tests.search import factories


class FakeDirectory:
    """Units with their parents; successors are given by the test."""

    def __init__(self) -> None:
        self.successors: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return 0

    def all(self) -> tuple[()]:
        return ()

    def index_ids(self, place_id: int) -> tuple[str, ...]:
        from registry.models import Place

        found: dict[str, None] = {}
        waiting = [place_id]
        while waiting:
            unit: Place | None = Place.objects.get(pk=waiting.pop(0))
            waiting += self.successors.get(unit.pk, [])
            while unit is not None:
                found[unit.public_id] = None
                unit = unit.parent
        return tuple(found)


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> FakeDirectory:
    made = FakeDirectory()
    monkeypatch.setattr("registry.gazetteer.directory.get_directory", lambda: made)
    return made


@pytest.fixture
def engine(tmp_path: Path, settings: object, directory: FakeDirectory) -> Iterator[EmbeddedEngine]:
    """The engine of the settings on an empty folder, looking for commits at each request."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    made = service.get_engine()
    made._check_seconds = 0.0
    service._freshness = None
    forget_table()
    forget_lexicon()
    yield made
    forget_table()
    forget_lexicon()
    service._engine.cache_clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Noon in Vietnam of the day that the tests of search speak of."""
    noon = dt.datetime.combine(factories.DAY, dt.time(12), tzinfo=LEGAL_TIME_ZONE)
    with time_machine.travel(noon) as travelled:
        yield travelled


@pytest.fixture
def index(engine: EmbeddedEngine, clock: object) -> Callable[[], EmbeddedEngine]:
    def build() -> EmbeddedEngine:
        indexing.rebuild(engine)
        return engine

    return build
