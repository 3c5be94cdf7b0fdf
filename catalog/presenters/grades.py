"""Levels, stars and titles in words and signs. No query."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from catalog.marks import mark_html
from registry.models import Certification
from registry.models.choices import CertificationLevel, CraftTitleKind, Grading


class SchemeLike(Protocol):
    """A scheme as the register holds it or as `catalog.reference` keeps it."""

    @property
    def name_vi(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def short_name_vi(self) -> str: ...
    @property
    def short_name_en(self) -> str: ...
    @property
    def grading(self) -> str: ...


# Grades of each kind of scheme, the highest first, as facets show them.
GRADES = {
    Grading.STARS: ("5", "4", "3"),
    Grading.LEVELS: ("nation", "region", "province", "district", "commune"),
    Grading.TITLES: ("traditional_craft_village", "craft_village", "traditional_craft"),
    Grading.NONE: (),
}
_LEVELS = {
    CertificationLevel.COMMUNE: gettext_noop("commune level"),
    CertificationLevel.DISTRICT: gettext_noop("district level"),
    CertificationLevel.PROVINCE: gettext_noop("provincial level"),
    CertificationLevel.REGION: gettext_noop("regional level"),
    CertificationLevel.NATION: gettext_noop("national level"),
}
_TITLES = {
    CraftTitleKind.TRADITIONAL_CRAFT: gettext_noop("Traditional craft"),
    CraftTitleKind.CRAFT_VILLAGE: gettext_noop("Craft village"),
    CraftTitleKind.TRADITIONAL_CRAFT_VILLAGE: gettext_noop("Traditional craft village"),
}
_LEVEL_MARKS: dict[str, str] = {
    CertificationLevel.COMMUNE: "level-commune",
    CertificationLevel.DISTRICT: "level-commune",
    CertificationLevel.PROVINCE: "level-province",
    CertificationLevel.REGION: "level-region",
    CertificationLevel.NATION: "level-national",
}


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade as it stands in lists: a sign and words, such as "OCOP 3 sao"."""

    words: str
    mark: SafeString


def level_words(level: str) -> str:
    return _(_LEVELS[CertificationLevel(level)])


def title_words(title: str) -> str:
    return _(_TITLES[CraftTitleKind(title)])


def scheme_short_name(scheme: SchemeLike) -> str:
    return scheme.short_name_en if get_language() == "en" else scheme.short_name_vi


def scheme_name(scheme: SchemeLike) -> str:
    return scheme.name_en if get_language() == "en" else scheme.name_vi


def scheme_label(scheme: SchemeLike) -> str:
    """The name in filters: an abbreviation only where everyone knows it."""
    is_known = scheme.grading in (Grading.STARS, Grading.TITLES)
    return scheme_short_name(scheme) if is_known else scheme_name(scheme)


def grade_words(scheme: SchemeLike, grade: str) -> str:
    """The part after the scheme's name: "3 sao", "cấp tỉnh", "Làng nghề"; empty without grades.

    `grade` is stars, level or title as text; one that the scheme does not know is shown as it is.
    """
    try:
        if scheme.grading == Grading.STARS:
            return _("%(stars)s stars") % {"stars": int(grade)}
        if scheme.grading == Grading.LEVELS:
            return level_words(grade)
        if scheme.grading == Grading.TITLES:
            return title_words(grade)
    except ValueError:
        return grade
    return ""


def grade_mark(grading: str, grade: str) -> SafeString:
    return mark_html(grade_mark_name(grading, grade))


def grade_mark_name(grading: str, grade: str) -> str:
    """The sign of a grade; a level below the province has the dot."""
    if grading == Grading.STARS:
        return f"stars-{grade}" if grade in ("3", "4", "5") else "stars-3"
    if grading == Grading.LEVELS:
        return _LEVEL_MARKS.get(grade, "level-commune")
    return "village" if grading == Grading.TITLES else "gi"


def full_words(scheme: SchemeLike, grade: str) -> str:
    """Scheme and grade for lists: "OCOP 3 sao", "CNNTTB cấp tỉnh", "Làng nghề"."""
    words = grade_words(scheme, grade)
    if scheme.grading == Grading.TITLES and words:
        return words
    if scheme.grading == Grading.NONE:
        return scheme_name(scheme)
    return f"{scheme_short_name(scheme)} {words}".strip()


def grade_of(certification: Certification) -> Grade:
    scheme, grade = certification.scheme, grade_text(certification)
    names = scheme.name_vi, scheme.name_en, scheme.short_name_vi, scheme.short_name_en
    return _grade(
        get_language() or "", _Names(*names, scheme.grading), certification.grading, grade
    )


class _Names(NamedTuple):
    """The names of a scheme and how it grades; few are different."""

    name_vi: str
    name_en: str
    short_name_vi: str
    short_name_en: str
    grading: str


@lru_cache(maxsize=512)
def _grade(language: str, names: _Names, grading: str, grade: str) -> Grade:
    """In the language of the thread."""
    return Grade(full_words(names, grade), grade_mark(grading, grade))


def grade_in_sentence(certification: Certification) -> str:
    """The grade inside a sentence, with the scheme's full name where the short one is obscure."""
    scheme, words = (
        certification.scheme,
        grade_words(certification.scheme, grade_text(certification)),
    )
    if scheme.grading == Grading.STARS:
        return f"{scheme_short_name(scheme)} {words}"
    if scheme.grading == Grading.TITLES:
        return _lower_first(words)
    return f"{_lower_first(scheme_name(scheme))} {words}".strip()


def entry_title(certification: Certification) -> str:
    """The title of a certificate among others of its product."""
    return full_words(certification.scheme, grade_text(certification))


def grade_text(certification: Certification) -> str:
    """Stars, level or title as lists and filters write it."""
    return str(certification.stars or certification.level or certification.title or "")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
