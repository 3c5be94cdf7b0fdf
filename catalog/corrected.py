"""Approved corrections of public records, as the log keeps them: what was said before and since.

What the log holds of a person is a digest; where the maker is a person by now, older texts that
could name them are left out too. Grounds and accounts are the desk's and never read here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from registry.models import Certification, CraftVillage, Event, Product
from registry.selectors.prepared import Prepared

_DIGEST_LENGTH = 64
# Texts that readers may compare; of other columns they learn only that they were corrected.
_TEXTS = frozenset(
    {"product_name_printed", "maker_name_printed", "group_printed", "issuer_printed",
     "note_printed", "place_printed", "name", "brand", "trade", "place_text"}
)  # fmt: skip
_CORRECTIONS = Prepared(
    lambda keys, kinds, subjects: Event.objects.filter(
        Q(tag="certification:record:correct", subject_type="certification", subject_id__in=keys)
        | Q(tag__endswith=":record:correct", subject_type__in=kinds, subject_id__in=subjects)
    ).order_by("sequence")
)
_COULD_NAME = frozenset(
    {"product_name_printed", "maker_name_printed", "note_printed", "place_printed", "name", "brand"}
)


@dataclass(frozen=True, slots=True)
class ChangedColumn:
    """A corrected column; without `is_shown` its values are not for the public."""

    name: str
    before: str
    after: str
    is_shown: bool
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """One approved correction of a certification (by its key) or of its subject (None)."""

    certification: int | None
    recorded_at: dt.datetime
    columns: tuple[ChangedColumn, ...]


def corrections_of(
    subject: Product | CraftVillage, certifications: Iterable[Certification]
) -> tuple[Correction, ...]:
    """Those of the certifications and of their subject in order of recording; one query."""
    kind = subject._meta.model_name or ""
    maker = subject.maker if isinstance(subject, Product) else None
    is_personal = maker is not None and maker.name_is_personal
    keys = [c.pk for c in certifications]
    found = _CORRECTIONS.instances(keys=keys, kinds=[kind], subjects=[subject.pk])
    return tuple(
        Correction(
            event.subject_id if event.subject_type == "certification" else None,
            event.recorded_at,
            tuple(
                _column(name, event.before.get(name), event.after.get(name), is_personal)
                for name in event.before
            ),
        )
        for event in found
    )


def _column(name: str, before: object, after: object, is_personal: bool) -> ChangedColumn:
    old, new = str(before or ""), str(after or "")
    withheld = _is_digest(old) or _is_digest(new) or (is_personal and name in _COULD_NAME)
    if name not in _TEXTS or withheld:
        return ChangedColumn(name, "", "", False, withheld and name in _TEXTS)
    return ChangedColumn(name, old, new, True)


def _is_digest(text: str) -> bool:
    return len(text) == _DIGEST_LENGTH and text.isalnum() and text.isascii()
