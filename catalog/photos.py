"""Which photographs pages show of a record, in one query for each kind of record.

Everything starts from `ItemPhoto.objects.shown()`: what lacks alternative text, rights holder
or consent, or has no rendition yet, is not read at all.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from catalog.models import ItemPhoto
from catalog.models.photos import SUBJECTS, Subject, subject_field
from registry.selectors.items import ItemRecord
from registry.selectors.prepared import Gap, Prepared

MOST = 12
# So many keys every database takes in one query; no list of pages is longer.
_MOST_SUBJECTS = 400


def _of_kind(field: str) -> Prepared[ItemPhoto]:
    def make(keys: list[Gap]) -> QuerySet[ItemPhoto]:
        shown = ItemPhoto.objects.shown().filter(**{f"{field}__pk__in": keys})
        return shown.select_related("image").order_by("position", "pk")

    return Prepared(make)


_OF = {field: _of_kind(field) for field in SUBJECTS}


def photos_of(subject: Subject) -> tuple[ItemPhoto, ...]:
    """The public photographs of one record, in the order that was chosen."""
    return tuple(_OF[subject_field(subject)].instances(keys=[subject.pk])[:MOST])


def load_first(records: Iterable[ItemRecord]) -> None:
    """Gives each record's subject its first public photograph, for `first_photo`."""
    subjects = [record.subject for record in records][:_MOST_SUBJECTS]
    keys: dict[str, set[int]] = {}
    for subject in subjects:
        keys.setdefault(subject_field(subject), set()).add(subject.pk)
    first: dict[tuple[str, int], ItemPhoto] = {}
    for field, pks in keys.items():
        for photo in _OF[field].instances(keys=sorted(pks)):
            first.setdefault((field, getattr(photo, f"{field}_id")), photo)
    for subject in subjects:
        subject._first_photo = first.get(  # type: ignore[union-attr]
            (subject_field(subject), subject.pk)
        )


def first_photo(subject: Subject) -> ItemPhoto | None:
    """What `load_first` found; None where it found nothing or was not asked. Makes no query."""
    found: ItemPhoto | None = getattr(subject, "_first_photo", None)
    return found
