"""Whether values fit their columns at all: type, length, vocabulary, range.

Asked before any rule, so that a wrong value is a problem at its field, never an exception
of the database. The columns themselves say what fits.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from registry.models.choices import DatePrecision
from registry.rules.checks import Problem
from registry.rules.reasons import reason_is_given
from registry.text import clean, has_control_characters

EARLIEST_DAY = dt.date(1975, 4, 30)  # no certificate of the present State is older
LATEST_DAY = dt.date(2199, 12, 31)
_LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}


def shape_problems(model: type[models.Model], values: Mapping[str, Any]) -> list[Problem]:
    """Problems of values by the name of their column; columns of other kinds are passed over."""
    problems = []
    for name, value in values.items():
        column = model._meta.get_field(name)
        if isinstance(column, models.CharField | models.TextField):
            problems += _text_problems(name, value, column)
        elif isinstance(column, models.DateField):
            problems += _day_problems(name, value)
        elif isinstance(column, models.DecimalField):
            if value is not None and not (isinstance(value, Decimal) and value.is_finite()):
                problems.append(_wrong_kind(name))
        elif isinstance(column, models.IntegerField):
            problems += _number_problems(name, value, column)
    return problems


def precision_problems(field: str, day: dt.date | None, precision: str) -> list[Problem]:
    """A date without precision, or a precision without its date."""
    if (day is None) == (precision == DatePrecision.NONE):
        return []
    return [
        Problem(
            "precision",
            field,
            _("Say whether the day, the month or only the year is known.")
            if day is not None
            else _("The date is missing. Give it, or say that it is not known."),
        )
    ]


def required_problems(values: Mapping[str, str]) -> list[Problem]:
    """Texts that may not be empty; signs that show as nothing do not fill them."""
    return [
        Problem("required", name, _("This is empty. Fill it in."))
        for name, value in values.items()
        if isinstance(value, str) and not clean(value)
    ]


def reason_problems(code: str, field: str, text: str, message: str) -> list[Problem]:
    """A reason that is missing, as `message` says, or that has no words: one rule for all."""
    if reason_is_given(text):
        return []
    if clean(text):
        message = _("A reason needs words. Say it so that another person understands it.")
    return [Problem(code, field, message)]


def _text_problems(
    name: str, value: Any, column: "models.CharField[Any, Any] | models.TextField[Any, Any]"
) -> list[Problem]:
    if not isinstance(value, str):
        return [_wrong_kind(name)]
    if has_control_characters(value):
        return [
            Problem(
                "control-characters",
                name,
                _("It holds invisible control characters. Type the text again."),
            )
        ]
    choices = {key for key, _label in column.flatchoices}
    if choices and value not in choices and not (value == "" and column.blank):
        return [Problem("not-a-choice", name, _("Choose one of the given values."))]
    if column.max_length is not None and len(clean(value)) > column.max_length:
        return [
            Problem(
                "too-long",
                name,
                _("It is longer than %(limit)d characters. Shorten it.")
                % {"limit": column.max_length},
            )
        ]
    return []


def _day_problems(name: str, value: Any) -> list[Problem]:
    if value is None:
        return []
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        return [_wrong_kind(name)]
    if EARLIEST_DAY <= value <= LATEST_DAY or (value.month, value.day, value.year) == (1, 1, 1975):
        return []
    return [
        Problem(
            "day-out-of-range",
            name,
            _("The year %(year)d cannot be right. Compare the date with the paper.")
            % {"year": value.year},
        )
    ]


def _number_problems(
    name: str, value: Any, column: "models.IntegerField[Any, Any]"
) -> list[Problem]:
    if value is None and column.null:
        return []
    if not isinstance(value, int) or isinstance(value, bool):
        return [_wrong_kind(name)]
    largest = next((top for kind, top in _LARGEST.items() if isinstance(column, kind)), None)
    if largest is not None and not 0 <= value <= largest:
        return [
            Problem(
                "number-out-of-range",
                name,
                _("The number must lie between 0 and %(largest)d.") % {"largest": largest},
            )
        ]
    return []


def _wrong_kind(name: str) -> Problem:
    return Problem("wrong-kind", name, _("This value has the wrong form. Enter it again."))
