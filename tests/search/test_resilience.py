"""Elasticsearch stopped, slow, refusing, too busy, or killed: saving goes on, nothing is lost."""

import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest
from django.db import transaction

from registry.models import Product
from registry.signals import items_changed
from search import indexing, preparing, reconciling, service
from search.engines import base, elastic_bulk
from search.engines.elastic import ElasticEngine
from search.models import IndexTask
from search.query import Query, StatusFilter
from search.worker import Worker
from tests import commands, elastic, elasticsearch_server, fault_proxy
from tests.fault_proxy import Fault
from tests.search import factories as make

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.timeout(400),
    pytest.mark.usefixtures("directory", "clock"),
]

# Each starts a process; SOVANG_KILLS=20 for a longer run.
KILLS = int(os.environ.get("SOVANG_KILLS", "3"))


@pytest.fixture
def at():
    return elastic.address()


@pytest.fixture
def proxy(at):
    with fault_proxy.before(at.url) as made:
        yield made


@pytest.fixture
def engine(at, proxy, tmp_path, monkeypatch):
    """An engine with the times of a site, behind a proxy that can fail."""
    with elastic.engines(tmp_path, at) as engines:
        made = engines(urls=(proxy.url,), timeout=2.0, write_timeout=10.0)
        monkeypatch.setattr(service, "get_engine", lambda: made)
        service._freshness = None
        yield made
        service._freshness = None


def publish(*names: str) -> list[str]:
    """As services do it: rows, and the signal in the same transaction."""
    with transaction.atomic():
        refs = [make.item(name) for name in names]
        items_changed.send(sender=None, refs=refs)
    return refs


def drain(engine: ElasticEngine) -> indexing.Drained:
    with engine.writing():
        return indexing.drain(engine)


def index_is_register(engine: ElasticEngine) -> bool:
    return dict(engine.refs()) == reconciling.public_versions()


def probe_now(engine: ElasticEngine) -> None:
    """As when the breaker's pause is over."""
    engine._connection._breaker._open_until = 0.0


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.HANG, Fault.BUSY])
def test_publishing_goes_on_and_the_index_follows(engine, proxy, settings, tmp_path, fault):
    settings.SEARCH_INDEX_DIR = tmp_path
    indexing.rebuild(engine)
    worker = Worker(engine)
    worker.step()
    proxy.fault = fault
    asked = len(proxy.requests)
    publish("Trà", "Chè", "Bún")
    assert len(proxy.requests) == asked, "saving asks no engine"
    assert worker.step() > 0.5, "the worker waits longer and longer"
    told = service.freshness(max_age=0)
    assert (told.waiting, told.is_available) == (3, False)
    assert IndexTask.objects.filter(attempts=0).count() == 3
    proxy.fault = Fault.NONE
    probe_now(engine)
    worker.step()
    assert not IndexTask.objects.exists()
    assert index_is_register(engine)
    assert service.freshness(max_age=0).is_available


@pytest.mark.django_db
def test_the_worker_does_not_rebuild_because_the_engine_is_away(engine, proxy, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    publish("Trà")
    indexing.rebuild(engine)
    before = engine.info().generation
    proxy.fault, proxy.only = Fault.BUSY, "_mapping"
    Worker(engine).step()
    proxy.fault = Fault.NONE
    probe_now(engine)
    Worker(engine).step()
    assert engine.info().generation == before


@pytest.mark.django_db
def test_a_slow_engine_is_written_all_the_same(engine, proxy):
    indexing.rebuild(engine)
    publish("Trà", "Chè")
    proxy.fault, proxy.delay = Fault.SLOW, 1.0
    drain(engine)
    assert not IndexTask.objects.exists()
    assert index_is_register(engine)


@pytest.mark.django_db
def test_what_is_turned_away_is_sent_again(engine, proxy):
    indexing.rebuild(engine)
    refs = publish("Trà", "Chè")
    turned_away = []

    def relent(path: str) -> None:
        if "_bulk" in path:
            turned_away.append(path)
            proxy.fault = Fault.BUSY if len(turned_away) <= 3 else Fault.NONE

    proxy.before = relent
    drain(engine)
    assert len(turned_away) == 4
    assert sorted(dict(engine.refs())) == sorted(refs)


@pytest.mark.django_db
def test_patience_has_an_end_and_tasks_stay(engine, proxy, monkeypatch):
    monkeypatch.setattr(elastic_bulk, "_PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(elastic_bulk.send, "__kwdefaults__", {"is_alias": False, "patience": 0.5})
    indexing.rebuild(engine)
    publish("Trà")
    proxy.fault, proxy.only = Fault.BUSY, "_bulk"
    with pytest.raises(base.EngineUnreachable):
        drain(engine)
    assert IndexTask.objects.count() == 1
    proxy.fault = Fault.NONE
    drain(engine)
    assert index_is_register(engine)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.HANG])
def test_nobody_waits_twice_for_the_same_failure(engine, proxy, fault):
    indexing.rebuild(engine)
    proxy.fault = fault
    with pytest.raises(base.SearchUnavailable):
        service.search(Query(text="trà"))
    asked = len(proxy.requests)
    for _ in range(5):
        with pytest.raises(base.SearchUnavailable):
            service.search(Query(text="trà"))
    assert len(proxy.requests) == asked
    # Half open: one asks, and as it fails the others are turned away again.
    probe_now(engine)
    for _ in range(3):
        with pytest.raises(base.SearchUnavailable):
            service.search(Query(text="trà"))
    assert asked < len(proxy.requests) <= asked + 2
    proxy.fault = Fault.NONE
    probe_now(engine)
    assert service.search(Query(text="trà")).total == 0
    assert service.search(Query(text="trà")).total == 0


