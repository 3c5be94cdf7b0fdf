"""U7: `kill -9` of the indexer a hundred times while edits are acknowledged.

Runs in a process of its own, which forks each indexer: a process with its own connection and
its own engine that works as in production until it is killed at a moment drawn. After every
kill the index is opened anew, and the newest edit of each product must be found unless a task
of it still waits: an edit whose task has ended and which is not found is lost. An edit that
a later one of the same product replaced is judged no more, but in the end must be gone.
Every second indexer is killed soon after a commit, so that tasks have ended; the others at any
moment from their start.
"""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.search.table import Row

KILLS = 100
# Edits are drawn among so many products, so that some products are edited many times.
_EDITED = 2_000
# So many seconds an indexer has at most to commit for the first time.
_LONGEST = 30.0


def measure(count: int, kills: int = KILLS) -> list[Row]:
    words = [sys.executable, "-m", "benchmarks.search.killing", str(count), str(kills)]
    ran = subprocess.run(words, check=True, stdout=subprocess.PIPE, env=os.environ)
    told = (int(one) for one in ran.stdout.split()[-7:])
    lost, unopenable, differing, edits, replaced, drained, amid = told
    note = f"{kills} kills, {amid} amid a batch; {edits} edits, {replaced} replaced by later ones"
    return [
        Row("U7", "acknowledged edits lost", lost, 0, note=note),
        Row("U7", "index unopenable after a kill", unopenable, 0),
        Row("U7", "documents that differ after catch-up", differing, 0,
            note=f"up to {drained} edits were in the index after a kill"),
    ]  # fmt: skip


def _indexer() -> None:
    from django.conf import settings
    from django.db import connections

    from search.engines.embedded import EmbeddedEngine
    from search.worker import Worker

    connections.close_all()
    Worker(EmbeddedEngine(settings.SEARCH_INDEX_DIR), poll_seconds=0.02).run()


def _engine() -> Any:
    from django.conf import settings

    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(settings.SEARCH_INDEX_DIR)


def _run(count: int, kills: int) -> None:
    import django

    django.setup()
    from django.db import connections

    from benchmarks.search.updates import edited, found_by
    from search import reconciling, timetable
    from search.engines.base import SearchUnavailable
    from search.worker import Worker

    # The timetable's daily work is done before, or each new indexer would begin with it.
    timetable.catch_up(_engine())
    reconciling.reconcile_daily(_engine())
    draw, fork = random.Random(6), multiprocessing.get_context("fork")
    newest: dict[str, str] = {}
    replaced: list[str] = []
    lost: set[str] = set()
    unopenable = amid = drained = most = 0
    for number in range(kills):
        connections.close_all()
        child: Any = fork.Process(target=_indexer)
        child.start()
        for _moment in _life(draw, until_commit=number % 2 == 1):
            edit = edited(draw, min(count, _EDITED))
            replaced += [newest[edit.ref]] if edit.ref in newest else []
            newest[edit.ref] = edit.mark
            time.sleep(draw.uniform(0.0, 0.03))
        amid += _killed_amid_batch(child)
        try:
            missing, drained = _missing(newest)
            lost |= missing
            most = max(most, drained)
        except SearchUnavailable:
            unopenable += 1
    Worker(_engine()).run_once()
    missing, _all = _missing(newest)
    engine = _engine()
    difference = reconciling.difference(engine)
    old = sum(len(found_by(engine, mark)) for mark in replaced)
    print(len(lost | missing), unopenable, len(difference.refs) + difference.waiting + old)
    print(len(newest) + len(replaced), len(replaced), most, amid)


def _life(draw: random.Random, *, until_commit: bool) -> Iterator[None]:
    """Turns of an indexer's life until it is to be killed."""
    from django.conf import settings

    told = Path(settings.SEARCH_INDEX_DIR) / "current" / "index" / "meta.json"
    before, now = told.stat().st_mtime_ns, time.monotonic()
    ends = now + (_LONGEST if until_commit else draw.uniform(0.05, 0.6))
    while time.monotonic() < ends:
        yield
        if until_commit and told.stat().st_mtime_ns != before:
            until_commit, ends = False, time.monotonic() + draw.uniform(0.0, 0.3)


def _killed_amid_batch(child: Any) -> bool:
    """Kills the indexer as it stands, and tells whether it held the right to write."""
    from search.engines.base import IndexLocked

    os.kill(child.pid, signal.SIGSTOP)
    try:
        with _engine().writing():
            is_amid = False
    except IndexLocked:
        is_amid = True
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    return is_amid


def _missing(newest: dict[str, str]) -> tuple[set[str], int]:
    """Edits that an opened index does not hold though no task of theirs waits; how many it does.

    Raises SearchUnavailable when the index cannot be opened.
    """
    from benchmarks.search.updates import Edit, is_found
    from search.models import IndexTask

    waiting = set(IndexTask.objects.values_list("document_id", flat=True).distinct())
    engine = _engine()
    held = {ref: is_found(engine, Edit(ref, mark)) for ref, mark in newest.items()}
    missing = {newest[ref] for ref, is_held in held.items() if not is_held and ref not in waiting}
    return missing, sum(held.values())


if __name__ == "__main__":
    _run(int(sys.argv[1]), int(sys.argv[2]))
