"""Jobs of a day, each run once for it and caught up when days were missed.

The change of day finds items whose status turns on a day that has begun, so that the days
and grades indexed for them move on. Searches without result are forgotten after their time.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from registry.models import Certification, CertificationEvent
from registry.models.choices import CertificationStatus, DatePrecision
from registry.rules.status import Period, periods
from registry.rules.validity import add_months, legal_day
from registry.selectors import public
from registry.selectors.items import craft_village_ref, product_ref
from search import misses
from search.documents import REMAINING
from search.engines.base import SearchEngine, SearchUnavailable
from search.loading import load
from search.models import ScheduleMark
from search.tasks import enqueue

logger = logging.getLogger(__name__)

DAY_CHANGE = "search:day_change"
FORGET_MISSES = "search:forget_misses"
# A date known only by its year can turn a status up to this long after the day stored for it.
_IMPRECISION = dt.timedelta(days=366)
_CHUNK = 500


def catch_up(engine: SearchEngine) -> int:
    """Runs what is due for every day that has begun; returns how many items were enqueued.

    Before the first run the day is that of the index, which is right for its own day.
    """
    today = legal_day(timezone.now())
    _forget_misses(today)
    mark = ScheduleMark.objects.filter(job=DAY_CHANGE).first()
    if mark is not None and mark.done_for >= today:
        return 0
    if mark is None:
        try:
            done_for = engine.info().built_for
        except SearchUnavailable:
            return 0
    else:
        done_for = mark.done_for
    refs = list(turning(done_for, today)) if done_for < today else []
    with transaction.atomic():
        # Tasks and mark together: a process killed here repeats the day or has done it.
        enqueue(refs)
        ScheduleMark.objects.update_or_create(job=DAY_CHANGE, defaults={"done_for": today})
    if refs:
        logger.info("%d items turn between %s and %s.", len(refs), done_for, today)
    return len(refs)


def _forget_misses(today: dt.date) -> None:
    """Independent of the index: texts go on their day even while search is down."""
    if ScheduleMark.objects.filter(job=FORGET_MISSES, done_for__gte=today).exists():
        return
    with transaction.atomic():
        misses.purge(today)
        ScheduleMark.objects.update_or_create(job=FORGET_MISSES, defaults={"done_for": today})


def turning(after: dt.date, until: dt.date) -> Iterator[str]:
    """References of public items with a status that turns on a day in (after, until].

    Or some months after such a day: then less than these months of validity remain.
    """
    windows = [(add_months(after, months), add_months(until, months)) for months in (0, *REMAINING)]
    refs = list(dict.fromkeys(ref for window in windows for ref in _candidates(*window)))
    for start in range(0, len(refs), _CHUNK):
        for ref, record in load(refs[start : start + _CHUNK]).items():
            if any(
                _turns(period, windows)
                for paper in record.papers
                for period in periods(paper.history)
            ):
                yield ref


def _turns(period: Period, windows: Sequence[tuple[dt.date, dt.date]]) -> bool:
    """Whether the period begins within the first window or, surely valid, ends in a later one."""
    (after, until), *later = windows
    if period.first is not None and after < period.first <= until:
        return True
    if period.status != CertificationStatus.VALID or period.until is None:
        return False
    return any(first < period.until <= last for first, last in later)


def _candidates(after: dt.date, until: dt.date) -> Iterator[str]:
    """Items with a certification whose acts name days near enough; more rather than fewer."""
    rows = _with_turning_dates(after, until).values_list("product__code", "craft_village__code")
    for product, village in rows.iterator():
        yield product_ref(product) if product else craft_village_ref(village)


def _with_turning_dates(after: dt.date, until: dt.date) -> QuerySet[Certification]:
    near = Q(valid_until__gt=after, valid_until__lte=until)
    for field in ("effective_on", "issued_on"):
        for first, is_day in ((after, True), (after - _IMPRECISION, False)):
            within = Q(**{f"{field}__gt": first, f"{field}__lte": until})
            exact = Q(**{f"{field}_precision": DatePrecision.DAY})
            near |= within & (exact if is_day else ~exact)
    # An end that is computed from the months of validity is stored nowhere.
    near |= Q(validity_months__isnull=False, valid_until__isnull=True)
    # What has no day is held to have happened by the day of its recording, in Vietnam.
    moment = dt.datetime.combine(after, dt.time.min, tzinfo=dt.UTC)
    near |= Q(recorded_at__gte=moment - dt.timedelta(days=1))
    events = CertificationEvent.objects.filter(near).order_by()
    return public.certifications().filter(pk__in=events.values("certification_id")).order_by("pk")
