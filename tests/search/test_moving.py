"""The steps of docs/elasticsearch.md, from the embedded index to a cluster and back.

Readers search all the time and something is published between any two steps; no answer is an
error, empty or less than before, and in the end the index is the register.
"""

import threading
from collections.abc import Callable, Iterator

import pytest

from registry.signals import items_changed
from search import indexing, preparing, reconciling
from search.engines.base import Request, SearchEngine, Term
from search.engines.embedded import EmbeddedEngine
from search.models import IndexTask
from tests import elastic
from tests.search import factories as make

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.timeout(300),
    pytest.mark.usefixtures("directory", "clock"),
]
REQUEST = Request(Term("name_f", "tra"), limit=1)


class Site:
    """Which engine web and worker have, and what readers saw."""

    def __init__(self, engine: SearchEngine) -> None:
        self.web = self.worker = engine
        self.published = 0
        self.least = 0
        self.faults: list[object] = []
        self.reads = 0

    def publish(self) -> None:
        refs = [make.item(f"Trà {self.published}")]
        self.published += 1
        items_changed.send(sender=None, refs=refs)

    def work(self) -> None:
        with self.worker.writing(wait_seconds=10.0):
            indexing.drain(self.worker)
        if self.web is self.worker:
            self.least = self.published

    def read(self) -> None:
        least = self.least
        try:
            total = self.web.search(REQUEST).total
        except Exception as error:
            self.faults.append(error)
        else:
            self.reads += 1
            if total < least:
                self.faults.append((total, least))


@pytest.fixture
def reading() -> Iterator[Callable[[Site], None]]:
    is_over = threading.Event()
    threads: list[threading.Thread] = []

    def begin(site: Site) -> None:
        def loop() -> None:
            while not is_over.wait(0.002):
                site.read()

        threads.extend(threading.Thread(target=loop) for _ in range(2))
        for thread in threads:
            thread.start()

    yield begin
    is_over.set()
    for thread in threads:
        thread.join()


def move(site: Site, to: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps 1 to 4, with publishing before, in the middle of and after each."""
    site.publish()
    assert IndexTask.objects.exists(), "it waits for the old worker"
    real = preparing.load

    def load_and_publish(refs: object) -> object:
        records = real(refs)
        monkeypatch.setattr(preparing, "load", real)
        site.publish()
        return records

    monkeypatch.setattr(preparing, "load", load_and_publish)
    indexing.rebuild(to, is_aside=True)
    site.work()
    assert site.web.count() == site.published, "the index in use has lost nothing"
    site.publish()
    site.work()
    site.worker = to
    site.publish()
    site.work()
    assert reconciling.reconcile(to).missing, "what the old worker took since the rebuild"
    site.work()
    assert dict(to.refs()) == reconciling.public_versions()
    site.web = to
    site.publish()
    site.work()


@pytest.mark.django_db
def test_the_site_moves_to_a_cluster_and_back_under_readers(tmp_path, monkeypatch, reading):
    local = EmbeddedEngine(tmp_path / "local", check_seconds=0.0)
    with elastic.engines(tmp_path, elastic.address()) as engines:
        far, site = engines(), Site(local)
        site.publish()
        indexing.rebuild(local)
        site.work()
        reading(site)
        for engine in (far, local):
            reads = site.reads
            move(site, engine, monkeypatch)
            assert site.reads > reads
            assert dict(engine.refs()) == reconciling.public_versions()
        assert not site.faults
        assert not IndexTask.objects.exists()
