"""Which values of filters exist, so that a query can say what it ignored.

Grades follow from closed vocabularies; schemes, groups and places are rows of the register.
"""

from typing import Protocol

from django.db.models import Q

from registry.models import GroupNode, Place, Scheme
from registry.models.choices import CertificationLevel, CraftTitleKind, Grading, PlaceLevel

STARS = ("3", "4", "5")
_GRADES = {
    Grading.LEVELS: frozenset(CertificationLevel.values),
    Grading.STARS: frozenset(STARS),
    Grading.TITLES: frozenset(CraftTitleKind.values),
    Grading.NONE: frozenset({""}),
}


class Vocabulary(Protocol):
    """Answers whether a value of a filter exists."""

    def has_scheme(self, code: str) -> bool: ...

    def has_grade(self, key: str) -> bool: ...

    def has_group(self, code: str) -> bool: ...

    def has_province(self, public_id: str) -> bool:
        """Whether it is a province of today."""
        ...

    def has_place(self, public_id: str) -> bool:
        """Whether it is a unit of any era."""
        ...


class RegisterVocabulary:
    """The register's values, asked for only when a filter is used."""

    def has_scheme(self, code: str) -> bool:
        return Scheme.objects.filter(code=code).exists()

    def has_grade(self, key: str) -> bool:
        code, colon, grade = key.partition(":")
        if not colon:
            return False
        grading = Scheme.objects.filter(code=code).values_list("grading", flat=True).first()
        return grading is not None and grade in _GRADES[Grading(grading)]

    def has_group(self, code: str) -> bool:
        return GroupNode.objects.filter(code=code).exists()

    def has_province(self, public_id: str) -> bool:
        now = Q(valid_to__isnull=True, era__last_day__isnull=True)
        return Place.objects.filter(now, public_id=public_id, level=PlaceLevel.PROVINCE).exists()

    def has_place(self, public_id: str) -> bool:
        return Place.objects.filter(public_id=public_id).exists()
