"""The index held against the register: what is missing, stale or orphaned gets a task.

An engine may take a write that was sent long before, after the deletion it should have
followed; so what is deleted is looked for again. Documents are made by `indexing` alone.
"""

import logging
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone

from registry.rules.validity import legal_day
from registry.selectors import public
from registry.selectors.items import craft_village_ref, product_ref
from search import tasks
from search.engines.base import SearchEngine, SearchUnavailable
from search.models import IndexTask, ScheduleMark

logger = logging.getLogger(__name__)

RECONCILE = "search:reconcile"


@dataclass
class Difference:
    """References whose documents are not what the register says; `waiting` have a task."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)
    waiting: int = 0
    checked: int = 0

    @property
    def refs(self) -> list[str]:
        return [*self.missing, *self.stale, *self.orphaned]


def difference(engine: SearchEngine) -> Difference:
    """How index and register differ; raises SearchUnavailable.

    The index is read first: what changes meanwhile looks stale and is written once more.
    """
    held = dict(engine.refs())
    expected = public_versions()
    waiting = set(IndexTask.objects.values_list("document_id", flat=True).distinct())
    found = Difference(checked=len(held))
    for ref, version in expected.items():
        known = held.pop(ref, None)
        if known == version:
            continue
        if ref in waiting:
            found.waiting += 1
        elif known is None:
            found.missing.append(ref)
        else:
            found.stale.append(ref)
    for ref in held:
        if ref in waiting:
            found.waiting += 1
        else:
            found.orphaned.append(ref)
    return found


def public_versions() -> dict[str, int]:
    """The number of the newest event of every public item, by reference; two queries."""
    rows = public.certifications().order_by()
    found: dict[str, int] = {}
    for column, ref_of in (("product", product_ref), ("craft_village", craft_village_ref)):
        of_kind = rows.filter(**{f"{column}__isnull": False}).values_list(f"{column}__code")
        for code, version in of_kind.annotate(newest=Max("version")).iterator():
            found[ref_of(code)] = version
    return found


def reconcile(engine: SearchEngine) -> Difference:
    """Writes a task for whatever differs; the drainer mends it. Raises SearchUnavailable."""
    found = difference(engine)
    tasks.enqueue(found.refs)
    if found.refs:
        logger.warning(
            "The index differed from the register: %d missing, %d stale, %d orphaned.",
            len(found.missing),
            len(found.stale),
            len(found.orphaned),
        )
    return found


def reconcile_daily(engine: SearchEngine) -> None:
    """Once a day, also for days that were missed; without an index it waits for one."""
    today = legal_day(timezone.now())
    if ScheduleMark.objects.filter(job=RECONCILE, done_for__gte=today).exists():
        return
    try:
        reconcile(engine)
    except SearchUnavailable as error:
        logger.warning("The index could not be held against the register: %s", error)
        return
    ScheduleMark.objects.update_or_create(job=RECONCILE, defaults={"done_for": today})
