"""Searches that found nothing, as text and number, so that staff can mend the synonyms.

Nothing is kept of who searched. A person's number may be typed into a search field, so every
run of six or more digits is taken out, and a text shows only once it has come five times.
A caller decides what is a person's search; failing to note one must never fail a page.
"""

import datetime as dt
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Max, Sum

from registry.text import clean, tokens
from search.models import SearchMiss

logger = logging.getLogger(__name__)

KEPT_DAYS = 90
SHOWN_FROM = 5
_LONGEST = 100
# A flood of invented texts must not fill the table.
_MOST_A_DAY = 5_000
# Six or more digits, also where they are grouped as in telephone and personal numbers.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-_/()]{0,2}\d){5,}")
_ADDRESS = re.compile(r"\S*@\S*")
_ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|okhttp|go-http|headless", re.I
)


@dataclass(frozen=True, slots=True)
class Miss:
    text: str
    count: int
    last_day: dt.date


def is_by_a_person(headers: Mapping[str, str]) -> bool:
    """Whether a page was asked for by a browser that is neither a robot nor only fetching ahead."""
    agent = headers.get("User-Agent", "")
    purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
    return bool(agent) and not _ROBOTS.search(agent) and "prefetch" not in purpose


def told_text(text: str) -> str:
    """The text as it is kept: in small letters, without long numbers and mail addresses."""
    bare = _ADDRESS.sub(" ", _LONG_NUMBER.sub(" ", clean(text)))
    kept = clean(" ".join(bare.split()).lower()[:_LONGEST])
    return kept if tokens(kept) else ""


def record(text: str, on: dt.date) -> None:
    """Notes a search without result; at most three small statements, and never an error."""
    kept = told_text(text)
    if not kept:
        return
    try:
        with transaction.atomic():
            same = SearchMiss.objects.filter(text=kept, day=on)
            if same.update(count=F("count") + 1):
                return
            if SearchMiss.objects.filter(day=on).count() < _MOST_A_DAY:
                SearchMiss.objects.create(text=kept, day=on)
    except IntegrityError:
        # Another process has noted the same text just now; one of many is not missed.
        return
    except DatabaseError:
        logger.warning("A search without result could not be noted.", exc_info=True)


def frequent(on: dt.date, limit: int = 50) -> tuple[Miss, ...]:
    """The most frequent ones of the last 90 days, from five occurrences."""
    rows = (
        SearchMiss.objects.filter(day__gt=on - dt.timedelta(days=KEPT_DAYS))
        .order_by()
        .values("text")
        .annotate(total=Sum("count"), last=Max("day"))
        .filter(total__gte=SHOWN_FROM)
        .order_by("-total", "text")[:limit]
    )
    return tuple(Miss(row["text"], row["total"], row["last"]) for row in rows)


def purge(on: dt.date) -> int:
    """Deletes what is older than is kept; returns how many rows."""
    return SearchMiss.objects.filter(day__lte=on - dt.timedelta(days=KEPT_DAYS)).delete()[0]
