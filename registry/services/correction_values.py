"""What a record would say after a correction: values put into it, and both states for the log.

Nothing here is written to the database.
"""

import copy
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from registry.events import columns_of, plain_value
from registry.models import Certification, Establishment, PersonalIdentifier
from registry.models.corrections import CorrectedKind
from registry.rules.identifiers import (
    decision_number_normalise,
    personal_number_has_form,
    tax_code_normalise,
)
from registry.rules.validity import stored_day
from registry.selectors.corrections import MODELS
from registry.services.certifications import certification_columns
from registry.services.holders import PERSONAL_NAMES
from registry.services.personal import digested, personal_digest
from registry.text import clean, fold

# What may be corrected. A code, a certificate number, an issuer and a grade never are.
COLUMNS: Mapping[CorrectedKind, tuple[str, ...]] = {
    CorrectedKind.CERTIFICATION: (
        "product_name_printed", "maker_name_printed", "group_printed", "issuer_printed",
        "note_printed", "place_printed", "place_at_issue_id", "place_now_id", "place_certainty",
    ),
    CorrectedKind.PRODUCT: (
        "name", "name_en", "kind", "brand", "maker_id", "group_id", "craft_village_id",
        "description",
    ),
    CorrectedKind.ESTABLISHMENT: ("name", "trade_name", "legal_kind", "name_is_personal"),
    CorrectedKind.CRAFT_VILLAGE: (
        "name", "trade", "group_id", "place_text", "households_total", "households_engaged",
        "figures_on",
    ),
    CorrectedKind.DECISION: (
        "number", "signed_on", "signed_on_precision", "kind", "announced_count",
    ),
}  # fmt: skip
# Given besides the columns of an establishment: an organisation's or a person's number.
TAX_CODE = "tax_code"
_SIGNING = frozenset({"signed_on", "signed_on_precision"})
# Columns that follow from others; they are never given.
NUMBER_DIGEST = "personal_number_digest"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record as it would be. `number` is a maker's tax code where one is given.

    `before` and `after` hold the changed columns for the log. `is_personal` says that a
    digest stands in them for what was given.
    """

    row: Any
    number: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    is_personal: bool


def given_values(kind: CorrectedKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by column; raises KeyError for a column that is not corrected here."""
    allowed = set(COLUMNS[kind]) | ({TAX_CODE} if kind == CorrectedKind.ESTABLISHMENT else set())
    unknown = set(values) - allowed
    if unknown:
        raise KeyError(f"{kind} has no correction of: {', '.join(sorted(unknown))}")
    return dict(values)


def outcome(kind: CorrectedKind, standing: Any, values: Mapping[str, Any]) -> Outcome:
    """The record after the values, with all that follows from them."""
    row = copy.copy(standing)
    row._state.fields_cache = {}  # what a changed key refers to is read anew
    number = None
    for name, value in values.items():
        if name == TAX_CODE:
            number = tax_code_normalise(value)
        else:
            setattr(row, name, clean(value) if isinstance(value, str) else value)
    _derive(kind, row, values, number)
    before, after = _both_states(kind, standing, row, number)
    changed = [name for name in after if before.get(name) != after[name]]
    if _SIGNING & set(changed):
        # A day says nothing without its precision.
        changed = [name for name in after if name in {*changed, *_SIGNING}]
    is_personal = any(
        name == NUMBER_DIGEST or (isinstance(after[name], str) and after[name] != _plain(row, name))
        for name in changed
    )
    return Outcome(
        row,
        number,
        {name: before.get(name) for name in changed},
        {name: after[name] for name in changed},
        is_personal,
    )


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they can be kept as JSON."""
    return {name: plain_value(value) for name, value in values.items()}


def values_kept(kind: CorrectedKind, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a waiting correction gives, from its plain ones."""
    values: dict[str, Any] = {}
    for name in COLUMNS[kind]:
        if name in kept:
            field = MODELS[kind]._meta.get_field(name)
            is_day = isinstance(field, models.DateField) and kept[name]
            values[name] = dt.date.fromisoformat(kept[name]) if is_day else kept[name]
    if kind == CorrectedKind.ESTABLISHMENT:
        if TAX_CODE in kept:
            values[TAX_CODE] = kept[TAX_CODE]
        elif "enterprise_number" in kept:
            values[TAX_CODE] = kept["enterprise_number"] or ""
    return values


def record_columns(kind: CorrectedKind, row: Any) -> dict[str, Any]:
    """A record's columns for the log, digests where they are personal."""
    if isinstance(row, Certification):
        return certification_columns(row)
    if isinstance(row, Establishment):
        return _maker_columns(row, row.name_is_personal) | {NUMBER_DIGEST: _number_digest(row)}
    return columns_of(row)


def _derive(kind: CorrectedKind, row: Any, values: Mapping[str, Any], number: str | None) -> None:
    if "name" in values:
        row.name_folded = fold(row.name)[:300]
    if kind == CorrectedKind.DECISION:
        row.number_normalised = decision_number_normalise(row.number)
        row.signed_on = stored_day(row.signed_on, row.signed_on_precision)
    if number is not None:
        row.enterprise_number = None if not number or personal_number_has_form(number) else number
        if len(number) == 13:
            parent = Establishment.objects.filter(enterprise_number=number[:10]).first()
            row.parent_id = parent.pk if parent else row.parent_id


def _both_states(
    kind: CorrectedKind, standing: Any, row: Any, number: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    if kind != CorrectedKind.ESTABLISHMENT:
        return record_columns(kind, standing), record_columns(kind, row)
    is_personal = standing.name_is_personal or row.name_is_personal
    digest = _number_digest(standing)
    before = _maker_columns(standing, is_personal) | {NUMBER_DIGEST: digest}
    if number is not None:
        digest = personal_digest(number) if personal_number_has_form(number) else None
    return before, _maker_columns(row, is_personal) | {NUMBER_DIGEST: digest}


def _maker_columns(row: Establishment, is_personal: bool) -> dict[str, Any]:
    columns = columns_of(row)
    return digested(columns, PERSONAL_NAMES) if is_personal else columns


def _number_digest(row: Establishment) -> str | None:
    return (
        PersonalIdentifier.objects.filter(establishment=row.pk)
        .values_list("number_digest", flat=True)
        .first()
    )


def _plain(row: Any, name: str) -> Any:
    return plain_value(getattr(row, name, None))
