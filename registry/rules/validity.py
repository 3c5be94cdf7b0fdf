"""Days with the precision that a source gives, and the arithmetic of validity. Pure."""

import calendar
import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from registry.models.choices import DatePrecision

# Legal days begin and end at midnight in Vietnam, wherever the server stands.
LEGAL_TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class DayBounds(NamedTuple):
    """The first and last day that a date can be, both inclusive; None where nothing is known."""

    earliest: dt.date | None
    latest: dt.date | None

    @property
    def is_exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest


UNKNOWN_DAY = DayBounds(None, None)


def day_bounds(day: dt.date | None, precision: str) -> DayBounds:
    """Bounds of a stored date: the day itself, its month, its year, or nothing."""
    if day is None or precision == DatePrecision.NONE:
        return UNKNOWN_DAY
    if precision == DatePrecision.MONTH:
        last = calendar.monthrange(day.year, day.month)[1]
        return DayBounds(day.replace(day=1), day.replace(day=last))
    if precision == DatePrecision.YEAR:
        return DayBounds(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    return DayBounds(day, day)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some calendar months later, clamped at the end of a shorter month.

    29 February + 36 months is 28 February. Ends of validity are counted so since Decision
    26/2026/QĐ-TTg art. 4: [issue, issue + 36 months). No day lies after `date.max`.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def legal_day(moment: dt.datetime) -> dt.date:
    """The day in Vietnam on which an aware moment falls."""
    return moment.astimezone(LEGAL_TIME_ZONE).date()


def stored_day(day: dt.date | None, precision: str) -> dt.date | None:
    """The day that stands for a date in a row: the first of its month or year."""
    if day is None or precision == DatePrecision.NONE:
        return None
    if precision == DatePrecision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == DatePrecision.MONTH else day
