"""Documents of many references; of very many in processes beside the one that writes.

A process of its own reads the register by itself, so it sees what is committed when it reads,
as the writer would. It must not know an engine.
"""

import contextlib
import datetime as dt
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from django.db import connection

from search import processes, surroundings
from search.documents import document
from search.engines.base import Document
from search.loading import load
from search.surroundings import Surroundings
from search.tasks import pieces

logger = logging.getLogger(__name__)

# A process is ready after some seconds, which fewer documents do not repay.
_WORTH_PROCESSES = 50_000
_MOST_PROCESSES = 4
# Pieces that lie ready for the writer, for each process.
_AHEAD = 3


@dataclass
class Prepared:
    """What became of some references."""

    documents: list[Document] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def prepare(refs: Sequence[str], around: Surroundings) -> Prepared:
    """Documents of the references; one that cannot be made must not keep the others out."""
    prepared = Prepared()
    for some in pieces(refs):
        records = load(some)
        for ref in some:
            record = records.get(ref)
            if record is None:
                prepared.absent.append(ref)
                continue
            try:
                prepared.documents.append(document(record, around))
            except Exception as error:
                logger.exception("The document %s cannot be made.", ref)
                prepared.errors[ref] = f"{type(error).__name__}: {error}"
    return prepared


def processes_for(count: int) -> int:
    """How many processes are worth their start for about so many documents."""
    # Within a transaction others would not see what it has written.
    if count < _WORTH_PROCESSES or connection.in_atomic_block:
        return 0
    return min(os.cpu_count() or 1, _MOST_PROCESSES)


Preparing = Callable[[Iterable[str], Surroundings], Iterator[Prepared]]


@contextlib.contextmanager
def preparing(number: int) -> Iterator[Preparing]:
    """Makes documents piece by piece, in the order of their references, in this many processes
    besides this one; in this one for 0."""
    if not number:
        yield _alone
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(number, context, initializer=processes.start)
    try:
        yield lambda refs, around: _beside(pool, number * _AHEAD, refs, around.on)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(refs: Iterable[str], around: Surroundings) -> Iterator[Prepared]:
    for some in pieces(refs):
        yield prepare(some, around)


def _beside(
    pool: ProcessPoolExecutor, ahead: int, refs: Iterable[str], on: dt.date
) -> Iterator[Prepared]:
    waiting: deque[Future[Prepared]] = deque()
    work = pieces(refs)
    while True:
        more = islice(work, ahead - len(waiting))
        waiting.extend(pool.submit(_prepare, some, on) for some in more)
        if not waiting:
            return
        yield waiting.popleft().result()


# --- in a process of its own


def _prepare(refs: Sequence[str], on: dt.date) -> Prepared:
    return prepare(refs, _around_of(on))


@lru_cache(maxsize=1)
def _around_of(on: dt.date) -> Surroundings:
    return surroundings.load(on)
