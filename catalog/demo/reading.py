"""Reads a file of printed lines, and says what is wrong with it at its own columns.

It knows neither the database nor the services; entering the lines is `load`'s.
"""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from catalog.demo.columns import REQUIRED_COLUMNS, PrintedRow, read_row
from registry.rules.checks import Problem


class FileRefused(Exception):
    """Nothing was written; `lines` holds (line number, problems) of every wrong line."""

    def __init__(self, lines: list[tuple[int, tuple[Problem, ...]]]) -> None:
        self.lines = lines
        super().__init__(f"{len(lines)} wrong lines")


def read_file(content: bytes) -> Iterator[PrintedRow]:
    """The lines of a UTF-8 CSV file. Raises FileRefused for another encoding or columns."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            [(1, (Problem("encoding", "file", _("The file is not UTF-8. Save it so.")),))]
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_heading(reader.fieldnames or [])
        is_empty = True
        for raw in reader:
            is_empty = False
            yield read_row(reader.line_num, raw)
    except csv.Error as error:
        message = _(
            "The line is not well-formed CSV, or a cell is far too long. Check its quotation marks."
        )
        line_no = reader.reader.line_num
        raise FileRefused([(line_no, (Problem("csv", "file", message),))]) from error
    if is_empty:
        message = _("The file holds no line below its heading.")
        raise FileRefused([(1, (Problem("empty", "file", message),))])


def in_columns(problems: Iterable[Problem], column_of: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems at the columns of the file instead of the fields of a service."""
    return tuple(replace(p, field=column_of.get(p.field, p.field)) for p in problems)


def by_date(row: PrintedRow) -> tuple[bool, dt.date, int]:
    """Older first, so that a renewal finds what it renews; undated renewals last."""
    is_undated_renewal = row.issued.day is None and row.is_renewal
    year = row.round_year or 1
    return is_undated_renewal, row.issued.day or dt.date(year, 1, 1), row.line_no


def printed_place(row: PrintedRow) -> str:
    parts: list[str] = []
    for column in ("address_printed", "commune_or_district", "district_old", "province"):
        text = row.cells[column]
        if text and not any(text in part for part in parts):
            parts.append(text)
    return ", ".join(parts)[:400]


def names_commune(row: PrintedRow) -> bool:
    """Whether the line prints a commune, so that a district alone is less than it says."""
    return row.cells["commune_or_district"].lower().startswith(("xã ", "phường ", "thị trấn "))


def _check_heading(found: Sequence[str]) -> None:
    missing = [name for name in REQUIRED_COLUMNS if name not in found]
    if missing:
        message = _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)}
        raise FileRefused([(1, (Problem("columns", "file", message),))])
    twice = [name for name, times in Counter(found).items() if times > 1]
    if twice:
        message = _("These columns are there twice: %(columns)s.") % {"columns": ", ".join(twice)}
        raise FileRefused([(1, (Problem("columns", "file", message),))])
