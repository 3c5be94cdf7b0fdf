"""What the pages of one item or certificate show beside its acts: decisions, evidence, proceedings.

Each relation is one query for all certificates of the page, and none where no row names it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, prefetch_related_objects

from registry.models import (
    Certification,
    CertificationEvent,
    Decision,
    Evidence,
    Proceeding,
    Product,
    ProductIdentifier,
    ProductSetMember,
)
from registry.models.choices import ProductKind
from registry.selectors.prepared import Prepared, give

_DECISIONS = Prepared(lambda keys: Decision.objects.filter(pk__in=keys).select_related("issuer"))
_SUCCESSORS = Prepared(
    lambda keys: Certification.objects.filter(pk__in=keys).select_related("scheme")
)
_EVIDENCE = Prepared(
    lambda certifications, decisions: Evidence.objects.filter(
        Q(certification__pk__in=certifications) | Q(decision__pk__in=decisions)
    )
)
_PROCEEDINGS = Prepared(lambda keys: Proceeding.objects.filter(certification__pk__in=keys))
_IDENTIFIERS = Prepared(lambda keys: ProductIdentifier.objects.filter(product__pk__in=keys))
_MEMBERS = Prepared(lambda keys: ProductSetMember.objects.filter(product__pk__in=keys))


def load(certifications: Sequence[Certification]) -> None:
    """Gives certificates whose acts are loaded all that their pages show."""
    acts = [act for c in certifications for act in c.events.all()]
    decisions = _load_decisions(certifications, acts)
    _load_successors(acts)
    keys = [c.pk for c in certifications]
    evidence: dict[tuple[str, int | None], list[Evidence]] = defaultdict(list)
    for row in _EVIDENCE.instances(certifications=keys, decisions=list(decisions)):
        evidence["c", row.certification_id].append(row)
        evidence["d", row.decision_id].append(row)
    for key, decision in decisions.items():
        give(decision, "evidence", evidence["d", key])
    for c in certifications:
        give(c, "evidence", evidence["c", c.pk])


def load_flags(certifications: Sequence[Certification]) -> None:
    """Gives certificates what an answer of verification adds: proceedings, and who answers now."""
    proceedings: dict[int, list[Proceeding]] = defaultdict(list)
    for row in _PROCEEDINGS.instances(keys=[c.pk for c in certifications]):
        proceedings[row.certification_id].append(row)
    for c in certifications:
        give(c, "proceedings", proceedings[c.pk])
    # Offices that have ended are few; what became of them is read only then.
    ended = [c for c in certifications if c.issuer is not None and c.issuer.successor_id]
    if ended:
        prefetch_related_objects(ended, "issuer__successor__successor")


def load_identifiers(product: Product) -> None:
    give(product, "identifiers", _IDENTIFIERS.instances(keys=[product.pk]))
    is_set = product.kind == ProductKind.SET
    give(product, "members", _MEMBERS.instances(keys=[product.pk]) if is_set else [])


def _load_decisions(
    certifications: Iterable[Certification], acts: Iterable[CertificationEvent]
) -> dict[int, Decision]:
    """Gives acts their decisions with the issuers; returns those of the certificates."""
    known = {c.decision.pk: c.decision for c in certifications if c.decision is not None}
    wanted = {act.decision_id for act in acts if act.decision_id is not None} - known.keys()
    others = {row.pk: row for row in _DECISIONS.instances(keys=wanted)} if wanted else {}
    for act in acts:
        if act.decision_id is not None:
            act.decision = known.get(act.decision_id) or others[act.decision_id]
    return known


def _load_successors(acts: Iterable[CertificationEvent]) -> None:
    """Gives acts of replacement the certificate that came instead."""
    wanted = sorted({act.replaced_by_id for act in acts if act.replaced_by_id is not None})
    found = {row.pk: row for row in _SUCCESSORS.instances(keys=wanted)} if wanted else {}
    for act in acts:
        if act.replaced_by_id is not None:
            act.replaced_by = found[act.replaced_by_id]
