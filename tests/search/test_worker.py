"""The worker: in this process for what it survives, as a real one for signals and kills."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from search import indexing, timetable
from search.engines.base import IndexWriteFailed, SearchUnavailable
from search.engines.generations import file_lock
from search.models import IndexTask
from search.tasks import enqueue
from search.worker import Worker, worker_lock_path
from tests import commands
from tests.search import factories as make


@pytest.mark.django_db
def test_once_builds_the_index_and_drains(engine, clock, capsys):
    enqueue([make.item("Trà"), "p:nobody"])
    call_command("search_work", "--once")
    assert engine.count() == 1
    enqueue([make.item("Chè")])
    call_command("search_work", "--once")
    assert engine.count() == 2
    assert not IndexTask.objects.exists()


@pytest.mark.django_db
def test_an_index_of_another_form_is_built_anew(index, monkeypatch):
    make.item("Trà")
    engine = index()
    before = engine.info().generation
    monkeypatch.setattr("search.schema.ANALYSIS_VERSION", 999)
    Worker(engine).step()
    assert engine.info().generation != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [OperationalError("gone"), OSError("disk"), IndexWriteFailed("x")]
)
def test_failures_are_logged_and_tried_again(index, monkeypatch, caplog, error):
    engine = index()
    enqueue([make.item("Trà")])
    worker = Worker(engine, poll_seconds=0.1)
    with monkeypatch.context() as patched:
        patched.setattr(indexing, "drain", lambda engine: (_ for _ in ()).throw(error))
        pauses = [worker.step() for _ in range(12)]
    assert pauses[:3] == [0.2, 0.4, 0.8]
    assert max(pauses) == 30.0
    assert "Indexing failed" in caplog.text
    worker.step()
    assert engine.count() == 1


@pytest.mark.django_db
def test_while_a_rebuild_holds_the_lock_the_worker_waits(index):
    engine = index()
    enqueue([make.item("Trà")])
    with engine.writing():
        other = type(engine)(engine._generations.folder, check_seconds=0.0)
        assert Worker(other).step() == pytest.approx(0.5)
        assert IndexTask.objects.count() == 1
    Worker(engine).step()
    assert engine.count() == 1


@pytest.mark.django_db
def test_a_second_worker_is_refused_in_words(index):
    index()
    with file_lock(worker_lock_path()), pytest.raises(CommandError, match=str(os.getpid())):
        call_command("search_work", "--once")


@pytest.mark.django_db
def test_the_worker_keeps_the_timetable(index, monkeypatch):
    called = []
    monkeypatch.setattr(timetable, "catch_up", called.append)
    engine = index()
    Worker(engine).step()
    assert called == [engine]


@pytest.mark.django_db
def test_told_to_stop_it_gives_up_a_rebuild(engine, clock):
    make.item("Trà")
    worker = Worker(engine)
    worker.stop()
    assert worker.step() == 0.0
    with pytest.raises(SearchUnavailable):
        engine.count()
    assert not list(engine._generations.folder.glob("gen-*"))


class Process:
    """`search_work` as a process of its own on the database and index of the test."""

    def __init__(self, tmp_path: Path, *options: str) -> None:
        variables = commands.environment(tmp_path, django_settings.SEARCH_INDEX_DIR)
        self.process = commands.started(variables, "search_work", *options)

    def wait_until_running(self) -> None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert self.process.poll() is None, line + self.process.stdout.read()

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing(engine, tmp_path):
    chance = random.Random(7)
    indexing.rebuild(engine)
    refs = [make.item(f"Trà {number}") for number in range(120)]
    for _ in range(3):
        worker = Process(tmp_path, "--poll", "0.01")
        worker.wait_until_running()
        deadline = time.monotonic() + chance.uniform(0.1, 1.0)
        while time.monotonic() < deadline:
            enqueue(chance.sample(refs, 40))
            time.sleep(0.01)
        assert worker.end(signal.SIGKILL) == -signal.SIGKILL
        assert engine.count() <= len(refs)
    enqueue(refs)
    worker = Process(tmp_path, "--once")
    output, _nothing = worker.process.communicate(timeout=60)
    assert worker.process.returncode == 0, output
    assert not IndexTask.objects.exists()
    assert sorted(ref for ref, _version in engine.refs()) == sorted(refs)
    assert engine.count() == len(refs)


@pytest.mark.timeout(120)
@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_promptly_when_told_and_a_second_one_refuses(engine, tmp_path):
    indexing.rebuild(engine)
    worker = Process(tmp_path)
    worker.wait_until_running()
    second = Process(tmp_path, "--once")
    output, _nothing = second.process.communicate(timeout=60)
    assert second.process.returncode == 1
    assert str(worker.process.pid) in output
    ref = make.item("Trà")
    enqueue([ref])
    deadline = time.monotonic() + 15
    while engine.count() == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert engine.count() == 1
    indexing.rebuild(engine)
    started = time.monotonic()
    assert worker.end(signal.SIGTERM) == 0
    assert time.monotonic() - started < 5
