"""What the Atom feeds tell: certifications that are new, have ended, or were changed.

Starts from `registry.selectors.public` like every list. An end by date needs nobody's act: it
is told on its day. Each function takes a fixed number of queries.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from registry.models import Certification, CertificationEvent, SchemeRegime
from registry.models.choices import ActKind, CertificationStatus
from registry.rules.validity import LEGAL_TIME_ZONE, add_months
from registry.selectors import public
from registry.selectors.items import CertificationRecord, certification_record

NEW, ENDED, CHANGED = "moi", "het-hieu-luc", "thay-doi"
KINDS = (NEW, ENDED, CHANGED)
MOST = 50
# So many are looked at for each term: some were ended by an act before their day.
_LOOKED_AT = 2 * MOST
_ENDING = (ActKind.WITHDRAW, ActKind.SURRENDER, ActKind.SUPERSEDE, ActKind.ANNUL)
_CHANGING = (ActKind.CORRECT, ActKind.EXTEND, ActKind.SUSPEND, ActKind.REINSTATE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something that happened to a certification; `event` is None for an end by date."""

    record: CertificationRecord
    at: dt.datetime
    event: CertificationEvent | None

    @property
    def act(self) -> str:
        return self.event.act if self.event else "expire"


def feed_entries(
    kind: str, on: dt.date, place_ids: Collection[int] | None = None
) -> tuple[FeedEntry, ...]:
    """The newest entries of a kind, those of some units only where they are given."""
    certifications = public.certifications()
    if place_ids is not None:
        # Two indexes, one for each of the two places, instead of a scan.
        inside = certifications.filter(place_now__in=place_ids) | certifications.filter(
            place_at_issue__in=place_ids
        )
        certifications = inside
    if kind == NEW:
        return _of_acts(certifications, (ActKind.ISSUE,))
    if kind == CHANGED:
        return _of_acts(certifications, _CHANGING)
    rows = [*_of_acts(certifications, _ENDING), *_expired(certifications, on)]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True)[:MOST])


def _of_acts(certifications: QuerySet[Certification], acts: Iterable[str]) -> tuple[FeedEntry, ...]:
    """Acts in the order of their recording, the newest first."""
    events = list(
        CertificationEvent.objects.filter(
            act__in=list(acts), certification__in=certifications.order_by().values("pk")
        )
        .select_related("decision")
        .order_by("-pk")[:MOST]
    )
    records = _records(Certification.objects.filter(pk__in=[e.certification_id for e in events]))
    return tuple(
        FeedEntry(record, _told_at(record, event), event)
        for event in events
        if (record := records.get(event.certification_id)) is not None
    )


def _told_at(record: CertificationRecord, event: CertificationEvent) -> dt.datetime:
    """When the public could know it: an act of issue is recorded before it is published."""
    published = record.certification.published_at
    if event.act == ActKind.ISSUE and published is not None:
        return max(event.recorded_at, published)
    return event.recorded_at


def _expired(certifications: QuerySet[Certification], on: dt.date) -> tuple[FeedEntry, ...]:
    """Certifications that ended by their own date, the newest first.

    Where the day of issue is known to the month or year only, the end is not stored: those are
    looked for by the terms that the regimes give, the likeliest first.
    """
    dated = certifications.filter(valid_until__lte=on).order_by("-valid_until", "-pk")
    keys = set(dated.values_list("pk", flat=True)[:_LOOKED_AT])
    terms = SchemeRegime.objects.exclude(validity_months=None).order_by()
    for months in {found or 0 for found in terms.values_list("validity_months", flat=True)}:
        undated = certifications.filter(
            valid_until=None, issued_on__lte=add_months(on, -months), regime__validity_months=months
        ).order_by("-issued_on", "-pk")
        keys |= set(undated.values_list("pk", flat=True)[:_LOOKED_AT])
    found = []
    for record in _records(Certification.objects.filter(pk__in=keys)).values():
        end = record.end(on)
        if record.status(on) == CertificationStatus.EXPIRED and end and end.latest:
            found.append(FeedEntry(record, _midnight(end.latest), None))
    return tuple(found)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=LEGAL_TIME_ZONE)


def _records(rows: QuerySet[Certification]) -> dict[int, CertificationRecord]:
    loaded = rows.select_related(
        "scheme", "issuer", "product", "craft_village", "decision__issuer"
    ).prefetch_related("events__decision__issuer", "events__replaced_by__scheme")
    return {row.pk: certification_record(row) for row in loaded}


def feed_moment(entries: Collection[FeedEntry], recorded_at: dt.datetime | None) -> dt.datetime:
    """When a feed last changed; an empty one stays the same as long as the register does."""
    return max((entry.at for entry in entries), default=recorded_at or timezone.now())
