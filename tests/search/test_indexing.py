"""Tasks, their draining, and the rebuild: nothing is lost, nothing blocks."""

import datetime as dt
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from registry.models import Certification, Product
from registry.models.choices import EntryState
from registry.selectors.items import items_by_ref
from registry.signals import items_changed
from search import indexing, preparing, service, tasks
from search.engines.base import IndexLocked, IndexWriteFailed, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.models import IndexTask, TaskState
from search.query import Query, StatusFilter
from search.service import search
from tests.search import factories as make

pytestmark = pytest.mark.django_db


def changed(*refs):
    items_changed.send(sender=None, refs=refs)


def drain(engine, **options):
    with engine.writing():
        return indexing.drain(engine, **options)


def found(text=""):
    return search(Query(text=text, status=StatusFilter.ALL), on=make.DAY).refs


def index_and_database_agree(engine):
    held = dict(engine.refs())
    wanted = {
        ref: max(c.certification.version for c in record.certifications)
        for ref, record in items_by_ref(indexing.item_refs()).items()
    }
    return held == wanted


def test_a_change_writes_one_task_for_each_item():
    changed("p:1", "p:2", "p:1")
    assert list(IndexTask.objects.values_list("document_id", flat=True)) == ["p:1", "p:2"]


def test_a_change_that_is_rolled_back_leaves_no_task():
    class Undone(Exception):
        pass

    def undone():
        with transaction.atomic():
            changed("p:1")
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert not IndexTask.objects.exists()


def test_draining_follows_the_database(index):
    engine = index()
    ref = make.item("Trà xanh")
    changed(ref)
    done = drain(engine)
    assert (done.written, done.deleted, done.failed) == (1, 0, 0)
    assert found("trà") == (ref,)
    Product.objects.update(name="Chè")
    Certification.objects.update(product_name_printed="Chè")
    changed(ref)
    drain(engine)
    assert (found("chè"), found("xanh")) == ((ref,), ())
    Certification.objects.update(entry_state=EntryState.DRAFT, published_at=None, published_by=None)
    changed(ref)
    assert drain(engine).deleted == 1
    assert found() == ()
    assert not IndexTask.objects.exists()


def test_many_tasks_of_one_document_are_done_at_once(index):
    engine = index()
    ref = make.item("Trà")
    for _ in range(5):
        changed(ref)
    assert drain(engine, limit=2).tasks == 5
    assert engine.count() == 1


def test_a_task_written_meanwhile_stays(index, monkeypatch):
    engine = index()
    ref = make.item("Trà")
    changed(ref)
    real = preparing.load

    def load_and_change(refs):
        records = real(refs)
        changed(ref)
        return records

    monkeypatch.setattr(preparing, "load", load_and_change)
    drain(engine)
    assert IndexTask.objects.filter(document_id=ref).count() == 1


def test_a_document_that_cannot_be_made_does_not_block_the_others(index, monkeypatch, caplog):
    engine = index()
    good, bad = make.item("Trà"), make.item("Độc")
    real = preparing.document

    def poisoned(record, around):
        if record.ref == bad:
            raise ValueError("no such thing")
        return real(record, around)

    monkeypatch.setattr(preparing, "document", poisoned)
    changed(bad, good)
    done = drain(engine)
    assert (done.written, done.failed) == (1, 1)
    assert found() == (good,)
    task = IndexTask.objects.get()
    assert (task.document_id, task.state, task.attempts) == (bad, TaskState.FAILED, 1)
    assert "no such thing" in task.last_error
    assert task.due_at > timezone.now()
    assert drain(engine).tasks == 0
    monkeypatch.setattr(preparing, "document", real)
    changed(bad)
    assert drain(engine).tasks == 2, "a newer success ends the failed task too"
    assert set(found()) == {good, bad}


def test_delays_double_up_to_an_hour():
    delays = [tasks.delay(n).total_seconds() for n in (1, 2, 3, 10, 11, 500)]
    assert delays == [5, 10, 20, 2560, 3600, 3600]


def test_a_document_that_the_engine_refuses_is_put_off_alone(index, monkeypatch):
    engine = index()
    refs = [make.item(name) for name in ("A1", "B2", "C3")]
    real = engine.write

    def refusing(documents, deleted=()):
        if any(one.ref == refs[1] for one in documents):
            raise IndexWriteFailed("refused")
        real(documents, deleted)

    monkeypatch.setattr(engine, "write", refusing)
    changed(*refs)
    done = drain(engine)
    assert (done.written, done.failed) == (2, 1)
    assert IndexTask.objects.get().document_id == refs[1]


