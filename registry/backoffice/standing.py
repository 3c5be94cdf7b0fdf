"""What a row of the entry page says of a record that stands already: written, or refused.

Nothing typed is dropped: of an unpublished record it is an edit, of a public one the words
lead to its correction by two persons. It must not write a record but through the services.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from registry.backoffice.entry_forms import RowForm
from registry.models import CraftVillage, Establishment, PersonalIdentifier, Product, User
from registry.models.choices import LegalKind
from registry.models.corrections import CorrectedKind
from registry.policies import NotAllowed
from registry.rules.checks import Problem
from registry.rules.identifiers import personal_number_has_form, tax_code_normalise
from registry.selectors.corrections import is_public
from registry.services.corrections import correction_enter
from registry.services.personal import personal_digest
from registry.services.refusal import Refused


def standing_write(
    form: RowForm,
    actor: User,
    kind: CorrectedKind,
    standing: Product | CraftVillage,
    names: Sequence[str],
) -> None:
    """Edits an unpublished record by the row's fields; Refused at them for a public one."""
    values = _said_anew(form, standing, names)
    if not values:
        return
    fields = [name.removesuffix("_id") for name in values]
    if not is_public(kind, standing.pk):
        try:
            correction_enter(actor=actor, kind=kind, key=standing.pk, values=values)
        except NotAllowed:
            pass  # another office's draft: said below
        else:
            return
    message = _(
        "“%(name)s” stands with something else here. Leave this as it is, and correct the "
        "record on its own page (“Correct”)."
    )
    raise Refused(
        [Problem("standing-differs", name, message % {"name": standing.name}) for name in fields]
    )


def maker_problems(form: RowForm, maker: Establishment | None) -> list[Problem]:
    """What is typed of a new maker where the row names a standing one, or none."""
    values = form.cleaned_data
    number = tax_code_normalise(values.get("maker_tax_code", ""))
    kind = values.get("maker_legal_kind") or LegalKind.UNKNOWN
    is_personal = bool(values.get("maker_is_personal"))
    wrong = []
    if number and not _has_number(maker, number):
        wrong.append("maker_tax_code")
    if kind != LegalKind.UNKNOWN and (maker is None or maker.legal_kind != kind):
        wrong.append("maker_legal_kind")
    if is_personal and (maker is None or not maker.name_is_personal):
        wrong.append("maker_is_personal")
    if maker is None:
        message = _("This is of a maker, and the row names none. Write the maker, or empty this.")
    else:
        message = _(
            "“%(name)s” stands with something else here. Empty this and correct the maker on "
            "its own page, or say that product and maker are new."
        ) % {"name": maker.name}
    return [Problem("standing-differs", name, message) for name in wrong]


def _said_anew(
    form: RowForm, standing: Product | CraftVillage, names: Sequence[str]
) -> dict[str, object]:
    """The columns of which the row says something, and something else than the record."""
    found: dict[str, object] = {}
    for name in names:
        value = form.cleaned_data.get(name)
        if name == "group":
            node = form.groups.node(str(value or ""))
            if node is not None and node.pk != standing.group_id:
                found["group_id"] = node.pk
        elif value not in (None, "") and value != getattr(standing, name):
            found[name] = value
    return found


def _has_number(maker: Establishment | None, number: str) -> bool:
    if maker is None:
        return False
    if not personal_number_has_form(number):
        return maker.enterprise_number == number
    return PersonalIdentifier.objects.filter(
        establishment=maker, number_digest=personal_digest(number)
    ).exists()
