"""The forms of corrections, one for each kind of record. They read what was typed; the
services judge it.

Other records (a maker, a craft village) and places are chosen among those that the account
sees, as on the entry page; nothing is guessed.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.correction_offers import (
    chosen_key,
    groups_offer,
    maker_label,
    maker_search,
    name_search,
    records_offer,
    undecided_problems,
    village_label,
)
from registry.backoffice.entry_forms import UNSAID, OfferingForm, day_field
from registry.backoffice.keys import key_read
from registry.backoffice.meanings import place_taken, places_offer
from registry.models import (
    Certification,
    CraftVillage,
    Decision,
    Establishment,
    PersonalIdentifier,
    Product,
)
from registry.models.choices import (
    DatePrecision,
    DecisionKind,
    LegalKind,
    PlaceCertainty,
    ProductKind,
)
from registry.models.corrections import CorrectedKind
from registry.rules.checks import Problem
from registry.rules.identifiers import tax_code_normalise
from registry.selectors import staff
from registry.selectors.staff import Scope
from registry.text import clean

KEPT = "kept"  # the place that stands, chosen for another text
# Fields of the services' problems that these forms show under another name.
_SHOWN_AT = {
    "maker_id": "maker_text",
    "craft_village_id": "village_text",
    "group_id": "group",
    "parent": "tax_code",
    "craft_village": "households_engaged",
}


def _text(label: Any, *, rows: int = 0, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=1_000_000)


class CorrectionForm(OfferingForm):
    """What a record says, to be written over, and why. Subclasses name the record's fields."""

    row: Any
    plain: tuple[str, ...] = ()  # fields named like their columns

    def __init__(self, data: Any, *, row: Any, scope: Scope, preset: dict[str, str]) -> None:
        self.row = row
        self.scope = scope
        self.settled: set[str] = set()  # choices with no other answer than what stands
        super().__init__(data, initial={**self.initial_of(row), **preset})
        self.fields["reason"] = _text(
            _("Ground"), rows=2, help_text=_("Why the register is wrong, in one sentence")
        )
        self.look_up()

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.plain}

    def look_up(self) -> None:
        """Offers what typed names may mean."""

    def values(self) -> dict[str, Any]:
        """The values of columns that differ from the record's. Raises nothing."""
        given = {name: self.cleaned_data[name] for name in self.plain} | self.chosen()
        return {
            name: _one_line(value)
            for name, value in given.items()
            if _one_line(value) != getattr(self.row, name, None)
        }

    def chosen(self) -> dict[str, Any]:
        """Values of columns that do not stand in a field of their name."""
        return {}

    def undecided(self) -> Iterable[Problem]:
        """What a person must still say."""
        return ()

    def take(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            field = _SHOWN_AT.get(problem.field, problem.field)
            self.add_error(field if field in self.fields else None, problem.message)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that a person types in; radio buttons and the ground come after them."""
        apart = {name for name in self.fields if name.endswith("_choice")} | {"reason"}
        return [self[name] for name in self.fields if name not in apart]

    @property
    def choices_shown(self) -> list[dict[str, Any]]:
        headings = {
            "maker_choice": _("Which maker is it?"),
            "village_choice": _("Which craft village is it?"),
            "place_choice": _("Which place is it?"),
        }
        return [
            {
                "field": self[name],
                "heading": heading,
                "options": self.options[name],
                "errors": self.errors.get(name, ()) if self.is_bound else (),
            }
            for name, heading in headings.items()
            if self.options.get(name) and name not in self.settled
        ]


class ProductCorrection(CorrectionForm):
    plain = ("name", "name_en", "kind", "brand", "description")

    name = _text(gettext_lazy("Name"))
    name_en = _text(gettext_lazy("English name"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=ProductKind.choices
    )
    brand = _text(gettext_lazy("Brand"))
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    maker_text = _text(
        gettext_lazy("Maker"), help_text=gettext_lazy("Name, tax code or code in the register")
    )
    maker_choice = forms.CharField(required=False)
    village_text = _text(
        gettext_lazy("Craft village"), help_text=gettext_lazy("Name or code in the register")
    )
    village_choice = forms.CharField(required=False)
    description = _text(gettext_lazy("Description"), rows=4)

    def initial_of(self, row: Product) -> dict[str, Any]:
        return super().initial_of(row) | {
            "group": str(row.group_id or ""),
            "maker_text": row.maker.name if row.maker else "",
            "village_text": row.craft_village.name if row.craft_village else "",
        }

    def look_up(self) -> None:
        groups_offer(self)
        row: Product = self.row
        makers = staff.establishments_seen(self.scope)
        villages = staff.craft_villages_seen(self.scope)
        if records_offer(self, "maker", row.maker, makers, maker_search, maker_label):
            self.settled.add("maker_choice")
        if records_offer(self, "village", row.craft_village, villages, name_search, village_label):
            self.settled.add("village_choice")

    def chosen(self) -> dict[str, Any]:
        group = self.cleaned_data["group"]
        return {
            "group_id": key_read(group),
            "maker_id": chosen_key(self, "maker"),
            "craft_village_id": chosen_key(self, "village"),
        }

    def undecided(self) -> Iterable[Problem]:
        yield from undecided_problems(self, "maker")
        yield from undecided_problems(self, "village")


class EstablishmentCorrection(CorrectionForm):
    plain = ("name", "trade_name", "legal_kind", "name_is_personal")

    name = _text(gettext_lazy("Name"))
    trade_name = _text(gettext_lazy("Trade name"))
    legal_kind = forms.ChoiceField(
        label=gettext_lazy("Legal kind"), required=False, choices=LegalKind.choices
    )
    tax_code = _text(gettext_lazy("Tax code"))
    remove_number = forms.BooleanField(
        label=gettext_lazy("Remove the personal number that is kept"), required=False
    )
    name_is_personal = forms.BooleanField(
        label=gettext_lazy("The name is a person's name"), required=False
    )

    def initial_of(self, row: Establishment) -> dict[str, Any]:
        return super().initial_of(row) | {"tax_code": row.enterprise_number or ""}

    def look_up(self) -> None:
        if PersonalIdentifier.objects.filter(establishment=self.row.pk).exists():
            self.fields["tax_code"].help_text = _(
                "A personal number is kept encrypted. Leave this empty to keep it."
            )
        else:
            del self.fields["remove_number"]

    def values(self) -> dict[str, Any]:
        found = super().values()
        typed = tax_code_normalise(self.cleaned_data["tax_code"])
        if typed != (self.row.enterprise_number or "") or self.cleaned_data.get("remove_number"):
            found["tax_code"] = typed
        return found


class VillageCorrection(CorrectionForm):
    plain = (
        "name", "trade", "place_text", "households_total", "households_engaged", "figures_on",
    )  # fmt: skip

    name = _text(gettext_lazy("Name"))
    trade = _text(gettext_lazy("Trade"))
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    place_text = _text(gettext_lazy("Place"))
    households_total = _count(gettext_lazy("Households"))
    households_engaged = _count(gettext_lazy("Households in the craft"))
    figures_on = day_field(gettext_lazy("Day of the figures"))

    def initial_of(self, row: CraftVillage) -> dict[str, Any]:
        return super().initial_of(row) | {"group": str(row.group_id or "")}

    def look_up(self) -> None:
        groups_offer(self)

    def chosen(self) -> dict[str, Any]:
        group = self.cleaned_data["group"]
        return {"group_id": key_read(group)}


class DecisionCorrection(CorrectionForm):
    plain = ("number", "signed_on", "signed_on_precision", "kind", "announced_count")

    number = _text(gettext_lazy("Number"))
    signed_on = day_field(gettext_lazy("Signed on"))
    signed_on_precision = forms.ChoiceField(
        label=gettext_lazy("Known of the date"), required=False, choices=DatePrecision.choices
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=DecisionKind.choices
    )
    announced_count = _count(gettext_lazy("Announced number"))

    def chosen(self) -> dict[str, Any]:
        row: Decision = self.row
        precision = self.cleaned_data["signed_on_precision"]
        day: dt.date | None = self.cleaned_data["signed_on"]
        if day is None and row.signed_on is not None and precision == row.signed_on_precision:
            precision = DatePrecision.NONE
        return {"signed_on_precision": precision}


class PrintedCorrection(CorrectionForm):
    """What was transcribed from the paper of a published certification."""

    plain = (
        "product_name_printed", "maker_name_printed", "group_printed", "issuer_printed",
        "note_printed", "place_printed",
    )  # fmt: skip

    product_name_printed = _text(gettext_lazy("Product as printed"))
    maker_name_printed = _text(gettext_lazy("Maker as printed"))
    group_printed = _text(gettext_lazy("Group as printed"))
    issuer_printed = _text(gettext_lazy("Issuer as printed"))
    note_printed = _text(gettext_lazy("Note as printed"))
    place_printed = _text(
        gettext_lazy("Place as printed"),
        help_text=gettext_lazy("Commune, district and province as the paper has them"),
    )
    place_choice = forms.CharField(required=False)

    def initial_of(self, row: Certification) -> dict[str, Any]:
        return super().initial_of(row) | {"place_choice": str(row.place_at_issue_id or "")}

    def look_up(self) -> None:
        row: Certification = self.row
        preset = places_offer(self, row.issued_on)
        kept = row.place_at_issue
        offered = [(o.value, o.label) for o in self.options.get("place_choice", [])]
        values = {value for value, _label in offered}
        if clean(self.typed("place_printed")) == row.place_printed:
            # What stands stays chosen: who corrects another word changes no place by it.
            if kept is not None and str(kept.pk) not in values:
                offered.insert(0, (str(kept.pk), kept.full_name))
            stands = str(kept.pk) if kept is not None else UNSAID
            self.offer("place_choice", offered, preset=stands)
        elif kept is not None:
            # With another text the present place is chosen anew, never by leaving it ticked.
            others = [(value, label) for value, label in offered if value != str(kept.pk)]
            if preset == str(kept.pk):
                preset = KEPT
            self.offer("place_choice", [*others, (KEPT, kept.full_name)], preset=preset)

    def chosen(self) -> dict[str, Any]:
        choice = self.choice("place_choice")
        if choice in (KEPT, str(self.row.place_at_issue_id or UNSAID)):
            return {}
        key = key_read(choice)
        if key is None:
            return {
                "place_at_issue_id": None,
                "place_now_id": None,
                "place_certainty": PlaceCertainty.UNKNOWN,
            }
        taken = place_taken(key)
        return {
            "place_at_issue_id": taken.place_at_issue,
            "place_now_id": taken.place_now,
            "place_certainty": str(taken.certainty),
        }

    def undecided(self) -> Iterable[Problem]:
        if self.options.get("place_choice") and not self.choice("place_choice"):
            yield Problem(
                "undecided", "place_choice", _("The place may mean several units. Choose one.")
            )


FORMS: dict[CorrectedKind, type[CorrectionForm]] = {
    CorrectedKind.CERTIFICATION: PrintedCorrection,
    CorrectedKind.PRODUCT: ProductCorrection,
    CorrectedKind.ESTABLISHMENT: EstablishmentCorrection,
    CorrectedKind.CRAFT_VILLAGE: VillageCorrection,
    CorrectedKind.DECISION: DecisionCorrection,
}


def _one_line(value: Any) -> Any:
    """A text as it is stored; a description is one paragraph."""
    return " ".join(value.split()) if isinstance(value, str) else value
