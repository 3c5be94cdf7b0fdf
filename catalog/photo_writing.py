"""Writes photographs of records; each change is one transaction and one line in Wagtail's log.

Rights are asked by the caller (`catalog.backoffice.photo_access`). The register's own log knows
nothing of photographs: they prove nothing and change no certification.
"""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from catalog.image_intake import taken_in
from catalog.models import CatalogImage, ItemPhoto
from catalog.models.photos import Subject, subject_field
from registry.models import User

IMAGE_FIELDS = (
    "description",
    "description_en",
    "rights_holder",
    "licence",
    "consent_reference",
    "is_illustration",
)
PHOTO_FIELDS = ("view", "caption", "caption_en")


def photo_add(
    *, user: User, subject: Subject, file: "File[bytes]", values: Mapping[str, Any]
) -> ItemPhoto:
    """Takes a file in as the last photograph of a record. Raises ValidationError for a bad file."""
    clean = taken_in(file)
    with transaction.atomic():
        image = CatalogImage(
            title=f"{subject}: {clean.name}"[:255],
            file=clean,
            uploaded_by_user=user,
            **{name: values[name] for name in IMAGE_FIELDS if name in values},
        )
        image._set_image_file_metadata()
        image.save()
        last = ItemPhoto.objects.of(subject).aggregate(last=Max("position"))["last"]
        photo = ItemPhoto.objects.create(
            image=image,
            position=0 if last is None else last + 1,
            **{subject_field(subject): subject},
            **{name: values[name] for name in PHOTO_FIELDS if name in values},
        )
        log(instance=photo, action="wagtail.create", user=user)
    return photo


def photo_change(*, user: User, photo: ItemPhoto, values: Mapping[str, Any]) -> None:
    with transaction.atomic():
        for name in IMAGE_FIELDS:
            if name in values:
                setattr(photo.image, name, values[name])
        photo.image.save()
        for name in PHOTO_FIELDS:
            if name in values:
                setattr(photo, name, values[name])
        photo.save()
        log(instance=photo, action="wagtail.edit", user=user)


def photo_first(*, user: User, photo: ItemPhoto) -> None:
    """Puts a photograph before the others of its record: it stands on the cards then."""
    with transaction.atomic():
        rows = list(ItemPhoto.objects.of(photo.subject).select_for_update())
        rows.sort(key=lambda row: row.pk != photo.pk)
        for position, row in enumerate(rows):
            row.position = position
        ItemPhoto.objects.bulk_update(rows, ["position"])
        log(instance=photo, action="wagtail.edit", user=user)


def photo_remove(*, user: User, photo: ItemPhoto) -> None:
    """Takes a photograph off its record, and its image with it where nothing else uses that."""
    with transaction.atomic():
        log(instance=photo, action="wagtail.delete", user=user, deleted=True)
        image = photo.image
        photo.delete()
        if not image.places.exists() and not ReferenceIndex.get_references_to(image).exists():
            image.delete()
