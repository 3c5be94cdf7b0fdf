"""Makers that stand already under a tax code or a name, for whoever is about to enter one.

Of another office's unpublished maker it tells no more than the tax register makes public:
that an enterprise number is in use, and the firm's name. A personal number tells nothing
beyond the own office. It must not decide anything; `services.holders` refuses.
"""

from dataclasses import dataclass

from registry.models import Establishment, PersonalIdentifier
from registry.models.corrections import CorrectedKind
from registry.rules.identifiers import (
    personal_number_has_form,
    tax_code_is_valid,
    tax_code_normalise,
)
from registry.rules.legal_forms import name_without_form, names_with_form
from registry.selectors.staff import Scope, establishments_seen, records_own
from registry.services.personal import personal_digest

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class MakerFound:
    """A standing maker. `name` is empty where it is a person's and the account may not see it.

    `by_code`: it has the very tax code asked for, so no other may be entered with it.
    `is_seen`: the account may open its page at the desk.
    """

    establishment_id: int
    name: str
    tax_code: str
    by_code: bool
    is_seen: bool


def makers_found(scope: Scope, *, name: str = "", tax_code: str = "") -> list[MakerFound]:
    """Makers with the tax code, then those with the name but for its legal form; few queries.

    One that is found by its enterprise number may be chosen whatever office it belongs to:
    a maker is certified by several provinces.
    """
    if scope.is_empty:
        return []
    coded = maker_with_code(scope, tax_code)
    found = [] if coded is None else [coded]
    bare = name_without_form(name)
    if bare:
        seen = establishments_seen(scope).filter(name_folded__in=names_with_form(bare))
        for row in seen.order_by("name", "pk")[:MOST_SHOWN]:
            if coded is None or row.pk != coded.establishment_id:
                number = row.enterprise_number or ""
                found.append(MakerFound(row.pk, row.name, number, by_code=False, is_seen=True))
    return found


def maker_with_code(scope: Scope, tax_code: str) -> MakerFound | None:
    """The maker that has a tax code and that the account may know of."""
    number = tax_code_normalise(tax_code)
    if scope.is_empty or not number:
        return None
    if personal_number_has_form(number):
        own = own_holder_of(scope, number)
        return None if own is None else MakerFound(own.pk, own.name, "", True, True)
    if not tax_code_is_valid(number):
        return None
    row = Establishment.objects.filter(enterprise_number=number).first()
    if row is None:
        return None
    is_seen = establishments_seen(scope).filter(pk=row.pk).exists()
    shown = row.name if is_seen or not row.name_is_personal else ""
    return MakerFound(row.pk, shown, number, by_code=True, is_seen=is_seen)


def own_holder_of(scope: Scope, number: str) -> Establishment | None:
    """The holder of a personal number among the records of the own office, nobody else's."""
    holders = PersonalIdentifier.objects.filter(number_digest=personal_digest(number))
    own: Establishment | None = (
        records_own(scope, CorrectedKind.ESTABLISHMENT)
        .filter(pk__in=holders.values("establishment"))
        .order_by("pk")
        .first()
    )
    return own
