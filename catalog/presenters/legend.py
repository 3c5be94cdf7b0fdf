"""All signs of the register with their words, for the page that explains them. No query."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog import reference
from catalog.marks import mark_html
from catalog.presenters.grades import GRADES, Grade, full_words, grade_mark, scheme_label
from catalog.presenters.state import StateMark
from registry.models.choices import CertificationStatus, Grading

# The explanation page that shows the legend; an editor may rename it, its address stays.
LEGEND_SLUG = "dau-trong-so"


@dataclass(frozen=True, slots=True)
class LegendPart:
    """The grades of one scheme."""

    heading: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    parts: tuple[LegendPart, ...]
    states: tuple[StateMark, ...]


def legend() -> Legend:
    parts = []
    for scheme in reference.schemes():
        grading = Grading(scheme.grading)
        keys = GRADES[grading] or ("",)
        parts.append(
            LegendPart(
                scheme_label(scheme),
                tuple(Grade(full_words(scheme, key), grade_mark(grading, key)) for key in keys),
            )
        )
    return Legend(tuple(parts), _states())


def legend_url() -> str:
    """Where the legend stands, if its page is in the menu."""
    return next((guide.url for guide in reference.guides() if guide.slug == LEGEND_SLUG), "")


def _states() -> tuple[StateMark, ...]:
    words = {
        str(CertificationStatus.VALID): _("In force"),
        "ending": _("In force, at most 90 days left"),
        str(CertificationStatus.NOT_YET_VALID): _("Not yet in force"),
        str(CertificationStatus.VALIDITY_UNKNOWN): _("Validity not known"),
        str(CertificationStatus.EXPIRED): _("Expired"),
        str(CertificationStatus.SUSPENDED): _("Suspended"),
        str(CertificationStatus.WITHDRAWN): _("Withdrawn"),
        str(CertificationStatus.SURRENDERED): _("Given back"),
        str(CertificationStatus.SUPERSEDED): _("Replaced"),
        str(CertificationStatus.ANNULLED): _("Annulled"),
    }
    return tuple(StateMark(key, told, mark_html(f"status-{key}")) for key, told in words.items())
