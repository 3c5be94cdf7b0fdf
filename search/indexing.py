"""Bringing the index up to date: tasks, their draining, and the rebuild beside the live index.

The drainer writes what the database holds when it runs, so repeating work is harmless. It
deletes only tasks that it read before it looked at the records: a change made meanwhile
has written a newer task, which stays. A rebuild holds the same lock as the drainer, so
tasks that arrive during it wait and are drained into the new generation.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.rules.validity import legal_day
from registry.selectors import public
from registry.selectors.items import item_refs
from search import schema, surroundings, tasks
from search.engines.base import (
    Document,
    EngineUnreachable,
    IndexWriteFailed,
    SearchEngine,
    SearchUnavailable,
)
from search.loading import rare_collections
from search.models import IndexTask
from search.preparing import Prepared, prepare, preparing, processes_for
from search.tasks import BATCH

logger = logging.getLogger(__name__)


class RebuildRefused(Exception):
    """The new index does not hold what the database holds; the live one stays."""


@dataclass
class Drained:
    """What one run of the drainer did."""

    written: int = 0
    deleted: int = 0
    failed: int = 0
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Rebuilt:
    generation: str
    count: int
    failed: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0


def drain(engine: SearchEngine, *, limit: int = BATCH) -> Drained:
    """Brings the items of the tasks that are due up to date, in one commit of the index.

    To be called while `engine.writing()`. Raises SearchUnavailable without an index,
    IndexWriteFailed when nothing could be written, and what the database raises; tasks
    are then as they were.
    """
    due = tasks.read_due(limit)
    if not due:
        return Drained()
    # The day is asked after the tasks: one written by a change of day sees the new day.
    around = surroundings.load(legal_day(timezone.now()))
    prepared = prepare(list(due), around)
    errors = dict(prepared.errors)
    errors |= _write(engine, prepared)
    done = [ref for ref in due if ref not in errors]
    tasks.delete([pk for ref in done for pk in due[ref]])
    for ref, error in errors.items():
        tasks.postpone(due[ref], error)
    absent = set(prepared.absent)
    return Drained(
        written=sum(ref not in absent for ref in done),
        deleted=sum(ref in absent for ref in done),
        failed=len(errors),
        tasks=sum(len(due[ref]) for ref in done),
    )


def _write(engine: SearchEngine, prepared: Prepared) -> dict[str, str]:
    """Errors by reference; raises when nothing at all can be written."""
    try:
        engine.write(prepared.documents, prepared.absent)
        return {}
    except IndexWriteFailed as error:
        if error.refused:
            return dict(error.refused)
        if len(prepared.documents) + len(prepared.absent) <= 1:
            raise
        logger.exception("A batch could not be written; its documents are tried one by one.")
    errors: dict[str, str] = {}
    single: list[tuple[str, list[Document], list[str]]] = [
        *((one.ref, [one], []) for one in prepared.documents),
        *((ref, [], [ref]) for ref in prepared.absent),
    ]
    for position, (ref, documents, absent) in enumerate(single, start=1):
        try:
            engine.write(documents, absent)
        except IndexWriteFailed as error:
            errors[ref] = str(error)
            if len(errors) == position >= min(3, len(single)):
                # None could be written: it is the disk, not the documents.
                raise
    return errors


def public_count() -> int:
    """How many documents the index should hold."""
    return public.products().count() + public.craft_villages().count()


def reason_to_rebuild(engine: SearchEngine) -> str:
    """Why the live index cannot serve as it is; empty when it can. Raises EngineUnreachable."""
    try:
        info = engine.info()
    except EngineUnreachable:
        raise
    except SearchUnavailable as error:
        return str(error)
    if info.fingerprint != schema.fingerprint():
        return _("The index has another form than this version.")
    expected = public_count()
    if info.count != expected and not IndexTask.objects.exists():
        return _("The index holds %(held)d documents, the database %(expected)d.") % {
            "held": info.count,
            "expected": expected,
        }
    return ""


def rebuild(
    engine: SearchEngine,
    *,
    wait_seconds: float = 30.0,
    progress: Callable[[int, float], None] | None = None,
    is_aside: bool = False,
    processes: int | None = None,
) -> Rebuilt:
    """Builds a new index beside the live one, compares its size with the database, swaps it in.

    Raises IndexLocked when another process writes, RebuildRefused when the sizes differ.
    Tasks that stood before are done by it and deleted; later ones are left to the drainer.
    All are left when it is built aside: the running site has another engine, which needs them.
    Documents are made in `processes` besides this one; by default where it is worth it.
    """
    if processes is None:
        processes = processes_for(public_count())
    with (
        preparing(processes) as prepared_of,
        engine.writing(wait_seconds=wait_seconds),
        rare_collections(),
    ):
        started = time.monotonic()
        covered = [] if is_aside else list(IndexTask.objects.values_list("pk", flat=True))
        before = public_count()
        around = surroundings.load(legal_day(timezone.now()))
        errors: dict[str, str] = {}
        with engine.new_generation(around.on) as new:
            written = 0
            for prepared in prepared_of(item_refs(), around):
                written += new.write(prepared.documents)
                errors |= prepared.errors
                if progress is not None:
                    progress(written, time.monotonic() - started)
            count = new.finish()
            errors |= new.refused
            written -= len(new.refused)
            after = public_count()
            # When items came or went meanwhile, their tasks are waiting and will correct it.
            if count != written or (before == after and count + len(errors) != after):
                raise RebuildRefused(
                    _("The new index holds %(held)d documents, the database %(expected)d.")
                    % {"held": count, "expected": after}
                )
            name = new.promote()
        tasks.delete(covered)
        tasks.enqueue_failed(errors)
        return Rebuilt(name, count, len(errors), time.monotonic() - started)
