"""The index against the register: whatever differs is found and mended, on every engine."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.models import Certification
from search import indexing, reconciling, service, tasks
from search.engines.base import Document, SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.models import IndexTask, ScheduleMark
from search.worker import Worker
from tests import elastic
from tests.search import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory", "clock")]


@pytest.fixture(
    params=[
        "embedded",
        pytest.param("elastic", marks=[pytest.mark.elasticsearch, pytest.mark.timeout(300)]),
    ]
)
def engine(request, tmp_path, monkeypatch):
    if request.param == "embedded":
        made = EmbeddedEngine(tmp_path, check_seconds=0.0)
        monkeypatch.setattr(service, "get_engine", lambda: made)
        yield made
        return
    with elastic.engines(tmp_path, elastic.address()) as engines:
        yield engines()


def spoil(engine: SearchEngine) -> dict[str, str]:
    """An index that lacks one item, has one too old, and one that is public no longer."""
    refs = {name: make.item(name) for name in ("good", "missing", "stale", "orphaned")}
    indexing.rebuild(engine)
    with engine.writing():
        engine.write([Document(refs["stale"], 1, {"name_f": "old", "tie": 1})], [refs["missing"]])
    Certification.objects.filter(product__code=refs["orphaned"][2:]).update(
        entry_state="draft", published_at=None, published_by=None
    )
    return refs


def test_what_differs_is_found_and_mended(engine, monkeypatch):
    monkeypatch.setattr("search.management.commands.search_reconcile.get_engine", lambda: engine)
    refs = spoil(engine)
    found = reconciling.difference(engine)
    assert (found.missing, found.stale, found.orphaned) == (
        [refs["missing"]],
        [refs["stale"]],
        [refs["orphaned"]],
    )
    with pytest.raises(CommandError):
        call_command("search_reconcile", "--check")
    assert not IndexTask.objects.exists()
    call_command("search_reconcile")
    assert dict(engine.refs()) == reconciling.public_versions()
    assert len(dict(engine.refs())) == 3
    call_command("search_reconcile", "--check")


def test_what_waits_already_gets_no_second_task(engine):
    refs = spoil(engine)
    tasks.enqueue(refs.values())
    found = reconciling.reconcile(engine)
    assert (found.refs, found.waiting) == ([], 3)
    assert IndexTask.objects.count() == 4


def test_an_old_write_after_the_deletion_is_found(engine):
    """A write that hung somewhere arrives when the engine has forgotten the deletion."""
    ref = make.item("Trà")
    indexing.rebuild(engine)
    Certification.objects.update(entry_state="draft", published_at=None, published_by=None)
    with engine.writing():
        engine.write([], [ref])
        engine.write([Document(ref, 1, {"name_f": "tra", "tie": 1})])
    assert [*engine.refs()] == [(ref, 1)]
    reconciling.reconcile(engine)
    with engine.writing():
        indexing.drain(engine)
    assert [*engine.refs()] == []


def test_the_worker_does_it_once_a_day(engine, settings, tmp_path: Path, clock):
    settings.SEARCH_INDEX_DIR = tmp_path
    spoil(engine)
    worker = Worker(engine)
    worker.step()
    assert dict(engine.refs()) == reconciling.public_versions()
    with engine.writing():
        engine.write([], [next(iter(dict(engine.refs())))])
    worker.step()
    assert len(dict(engine.refs())) == 2, "not twice a day"
    clock.shift(86_400)
    worker.step()
    assert dict(engine.refs()) == reconciling.public_versions()
    assert ScheduleMark.objects.filter(job=reconciling.RECONCILE).count() == 1
