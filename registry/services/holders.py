"""Entering makers and holders."""

from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Authority, Establishment, PersonalIdentifier, User
from registry.models.choices import LegalKind
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.rules.identifiers import (
    personal_number_has_form,
    tax_code_is_valid,
    tax_code_normalise,
)
from registry.rules.legal_forms import name_without_form
from registry.selectors.duplicates import own_holder_of
from registry.selectors.staff import scope_of
from registry.services.codes import code_allot
from registry.services.personal import digested, personal_digest, personal_number_encrypt
from registry.services.refusal import refuse_errors
from registry.services.shape import required_problems, shape_problems
from registry.services.writing import register_write
from registry.text import clean, fold

# Names of such holders are often their owners' and their number may be a person's.
HOUSEHOLDS = frozenset({LegalKind.HOUSEHOLD, LegalKind.PRODUCER_HOUSEHOLD, LegalKind.UNKNOWN})
PERSONAL_NAMES = ("name", "name_folded", "trade_name")


@register_write
def establishment_enter(
    *,
    actor: User,
    authority: Authority | None,
    name: str,
    legal_kind: str = LegalKind.UNKNOWN,
    tax_code: str = "",
    parent: Establishment | None = None,
    trade_name: str = "",
    name_is_personal: bool = False,
) -> Establishment:
    """Enters a maker for the desk of an authority and returns it.

    `tax_code` is 10 digits, 13 with a parent, or the 12-digit personal number of a
    household, which goes encrypted into its own table. A firm that stands with the very
    number and, but for the legal form, the very name is returned instead of entered again.
    Raises Refused and NotAllowed.
    """
    require(actor, Action.ENTER, authority=authority)
    texts = {"name": name, "trade_name": trade_name, "legal_kind": legal_kind}
    refuse_errors([*shape_problems(Establishment, texts), *required_problems({"name": name})])
    number = tax_code_normalise(tax_code)
    standing = _same_firm(number, name)
    if standing is not None:
        return standing
    is_personal_number = personal_number_has_form(number)
    refuse_errors(number_problems(number, legal_kind, parent))
    if is_personal_number:
        refuse_errors(_own_holder_problems(actor, number))
    establishment = Establishment(
        code=code_allot(Establishment),
        legal_kind=legal_kind,
        name=clean(name),
        name_folded=fold(name)[:300],
        trade_name=clean(trade_name),
        name_is_personal=name_is_personal,
        enterprise_number=None if is_personal_number or not number else number,
        parent=parent,
    )
    establishment.save(force_insert=True)
    after = establishment_columns(establishment)
    if is_personal_number:
        identifier = PersonalIdentifier.objects.create(
            establishment=establishment,
            number_encrypted=personal_number_encrypt(number),
            number_digest=personal_digest(number),
            is_repeated=number_is_held(number),
        )
        after |= {
            "personal_identifier_id": identifier.pk,
            "personal_number_digest": identifier.number_digest,
        }
        if identifier.is_repeated:
            after["is_repeated"] = True
    event_record(tag="establishment:record:enter", subject=establishment, actor=actor, after=after)
    return establishment


def establishment_columns(establishment: Establishment) -> dict[str, object]:
    """The columns for the log: of a name that is a person's, a digest."""
    columns = columns_of(establishment)
    return digested(columns, PERSONAL_NAMES) if establishment.name_is_personal else columns


def number_problems(
    number: str, legal_kind: str, parent: Establishment | None, own: int = 0
) -> list[Problem]:
    """What is wrong with a tax code; `own` is the establishment that has it already."""
    if not number:
        return []
    if personal_number_has_form(number):
        if legal_kind not in HOUSEHOLDS:
            return [
                Problem(
                    "tax-code-personal",
                    "tax_code",
                    _("A 12-digit code is a person's; a company has 10 or 13 digits."),
                )
            ]
        # Whether somebody holds it is told to nobody here: `is_repeated` keeps them apart.
        return []
    if not tax_code_is_valid(number):
        # The number is not repeated: it may be a mistyped personal one.
        return [
            Problem(
                "tax-code-invalid",
                "tax_code",
                _(
                    "This tax code cannot exist: it has 10 or 13 digits and its check digit "
                    "must fit. Compare it with the business registration."
                ),
            )
        ]
    if len(number) == 13 and (parent is None or parent.enterprise_number != number[:10]):
        return [
            Problem(
                "tax-code-needs-parent",
                "parent",
                _(
                    "A 13-digit code belongs to a unit of the firm with its first 10 digits. "
                    "Choose that firm as its parent."
                ),
            )
        ]
    taken_by = Establishment.objects.filter(enterprise_number=number).exclude(pk=own).first()
    return [] if taken_by is None else [_taken_problem(taken_by)]


def number_is_held(number: str, own: int = 0) -> bool:
    """Whether another establishment is the first holder of a personal number."""
    return (
        PersonalIdentifier.objects.filter(number_digest=personal_digest(number), is_repeated=False)
        .exclude(establishment=own)
        .exists()
    )


def _same_firm(number: str, name: str) -> Establishment | None:
    if not number or personal_number_has_form(number):
        return None
    standing = Establishment.objects.filter(enterprise_number=number).first()
    if standing is None or name_without_form(standing.name) != name_without_form(name):
        return None
    return standing


def _own_holder_problems(actor: User, number: str) -> list[Problem]:
    """A holder that the own office has on its records; of other offices nothing is said."""
    holder = own_holder_of(scope_of(actor), number)
    return [] if holder is None else [_taken_problem(holder)]


def _taken_problem(holder: Establishment) -> Problem:
    # The tax register publishes the names of firms; that of a person is shown to nobody here.
    if holder.name_is_personal:
        message = _("Another establishment has this tax code. Choose that one instead.")
    else:
        message = _("“%(name)s” has this tax code. Choose it instead of entering it again.") % {
            "name": holder.name
        }
    return Problem("tax-code-taken", "tax_code", message)
