"""Which photographs pages show of a record. Each function makes one query, whatever the number.

Everything starts from `ItemPhoto.objects.shown()`: what lacks alternative text, rights holder
or consent, or has no rendition yet, is not read at all.
"""

from collections.abc import Iterable

from django.db.models import Q

from catalog.models import ItemPhoto
from catalog.models.photos import Subject, subject_field
from registry.selectors.items import ItemRecord

MOST = 12
# So many keys every database takes in one query; no list of pages is longer.
_MOST_SUBJECTS = 400


def photos_of(subject: Subject) -> tuple[ItemPhoto, ...]:
    """The public photographs of one record, in the order that was chosen."""
    found = ItemPhoto.objects.shown().of(subject).select_related("image")
    return tuple(found[:MOST])


def load_first(records: Iterable[ItemRecord]) -> None:
    """Gives each record's subject its first public photograph, for `first_photo`."""
    subjects = [record.subject for record in records][:_MOST_SUBJECTS]
    keys: dict[str, set[int]] = {}
    for subject in subjects:
        keys.setdefault(subject_field(subject), set()).add(subject.pk)
    if not keys:
        return
    wanted = Q(*[(f"{field}__in", sorted(pks)) for field, pks in keys.items()], _connector="OR")
    rows = ItemPhoto.objects.shown().filter(wanted).select_related("image")
    first: dict[tuple[str, int], ItemPhoto] = {}
    for photo in rows.order_by("position", "pk"):
        for field in keys:
            key = getattr(photo, f"{field}_id")
            if key is not None:
                first.setdefault((field, key), photo)
    for subject in subjects:
        subject._first_photo = first.get(  # type: ignore[union-attr]
            (subject_field(subject), subject.pk)
        )


def first_photo(subject: Subject) -> ItemPhoto | None:
    """What `load_first` found; None where it found nothing or was not asked. Makes no query."""
    found: ItemPhoto | None = getattr(subject, "_first_photo", None)
    return found