def test_a_full_disk_leaves_every_task_as_it_was(index, monkeypatch):
    engine = index()
    changed(*[make.item(f"Trà {n}") for n in range(5)])

    def full(documents, deleted=()):
        raise IndexWriteFailed("No space left on device")

    monkeypatch.setattr(engine, "write", full)
    with pytest.raises(IndexWriteFailed):
        drain(engine)
    assert IndexTask.objects.filter(attempts=0, state=TaskState.READY).count() == 5


def test_a_rebuild_covers_the_tasks_before_it_and_leaves_those_after(index, monkeypatch):
    before = make.item("Trà")
    changed(before)
    late: list[str] = []
    real = preparing.load

    def load_and_change(refs):
        records = real(refs)
        if not late:
            late.append(make.item("Chè"))
            changed(*late)
        return records

    monkeypatch.setattr(preparing, "load", load_and_change)
    engine = index()
    assert list(IndexTask.objects.values_list("document_id", flat=True)) == late
    drain(engine)
    assert set(found()) == {before, late[0]}
    assert index_and_database_agree(engine)


def test_a_rebuild_of_another_size_than_the_database_is_refused(index, monkeypatch):
    make.item("Trà")
    engine = index()
    before = engine.info().generation
    make.item("Chè")
    monkeypatch.setattr(indexing, "item_refs", lambda: iter(()))
    with pytest.raises(indexing.RebuildRefused):
        indexing.rebuild(engine)
    assert engine.info().generation == before
    assert engine.count() == 1


def test_a_rebuild_passes_over_what_cannot_be_made(index, monkeypatch, caplog):
    good, bad = make.item("Trà"), make.item("Độc")
    real = preparing.document
    monkeypatch.setattr(
        preparing, "document", lambda record, around: {good: real}[record.ref](record, around)
    )
    engine = index()
    assert [ref for ref, _version in engine.refs()] == [good]
    task = IndexTask.objects.get()
    assert (task.document_id, task.state) == (bad, TaskState.FAILED)


def test_index_and_database_agree_after_mixed_work(index):
    refs = [make.item(f"Trà {n}") for n in range(6)]
    engine = index()
    assert index_and_database_agree(engine)
    Product.objects.filter(code=refs[0][2:]).update(name="Khác")
    refs.append(make.item("Mới"))
    make.act(Certification.objects.first(), "withdraw", on=make.DAY)
    changed(*refs)
    drain(engine)
    assert index_and_database_agree(engine)


def test_no_read_fails_while_the_index_is_rebuilt_and_written(index):
    for number in range(30):
        make.item(f"Trà {number}")
    engine = index()
    failures: list[Exception] = []
    reads = 0
    is_over = threading.Event()
    stages = service.stages_of(Query(text="trà"), make.DAY)
    request = stages.request(stages.read("trà"))

    def read():
        nonlocal reads
        reader = EmbeddedEngine(engine._generations.folder, check_seconds=0.0)
        while not is_over.is_set():
            try:
                assert reader.search(request).total == 30
                reads += 1
            except Exception as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        indexing.rebuild(engine)
        changed(*[ref for ref, _version in engine.refs()])
        drain(engine)
    is_over.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert reads > 10


def test_commands_rebuild_only_if_needed(engine, clock, capsys):
    make.item("Trà")
    call_command("search_rebuild", "--if-needed")
    first = engine.info().generation
    call_command("search_rebuild", "--if-needed")
    assert engine.info().generation == first
    make.item("Chè")
    call_command("search_rebuild", "--if-needed")
    assert engine.info().generation != first
    assert engine.count() == 2
    with engine.writing(), pytest.raises(IndexLocked):
        indexing.rebuild(EmbeddedEngine(engine._generations.folder), wait_seconds=0.0)


def test_a_rebuild_that_cannot_write_says_why(engine, monkeypatch):
    monkeypatch.setattr(
        indexing, "rebuild", lambda *a, **k: (_ for _ in ()).throw(IndexWriteFailed("disk full"))
    )
    with pytest.raises(CommandError, match="disk full"):
        call_command("search_rebuild")


def test_freshness_tells_how_late_search_is(index):
    engine = index()
    IndexTask.objects.create(document_id="p:1", due_at=timezone.now())
    failed = IndexTask.objects.create(document_id="p:2", due_at=timezone.now())
    tasks.postpone([failed.pk], "no")
    IndexTask.objects.update(created_at=timezone.now() - dt.timedelta(minutes=2))
    told = service.freshness(max_age=0)
    assert (told.waiting, told.failed, told.is_available) == (2, 1, True)
    assert told.oldest_seconds == pytest.approx(120, abs=10)
    assert told.generation == engine.info().generation


def test_freshness_is_one_query_and_kept(index, django_assert_num_queries):
    index()
    with django_assert_num_queries(1):
        service.freshness(max_age=0)
        service.freshness()


def test_freshness_without_an_index(engine):
    assert not service.freshness(max_age=0).is_available
    with pytest.raises(SearchUnavailable):
        engine.info()
