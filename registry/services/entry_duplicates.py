"""Lines entered twice: the same print, the same subject and grade, the same product and day.

Refused when entered, edited and put back. It must not look beyond what is not discarded.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.models import Certification
from registry.models.choices import EntryState
from registry.rules.checks import Problem
from registry.selectors.regimes import Regimes
from registry.services.entry import CertificationEntry
from registry.text import clean


def duplicate_problems(entry: CertificationEntry, regimes: Regimes) -> list[Problem]:
    """All ways in which an entry says again what stands; the draft it replaces is left out."""
    return same_line_problems(entry) or _equal_problems(entry) or _same_day_problems(entry, regimes)


def same_line_problems(entry: CertificationEntry) -> list[Problem]:
    """A line of the same decision that prints the same: a page that was sent twice.

    Products are told apart by what is printed, for the same page enters a second product.
    """
    if entry.decision is None:
        return []
    same = Certification.objects.filter(
        decision=entry.decision,
        scheme=entry.scheme,
        level=entry.level,
        stars=entry.stars,
        title=entry.title,
        round=entry.round,
        certificate_no=clean(entry.certificate_no),
        product_name_printed=clean(entry.product_name_printed),
        maker_name_printed=clean(entry.maker_name_printed),
        place_printed=clean(entry.place_printed),
    )
    found = _others(entry, same).first()
    if found is None:
        return []
    return [
        Problem(
            "line-stands",
            "product_name_printed",
            _(
                "This decision has this line already (%(code)s). Was the page sent twice? "
                "If the paper prints it twice, give the certificate number of each."
            )
            % {"code": found.code},
        )
    ]


def equal_in_decision(row: Certification) -> QuerySet[Certification]:
    """Others of its decision with the same subject, scheme and grade."""
    same = Certification.objects.filter(
        decision=row.decision_id or 0,
        scheme=row.scheme_id,
        product=row.product_id,
        craft_village=row.craft_village_id,
        level=row.level,
        stars=row.stars,
        title=row.title,
    )
    return same.exclude(pk=row.pk).exclude(entry_state=EntryState.DISCARDED).order_by("pk")


def _equal_problems(entry: CertificationEntry) -> list[Problem]:
    if entry.decision is None:
        return []
    same = Certification.objects.filter(
        decision=entry.decision,
        scheme=entry.scheme,
        product=entry.product,
        craft_village=entry.craft_village,
        level=entry.level,
        stars=entry.stars,
        title=entry.title,
    )
    found = _others(entry, same).first()
    if found is None:
        return []
    message = _("This decision gives this subject the same grade already (%(code)s).")
    return [Problem("line-stands", "product_name_printed", message % {"code": found.code})]


def _same_day_problems(entry: CertificationEntry, regimes: Regimes) -> list[Problem]:
    """Two unpublished ones of a product on one day, where only one can ever be in force."""
    if entry.product is None or not regimes.one_in_force_per_product or not entry.issued.is_exact:
        return []
    same = Certification.objects.filter(
        scheme=entry.scheme,
        product=entry.product,
        issued_on=entry.issued.earliest,
        issued_on_precision=entry.issued_on_precision,
        entry_state__in=(EntryState.DRAFT, EntryState.IN_REVIEW),
    )
    found = _others(entry, same).first()
    if found is None:
        return []
    message = _("Another entry gives this product a certificate of the same day (%(code)s).")
    return [Problem("day-stands", "product_name_printed", message % {"code": found.code})]


def _others(entry: CertificationEntry, rows: QuerySet[Certification]) -> QuerySet[Certification]:
    standing = rows.exclude(entry_state=EntryState.DISCARDED)
    return standing.exclude(pk=entry.replaces_draft or 0).order_by("pk")
