"""What a correction is about: the records, the certifications that hang on them, who may.

The same for every kind of record. Reads only.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from registry.models import (
    Certification,
    CraftVillage,
    Decision,
    Establishment,
    PendingCorrection,
    Product,
)
from registry.models.choices import EntryState
from registry.models.corrections import CorrectedKind
from registry.models.pending import PendingState
from registry.selectors import public
from registry.selectors.items import craft_village_ref, product_ref

MODELS: Mapping[CorrectedKind, type[Model]] = {
    CorrectedKind.CERTIFICATION: Certification,
    CorrectedKind.PRODUCT: Product,
    CorrectedKind.ESTABLISHMENT: Establishment,
    CorrectedKind.CRAFT_VILLAGE: CraftVillage,
    CorrectedKind.DECISION: Decision,
}
# The relation from a certification to the record of each kind.
_WAY = {
    CorrectedKind.CERTIFICATION: "pk",
    CorrectedKind.PRODUCT: "product",
    CorrectedKind.ESTABLISHMENT: "product__maker",
    CorrectedKind.CRAFT_VILLAGE: "craft_village",
    CorrectedKind.DECISION: "decision",
}


def hanging_on(
    kind: CorrectedKind, rows: QuerySet[Certification], key: int
) -> QuerySet[Certification]:
    """Those of the certifications that hang on a record; for a decision its acts' too."""
    found = Q(**{_WAY[kind]: key})
    if kind == CorrectedKind.DECISION:
        found |= Q(events__decision=key)
    return rows.filter(found).distinct()


def is_public(kind: CorrectedKind, key: int) -> bool:
    """Whether anything public hangs on a record, so that its edit needs a second person."""
    return hanging_on(kind, public.certifications(), key).exists()


def offices_of(kind: CorrectedKind, key: int) -> set[tuple[int | None, int | None]]:
    """Issuer and scheme of all that hangs on a record; a decision belongs to its issuer."""
    if kind == CorrectedKind.DECISION:
        issuers = Decision.objects.filter(pk=key).values_list("issuer", flat=True)
        return {(issuer, None) for issuer in issuers}
    return set(counted_on(kind, key).values_list("issuer", "scheme"))


def counted_on(kind: CorrectedKind, key: int) -> QuerySet[Certification]:
    """The certifications that make a record some office's: published ones, if it has any.

    A draft of another office on a public product gives that office no say over the product.
    """
    rows = hanging_on(kind, Certification.objects.exclude(entry_state=EntryState.DISCARDED), key)
    published = rows.filter(entry_state=EntryState.PUBLISHED)
    return (published if published.exists() else rows).order_by()


def counted(kind: CorrectedKind, rows: QuerySet[Certification]) -> QuerySet[Certification]:
    """Those of the certifications that count for the records they hang on, in one query."""
    if kind == CorrectedKind.CERTIFICATION:
        return rows
    way = _WAY[kind]
    published = Certification.objects.filter(
        **{way: OuterRef(way)}, entry_state=EntryState.PUBLISHED
    ).order_by()
    return rows.filter(Q(entry_state=EntryState.PUBLISHED) | ~Exists(published))


def subject_keys(kind: CorrectedKind, rows: QuerySet[Certification]) -> QuerySet[Any, Any]:
    """Keys of the records of a kind that some certifications hang on."""
    way = _WAY[kind]
    found: QuerySet[Any, Any] = rows.order_by().filter(**{f"{way}__isnull": False}).values(way)
    return found


def item_refs_of(kind: CorrectedKind, key: int) -> set[str]:
    """Items whose pages and index entries show a record."""
    rows = hanging_on(kind, Certification.objects.all(), key).order_by()
    refs = set()
    for product, village in rows.values_list("product__code", "craft_village__code"):
        refs.add(product_ref(product) if product else craft_village_ref(village))
    return refs


def correction_waiting(kind: CorrectedKind, key: int) -> PendingCorrection | None:
    return PendingCorrection.objects.filter(
        kind=kind, subject_id=key, state=PendingState.WAITING
    ).first()
