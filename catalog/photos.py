"""Which photographs pages show of a record. Each function makes one query, whatever the number.

Everything starts from `ItemPhoto.objects.shown()`: what lacks alternative text, rights holder
or consent, or has no rendition yet, is not read at all.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from catalog.models import ItemPhoto
from catalog.models.photos import SUBJECTS, Subject, subject_field
from registry.selectors.items import ItemRecord
from registry.selectors.prepared import Gap, Prepared

_Rows = QuerySet[ItemPhoto]
MOST = 12
# So many keys every database takes in one query; no list of pages is longer.
_MOST_SUBJECTS = 400


def _shown(product: list[Gap], establishment: list[Gap], craft_village: list[Gap]) -> _Rows:
    of_any = (
        Q(product__pk__in=product)
        | Q(establishment__pk__in=establishment)
        | Q(craft_village__pk__in=craft_village)
    )
    shown = ItemPhoto.objects.shown().filter(of_any)
    return shown.select_related("image").order_by("position", "pk")


_SHOWN = Prepared(_shown)


def photos_of(subject: Subject) -> tuple[ItemPhoto, ...]:
    """The public photographs of one record, in the order that was chosen."""
    keys: dict[str, list[int]] = {field: [] for field in SUBJECTS}
    keys[subject_field(subject)].append(subject.pk)
    return tuple(_SHOWN.instances(**keys)[:MOST])


def load_first(records: Iterable[ItemRecord]) -> None:
    """Gives each record's subject its first public photograph, for `first_photo`."""
    subjects = [record.subject for record in records][:_MOST_SUBJECTS]
    keys: dict[str, list[int]] = {field: [] for field in SUBJECTS}
    for subject in subjects:
        keys[subject_field(subject)].append(subject.pk)
    if not subjects:
        return
    first: dict[tuple[str, int], ItemPhoto] = {}
    for photo in _SHOWN.instances(**keys):
        for field in SUBJECTS:
            if (key := getattr(photo, f"{field}_id")) is not None:
                first.setdefault((field, key), photo)
    for subject in subjects:
        subject._first_photo = first.get(  # type: ignore[union-attr]
            (subject_field(subject), subject.pk)
        )


def first_photo(subject: Subject) -> ItemPhoto | None:
    """What `load_first` found; None where it found nothing or was not asked. Makes no query."""
    found: ItemPhoto | None = getattr(subject, "_first_photo", None)
    return found
