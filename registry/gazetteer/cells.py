"""The cells of one line of a CSV file; a bad cell is refused with its file, line and field."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.gazetteer.errors import GazetteerError, Problem
from registry.text import clean, has_control_characters

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PUBLIC_ID = re.compile(r"[a-z0-9]{1,8}-[0-9]{2,5}")


@dataclass(frozen=True)
class Source:
    """Where a row was read."""

    file: str
    line: int

    def problem(self, field: str, message: str, remedy: str) -> Problem:
        return Problem(self.file, self.line, field, message, remedy)


@dataclass(frozen=True)
class Cells:
    """One line of a file, read cell by cell; each reader raises with file, line and field."""

    source: Source
    values: dict[str, str]

    def refuse(self, field: str, message: str, remedy: str) -> GazetteerError:
        return GazetteerError([self.source.problem(field, message, remedy)])

    def text(self, field: str, longest: int = 200) -> str:
        raw = self.values.get(field) or ""
        if has_control_characters(raw):
            raise self.refuse(field, _("It holds invisible control characters."), "")
        value = clean(raw)
        if len(value) > longest:
            raise self.refuse(
                field,
                _("The text is longer than %(n)d characters.") % {"n": longest},
                _("Shorten it."),
            )
        return value

    def needed(self, field: str, longest: int = 200) -> str:
        value = self.text(field, longest)
        if not value:
            raise self.refuse(field, _("The cell is empty."), _("Fill it in."))
        return value

    def matching(self, field: str, pattern: re.Pattern[str], example: str) -> str:
        value = self.needed(field)
        if not pattern.fullmatch(value):
            raise self.refuse(
                field,
                _("“%(value)s” has a wrong form.") % {"value": value},
                _("Write it like %(example)s.") % {"example": example},
            )
        return value

    def public_id(self, field: str) -> str:
        return self.matching(field, _PUBLIC_ID, "b25-00001")

    def one_of(self, field: str, allowed: list[str]) -> str:
        value = self.needed(field)
        if value not in allowed:
            raise self.refuse(
                field,
                _("“%(value)s” is not a known value.") % {"value": value},
                _("Use one of: %(values)s.") % {"values": ", ".join(allowed)},
            )
        return value

    def day(self, field: str) -> dt.date | None:
        value = self.text(field)
        if not value:
            return None
        try:
            # fromisoformat alone also takes weeks ("2027-W10-1") and days without dashes.
            if not _DAY.fullmatch(value):
                raise ValueError(value)
            return dt.date.fromisoformat(value)
        except ValueError:
            raise self.refuse(
                field,
                _("“%(value)s” is not a day.") % {"value": value},
                _("Write it like %(example)s.") % {"example": "2025-07-01"},
            ) from None

    def needed_day(self, field: str) -> dt.date:
        self.needed(field)
        day = self.day(field)
        assert day is not None
        return day

    def yes(self, field: str) -> bool:
        return self.one_of(field, ["0", "1"]) == "1"

    def number(self, field: str, least: float, most: float) -> float | None:
        value = self.text(field)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            raise self.refuse(
                field,
                _("“%(value)s” is not a number from %(least)s to %(most)s.")
                % {"value": value, "least": least, "most": most},
                _("Correct it or leave the cell empty."),
            )
        return number

    def count(self, field: str) -> int:
        number = self.number(field, 0, 10_000_000)
        if number is None or number != int(number):
            raise self.refuse(field, _("A whole number is needed."), _("Correct it."))
        return int(number)
