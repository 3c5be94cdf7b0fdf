"""Conditions that many constraints share."""

from django.db import models
from django.db.models import Q

from registry.models.choices import DatePrecision


def known(
    table: str, field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """A named check that a choice column holds a value of its vocabulary."""
    values = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}), name=f"{table}_{field}_known"
    )


def date_matches_precision(date: str, precision: str) -> Q:
    """A date is absent exactly when its precision is "none", and stands for its first day.

    A date known to the month is stored as the first of the month, to the year as 1 January.
    """
    month, year = Q(**{precision: DatePrecision.MONTH}), Q(**{precision: DatePrecision.YEAR})
    return Q(**{f"{date}__isnull": True, precision: DatePrecision.NONE}) | (
        Q(**{f"{date}__isnull": False})
        & (
            Q(**{precision: DatePrecision.DAY})
            | (month & Q(**{f"{date}__day": 1}))
            | (year & Q(**{f"{date}__day": 1, f"{date}__month": 1}))
        )
    )
