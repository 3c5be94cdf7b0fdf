"""What an account may see at the desk: the one place that decides it for every screen.

An account sees the records of its own authority and of those that it succeeds, unpublished
records of products now in its territory, and everything public. What it may change is said
here for the buttons only; the services ask `registry.policies` again.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from registry.models import (
    Authority,
    Certification,
    CertificationEvent,
    CraftVillage,
    Decision,
    Establishment,
    PendingAct,
    PendingCorrection,
    Product,
    User,
)
from registry.models.choices import (
    PUBLIC_GRADES,
    ActKind,
    AuthorityKind,
    CertificationStatus,
    DatePrecision,
    EntryState,
    ValidityBasis,
)
from registry.models.corrections import CorrectedKind
from registry.policies import ROLES_FOR, Action, delegations_on
from registry.rules.status import status
from registry.rules.validity import legal_day
from registry.selectors.corrections import (
    MODELS,
    counted,
    counted_on,
    offices_of,
    subject_keys,
)
from registry.selectors.items import history_of
from registry.selectors.territory import units_within

_PUBLIC = Q(entry_state=EntryState.PUBLISHED, grade__in=sorted(PUBLIC_GRADES))
_NOTHING = Q(pk__in=())
_DISCARDED = Q(entry_state=EntryState.DISCARDED)
# Bodies that a register-wide account may choose as issuer without having issued before;
# the thousands of commune committees would make no choice.
_UPPER_KINDS = (
    AuthorityKind.PROVINCE,
    AuthorityKind.DEPARTMENT,
    AuthorityKind.AGENCY,
    AuthorityKind.MINISTRY,
)


@dataclass(frozen=True, slots=True)
class Grant:
    """One running delegation. `authorities` None spans the register; no schemes means all.

    `authorities` hold the delegated one and all that it succeeds; `territory` the units of
    today within its own unit.
    """

    role: str
    authorities: frozenset[int] | None
    schemes: frozenset[int]
    territory: frozenset[int]

    def covers(self, issuer_id: int | None, scheme_id: int | None) -> bool:
        if scheme_id is not None and self.schemes and scheme_id not in self.schemes:
            return False
        return self.authorities is None or issuer_id in self.authorities


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account may see and do on a day, from its running delegations."""

    user_id: int
    grants: tuple[Grant, ...]

    @property
    def is_empty(self) -> bool:
        return not self.grants

    @property
    def is_whole(self) -> bool:
        """Whether it sees every record of the register."""
        return any(grant.authorities is None and not grant.schemes for grant in self.grants)

    def may(self, action: Action, issuer_id: int | None, scheme_id: int | None = None) -> bool:
        """Whether a button is offered; the same answer as `policies.may` gives."""
        return any(
            grant.role in ROLES_FOR[action] and grant.covers(issuer_id, scheme_id)
            for grant in self.grants
        )

    def may_anywhere(self, action: Action) -> bool:
        return any(grant.role in ROLES_FOR[action] for grant in self.grants)

    def reads_within(self, certification: Certification) -> bool:
        """Whether it reads the record as an office, its whole history included."""
        return any(
            grant.covers(certification.issuer_id, certification.scheme_id)
            or (
                certification.place_now_id in grant.territory
                and (not grant.schemes or certification.scheme_id in grant.schemes)
            )
            for grant in self.grants
        )

    def owns_issuer(self, issuer_id: int) -> bool:
        return any(grant.covers(issuer_id, None) for grant in self.grants)


def scope_of(user: User, on: dt.date | None = None) -> Scope:
    """The scope of an account today unless told; empty where no delegation runs."""
    if not user.is_active:
        return Scope(user.pk, ())
    running = delegations_on(user, on or legal_day(timezone.now())).values_list(
        "pk", "role", "authority", "authority__place", "schemes"
    )
    schemes: dict[tuple[str, int | None, int | None, int], set[int]] = {}
    for key, role, authority_id, place_id, scheme_id in running:
        named = schemes.setdefault((role, authority_id, place_id, key), set())
        if scheme_id is not None:
            named.add(scheme_id)
    delegated = {key[1] for key in schemes if key[1] is not None}
    succeeded = _with_succeeded(delegated)
    return Scope(
        user.pk,
        tuple(
            Grant(
                role,
                None if authority_id is None else succeeded[authority_id],
                frozenset(named),
                units_within(place_id),
            )
            for (role, authority_id, place_id, _key), named in schemes.items()
        ),
    )


