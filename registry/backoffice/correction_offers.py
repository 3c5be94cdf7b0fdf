"""What the typed names of a correction may mean, offered for a choice; nothing is guessed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from registry.backoffice.entry_forms import OfferingForm
from registry.backoffice.keys import key_read
from registry.backoffice.meanings import MOST_OFFERED
from registry.models import CraftVillage, Establishment, GroupNode
from registry.rules.checks import Problem
from registry.rules.identifiers import code_normalise, tax_code_normalise
from registry.text import fold


def groups_offer(form: OfferingForm) -> None:
    nodes = GroupNode.objects.select_related("taxonomy", "parent")
    by_taxonomy: dict[str, list[tuple[str, str]]] = {}
    for node in nodes.order_by("taxonomy", "position", "code"):
        above = f"{node.parent.label_vi} › " if node.parent else ""
        by_taxonomy.setdefault(node.taxonomy.name_vi, []).append(
            (str(node.pk), above + node.label_vi)
        )
    form.fields["group"].choices = [  # type: ignore[attr-defined]
        ("", _("Not known")),
        *by_taxonomy.items(),
    ]


def records_offer(
    form: OfferingForm,
    what: str,
    current: Any,
    rows: Any,
    search: Callable[[str], Q],
    label: Callable[[Any], str],
) -> bool:
    """Offers the records that a typed name or number may mean; the present one stays first.

    Returns whether there is no other answer than the present one.
    """
    text = form.typed(f"{what}_text")
    if not text:
        return False
    is_same = current is not None and fold(text) == current.name_folded
    found: Sequence[Any] = list(
        rows.filter(search(text)).order_by("name_folded", "pk").distinct()[:MOST_OFFERED]
    )
    found = [current, *(row for row in found if row.pk != current.pk)] if is_same else found
    code = code_normalise(text)
    exact = [row for row in found if row.name_folded == fold(text) or row.code == code]
    sure = [current] if is_same else exact
    preset = str(sure[0].pk) if len(sure) == 1 else ""
    form.offer(f"{what}_choice", [(str(row.pk), label(row)) for row in found], preset=preset)
    return is_same and len(found) == 1


def chosen_key(form: OfferingForm, what: str) -> int | None:
    choice = form.choice(f"{what}_choice")
    return key_read(choice) if form.typed(f"{what}_text") else None


def undecided_problems(form: OfferingForm, what: str) -> Iterable[Problem]:
    text = form.typed(f"{what}_text")
    if text and not form.choice(f"{what}_choice"):
        message = (
            _("Several records fit. Choose one.")
            if form.options.get(f"{what}_choice")
            else _("No record that you see fits. Type the code of the register, or leave it empty.")
        )
        yield Problem("undecided", f"{what}_text", message)


def name_search(text: str) -> Q:
    return Q(name_folded__contains=fold(text)) | Q(code=code_normalise(text))


def maker_search(text: str) -> Q:
    return name_search(text) | Q(enterprise_number=tax_code_normalise(text) or "-")


def maker_label(row: Establishment) -> str:
    return f"{row.name} · {row.enterprise_number or row.code}"


def village_label(row: CraftVillage) -> str:
    return f"{row.name} · {row.place_text or row.code}"
