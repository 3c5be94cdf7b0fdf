"""U7: `kill -9` of the indexer a hundred times while edits are acknowledged.

Runs in a process of its own, which forks each indexer: a process with its own connection and
its own engine that works as in production until it is killed at a moment drawn. The engine is
opened anew after every kill, and compared with the database in the end.
"""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

from benchmarks.search.table import Row

KILLS = 100


def measure(count: int, kills: int = KILLS) -> list[Row]:
    words = [sys.executable, "-m", "benchmarks.search.killing", str(count), str(kills)]
    ran = subprocess.run(words, check=True, stdout=subprocess.PIPE, env=os.environ)
    lost, unopenable, differing, edits = (int(one) for one in ran.stdout.split()[-4:])
    note = f"{kills} kills, {edits} edits"
    return [
        Row("U7", "acknowledged edits lost", lost, 0, note=note),
        Row("U7", "index unopenable after a kill", unopenable, 0),
        Row("U7", "documents that differ after catch-up", differing, 0),
    ]


def _indexer() -> None:
    from django.conf import settings
    from django.db import connections

    from search.engines.embedded import EmbeddedEngine
    from search.worker import Worker

    connections.close_all()
    Worker(EmbeddedEngine(settings.SEARCH_INDEX_DIR), poll_seconds=0.02).run()


def _run(count: int, kills: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from benchmarks.search.updates import edited, is_found
    from search import reconciling, timetable
    from search.engines.base import SearchUnavailable
    from search.engines.embedded import EmbeddedEngine
    from search.worker import Worker

    def engine() -> EmbeddedEngine:
        return EmbeddedEngine(settings.SEARCH_INDEX_DIR)

    # The timetable's daily work is done before, or each new indexer would begin with it.
    reader = engine()
    timetable.catch_up(reader)
    reconciling.reconcile_daily(reader)
    draw, fork = random.Random(6), multiprocessing.get_context("fork")
    marks: dict[str, str] = {}
    unopenable = 0
    for _number in range(kills):
        connections.close_all()
        child: Any = fork.Process(target=_indexer)
        child.start()
        ends = time.monotonic() + draw.uniform(0.05, 0.6)
        while time.monotonic() < ends:
            mark = edited(draw, count)
            marks[mark] = mark
            time.sleep(draw.uniform(0.0, 0.03))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        try:
            engine().info()
        except SearchUnavailable:
            unopenable += 1
    Worker(engine()).run_once()
    found = engine()
    # A later edit of the same product takes the earlier word's place only in a name cut at
    # sixty letters; what the database holds is what must be found.
    lost = sum(_is_held(mark) and not is_found(found, mark) for mark in marks)
    difference = reconciling.difference(found)
    print(lost, unopenable, len(difference.refs) + difference.waiting, len(marks))


def _is_held(mark: str) -> bool:
    from registry.models import Product

    return Product.objects.filter(name__endswith=f" {mark}").exists()


if __name__ == "__main__":
    _run(int(sys.argv[1]), int(sys.argv[2]))
