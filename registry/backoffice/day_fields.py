"""Days as officials write them: day first, or only as far as the paper says.

Pure forms of text; which precision a record may have is not judged here.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models.choices import DatePrecision
from registry.rules.validity import DayBounds, day_bounds
from registry.text import clean

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
# A paper "without end" is often typed as the last day of the calendar; it is no day.
LAST_DAY = dt.date(9999, 1, 1)
_TYPED = re.compile(
    r"^(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})$", re.ASCII
)
_FORMS = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%m/%Y", DatePrecision.DAY: "%d/%m/%Y"}


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A date as far as it is known; `day` is the first of its month or year."""

    day: dt.date
    precision: str = DatePrecision.DAY

    @property
    def is_exact(self) -> bool:
        return self.precision == DatePrecision.DAY

    @property
    def bounds(self) -> DayBounds:
        return day_bounds(self.day, self.precision)

    def __str__(self) -> str:
        return self.day.strftime(_FORMS[DatePrecision(self.precision)])


def partial_day_read(typed: str) -> PartialDay | None:
    """Reads 05/08/2026, 08/2026 or 2026; empty is none. Raises ValidationError, in words."""
    text = clean(typed)
    if not text:
        return None
    found = _TYPED.match(text.replace(" ", ""))
    if found is None:
        raise ValidationError(
            _(
                "Write the day as dd/mm/yyyy, such as 05/08/2026; where the paper says no "
                "more, 08/2026 or 2026."
            ),
            code="invalid",
        )
    year, month = int(found["year"]), int(found["month"] or 1)
    if not 1 <= month <= 12:
        raise ValidationError(
            _("There is no month %(month)d. Write day before month, such as 05/08/2026.")
            % {"month": month},
            code="invalid",
        )
    if year < 1:
        raise ValidationError(_("There is no year 0."), code="invalid")
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"] or 1)
    if not 1 <= day <= last:
        raise ValidationError(
            _("%(typed)s is not in the calendar: that month ends on %(last)s.")
            % {"typed": text, "last": f"{last:02d}/{month:02d}/{year:04d}"},
            code="invalid",
        )
    precision = DatePrecision.YEAR
    if found["month"]:
        precision = DatePrecision.DAY if found["day"] else DatePrecision.MONTH
    return PartialDay(dt.date(year, month, day), precision)


class PartialDayField(forms.CharField):
    """A date with the precision that the paper gives; cleans to a `PartialDay` or None."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDay):
            return value
        return partial_day_read(str(value or ""))


def partial_day_field(label: Any, **values: Any) -> PartialDayField:
    return PartialDayField(
        label=label,
        required=False,
        help_text=gettext_lazy("dd/mm/yyyy; mm/yyyy or yyyy where the paper says no more"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **values,
    )


class DayField(forms.DateField):
    """A day of the calendar that still has days after it, for ends are kept exclusive."""

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value)
        if day is not None and day >= LAST_DAY:
            raise ValidationError(
                _(
                    "This day cannot be right. Where the paper names no such day, leave "
                    "the field empty."
                ),
                code="invalid",
            )
        return day


def day_field(label: Any, **values: Any) -> DayField:
    """A day as officials write it; never month first."""
    return DayField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        help_text=gettext_lazy("dd/mm/yyyy"),
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={
            "invalid": gettext_lazy("Write the day as dd/mm/yyyy, such as 05/08/2026.")
        },
        **values,
    )