def certifications_seen(scope: Scope, *, with_discarded: bool = False) -> QuerySet[Certification]:
    """Own ones, those of the territory, and the public ones of everybody.

    Discarded drafts only where they are asked for.
    """
    if scope.is_empty:
        return Certification.objects.none()
    found = Certification.objects.all() if with_discarded else _undiscarded()
    return found if scope.is_whole else found.filter(_PUBLIC | _within(scope))


def certifications_own(scope: Scope, *, with_discarded: bool = False) -> QuerySet[Certification]:
    """Those of the own authorities, in whatever state; discarded drafts only if asked for."""
    found = Certification.objects.all() if with_discarded else _undiscarded()
    return found.filter(_issued_within(scope))


def decisions_discarded(scope: Scope) -> QuerySet[Decision]:
    """Own decisions that were taken off the desk."""
    return Decision.objects.filter(_decided_within(scope), is_discarded=True)


def decisions_seen(scope: Scope) -> QuerySet[Decision]:
    """Own decisions and those that a visible certification or act rests on."""
    if scope.is_empty:
        return Decision.objects.none()
    if scope.is_whole:
        return Decision.objects.filter(is_discarded=False)
    seen = certifications_seen(scope)
    acts = CertificationEvent.objects.filter(
        decision=OuterRef("pk"), certification__in=seen.values("pk")
    )
    return Decision.objects.filter(
        Exists(seen.filter(decision=OuterRef("pk")).order_by())
        | Exists(acts.order_by())
        | Q(pk__in=decisions_own(scope).values("pk"))
    )


def decisions_own(scope: Scope) -> QuerySet[Decision]:
    """Decisions of the own authorities; who reads their files as well."""
    return Decision.objects.filter(_decided_within(scope), is_discarded=False)


def products_seen(scope: Scope) -> QuerySet[Product]:
    """Products with a visible certification; a register-wide account sees all."""
    if scope.is_whole:
        return Product.objects.filter(_not_of_discarded_alone("product"))
    seen = certifications_seen(scope).filter(product=OuterRef("pk")).order_by()
    return Product.objects.filter(Exists(seen))


def establishments_seen(scope: Scope) -> QuerySet[Establishment]:
    """Makers of products with a visible certification; a register-wide account sees all."""
    if scope.is_whole:
        return Establishment.objects.filter(_not_of_discarded_alone("product__maker"))
    seen = certifications_seen(scope).filter(product__maker=OuterRef("pk")).order_by()
    return Establishment.objects.filter(Exists(seen))


def craft_villages_seen(scope: Scope) -> QuerySet[CraftVillage]:
    if scope.is_whole:
        return CraftVillage.objects.filter(_not_of_discarded_alone("craft_village"))
    seen = certifications_seen(scope).filter(craft_village=OuterRef("pk")).order_by()
    return CraftVillage.objects.filter(Exists(seen))


def pending_acts_seen(scope: Scope) -> QuerySet[PendingAct]:
    """Proposed acts on records of the own authorities; they are never public."""
    if scope.is_whole:
        return PendingAct.objects.all()
    return PendingAct.objects.filter(certification__in=certifications_own(scope).values("pk"))


def records_own(scope: Scope, kind: CorrectedKind) -> QuerySet[Any]:
    """Records of a kind that own certifications hang on; a register-wide account owns all."""
    rows: QuerySet[Any] = MODELS[kind]._default_manager.all()
    return rows if scope.is_whole else rows.filter(pk__in=_keys_own(scope, kind))


def corrections_seen(scope: Scope) -> QuerySet[PendingCorrection]:
    """Proposed corrections of the own records; they are never public."""
    if scope.is_whole:
        return PendingCorrection.objects.all()
    found = _NOTHING
    for kind in CorrectedKind:
        found |= Q(kind=kind, subject_id__in=_keys_own(scope, kind))
    return PendingCorrection.objects.filter(found)


def may_correct(scope: Scope, action: Action, kind: CorrectedKind, key: int) -> bool:
    """Whether a button is offered; the same answer as `services.corrections` gives."""
    offices = offices_of(kind, key) or {(None, None)}
    return any(scope.may(action, issuer, scheme) for issuer, scheme in offices)


def reads_record(scope: Scope, kind: CorrectedKind, key: int) -> bool:
    """Whether it reads a record's whole history: every office that shares it is its own."""
    if scope.is_whole:
        return True
    rows = list(counted_on(kind, key).only("issuer", "scheme", "place_now"))
    return bool(rows) and all(scope.reads_within(row) for row in rows)


