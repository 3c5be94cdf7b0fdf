"""The forms of the entry page. They read what was typed; the services judge it.

No field is required here: a page is shown again with a row more while it is half filled, and
what is missing is said when it is saved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.day_fields import day_field, partial_day_field
from registry.backoffice.grades import Award
from registry.backoffice.groups import GroupChoices
from registry.backoffice.keys import count_read
from registry.models import Authority
from registry.models.choices import DecisionKind, EvidenceGrade, LegalKind
from registry.rules.checks import Problem

MOST_ROWS = 200
NEW, UNSAID = "new", "none"
# Fields of the services' problems that this page shows under another name.
_SHOWN_AT = {
    "level": "award",
    "stars": "award",
    "title": "award",
    "scheme": "award",
    "product": "product_name_printed",
    "valid_until": "valid_to",
    "tax_code": "maker_tax_code",
    "parent": "maker_tax_code",
}


class DeskForm(forms.Form):
    """A form that shows the services' problems at its fields."""

    use_required_attribute = False

    def take(self, problems: Iterable[Problem]) -> None:
        """Puts each problem at its field; where the page has none, at the head of the form."""
        for problem in problems:
            field = _SHOWN_AT.get(problem.field, problem.field)
            if field not in self.fields and problem.field in self.fields:
                field = problem.field
            self.add_error(field if field in self.fields else None, problem.message)


