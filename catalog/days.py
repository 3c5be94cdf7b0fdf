"""Days and numbers as readers write and read them: dd/mm/yyyy, with the precision of the source.

Pure text: no database and no clock.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.models.choices import DatePrecision
from registry.text import clean

_TYPED = re.compile(r"^(\d{1,2})(?: ?[/.-] ?| )(\d{1,2})(?: ?[/.-] ?| )(\d{4})$", re.ASCII)
_ISO = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class TypedDay:
    """What a reader typed for a day: the day, or why it is none, with the remedy."""

    typed: str
    day: dt.date | None
    error: str = ""


def typed_day(typed: str) -> TypedDay:
    """Reads dd/mm/yyyy (also with dots, hyphens or spaces) and yyyy-mm-dd; empty is no day."""
    text = clean(typed)[:40]
    if not text:
        return TypedDay("", None)
    if found := _TYPED.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return TypedDay(text, None, _("Error: write day/month/year, for example 24/11/2026."))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return TypedDay(
            text,
            None,
            _("Error: write a year from %(first)s to %(last)s.")
            % {"first": _FIRST_YEAR, "last": _LAST_YEAR},
        )
    try:
        return TypedDay(text, dt.date(year, month, day))
    except ValueError:
        return TypedDay(text, None, _not_in_calendar(day, month, year))


def _not_in_calendar(day: int, month: int, year: int) -> str:
    shown = f"{day:02d}/{month:02d}/{year}"
    if not 1 <= month <= 12:
        return _(
            "Error: %(day)s is not in the calendar, months go from 01 to 12. "
            "Write another day, for example 24/11/2026."
        ) % {"day": shown}
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return _(
        "Error: %(day)s is not in the calendar. Write another day, for example %(remedy)s."
    ) % {"day": shown, "remedy": day_text(last)}


def day_text(day: dt.date) -> str:
    """05/08/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def moment_text(moment: dt.datetime) -> str:
    """11:40 on 22/11/2026, in words; the moment is in local time already."""
    return _("%(time)s on %(day)s") % {"time": f"{moment:%H:%M}", "day": day_text(moment)}


def fact_day(day: dt.date | None, precision: str) -> str:
    """A day as the value of a fact; what is not known is said."""
    if day is None or precision == DatePrecision.NONE:
        return _("not known")
    if precision == DatePrecision.MONTH:
        return _("month %(month)s, day not known") % {"month": _month(day)}
    if precision == DatePrecision.YEAR:
        return _("%(year)s, day not known") % {"year": day.year}
    return day_text(day)


def clause_day(day: dt.date | None, precision: str) -> str:
    """A day as part of a sentence, with the word before it; empty when it is not known."""
    if day is None or precision == DatePrecision.NONE:
        return ""
    if precision == DatePrecision.MONTH:
        return _("in %(month)s") % {"month": _month(day)}
    if precision == DatePrecision.YEAR:
        return _("in the year %(year)s") % {"year": day.year}
    return _("on %(day)s") % {"day": day_text(day)}


def machine_day(day: dt.date | None, precision: str) -> str:
    """The `datetime` attribute of a day, month or year; empty when it is not known."""
    if day is None or precision == DatePrecision.NONE:
        return ""
    if precision == DatePrecision.MONTH:
        return f"{day.year:04d}-{day.month:02d}"
    if precision == DatePrecision.YEAR:
        return f"{day.year:04d}"
    return day.isoformat()


def last_day(first_day_after: dt.date) -> dt.date:
    """The last valid day: validity ends before `first_day_after`, readers count to its end."""
    return first_day_after - dt.timedelta(days=1)


def number_text(number: int) -> str:
    """1.204."""
    return str(number) if 0 <= number < 1000 else _number_in(get_language() or "", number)


@lru_cache(maxsize=4096)
def _number_in(language: str, number: int) -> str:
    """Numbers come again on every page; the language is that of the thread."""
    return number_format(number, use_l10n=True, force_grouping=True)


def _month(day: dt.date) -> str:
    return f"{day.month:02d}/{day.year:04d}"
