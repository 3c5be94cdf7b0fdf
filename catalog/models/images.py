"""Own image and document models, so that rights and consent travel with every file.

An image is public when it says what it shows, who holds its rights and where the consent is;
`CatalogImage.lacking` names what is missing. Files pass `catalog.image_intake` in `save`,
whatever way they come; their renditions are the worker's (`catalog.renditions`).
"""

import secrets
from collections.abc import Collection, Iterable
from pathlib import PurePath
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

# What an image needs to be public, by field; the words say what is missing.
NEEDED = (
    ("description", _("the alternative text")),
    ("rights_holder", _("the rights holder")),
    ("consent_reference", _("the consent")),
)


def complete_images(prefix: str = "") -> models.Q:
    """Images that lack nothing, as a condition; `prefix` leads to the image, such as "image__"."""
    return ~models.Q(*[(f"{prefix}{field}", "") for field, _words in NEEDED], _connector="OR")


class RightsMixin(models.Model):
    """Who holds the rights of a file, under which licence, and the consent to show it."""

    rights_holder = models.CharField(_("rights holder"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    consent_reference = models.CharField(_("consent"), max_length=300, blank=True)

    class Meta:
        abstract = True


class CatalogImage(RightsMixin, AbstractImage):
    """An image of the catalogue. `is_illustration` marks a drawing that shows no real product.

    `description` is the alternative text. `rendered` holds the files that pages show, written by
    the worker in one piece: paths, widths and heights (see `catalog.renditions`).
    """

    description_en = models.CharField(_("alternative text in English"), max_length=255, blank=True)
    is_illustration = models.BooleanField(_("illustration, not a photograph"), default=False)
    rendered = models.JSONField(default=dict, blank=True, editable=False)
    rendered_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "description_en",
        "rights_holder",
        "licence",
        "consent_reference",
        "is_illustration",
        *(name for name in Image.admin_form_fields if name not in ("title", "file", "description")),
    )

    _stood: tuple[str, str, bool] | None = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a file that may not come in."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        self._take_in()
        for field, _words in NEEDED:
            setattr(self, field, getattr(self, field).strip())
        before, now = self._stood, self._standing()
        is_new = before is None
        with transaction.atomic():
            if before is not None and before[0] != now[0]:
                self.rendered, self.rendered_at = {}, None
                self.renditions.all().delete()
            super().save(*args, **kwargs)
            self._stood = now = self._standing()
            if before is not None and before[2] and not now[2]:
                self._withdraw()
            elif is_new or before != now or (now[2] and self.rendered_at is None):
                RenditionTask.objects.create(image=self, due_at=timezone.now())

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> Self:
        found: Self = super().from_db(db, field_names, values, **more)
        if found.get_deferred_fields().isdisjoint(_WATCHED):
            found._stood = found._standing()
        return found

    def lacking(self) -> tuple[tuple[str, Any], ...]:
        """Fields without which the image is not public, with their words; empty when complete."""
        return tuple((field, words) for field, words in NEEDED if not getattr(self, field).strip())

    @property
    def focal_key(self) -> str:
        """The focal point as one text; "" for none."""
        parts = (
            self.focal_point_x,
            self.focal_point_y,
            self.focal_point_width,
            self.focal_point_height,
        )
        return "" if None in parts else "-".join(map(str, parts))

    def get_upload_to(self, filename: str) -> str:
        """A name that cannot be guessed: an image that is not public has no public address."""
        return f"original_images/{secrets.token_hex(10)}{PurePath(filename).suffix.lower()}"

    def _take_in(self) -> None:
        from catalog.image_intake import CleanUpload, taken_in  # it decodes; models load without

        file: Any = getattr(self, "file")  # noqa: B009  its type is unknown
        if not file or file._committed or isinstance(file.file, CleanUpload):
            return
        try:
            clean = taken_in(file.file)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        self.file = clean
        self._set_image_file_metadata()

    def _standing(self) -> tuple[str, str, bool]:
        """What renditions and publicity hang on: file, focal point, completeness."""
        return str(self.file.name or ""), self.focal_key, not self.lacking()

    def _withdraw(self) -> None:
        """Takes the public files away: their addresses are known and must lead nowhere."""
        self.rendered, self.rendered_at = {}, None
        type(self)._default_manager.filter(pk=self.pk).update(rendered={}, rendered_at=None)
        RenditionTask.objects.filter(image=self).delete()
        self.renditions.all().delete()


_WATCHED = frozenset(
    {
        "file",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
        *(field for field, _words in NEEDED),
    }
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

    def get_upload_to(self, filename: str) -> str:
        """A short name from which the original's cannot be told."""
        key = f"{self.image.file.name}|{self.filter_spec}|{self.focal_point_key}"
        digest = salted_hmac("catalog.rendition", key, algorithm="sha256").hexdigest()[:16]
        return f"images/{digest}{PurePath(filename).suffix}"


class RenditionTask(models.Model):
    """Renditions to make for an image, written with its change and drained by the worker."""

    image = models.ForeignKey(CatalogImage, on_delete=models.CASCADE, related_name="tasks")
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.image_id}: {self.due_at}"


class CatalogDocument(RightsMixin, AbstractDocument):
    """An editorial document. Files of decisions are private fields of the register instead."""

    admin_form_fields = (
        *Document.admin_form_fields,
        "rights_holder",
        "licence",
        "consent_reference",
    )


def words_of_lacking(lacking: Iterable[tuple[str, Any]]) -> str:
    """ "the alternative text, the consent" in the language of the reader."""
    return ", ".join(str(words) for _field, words in lacking)
