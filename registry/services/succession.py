"""Renewals, upgrades and lowerings: one certification takes another's place.

Invariant 7: at most one OCOP certification of a product is in force on any day; the older
is closed on the newer one's day of issue, without gap or overlap.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Certification, User
from registry.models.choices import (
    ENDED_STATUSES,
    ActKind,
    AuthorityKind,
    CertificationStatus,
    EntryState,
    SuccessionReason,
)
from registry.policies import Action, Rights
from registry.rules.checks import Problem
from registry.rules.status import End, History, Period, periods, status
from registry.rules.transitions import ALLOWED_FROM
from registry.rules.validity import add_months, day_bounds, legal_day
from registry.selectors.items import certification_record
from registry.selectors.regimes import Regimes, act_is_possible
from registry.selectors.territory import NATIONAL_KINDS, territory_of
from registry.services.act_record import ActEntry, act_write

_RANKS: dict[str, int] = {
    AuthorityKind.COMMUNE: 1,
    AuthorityKind.DISTRICT: 2,
    AuthorityKind.DEPARTMENT: 3,
    AuthorityKind.PROVINCE: 3,
    AuthorityKind.AGENCY: 4,
    AuthorityKind.MINISTRY: 5,
}
_STANDING = frozenset({CertificationStatus.VALID, CertificationStatus.SUSPENDED})


def second_in_force_problems(
    certification: Certification,
    regimes: Regimes,
    end: End,
    recorded: Iterable[Certification],
    published: Sequence[Certification],
) -> list[Problem]:
    """Others of the product that may be in force with this one, not recorded as its kin."""
    if not regimes.one_in_force_per_product:
        return []
    issued = day_bounds(certification.issued_on, certification.issued_on_precision)
    first = issued.earliest or dt.date.min
    last = end.day or (
        add_months(issued.latest, end.months) if issued.latest and end.months else dt.date.max
    )
    kin = {row.pk for row in recorded}
    for other in published:
        if other.pk in kin or other.pk == certification.pk:
            continue
        for span in certification_record(other).periods():
            if span.status in ENDED_STATUSES | {CertificationStatus.NOT_YET_VALID}:
                continue
            if (span.first or dt.date.min) < last and first < (span.until or dt.date.max):
                return [_second_problem(other)]
    return []


def overlap_problems(
    certification: Certification,
    regimes: Regimes,
    published: Sequence[Certification] | None = None,
) -> list[Problem]:
    """Two of the product surely in force on one day, from what is written now."""
    if not regimes.one_in_force_per_product or certification.product_id is None:
        return []
    rows = [
        (row, _standing_spans(certification_record(row).history))
        for row in (published_of(certification) if published is None else published)
    ]
    for index, (_row, spans) in enumerate(rows):
        for other, others in rows[index + 1 :]:
            if any(_overlap(one, two) for one in spans for two in others):
                return [_second_problem(other)]
    return []


def succession_problems(
    certification: Certification,
    regimes: Regimes,
    replaces: Sequence[Certification],
    replaced_by: Certification | None,
) -> list[Problem]:
    """Whether the named ones can give place to this one, and this one to the newer."""
    problems = []
    for older in replaces:
        problems += _pair_problems(older, certification, regimes)
    if replaced_by is not None:
        problems += _pair_problems(certification, replaced_by, regimes)
    return problems


def succession_right_problems(
    older: Certification, newer: Certification, rights: Rights
) -> list[Problem]:
    """Ending another office's certification needs that office, or a rule that ends it."""
    if may_supersede(older, newer, rights):
        return []
    issuer = older.issuer.name if older.issuer else _("the whole register")
    return [
        Problem(
            "succession-of-other-office",
            "replaces",
            _(
                "Certification %(code)s is of “%(issuer)s”; this decision cannot end it. "
                "An approver of that office must end it first, or publish this one."
            )
            % {"code": older.code, "issuer": issuer},
        )
    ]


def may_supersede(older: Certification, newer: Certification, rights: Rights) -> bool:
    return rights.may(Action.PUBLISH, authority=older.issuer, scheme=older.scheme) or _ends_by_rule(
        older, newer
    )


