"""Whether an issuer acts for the place of what it certifies. Warns, never refuses.

A paper may be right and the place of the register wrong; so a person says why.
"""

from django.utils.translation import gettext as _

from registry.models import Certification
from registry.models.choices import EntryState
from registry.rules.checks import Problem, Severity
from registry.selectors.territory import NATIONAL_KINDS, territory_of, units_now
from registry.services.entry import CertificationEntry


def territory_problems(entry: CertificationEntry) -> list[Problem]:
    """A subject outside the issuer's own unit, where both are known."""
    issuer = entry.issuer
    if issuer is None or issuer.kind in NATIONAL_KINDS:
        return []
    territory = territory_of(issuer)
    places = _places(entry)
    if not territory or not places or not territory.isdisjoint(places):
        return []
    place = entry.place_now or entry.place_at_issue
    message = (
        _("“%(place)s” lies outside the territory of “%(issuer)s”.")
        if place
        else _("The place of the product lies outside the territory of “%(issuer)s”.")
    )
    return [
        Problem(
            "place-outside-territory",
            "place_printed" if place else "issuer",
            message % {"place": place.full_name if place else "", "issuer": issuer.name},
            Severity.WARNING,
        )
    ]


def _places(entry: CertificationEntry) -> frozenset[int]:
    """The units of today that the place may be: as entered, else as published before."""
    if entry.place_now is not None:
        return units_now(entry.place_now.pk)
    if entry.place_at_issue is not None:
        return units_now(entry.place_at_issue.pk)
    subject = entry.product or entry.craft_village
    if subject is None:
        return frozenset()
    published = Certification.objects.filter(
        product=entry.product,
        craft_village=entry.craft_village,
        entry_state=EntryState.PUBLISHED,
        place_now__isnull=False,
    )
    keys = set(published.order_by().values_list("place_now", flat=True))
    return frozenset().union(*(units_now(key) for key in keys))
