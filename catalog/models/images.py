"""Own image and document models, so that rights and consent travel with every file."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class RightsMixin(models.Model):
    """Who holds the rights of a file, under which licence, and the consent to show it."""

    rights_holder = models.CharField(_("rights holder"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    consent_reference = models.CharField(_("consent"), max_length=300, blank=True)

    class Meta:
        abstract = True


class CatalogImage(RightsMixin, AbstractImage):
    """An image of the catalogue. `is_illustration` marks a drawing that shows no real product."""

    is_illustration = models.BooleanField(_("illustration, not a photograph"), default=False)

    admin_form_fields = (
        *Image.admin_form_fields,
        "rights_holder",
        "licence",
        "consent_reference",
        "is_illustration",
    )


class CatalogRendition(AbstractRendition):
    image = models.ForeignKey(CatalogImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="catalogrendition_unique",
            )
        ]


class CatalogDocument(RightsMixin, AbstractDocument):
    """An editorial document. Files of decisions are private fields of the register instead."""

    admin_form_fields = (
        *Document.admin_form_fields,
        "rights_holder",
        "licence",
        "consent_reference",
    )
