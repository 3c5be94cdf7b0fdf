"""A scheme with its grade as one choice, such as "ocop:4", and its words.

One control instead of scheme, level, stars and title, so that no pair of them can disagree.
"""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from registry.models import Certification, Scheme
from registry.models.choices import CertificationLevel, CraftTitleKind, Grading, SubjectKind


@dataclass(frozen=True, slots=True)
class Award:
    """A chosen scheme and grade; the grade may be unknown while the entry is a draft."""

    scheme: Scheme
    level: str = ""
    stars: int | None = None
    title: str = ""

    @property
    def key(self) -> str:
        return f"{self.scheme.code}:{self.stars or self.level or self.title or ''}"

    @property
    def label(self) -> str:
        grade = grade_words(self.level, self.stars, self.title)
        if not grade and self.scheme.grading != Grading.NONE:
            grade = _("grade not known")
        return f"{self.scheme.short_name_vi}: {grade}" if grade else self.scheme.short_name_vi

    @property
    def is_for_product(self) -> bool:
        return self.scheme.subject == SubjectKind.PRODUCT


def grade_words(level: str, stars: int | None, title: str) -> str:
    if stars:
        return _("%(stars)s stars") % {"stars": stars}
    if level:
        return str(CertificationLevel(level).label)
    return str(CraftTitleKind(title).label) if title else ""


def award_words(certification: Certification) -> str:
    return award_of(certification).label


def award_of(certification: Certification) -> Award:
    return Award(
        certification.scheme, certification.level, certification.stars, certification.title
    )


def awards(scheme_ids: frozenset[int] = frozenset()) -> dict[str, Award]:
    """Every scheme with every grade that any of its regimes knows, in order, by key."""
    rows = Scheme.objects.order_by("position")
    if scheme_ids:
        rows = rows.filter(pk__in=scheme_ids)
    schemes: dict[int, Scheme] = {}
    grades: set[tuple[int, str, int | None, str]] = set()
    # A scheme stands once for each grade of each of its regimes, and once without any.
    for row in rows.annotate(
        of_level=F("regimes__grades__level"),
        of_stars=F("regimes__grades__stars"),
        of_title=F("regimes__grades__title"),
    ):
        schemes[row.pk] = row
        grades.add((row.pk, row.of_level or "", row.of_stars, row.of_title or ""))
    levels, titles = list(CertificationLevel.values), list(CraftTitleKind.values)
    found: dict[str, Award] = {}
    for scheme in schemes.values():
        own = [
            Award(scheme, level, stars, title)
            for scheme_id, level, stars, title in grades
            if scheme_id == scheme.pk and (level or stars or title)
        ]
        own.sort(
            key=lambda award: (
                levels.index(award.level) if award.level else 0,
                award.stars or 0,
                titles.index(award.title) if award.title else 0,
            )
        )
        for award in [*own, Award(scheme)]:
            found[award.key] = award
    return found
