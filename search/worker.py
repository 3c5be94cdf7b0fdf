"""The one background process: drains index tasks, keeps the timetable, lends its pauses to others.

It holds `worker.lock` for its life, so a second one refuses to start, and the writer's
lock only during a batch, so that `search_rebuild` finds its turn. Whatever fails is logged
and tried again; a kill at any moment repeats work but loses none. It must not answer
anyone: web processes only read.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from search import background, indexing, phrases, reconciling, schema, tasks, timetable
from search.engines.base import (
    EngineUnreachable,
    IndexLocked,
    IndexWriteFailed,
    SearchEngine,
    SearchUnavailable,
)
from search.engines.generations import file_lock

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
# Between full batches, so that a rebuild that waits for the lock gets it.
_YIELD_SECONDS = 0.02
_LONGEST_PAUSE = 30.0
# Told to stop, the worker gives the counting of phrases so long; killed, it loses nothing.
_LAST_COUNT = 2.0


class _Stopped(Exception):
    """Told to stop in the middle of a rebuild, which is then given up."""


class Worker:
    """Runs until told to stop."""

    def __init__(self, engine: SearchEngine, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._engine = engine
        self._poll_seconds = poll_seconds
        self._stop = threading.Event()
        self._failures = 0
        self._phrases = phrases.Refresher()

    def stop(self) -> None:
        """Asks the worker to end after the batch in hand; a rebuild is given up."""
        self._stop.set()

    def stop_on_signals(self) -> None:
        def handle(number: int, frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, handle)
        signal.signal(signal.SIGINT, handle)

    def run(self, on_start: Callable[[], None] | None = None) -> None:
        """Works until stopped. Raises IndexLocked when another worker runs."""
        with file_lock(worker_lock_path()):
            if on_start is not None:
                on_start()
            while not self._stop.is_set():
                self._wait(self.step())
                self._phrases.turn()
                close_old_connections()
            self._phrases.join(_LAST_COUNT)

    def run_once(self) -> indexing.Drained:
        """Catches up and drains what is due, then returns; failures are raised.

        Raises IndexLocked when another worker runs or another process writes.
        """
        total = indexing.Drained()
        with file_lock(worker_lock_path()):
            self._mend()
            self._keep_timetable()
            while not self._stop.is_set():
                with self._engine.writing(wait_seconds=10.0):
                    done = indexing.drain(self._engine)
                for name in ("written", "deleted", "failed", "tasks"):
                    setattr(total, name, getattr(total, name) + getattr(done, name))
                if not (done.tasks or done.failed):
                    break
            phrases.phrases_refresh()
            while not self._stop.is_set() and background.turn():
                pass
        return total

    def _wait(self, seconds: float) -> None:
        """A pause, filled with the work of other applications; one piece even in a short one."""
        until = time.monotonic() + seconds
        while not self._stop.is_set() and background.turn():
            if time.monotonic() >= until:
                return
        self._stop.wait(max(0.0, until - time.monotonic()))

    def step(self) -> float:
        """One round; returns the seconds to wait before the next."""
        try:
            self._mend()
            self._keep_timetable()
            done = indexing.Drained()
            # The right to write costs a cluster three requests; an idle worker asks for none.
            if tasks.are_due():
                with self._engine.writing():
                    done = indexing.drain(self._engine)
        except IndexLocked:
            # A rebuild is running; it leaves newer tasks to us.
            return self._poll_seconds
        except _Stopped:
            return 0.0
        except (
            DatabaseError,
            OSError,
            IndexWriteFailed,
            SearchUnavailable,
            indexing.RebuildRefused,
        ) as error:
            return self._pause(error)
        if done.tasks:
            self._phrases.changed()
        if self._failures:
            logger.info("Indexing works again.")
            self._failures = 0
        if done.failed:
            logger.warning("%d documents failed and will be tried again.", done.failed)
        return _YIELD_SECONDS if done.tasks or done.failed else self._poll_seconds

    def _keep_timetable(self) -> None:
        timetable.catch_up(self._engine)
        reconciling.reconcile_daily(self._engine)

    def _mend(self) -> None:
        """Builds the index when there is none that can be read, or one of another form."""
        if self._is_readable():
            return
        rebuilt = indexing.rebuild(self._engine, wait_seconds=0.0, progress=self._go_on)
        logger.info("Built %s with %d documents.", rebuilt.generation, rebuilt.count)

    def _go_on(self, written: int, seconds: float) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _is_readable(self) -> bool:
        try:
            info = self._engine.info()
        except EngineUnreachable:
            raise
        except SearchUnavailable as error:
            logger.warning("%s", error)
            return False
        return info.fingerprint == schema.fingerprint()

    def _pause(self, error: Exception) -> float:
        self._failures += 1
        seconds = min(_LONGEST_PAUSE, self._poll_seconds * (1 << min(self._failures, 10)))
        logger.error("Indexing failed, next try in %.1f s: %s", seconds, error)
        # A broken connection is opened anew; inside a test's transaction it is kept.
        if not connection.in_atomic_block:
            connection.close()
        return seconds


def worker_lock_path() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / "worker.lock"
