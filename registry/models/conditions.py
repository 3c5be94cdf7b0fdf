"""Conditions that many constraints share."""

from django.db import models
from django.db.models import F, Q

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


def settled_by_second_person(
    table: str, *, waiting: str, approved: str
) -> list[models.CheckConstraint]:
    """Named checks of what waits for a second person: settled rows name who and when, and
    nobody approves what he entered."""
    is_waiting = Q(state=waiting, decided_by__isnull=True, decided_at__isnull=True)
    is_settled = Q(decided_by__isnull=False, decided_at__isnull=False)
    return [
        models.CheckConstraint(
            condition=is_waiting | (~Q(state=waiting) & is_settled),
            name=f"{table}_decided_has_person",
        ),
        models.CheckConstraint(
            condition=~Q(state=approved) | ~Q(decided_by=F("entered_by")),
            name=f"{table}_approved_by_second_person",
        ),
    ]
