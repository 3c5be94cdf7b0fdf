"""Which values of filters exist, so that a query can say what it ignored.

Grades follow from closed vocabularies; schemes, groups and places are rows of the register.
"""

from typing import Protocol

from django.db.models import Q

from registry.models import GroupNode, Place, Region, Scheme
from registry.models.choices import CertificationLevel, CraftTitleKind, Grading, PlaceLevel
from registry.selectors import public
from search import nearby

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

    def has_commune(self, public_id: str) -> bool:
        """Whether it is a commune, ward or special zone of today."""
        ...

    def has_point(self, public_id: str) -> bool:
        """Whether the position of a unit is known."""
        ...

    def has_region(self, code: str) -> bool: ...

    def has_village(self, code: str) -> bool:
        """Whether it is the code of a craft village."""
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
        return _is_now(public_id, PlaceLevel.PROVINCE)

    def has_commune(self, public_id: str) -> bool:
        return _is_now(public_id, PlaceLevel.COMMUNE)

    def has_point(self, public_id: str) -> bool:
        from registry.gazetteer.directory import get_directory

        return nearby.point_of(public_id, get_directory()) is not None

    def has_region(self, code: str) -> bool:
        return Region.objects.filter(code=code).exists()

    def has_village(self, code: str) -> bool:
        return public.craft_villages().filter(code=code).exists()

    def has_place(self, public_id: str) -> bool:
        return Place.objects.filter(public_id=public_id).exists()


def _is_now(public_id: str, level: PlaceLevel) -> bool:
    now = Q(valid_to__isnull=True, era__last_day__isnull=True)
    return Place.objects.filter(now, public_id=public_id, level=level).exists()
