"""U1 to U6 and what a publication needs to be found: edits through the outbox, and rebuilds.

Edits are rows of the register with their index task, in one transaction. Readers and the
worker are processes of their own.
"""

import contextlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.search.engine import PAIRS, WORDS, asked, fresh, word
from benchmarks.search.table import Row
from benchmarks.timing import interleaved_ms, p95, times_ms
from search.engines.base import All, Document, Request, Term
from search.engines.embedded import EmbeddedEngine

EDITS, SINGLE_EDITS, PER_SECOND = 40, 1500, 5
PHASE_SECONDS = 6.0
_NUMBERS = iter(range(10**9))
_MARK = re.compile(r" sua\d+x\d+$")


class Edit(NamedTuple):
    """An edit that the register has taken: the document, and the folded word it now has."""

    ref: str
    mark: str


def edited(draw: random.Random, newest: int) -> Edit:
    """Renames a product with a word of its own in place of an earlier one, with its task."""
    from django.db import transaction

    from registry.models import Product
    from search import tasks

    mark = f"sua{os.getpid()}x{next(_NUMBERS)}"
    with transaction.atomic():
        product = Product.objects.get(pk=draw.randrange(1, newest))
        name = _MARK.sub("", product.name)
        Product.objects.filter(pk=product.pk).update(name=f"{name} {mark}")
        tasks.enqueue([f"p:{product.code}"])
    return Edit(f"p:{product.code}", mark)


def found_by(engine: EmbeddedEngine, mark: str) -> tuple[str, ...]:
    return engine.search(Request(Term("name_f", mark), limit=5)).refs


def is_found(engine: EmbeddedEngine, edit: Edit) -> bool:
    return found_by(engine, edit.mark) == (edit.ref,)