@pytest.mark.django_db
def test_a_page_is_one_round_trip_and_with_a_text_two_at_most(engine, proxy):
    publish(*[f"Trà {number}" for number in range(60)])
    indexing.rebuild(engine)
    service.search(Query())
    for query, most in (
        (Query(page=3), 1),
        (Query(schemes=("ocop",), status=StatusFilter.ALL), 1),
        (Query(text="trà"), 2),
        (Query(text="trà", schemes=("ocop",)), 2),
    ):
        service.search(query)
        before = len(proxy.requests)
        service.search(query)
        assert 1 <= len(proxy.requests) - before <= most, proxy.requests[before:]


@pytest.mark.django_db
def test_a_reader_sees_no_half_index_while_it_is_rebuilt(engine, at, tmp_path):
    publish(*[f"Trà {number}" for number in range(30)])
    indexing.rebuild(engine)
    failures: list[object] = []
    reads = 0
    is_over = threading.Event()
    request = base.Request(base.Term("name_f", "tra"))

    def read() -> None:
        nonlocal reads
        reader = ElasticEngine(engine.settings, tmp_path)
        while not is_over.is_set():
            try:
                total = reader.search(request).total
                if total != 30:
                    failures.append(total)
                reads += 1
            except Exception as error:
                failures.append(error)
        reader.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        indexing.rebuild(engine)
        items_changed.send(sender=None, refs=[ref for ref, _version in engine.refs()])
        drain(engine)
    is_over.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert reads > 10


@pytest.mark.django_db
def test_what_is_published_during_a_rebuild_is_not_lost(engine, monkeypatch):
    publish("Trà")
    late: list[str] = []
    real = preparing.load

    def load_and_publish(refs):
        records = real(refs)
        if not late:
            late.extend(publish("Chè"))
            Product.objects.filter(code=late[0][2:]).update(name="Chè mới")
        return records

    monkeypatch.setattr(preparing, "load", load_and_publish)
    indexing.rebuild(engine)
    drain(engine)
    assert index_is_register(engine)
    assert engine.search(base.Request(base.Term("name_f", "moi"))).refs == tuple(late)


@pytest.fixture
def mortal():
    """A server of the test's own, to be killed."""
    elastic.address()
    if os.environ.get("ELASTICSEARCH_TEST_URL"):
        pytest.skip("ELASTICSEARCH_TEST_URL names a server that is not ours to kill")
    with elasticsearch_server.running() as server:
        yield server


@pytest.mark.django_db
def test_the_server_is_killed_in_the_middle_of_a_drain(mortal, tmp_path, monkeypatch):
    monkeypatch.setattr(elastic_bulk, "BATCH_DOCUMENTS", 20)
    with fault_proxy.before(mortal.address.url) as proxy:
        engine = ElasticEngine(
            elastic.elastic_settings(mortal.address, urls=(proxy.url,), write_timeout=5.0), tmp_path
        )
        indexing.rebuild(engine)
        publish(*[f"Trà {number}" for number in range(100)])
        bulks = []

        def kill_at_the_third(path: str) -> None:
            if "_bulk" in path:
                bulks.append(path)
                if len(bulks) == 3:
                    mortal.kill()

        proxy.before = kill_at_the_third
        with pytest.raises(base.EngineUnreachable):
            drain(engine)
        assert IndexTask.objects.count() == 100, "not one is held to be done"
        proxy.before = lambda path: None
        mortal.start()
        drain(engine)
        assert not IndexTask.objects.exists()
        assert index_is_register(engine)
        assert len(dict(engine.refs())) == 100
        engine.close()


def start_worker(engine: ElasticEngine, tmp_path: Path, *options: str) -> subprocess.Popen[str]:
    variables = commands.environment(
        tmp_path,
        tmp_path,
        ELASTICSEARCH_URL=engine.settings.urls[0],
        ELASTICSEARCH_INDEX=engine.settings.index,
        ELASTICSEARCH_REPLICAS="0",
        ELASTICSEARCH_TIMEOUT="10",
    )
    return commands.started(variables, "search_work", *options)


@pytest.mark.django_db(transaction=True)
def test_the_drainer_is_killed(at, tmp_path, proxy):
    """At its second bulk the process is gone; the next one takes its lease at once and ends."""
    with elastic.engines(tmp_path, at) as engines:
        engine = engines(urls=(proxy.url,))
        indexing.rebuild(engine)
        killed: list[int] = []
        for round_number in range(KILLS):
            refs = [make.item(f"Trà {round_number} {number}") for number in range(60)]
            items_changed.send(sender=None, refs=refs)
            worker = start_worker(engine, tmp_path, "--poll", "0.01")

            def kill(path: str, worker: subprocess.Popen[str] = worker) -> None:
                if "_bulk" in path and worker.pid not in killed:
                    killed.append(worker.pid)
                    worker.send_signal(signal.SIGKILL)

            proxy.before = kill
            assert worker.wait(60) == -signal.SIGKILL
            assert worker.stdout is not None
            worker.stdout.close()
        proxy.before = lambda path: None
        assert IndexTask.objects.exists()
        last = start_worker(engine, tmp_path, "--once")
        output, _nothing = last.communicate(timeout=60)
        assert last.returncode == 0, output
        assert not IndexTask.objects.exists()
        assert index_is_register(engine)
        assert len(dict(engine.refs())) == 60 * KILLS