def _ends_by_rule(older: Certification, newer: Certification) -> bool:
    """Whether the newer issuer's grade ends the older one without the older issuer's act.

    OCOP: more stars from a higher body end the lower one's certificate (Decision
    1489/QĐ-TTg); and a body that ended without a successor leaves its certificates to
    whoever is competent for the place. Competence for the grade is judged at entry.
    """
    one, other = newer.issuer, older.issuer
    if one is None or other is None or older.scheme_id != newer.scheme_id:
        return False
    if one.kind not in NATIONAL_KINDS and older.place_now_id not in territory_of(one):
        return False
    is_upgrade = (newer.stars or 0) > (older.stars or 0)
    if is_upgrade and _RANKS.get(one.kind, 0) > _RANKS.get(other.kind, 0):
        return True
    has_ended = bool(other.valid_to and newer.issued_on and other.valid_to < newer.issued_on)
    return has_ended and other.successor_id is None


def published_of(certification: Certification) -> list[Certification]:
    return published_of_all([certification])[certification.product_id, certification.scheme_id]


def published_of_all(
    rows: Sequence[Certification],
) -> Mapping[tuple[int | None, int], list[Certification]]:
    """Published certifications of the rows' products and schemes, by both, in two queries."""
    found: dict[tuple[int | None, int], list[Certification]] = defaultdict(list)
    products = {row.product_id for row in rows if row.product_id is not None}
    if not products:
        return found
    published = Certification.objects.filter(
        product__in=products,
        scheme__in={row.scheme_id for row in rows},
        entry_state=EntryState.PUBLISHED,
    )
    for row in published.select_related("issuer").prefetch_related("events").order_by("pk"):
        found[row.product_id, row.scheme_id].append(row)
    return found


def supersede(older: Certification, newer: Certification, approved_by: User) -> None:
    """Closes the older one on the newer one's day of issue, known as that day is known.

    Stated again for the same newer one, it counts anew: its day of issue was corrected.
    """
    difference = (newer.stars or 0) - (older.stars or 0)
    reason = SuccessionReason.RENEWAL
    if difference:
        reason = SuccessionReason.UPGRADE if difference > 0 else SuccessionReason.LOWERING
    act_write(
        certification=older,
        entered_by=newer.entered_by,
        approved_by=approved_by,
        entry=ActEntry(
            act=ActKind.SUPERSEDE,
            effective_on=newer.issued_on,
            effective_on_precision=newer.issued_on_precision,
            decision=newer.decision,
            replaced_by=newer,
            succession_reason=reason,
        ),
    )


def _pair_problems(older: Certification, newer: Certification, regimes: Regimes) -> list[Problem]:
    if older.product_id is None or (older.product_id, older.scheme_id) != (
        newer.product_id,
        newer.scheme_id,
    ):
        return [
            Problem(
                "succession-of-other-product",
                "replaces",
                _("Only a certification of the same product and scheme can be replaced."),
            )
        ]
    issued = day_bounds(newer.issued_on, newer.issued_on_precision)
    day = issued.latest or legal_day(timezone.now())
    regime = regimes.on(day)
    if (
        regime is None
        or not regime.one_in_force_per_product
        or not act_is_possible(regime, ActKind.SUPERSEDE)
    ):
        return [
            Problem(
                "titles-add-up",
                "replaces",
                _("Titles of this scheme stand beside each other; none replaces another."),
            )
        ]
    before = day_bounds(older.issued_on, older.issued_on_precision)
    if before.earliest and issued.latest and issued.latest <= before.earliest:
        return [
            Problem(
                "succession-out-of-order",
                "replaces",
                _("Certification %(code)s is not the older one. Exchange the two.")
                % {"code": older.code},
            )
        ]
    for row in (older, newer):
        # The one being published has no history yet.
        found = status(certification_record(row).history, day)
        if row.entry_state == EntryState.PUBLISHED and (
            found is None
            or (row is older and found not in ALLOWED_FROM[ActKind.SUPERSEDE])
            or found == CertificationStatus.ANNULLED
        ):
            return [
                Problem(
                    "succession-of-ended",
                    "replaces",
                    _("Certification %(code)s had ended by then; nothing can take its place.")
                    % {"code": row.code},
                )
            ]
    return []


def _standing_spans(history: History) -> list[Period]:
    return [span for span in periods(history) if span.status in _STANDING]


def _overlap(one: Period, two: Period) -> bool:
    return (one.first or dt.date.min) < (two.until or dt.date.max) and (
        two.first or dt.date.min
    ) < (one.until or dt.date.max)


def _second_problem(other: Certification) -> Problem:
    return Problem(
        "second-in-force",
        "replaces",
        _(
            "The product has certification %(code)s of “%(issuer)s” that may be in force at "
            "the same time. Record this one as its renewal, upgrade or lowering; another "
            "office's must be ended by that office."
        )
        % {"code": other.code, "issuer": other.issuer.name if other.issuer else "–"},
    )