def floor_ms(folder: Path) -> float:
    """A new file, made durable, renamed, and its folder made durable."""
    where = os.open(folder, os.O_RDONLY)

    def once() -> None:
        with open(folder / "floor.new", "wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        os.replace(folder / "floor.new", folder / "floor")
        os.fsync(where)

    times = times_ms(once, 60)
    os.close(where)
    return statistics.median(times)


def edits(engine: EmbeddedEngine, folder: Path, count: int) -> list[Row]:
    """U1 and U2: from the row to a search in the same process, beside an index of 20,000."""
    from search import indexing

    draw = random.Random(3)

    def seen(one: EmbeddedEngine) -> None:
        mark = edited(draw, count)
        with one.writing():
            indexing.drain(one)
        assert is_found(one, mark)

    floor = floor_ms(folder)
    rows: list[Row] = []
    if count > 20_000:
        small = part_of(folder / "small", 20_000)
        seen(small)
        seen(engine)
        # An edit drawn may lie outside the small index; the drainer adds it then.
        mine, other = interleaved_ms([lambda: seen(engine), lambda: seen(small)], EDITS)
        rows.append(Row("U2", "edit to visible ÷ in an index of 20,000",
                        statistics.median(mine) / statistics.median(other), 1.5, 1.1,
                        f"{statistics.median(other):.1f} ms"))  # fmt: skip
        shutil.rmtree(folder / "small")
    else:
        seen(engine)
        mine = times_ms(lambda: seen(engine), EDITS)
    made = statistics.median(mine)
    return [Row("U1", "edit to visible through the outbox", made / (floor or 1), 40, 25,
                f"fsync {floor:.2f} ms", note=f"{made:.1f} ms"), *rows]  # fmt: skip


def part_of(folder: Path, count: int) -> EmbeddedEngine:
    """An index of the first documents of the register."""
    from itertools import islice

    from registry.selectors.items import item_refs
    from search import service

    engine = EmbeddedEngine(folder)
    refs = list(islice(item_refs(), count))
    with engine.writing(), engine.new_generation(service.today()) as new:
        new.write(prepared(refs))
        new.finish()
        new.promote()
    return engine


def prepared(refs: list[str]) -> Iterator[Document]:
    from search import service, surroundings
    from search.documents import document
    from search.loading import load
    from search.tasks import pieces

    around = surroundings.load(service.today())
    for some in pieces(refs):
        for record in load(some).values():
            yield document(record, around)


def many_edits(engine: EmbeddedEngine, folder: Path) -> Row:
    """U3: query time after 1,500 commits of one document, beside the index as it was."""
    from itertools import islice

    from registry.selectors.items import item_refs

    live = Path(engine._generations.folder)
    shutil.copytree(live, folder / "edited", symlinks=True)
    other = EmbeddedEngine(folder / "edited", check_seconds=0.0)
    documents = list(prepared(list(islice(item_refs(), SINGLE_EDITS))))
    for one in documents:
        with other.writing():
            other.write([one])
    requests = [asked(word(one)) for one in WORDS]
    requests += [asked(All((word(a), word(b)))) for a, b in PAIRS]
    # A new process would open it so.
    other = EmbeddedEngine(folder / "edited")
    after, before = interleaved_ms(
        [
            lambda: [fresh(other, one) for one in requests],
            lambda: [fresh(engine, one) for one in requests],
        ],
        12,
    )
    shutil.rmtree(folder / "edited")
    return Row("U3", "query time after 1,500 single edits ÷ fresh",
               statistics.median(after) / statistics.median(before), 1.2, 1.1)  # fmt: skip


# --- processes


@contextlib.contextmanager
def worker() -> Iterator[None]:
    """The real worker, as in production, once it has done its day's work and an edit."""
    from search import reconciling, service, timetable

    engine: Any = service.get_engine()
    timetable.catch_up(engine)
    reconciling.reconcile_daily(engine)
    words = [sys.executable, "manage.py", "search_work"]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        probe, ends = edited(random.Random(1), 100), time.monotonic() + 600
        while not is_found(engine, probe):
            if time.monotonic() > ends:
                raise SystemExit("The worker has indexed nothing in 600 s.")
            time.sleep(0.2)
        # The worker counts phrases after its first work; it is let do so.
        time.sleep(3.0)
        yield
    finally:
        running.terminate()
        running.wait(timeout=60)


class Reader:
    """A process that searches for some seconds and tells how many, failures, p50 and longest."""

    def __init__(self, seconds: float) -> None:
        words = [sys.executable, "-m", "benchmarks.search.updates", str(seconds)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, stdin=subprocess.PIPE)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def result(self, *, stop: bool = False) -> tuple[float, int, float, float]:
        told, _errors = self._process.communicate(b"stop" if stop else None, timeout=1200)
        rate, failed, median, longest = told.split()
        return float(rate), int(failed), float(median), float(longest)


def _read(seconds: float) -> None:
    import select

    import django

    django.setup()
    from search import service

    engine: Any = service.get_engine()
    requests = [asked(word(one)) for one in WORDS]
    requests += [asked(All((word(a), word(b)))) for a, b in PAIRS]
    for one in requests:
        fresh(engine, one)
    print("ready", flush=True)
    times, failed, number = [], 0, 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        started = time.perf_counter()
        try:
            fresh(engine, requests[number % len(requests)])
        except Exception:
            failed += 1
        times.append((time.perf_counter() - started) * 1000)
        number += 1
        if number % 50 == 0 and select.select([sys.stdin], [], [], 0)[0]:
            break
    spent = sum(times) / 1000
    print(len(times) / spent, failed, statistics.median(times), max(times))


def while_edited(engine: EmbeddedEngine, count: int) -> list[Row]:
    """U1's end to end, and U4: reads while the worker commits five edits a second."""
    draw, waits = random.Random(4), []
    with worker():
        for _ in range(20):
            mark, started = edited(draw, count), time.perf_counter()
            while not is_found(engine, mark) and time.perf_counter() - started < 30:
                time.sleep(0.01)
            waits.append(time.perf_counter() - started)
        alone: list[float] = []
        beside: list[float] = []
        failures = 0
        for _ in range(3):
            rate, failed, _median, _longest = Reader(PHASE_SECONDS).result()
            alone.append(rate)
            failures += failed
            reader = Reader(PHASE_SECONDS)
            ends = time.monotonic() + PHASE_SECONDS
            while time.monotonic() < ends:
                edited(draw, count)
                time.sleep(1 / PER_SECOND)
            rate, failed, _median, _longest = reader.result()
            beside.append(rate)
            failures += failed
    base = statistics.median(alone)
    return [
        Row("U1", "end to end through the worker, p95, s", p95(waits), 1,
            note=f"median {statistics.median(waits):.2f} s"),
        Row("U4", "reads a second while 5 edits a second", statistics.median(beside) / base, 0.7,
            0.9, f"{base:.0f}/s alone", at_least=True),
        Row("U4", "failed reads", failures, 0),
    ]  # fmt: skip


def rebuild_rate(folder: Path, documents: list[Document], built: Any, used: float) -> Row:
    """U5: processor time a document of the rebuild, beside the engine's own with finished ones."""
    from search.engines import tantivy

    rates = []
    for number in range(3):
        path = folder / f"raw-{number}"
        path.mkdir()
        bulk = tantivy.BulkWriter(path)
        ready = [
            tantivy._prepared(one, bulk._codes, bulk._texts, bulk._schema) for one in documents
        ]
        started = time.process_time()
        for one in ready:
            bulk._writer.add_document(one)
        bulk.finish()
        rates.append(len(ready) / (time.process_time() - started))
        shutil.rmtree(path)
    raw, mine = statistics.median(rates), built.count / used
    return Row("U5", "rebuild from the database, documents a CPU second", mine / raw, 0.3, 0.6,
               f"engine {raw:.0f}/s", at_least=True,
               note=f"{mine:.0f}/s; {built.per_second:.0f}/s by the clock")  # fmt: skip


def while_rebuilt(engine: EmbeddedEngine) -> list[Row]:
    """U6: a reader while the index is built anew and swapped."""
    from search import indexing

    reader = Reader(1200)
    indexing.rebuild(engine)
    # The reader looks for a new generation five times a second.
    time.sleep(1.0)
    _rate, failed, median, longest = reader.result(stop=True)
    return [
        Row("U6", "failed reads during a rebuild", failed, 0),
        Row("U6", "longest read ÷ p50 during a rebuild", longest / median, 50, 20,
            f"p50 {median:.1f} ms", note=f"longest {longest:.0f} ms"),
    ]  # fmt: skip


def published() -> Row:
    """From the official's click to a search that finds it, with the real worker."""
    from benchmarks import publishing
    from registry.services.publication import decision_publish

    decision, approver, rows = publishing._submitted(1)
    with worker():
        started = time.perf_counter()
        decision_publish(actor=approver, decision_id=decision.pk, warnings_reason="Đo thời gian")
        written = time.perf_counter() - started
        publishing._wait_until(lambda: publishing._found() == len(rows), 60)
        seconds = time.perf_counter() - started
    note = f"written after {written:.2f} s"
    return Row("W5", "visible after the click that publishes, s", seconds, 2, note=note)


if __name__ == "__main__":
    _read(float(sys.argv[1]))
