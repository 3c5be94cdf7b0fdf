"""What the register holds and what it lacks, by province, programme and kind of fact.

Counts public titles only. A whole count reads every title, so it is kept for some minutes; the
page says of which moment it is. Five queries.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils import timezone

from registry.gazetteer.directory import PlaceDirectory
from registry.models import Decision
from registry.models.choices import DatePrecision, DecisionKind, EvidenceGrade
from registry.selectors import public

SECONDS = 300
_KEY = "catalog:coverage"
# Titles whose source names no province, or one that was divided.
NO_PROVINCE = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Of so many titles of a programme, how many have each fact."""

    total: int
    decision: int
    day: int
    place: int
    checked: int


@dataclass(frozen=True, slots=True)
class Announced:
    """Decisions that say how many titles they announce: those, and the titles entered."""

    decisions: int
    announced: int
    entered: int
    silent: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """`titles` by public id of today's province and programme; `known` by programme."""

    titles: dict[tuple[str, str], int]
    known: dict[str, Known]
    announced: Announced
    counted_at: dt.datetime


def coverage(directory: PlaceDirectory) -> Coverage:
    found = cache.get(_KEY)
    if not isinstance(found, Coverage):
        found = Coverage(_titles(directory), _known(), _announced(), timezone.now())
        cache.set(_KEY, found, SECONDS)
    return found


def forget() -> None:
    """Counts anew at the next question; for tests."""
    cache.delete(_KEY)


def _titles(directory: PlaceDirectory) -> dict[tuple[str, str], int]:
    rows = (
        public.certifications()
        .order_by()
        .values_list("place_now", "place_at_issue", "scheme__code")
        .annotate(number=Count("pk"))
    )
    counted: Counter[tuple[str, str]] = Counter()
    for now, then, scheme, number in rows:
        place_id = now or then
        province = directory.province_now(place_id) if place_id else None
        counted[province.public_id if province else NO_PROVINCE, scheme] += number
    return dict(counted)


def _known() -> dict[str, Known]:
    rows = (
        public.certifications()
        .order_by()
        .values_list("scheme__code")
        .annotate(
            total=Count("pk"),
            decision=Count("pk", filter=Q(decision__isnull=False)),
            day=Count("pk", filter=Q(issued_on_precision=DatePrecision.DAY)),
            place=Count("pk", filter=Q(place_now__isnull=False) | Q(place_at_issue__isnull=False)),
            checked=Count("pk", filter=Q(grade=EvidenceGrade.A)),
        )
    )
    return {row[0]: Known(*row[1:]) for row in rows}


def _announced() -> Announced:
    """Only decisions that something public rests on: others are the desk's."""
    entered = Count("certifications", filter=Q(certifications__in=public.certifications()))
    rows = list(
        Decision.objects.filter(kind=DecisionKind.RECOGNISE, is_discarded=False)
        .annotate(entered=entered)
        .filter(entered__gt=0)
        .values_list("announced_count", F("entered"))
    )
    told = [row for row in rows if row[0] is not None]
    return Announced(
        len(told),
        sum(row[0] for row in told),
        sum(min(row) for row in told),
        len(rows) - len(told),
    )
