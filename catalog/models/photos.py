"""Photographs of products, makers and craft villages: which image belongs to which record.

The image itself says what it shows, who holds its rights and where the consent is; this row
puts it in its place. It is no legal record and holds back no certification: a photograph that
lacks something is simply not shown. Changes are noted in Wagtail's own log, not in the register's.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models.images import CatalogImage, complete_images
from registry.models import CraftVillage, Establishment, Product

SUBJECTS = ("product", "establishment", "craft_village")
Subject = Product | Establishment | CraftVillage


class PhotoView(models.TextChoices):
    """What a photograph is of; the front of the pack is what a buyer compares."""

    PACK_FRONT = "pack_front", _("Front of the pack")
    PACK_BACK = "pack_back", _("Back of the pack, with the code")
    ITEM = "item", _("The product itself")
    MAKING = "making", _("The making")
    PLACE = "place", _("Place of production")
    OTHER = "other", _("Another view")


class ItemPhotoQuerySet(models.QuerySet["ItemPhoto"]):
    def shown(self) -> "ItemPhotoQuerySet":
        """Those that are public: nothing is missing and the worker has made the files."""
        return self.filter(complete_images("image__"), image__rendered_at__isnull=False)

    def of(self, subject: Subject) -> "ItemPhotoQuerySet":
        return self.filter(**{subject_field(subject): subject}).order_by("position", "pk")


class ItemPhoto(models.Model):
    """One image in the gallery of one record; the first in order stands on its cards."""

    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    establishment = models.ForeignKey(
        Establishment, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    craft_village = models.ForeignKey(
        CraftVillage, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    image = models.ForeignKey(CatalogImage, on_delete=models.PROTECT, related_name="places")
    view = models.CharField(_("view"), max_length=12, choices=PhotoView, default=PhotoView.ITEM)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ItemPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph of a record")
        verbose_name_plural = _("photographs of records")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    product__isnull=False, establishment__isnull=True, craft_village__isnull=True
                )
                | Q(product__isnull=True, establishment__isnull=False, craft_village__isnull=True)
                | Q(product__isnull=True, establishment__isnull=True, craft_village__isnull=False),
                name="itemphoto_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(view__in=PhotoView.values), name="itemphoto_view_known"
            ),
            *(
                models.UniqueConstraint(fields=[name, "image"], name=f"itemphoto_{name}_image_once")
                for name in SUBJECTS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.image}"

    @property
    def subject(self) -> Subject:
        found = self.product or self.establishment or self.craft_village
        assert found is not None  # itemphoto_one_subject
        return found


def subject_field(subject: Subject) -> str:
    """The column that names a record of this kind."""
    if isinstance(subject, Product):
        return "product"
    return "establishment" if isinstance(subject, Establishment) else "craft_village"