def _keys_own(scope: Scope, kind: CorrectedKind) -> QuerySet[Any, Any]:
    if kind == CorrectedKind.DECISION:
        return decisions_own(scope).values("pk")
    return subject_keys(kind, counted(kind, certifications_own(scope)))


def issuers_enterable(scope: Scope) -> QuerySet[Authority]:
    """Bodies in whose name the account may enter: its own with those that it succeeds."""
    found = _NOTHING
    for grant in scope.grants:
        if grant.role not in ROLES_FOR[Action.ENTER]:
            continue
        if grant.authorities is None:
            issued = Decision.objects.filter(issuer=OuterRef("pk")).order_by()
            found |= Q(kind__in=_UPPER_KINDS) | Q(Exists(issued))
        else:
            found |= Q(pk__in=grant.authorities)
    return Authority.objects.filter(found).order_by("name", "pk")


def certifications_with_status(
    found: QuerySet[Certification], wanted: str, on: dt.date
) -> QuerySet[Certification]:
    """Those of a queryset that have a status on a day, exactly as the rule of status says.

    The database decides those with nothing but their issue; the rule decides the others.
    """
    later = CertificationEvent.objects.filter(certification=OuterRef("pk"))
    is_plain = (
        Q(issued_on_precision=DatePrecision.DAY)
        & ~Q(validity_basis=ValidityBasis.UNKNOWN)
        & ~Exists(later.exclude(act=ActKind.ISSUE))
    )
    published = found.filter(entry_state=EntryState.PUBLISHED)
    ended = Q(valid_until__lte=on)
    plain = {
        CertificationStatus.VALID: Q(issued_on__lte=on) & (Q(valid_until=None) | ~ended),
        CertificationStatus.EXPIRED: Q(issued_on__lte=on) & ended,
        CertificationStatus.NOT_YET_VALID: Q(issued_on__gt=on),
    }.get(CertificationStatus(wanted), _NOTHING)
    others: dict[int, list[CertificationEvent]] = {
        key: [] for key in published.exclude(is_plain).order_by().values_list("pk", flat=True)
    }
    for event in CertificationEvent.objects.filter(certification__in=list(others)):
        others[event.certification_id].append(event)
    fitting = [key for key, acts in others.items() if status(history_of(acts), on) == wanted]
    return published.filter((is_plain & plain) | Q(pk__in=fitting))


def _undiscarded() -> QuerySet[Certification]:
    return Certification.objects.exclude(_DISCARDED)


def _not_of_discarded_alone(subject: str) -> Q:
    """Leaves out what only discarded drafts name; what nothing names yet stays."""
    named = Certification.objects.filter(**{subject: OuterRef("pk")}).order_by()
    return ~Exists(named.filter(_DISCARDED)) | Q(Exists(named.exclude(_DISCARDED)))


def _decided_within(scope: Scope) -> Q:
    found = _NOTHING
    for grant in scope.grants:
        found |= Q(pk__gt=0) if grant.authorities is None else Q(issuer__in=grant.authorities)
    return found


def _within(scope: Scope) -> Q:
    """Unpublished and published records that the account reads as an office."""
    found = _NOTHING
    for grant in scope.grants:
        part = Q()
        if grant.authorities is not None:
            part = Q(issuer__in=grant.authorities) | Q(place_now__in=grant.territory)
        if grant.schemes:
            part &= Q(scheme__in=grant.schemes)
        found |= part
    return found


def _issued_within(scope: Scope) -> Q:
    found = _NOTHING
    for grant in scope.grants:
        part = Q(pk__gt=0) if grant.authorities is None else Q(issuer__in=grant.authorities)
        if grant.schemes:
            part &= Q(scheme__in=grant.schemes)
        found |= part
    return found


def _with_succeeded(delegated: set[int]) -> dict[int, frozenset[int]]:
    """Each authority with all that it succeeds, from the table of successors in one query."""
    if not delegated:
        return {}
    older: dict[int, set[int]] = defaultdict(set)
    pairs = Authority.objects.filter(successor__isnull=False).values_list("pk", "successor_id")
    for key, successor_id in pairs:
        assert successor_id is not None  # the filter leaves no other
        older[successor_id].add(key)
    found = {}
    for authority_id in delegated:
        lineage, step = {authority_id}, {authority_id}
        while step:
            step = {key for newer in step for key in older[newer]} - lineage
            lineage |= step
        found[authority_id] = frozenset(lineage)
    return found