class DecisionForm(DeskForm):
    number = forms.CharField(
        label=gettext_lazy("Number"),
        required=False,
        help_text=gettext_lazy("As on the paper, such as 1234/QĐ-UBND"),
    )
    issuer = forms.ChoiceField(label=gettext_lazy("Issuer"), required=False)
    signed_on = partial_day_field(gettext_lazy("Signed on"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=DecisionKind.choices
    )
    announced_count = forms.IntegerField(
        label=gettext_lazy("Announced number"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("How many products the paper says it recognises"),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, picture or DOCX, 20 MB at most"),
    )

    def __init__(self, *args: Any, issuers: list[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issuers = {str(issuer.pk): issuer for issuer in issuers}
        choices = [(str(issuer.pk), issuer_label(issuer)) for issuer in issuers]
        if len(choices) != 1:
            choices.insert(0, ("", _("Choose the issuer")))
        self.fields["issuer"].choices = choices  # type: ignore[attr-defined]

    def require_all(self) -> bool:
        """Says what is missing; whether the form is complete."""
        for name in ("number", "issuer", "signed_on", "kind"):
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("This is empty. Fill it in."))
        return not self.errors


def issuer_label(issuer: Authority) -> str:
    if issuer.valid_to is None:
        return issuer.name
    return _("%(name)s (until %(day)s)") % {
        "name": issuer.name,
        "day": issuer.valid_to.strftime("%d/%m/%Y"),
    }


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


class OfferingForm(DeskForm):
    """A form with names and places that may mean several records, one of which is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options: dict[str, list[Option]] = {}

    def typed(self, name: str) -> str:
        """What stands in a field, typed or loaded."""
        return str(self[name].value() or "").strip()

    def offer(self, name: str, options: Iterable[tuple[str, str]], preset: str = "") -> None:
        """Sets what a choice offers; `preset` is chosen where nothing possible was."""
        offered = list(options)
        chosen = self.typed(name)
        if chosen not in {value for value, _label in offered}:
            chosen = preset
        self.options[name] = [Option(v, label, v == chosen) for v, label in offered]

    def choice(self, name: str) -> str:
        """The value chosen of those offered; empty while undecided."""
        return next((o.value for o in self.options.get(name, ()) if o.is_chosen), "")


class RowForm(OfferingForm):
    """One certification of the decision. The three choices answer what the names may mean."""

    award = forms.ChoiceField(label=gettext_lazy("Scheme and grade"), required=False)
    product_name_printed = forms.CharField(
        label=gettext_lazy("Product or craft village, as printed"), required=False
    )
    product_choice = forms.CharField(required=False)
    maker_name_printed = forms.CharField(label=gettext_lazy("Maker, as printed"), required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Group for readers"),
        required=False,
        help_text=gettext_lazy("Of a new product or craft village; a standing one keeps its own"),
    )
    scheme_group = forms.ChoiceField(
        label=gettext_lazy("Group of the scheme"),
        required=False,
        help_text=gettext_lazy("Of the version in force on the day of issue"),
    )
    maker_choice = forms.CharField(required=False)
    place_printed = forms.CharField(
        label=gettext_lazy("Place, as printed"),
        required=False,
        help_text=gettext_lazy("Commune, district and province as the paper has them"),
    )
    place_choice = forms.CharField(required=False)
    issued_on = partial_day_field(gettext_lazy("Issued on, if not the day of signing"))
    grade = forms.ChoiceField(
        label=gettext_lazy("Grade of evidence"),
        required=False,
        choices=EvidenceGrade.choices,
        initial=EvidenceGrade.A,
    )
    source_url = forms.CharField(
        label=gettext_lazy("Address of the source"),
        required=False,
        help_text=gettext_lazy("Public page or scan; not needed with the decision's file"),
    )
    certificate_no = forms.CharField(label=gettext_lazy("Certificate number"), required=False)
    valid_to = day_field(gettext_lazy("Last day of validity, if printed"))
    maker_tax_code = forms.CharField(label=gettext_lazy("Tax code of a new maker"), required=False)
    maker_legal_kind = forms.ChoiceField(
        label=gettext_lazy("Legal kind of a new maker"),
        required=False,
        choices=LegalKind.choices,
        initial=LegalKind.UNKNOWN,
    )
    maker_is_personal = forms.BooleanField(
        label=gettext_lazy("The new maker's name is a person's name"), required=False
    )
    trade = forms.CharField(label=gettext_lazy("Trade of a new craft village"), required=False)
    households_total = forms.IntegerField(
        label=gettext_lazy("Households"), required=False, min_value=0, max_value=1_000_000
    )
    households_engaged = forms.IntegerField(
        label=gettext_lazy("Households in the craft"),
        required=False,
        min_value=0,
        max_value=1_000_000,
    )
    figures_on = day_field(gettext_lazy("Day of the figures"))

    copied_award = forms.CharField(required=False, widget=forms.HiddenInput)

    main = (
        "award", "product_name_printed", "maker_name_printed", "place_printed", "group",
        "scheme_group", "issued_on", "grade", "source_url",
    )  # fmt: skip
    more = (
        "certificate_no", "valid_to", "maker_tax_code", "maker_legal_kind", "maker_is_personal",
        "trade", "households_total", "households_engaged", "figures_on",
    )  # fmt: skip

    def __init__(
        self, *args: Any, awards: Mapping[str, Award], groups: GroupChoices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.awards, self.groups = awards, groups
        self.fields["group"].choices = groups.browsing  # type: ignore[attr-defined]
        self.fields["scheme_group"].choices = groups.of_schemes  # type: ignore[attr-defined]
        self.fields["award"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((key, award.label) for key, award in awards.items()),
        ]

    @property
    def chosen_award(self) -> Award | None:
        return self.awards.get(self.typed("award"))

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything here: what was copied from the row above is nothing."""
        presets = {
            "award": self.typed("copied_award"),
            "grade": self.typed("grade"),
            "maker_legal_kind": LegalKind.UNKNOWN,
            "maker_is_personal": "False",
        }
        names = (*self.main, *self.more)
        return all(self.typed(name) in ("", presets.get(name, "")) for name in names)

    @property
    def has_more(self) -> bool:
        """Whether the folded part holds anything, so that it is shown open."""
        defaults = {"maker_legal_kind": LegalKind.UNKNOWN}
        return any(
            name in self.errors or self.typed(name) not in ("", "False", defaults.get(name))
            for name in self.more
        )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.main]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more]

    @property
    def choices_shown(self) -> list[dict[str, Any]]:
        """The choices that a person has to see, with their heading and problems."""
        headings = {
            "product_choice": _("Which one is it?"),
            "maker_choice": _("Which maker is it?"),
            "place_choice": _("Which place is it?"),
        }
        return [
            {
                "field": self[name],
                "heading": heading,
                "options": self.options[name],
                "errors": self.errors.get(name, ()),
            }
            for name, heading in headings.items()
            if self.options.get(name)
        ]


def row_forms(data: Any, awards: Mapping[str, Award], groups: GroupChoices) -> list[RowForm]:
    """The rows of a posted page, at most `MOST_ROWS`."""
    return [
        RowForm(data, prefix=f"row-{index}", awards=awards, groups=groups)
        for index in range(row_count(data))
    ]


def row_count(data: Any) -> int:
    return count_read(data.get("rows"), most=MOST_ROWS)


def with_row(data: Any) -> Any:
    """A copy of the posted page with an empty row more; its scheme is that of the row above."""
    data = data.copy()
    count = row_count(data)
    if count < MOST_ROWS:
        data["rows"] = str(count + 1)
        data[f"row-{count}-grade"] = data.get(f"row-{count - 1}-grade", EvidenceGrade.A)
        # A choice that is not sent shows its first option, which nobody has chosen.
        data[f"row-{count}-maker_legal_kind"] = LegalKind.UNKNOWN
        award = data.get(f"row-{count - 1}-award", "")
        data[f"row-{count}-award"] = data[f"row-{count}-copied_award"] = award
    return data


def without_row(data: Any, removed: int) -> Any:
    """A copy of the posted page without one row; those below move up."""
    data = data.copy()
    count = row_count(data)
    kept = [index for index in range(count) if index != removed]
    rows = [
        {
            name: data.getlist(f"row-{index}-{name}")
            for name in RowForm.base_fields
            if f"row-{index}-{name}" in data
        }
        for index in kept
    ]
    for key in [key for key in data if key.startswith("row-")]:
        del data[key]
    for index, row in enumerate(rows):
        for name, values in row.items():
            data.setlist(f"row-{index}-{name}", values)
    data["rows"] = str(len(rows))
    return data
