"""What can be wrong with a corrected record, by its kind: the rules of its first entry again."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from registry.models import (
    CertificationEvent,
    CraftVillage,
    Decision,
    Establishment,
    PersonalIdentifier,
)
from registry.models.choices import ActKind, DatePrecision, DecisionKind
from registry.models.corrections import CorrectedKind
from registry.rules.checks import Problem, Severity
from registry.rules.validity import day_bounds
from registry.selectors.corrections import MODELS
from registry.services.act_checks import DECISION_KINDS
from registry.services.correction_values import TAX_CODE, Outcome
from registry.services.decisions import (
    date_to_come_problems,
    issuer_problems,
    number_form_problems,
)
from registry.services.holders import HOUSEHOLDS, number_problems
from registry.services.products import engaged_problems, household_problems
from registry.services.shape import precision_problems, required_problems, shape_problems

_REQUIRED = ("name", "number", "product_name_printed")


def value_problems(kind: CorrectedKind, values: Mapping[str, Any]) -> list[Problem]:
    """Values that do not fit their columns at all; asked before anything is made of them."""
    model = MODELS[kind]
    problems: list[Problem] = []
    for name, value in values.items():
        if name == TAX_CODE:
            if not isinstance(value, str):
                problems.append(_not_a_choice(name))
            continue
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            related: Any = field.remote_field.model
            if value is not None and not related.objects.filter(pk=value).exists():
                problems.append(_not_a_choice(name))
        elif isinstance(field, models.BooleanField):
            if not isinstance(value, bool):
                problems.append(_not_a_choice(name))
        else:
            problems += shape_problems(model, {name: value})
    required = {name: values[name] for name in _REQUIRED if name in values}
    return problems + required_problems(required)


def outcome_problems(kind: CorrectedKind, found: Outcome) -> list[Problem]:
    """What the rules say of the record as it would be; warnings need a reason."""
    if kind == CorrectedKind.ESTABLISHMENT:
        return _establishment_problems(found)
    if kind == CorrectedKind.CRAFT_VILLAGE:
        return _village_problems(found.row, found.after)
    if kind == CorrectedKind.DECISION:
        return _decision_problems(found.row, found.after)
    return []


def _establishment_problems(found: Outcome) -> list[Problem]:
    row: Establishment = found.row
    if found.number is not None:
        return number_problems(found.number, row.legal_kind, row.parent, own=row.pk)
    holds_person = PersonalIdentifier.objects.filter(establishment=row.pk)
    if row.legal_kind not in HOUSEHOLDS and holds_person.exists():
        return [
            Problem(
                "tax-code-personal",
                "legal_kind",
                _("A 12-digit code is a person's; a company has 10 or 13 digits."),
            )
        ]
    return []


def _village_problems(row: CraftVillage, after: Mapping[str, Any]) -> list[Problem]:
    problems = household_problems(row.households_total, row.households_engaged, row.figures_on)
    if "figures_on" in after:
        problems += date_to_come_problems("figures_on", row.figures_on, DatePrecision.DAY)
    if not problems and {"households_total", "households_engaged"} & set(after):
        problems += engaged_problems(row.households_total, row.households_engaged)
    return problems


def _decision_problems(row: Decision, after: Mapping[str, Any]) -> list[Problem]:
    day, precision = row.signed_on, row.signed_on_precision
    problems = precision_problems("signed_on", day, precision)
    if problems:
        return problems
    problems += date_to_come_problems("signed_on", day, precision)
    problems += issuer_problems(row.issuer, day, precision)
    if "number" in after:
        problems += number_form_problems(row.number)
    if {"number_normalised", "signed_on", "signed_on_precision"} & set(after):
        problems += _identity_problems(row)
    if "kind" in after:
        problems += _kind_problems(row)
    if "signed_on" in after:
        problems += _issue_problems(row)
    return problems


def _identity_problems(row: Decision) -> list[Problem]:
    """Issuer, normalised number and signing date are one decision's alone."""
    others = Decision.objects.filter(
        issuer=row.issuer_id, number_normalised=row.number_normalised
    ).exclude(pk=row.pk)
    same_day = others.filter(signed_on=row.signed_on, signed_on_precision=row.signed_on_precision)
    if same_day.exists():
        return [
            Problem(
                "decision-stands",
                "number",
                _("The register has another decision of this issuer, number and date."),
            )
        ]
    if row.signed_on and others.filter(signed_on__year=row.signed_on.year).exists():
        return [
            Problem(
                "number-repeated",
                "number",
                _("This issuer has another decision of this number in the year. Say why."),
                Severity.WARNING,
            )
        ]
    return []


def _kind_problems(row: Decision) -> list[Problem]:
    """A kind that does not fit what rests on the decision already."""
    acts = CertificationEvent.objects.filter(decision=row.pk).exclude(
        act__in=(ActKind.ISSUE, ActKind.SUPERSEDE)
    )
    misfits = [
        act
        for act in acts.values_list("act", flat=True).order_by().distinct()
        if row.kind not in DECISION_KINDS.get(ActKind(act), {row.kind})
    ]
    recognises = row.kind == DecisionKind.RECOGNISE
    if not misfits and (recognises or not row.certifications.exists()):
        return []
    return [
        Problem(
            "decision-of-other-kind",
            "kind",
            _("What rests on this decision needs its present kind. Correct that first."),
        )
    ]


def _issue_problems(row: Decision) -> list[Problem]:
    """Certifications that would have been issued before the decision was signed."""
    signed = day_bounds(row.signed_on, row.signed_on_precision).earliest
    if signed is None:
        return []
    before = row.certifications.filter(
        issued_on_precision=DatePrecision.DAY, issued_on__lt=signed
    ).count()
    if not before:
        return []
    return [
        Problem(
            "decision-after-issue",
            "signed_on",
            _("%(count)d certifications of this decision were issued before that day.")
            % {"count": before},
            Severity.WARNING,
        )
    ]


def _not_a_choice(name: str) -> Problem:
    return Problem("not-a-choice", name, _("Choose one of the given values."))
