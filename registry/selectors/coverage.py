"""How much of what an office announced the register holds (mức đầy đủ). Reads only.

The office is taken with all that it succeeds: a province answers for its ended districts too.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from registry.models import Authority, Decision
from registry.models.choices import AuthorityKind, DecisionKind
from registry.selectors import public

# Chains of offices are short: a district, its province, and what that became.
_LONGEST_CHAIN = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """Decisions of recognition of one office that the register knows; `announced` counts the
    titles of those that say how many they hold, `entered` those of them that are public."""

    office: Authority
    decisions: int
    announced: int
    entered: int
    newest: dt.date | None


def coverage_of(office: Authority) -> Coverage:
    """Three queries, however many decisions there are."""
    shown = (
        public.certifications()
        .filter(decision=OuterRef("pk"))
        .order_by()
        .values("decision")
        .annotate(number=Count("pk"))
        .values("number")
    )
    decisions = Decision.objects.filter(
        issuer__in=_with_predecessors(office), kind=DecisionKind.RECOGNISE, is_discarded=False
    ).annotate(shown=Coalesce(Subquery(shown), 0))
    told = decisions.filter(shown__gt=0).aggregate(number=Count("pk"), newest=Max("signed_on"))
    counted = decisions.filter(shown__gt=0, announced_count__isnull=False).aggregate(
        announced=Sum("announced_count"), entered=Sum("shown")
    )
    return Coverage(
        office=office,
        decisions=told["number"],
        announced=counted["announced"] or 0,
        entered=counted["entered"] or 0,
        newest=told["newest"],
    )


def office_of_place(place_id: int) -> Authority | None:
    """The People's Committee of a unit, the one of today where there are several."""
    committees = (AuthorityKind.PROVINCE, AuthorityKind.DISTRICT, AuthorityKind.COMMUNE)
    return (
        Authority.objects.filter(place=place_id, kind__in=committees)
        .order_by("valid_to", "pk")
        .first()
    )


def answering_office(office: Authority) -> Authority:
    """Who answers for an office now: the last of its successors, or itself."""
    seen = {office.pk}
    while office.successor is not None and office.successor.pk not in seen:
        office = office.successor
        seen.add(office.pk)
    return office


def _with_predecessors(office: Authority) -> Collection[int]:
    found, step = {office.pk}, {office.pk}
    for _turn in range(_LONGEST_CHAIN):
        older = Authority.objects.filter(successor__in=step).values_list("pk", flat=True)
        step = set(older) - found
        if not step:
            break
        found |= step
    return found
