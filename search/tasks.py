"""Index tasks: writing them, reading those that are due, ending and postponing them.

A task names a document and carries no content. Nothing here knows the index, so that the
receivers, which every process loads, stay light.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from search.models import IndexTask, TaskState

Item = TypeVar("Item")

BATCH = 1000
# So many parameters every database takes in one query.
PIECE = 500
_FIRST_DELAY = dt.timedelta(seconds=5)
_LONGEST_DELAY = dt.timedelta(hours=1)
_MAX_ATTEMPTS = 32_000


def enqueue(refs: Iterable[str]) -> int:
    """Writes a task for each reference, in the caller's transaction; returns how many."""
    now = timezone.now()
    tasks = [IndexTask(document_id=ref, due_at=now) for ref in dict.fromkeys(refs)]
    IndexTask.objects.bulk_create(tasks, batch_size=BATCH)
    return len(tasks)


def enqueue_failed(errors: Mapping[str, str]) -> None:
    """Writes a task for documents that could not be made, due after the first delay."""
    for ref, error in errors.items():
        task = IndexTask.objects.create(document_id=ref, due_at=timezone.now())
        postpone([task.pk], error)


def read_due(limit: int) -> dict[str, list[int]]:
    """Keys of tasks by document: of those due, and of every other of the same documents."""
    due = IndexTask.objects.filter(due_at__lte=timezone.now()).order_by("pk")
    refs = list(dict.fromkeys(due.values_list("document_id", flat=True)[:limit]))
    found: dict[str, list[int]] = defaultdict(list)
    for some in pieces(refs):
        rows = IndexTask.objects.filter(document_id__in=some).values_list("document_id", "pk")
        for ref, pk in rows:
            found[ref].append(pk)
    return dict(found)


def are_due() -> bool:
    return IndexTask.objects.filter(due_at__lte=timezone.now()).exists()


def delete(keys: Sequence[int]) -> None:
    """Ends exactly these tasks: a newer one of the same document stays."""
    for some in pieces(keys):
        IndexTask.objects.filter(pk__in=some).delete()


def postpone(keys: Sequence[int], error: str) -> None:
    """Notes a failure and puts the next try off."""
    with transaction.atomic():
        for task in IndexTask.objects.select_for_update().filter(pk__in=keys):
            task.attempts = min(task.attempts + 1, _MAX_ATTEMPTS)
            task.state = TaskState.FAILED
            task.last_error = error[:2000]
            task.due_at = timezone.now() + delay(task.attempts)
            task.save(update_fields=["attempts", "state", "last_error", "due_at"])


def delay(attempts: int) -> dt.timedelta:
    """How long a task waits after so many failures: doubling from 5 seconds to an hour."""
    return min(_FIRST_DELAY * (1 << min(attempts - 1, 20)), _LONGEST_DELAY)


def pieces(items: Iterable[Item], size: int = PIECE) -> Iterator[list[Item]]:
    iterator = iter(items)
    while piece := list(islice(iterator, size)):
        yield piece
