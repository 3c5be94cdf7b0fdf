"""Reads of the pages of a maker, a decision and a scheme: what is public of each.

Each function takes a fixed number of queries, whatever the number of rows.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, prefetch_related_objects

from registry.models import (
    Authority,
    Certification,
    CertificationEvent,
    Decision,
    Establishment,
    Event,
    Scheme,
    SchemeRegime,
)
from registry.models.choices import ActKind
from registry.selectors import public
from registry.selectors.items import (
    CertificationRecord,
    ItemRecord,
    certification_record,
    items_by_ref,
    product_ref,
)

MOST_ITEMS = 200
PAGE = 48


@dataclass(frozen=True, slots=True)
class MakerRecord:
    """A maker with its public items by name; `total` counts those past the limit too."""

    maker: Establishment
    items: tuple[ItemRecord, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LaterActs:
    """Acts of one kind, day and decision on titles that a decision had recognised."""

    act: str
    effective_on: dt.date | None
    precision: str
    decision: Decision | None
    titles: int


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision, one page of what it recognised, what it did to earlier ones, what was done
    to its titles since, and what of its own entry was corrected."""

    decision: Decision
    answering: Authority
    recognised: tuple[CertificationRecord, ...]
    total: int
    page: int
    pages: int
    acted_on: tuple[CertificationRecord, ...]
    acted_total: int
    acted_page: int
    acted_pages: int
    later: tuple[LaterActs, ...] = ()
    corrected: tuple[Event, ...] = ()


def maker_record(code: str) -> MakerRecord | None:
    """A maker with at least one public item; None otherwise."""
    maker = (
        Establishment.objects.select_related("parent")
        .prefetch_related("addresses", "other_names")
        .filter(code=code)
        .first()
    )
    if maker is None:
        return None
    codes = list(
        public.products()
        .filter(maker=maker)
        .order_by("name_folded", "pk")
        .values_list("code", flat=True)
    )
    if not codes:
        return None
    items = items_by_ref(product_ref(code) for code in codes[:MOST_ITEMS])
    prefetch_related_objects(
        [row.certification for item in items.values() for row in item.certifications],
        "decision__issuer",
    )
    return MakerRecord(maker, tuple(items.values()), len(codes))


def decision_record(pk: int, page: int, acted_page: int = 1) -> DecisionRecord | None:
    """A decision that a public certification rests on or was changed by; None otherwise."""
    decision = Decision.objects.select_related("issuer__successor").filter(pk=pk).first()
    if decision is None:
        return None
    acts = CertificationEvent.objects.filter(decision=decision).exclude(act=ActKind.ISSUE)
    recognised = public.certifications().filter(decision=decision)
    total = recognised.count()
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    shown = _records(
        recognised.order_by(F("line_no").asc(nulls_last=True), "pk"), (page - 1) * PAGE
    )
    changed = public.certifications().filter(Q(pk__in=acts.values("certification")))
    acted_total = changed.count()
    acted_pages = max(1, -(-acted_total // PAGE))
    acted_page = min(acted_page, acted_pages)
    acted_on = _records(changed.order_by("pk"), (acted_page - 1) * PAGE)
    if not shown and not acted_on:
        return None
    return DecisionRecord(
        decision, _answering(decision.issuer), shown, total, page, pages,
        acted_on, acted_total, acted_page, acted_pages, _later_acts(recognised),
        tuple(
            Event.objects.filter(
                subject_type="decision", subject_id=pk, tag="decision:record:correct"
            ).order_by("-sequence")
        ),
    )  # fmt: skip


def _later_acts(recognised: QuerySet[Certification]) -> tuple[LaterActs, ...]:
    """The newest day first; a day that is not known comes last. Two queries."""
    keys = ("act", "effective_on", "effective_on_precision", "decision")
    rows = list(
        CertificationEvent.objects.filter(certification__in=recognised.order_by().values("pk"))
        .exclude(act=ActKind.ISSUE)
        .order_by()
        .values(*keys)
        .annotate(titles=Count("certification", distinct=True))
    )
    known = Decision.objects.select_related("issuer").in_bulk(
        {row["decision"] for row in rows if row["decision"]}
    )
    rows.sort(key=lambda row: row["effective_on"] or dt.date.min, reverse=True)
    return tuple(
        LaterActs(
            row["act"],
            row["effective_on"],
            row["effective_on_precision"],
            known.get(row["decision"]),
            row["titles"],
        )
        for row in rows
    )


def decision_titles(decision: Decision) -> QuerySet[Certification]:
    """All public titles that a decision recognised, in the order of its list."""
    return (
        public.certifications()
        .filter(decision=decision)
        .select_related("scheme")
        .order_by(F("line_no").asc(nulls_last=True), "pk")
    )


def scheme_regimes(code: str) -> tuple[Scheme, tuple[SchemeRegime, ...]] | None:
    """A scheme with its regimes, the newest first, with grades, texts and acts in memory."""
    scheme = Scheme.objects.filter(code=code).first()
    if scheme is None:
        return None
    regimes = (
        scheme.regimes.select_related("taxonomy")
        .prefetch_related("grades", "legal_texts", "acts__legal_text")
        .order_by(F("in_force_from").desc(nulls_last=True))
    )
    return scheme, tuple(regimes)


def _answering(issuer: Authority) -> Authority:
    """Who answers for an office now: the last of its successors."""
    found, seen = issuer, {issuer.pk}
    while found.successor is not None and found.successor.pk not in seen:
        found = found.successor
        seen.add(found.pk)
    return found


def _records(rows: QuerySet[Certification], start: int) -> tuple[CertificationRecord, ...]:
    loaded = rows.select_related(
        "scheme", "product__group", "craft_village__group"
    ).prefetch_related("events__decision")[start : start + PAGE]
    return tuple(certification_record(row) for row in loaded)
