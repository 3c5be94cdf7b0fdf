"""What is public: the one place that decides it. Every page, index and file starts here."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from registry.models import Certification, CraftVillage, Product
from registry.models.choices import PUBLIC_GRADES, EntryState


def certifications(known_at: dt.datetime | None = None) -> QuerySet[Certification]:
    """Public certifications: published, on evidence of grade A or B1.

    With `known_at`, those that were public at that moment.
    """
    found = Certification.objects.filter(
        entry_state=EntryState.PUBLISHED, grade__in=sorted(PUBLIC_GRADES)
    )
    return found if known_at is None else found.filter(published_at__lte=known_at)


def products(known_at: dt.datetime | None = None) -> QuerySet[Product]:
    """Products with at least one public certification, ended ones included."""
    return Product.objects.filter(
        Exists(certifications(known_at).filter(product=OuterRef("pk")).order_by())
    )


def craft_villages(known_at: dt.datetime | None = None) -> QuerySet[CraftVillage]:
    """Craft villages with at least one public title, ended ones included."""
    return CraftVillage.objects.filter(
        Exists(certifications(known_at).filter(craft_village=OuterRef("pk")).order_by())
    )
