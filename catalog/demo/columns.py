"""Reading one line of a register file: typed values, or problems that name the column.

The file has the columns of `register.csv` beside this module: what a public source printed
of one certification. Nothing is guessed here; an empty cell stays unknown.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.models.choices import (
    CertificationLevel,
    CraftTitleKind,
    DatePrecision,
    EvidenceGrade,
)
from registry.rules.checks import Problem
from registry.text import clean, has_control_characters

# Where the file holds what the services call otherwise.
COLUMN_OF_FIELD = {
    "signed_on": "decision_date",
    "issued_on": "decision_date",
    "stars": "level_or_stars",
    "level": "level_or_stars",
    "title": "scheme",
    "round": "source_note",
    "number": "decision_no",
    "decision": "decision_no",
    "name": "product",
    "product_name_printed": "product",
    "maker_name_printed": "establishment",
    "group_printed": "group",
    "issuer_printed": "issuer",
    "note_printed": "status_note",
    "place_printed": "address_printed",
    "place_text": "address_printed",
    "valid_until": "expires_on",
    "effective_on": "status_note",
    "ground": "status_note",
    "evidence": "source_url",
    "note": "source_note",
    "prize": "level_or_stars",
}
REQUIRED_COLUMNS = [
    "product",
    "establishment",
    "address_printed",
    "commune_or_district",
    "district_old",
    "province",
    "scheme",
    "level_or_stars",
    "group",
    "decision_no",
    "decision_date",
    "expires_on",
    "issuer",
    "status_note",
    "grade",
    "source_title",
    "source_url",
    "source_note",
]
_SCHEMES = {
    "ocop": ("ocop", ""),
    "cnnttb": ("cnnttb", ""),
    "làng nghề": ("craft", CraftTitleKind.CRAFT_VILLAGE),
    "làng nghề truyền thống": ("craft", CraftTitleKind.TRADITIONAL_CRAFT_VILLAGE),
    "nghề truyền thống": ("craft", CraftTitleKind.TRADITIONAL_CRAFT),
    "chỉ dẫn địa lý": ("cddl", ""),
}
_LEVELS = {
    "xã": CertificationLevel.COMMUNE,
    "huyện": CertificationLevel.DISTRICT,
    "tỉnh": CertificationLevel.PROVINCE,
    "khu vực": CertificationLevel.REGION,
    "quốc gia": CertificationLevel.NATION,
}
_WITHDRAWN = re.compile(
    r"đã bị thu hồi(?: danh hiệu)?"
    r"(?: theo Quyết định (?P<number>\S+) ngày (?P<day>\d{1,2}/\d{1,2}/\d{4}))?"
    r"(?:.*?tháng (?P<month>\d{1,2}/\d{4}))?",
    re.ASCII,
)
_RENEWED = re.compile(
    r"^(đánh giá lại|công nhận lại|tái công nhận|nâng hạng|sản phẩm 2020 được đánh giá lại)"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    day: dt.date | None
    precision: str


UNKNOWN_DATE = PrintedDate(None, DatePrecision.NONE)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    on: PrintedDate
    decision_no: str
    ground: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One line as the source printed it, cells cleaned, codes and dates read."""

    line_no: int
    cells: Mapping[str, str]
    scheme: str
    level: str
    stars: int | None
    title: str
    is_proposed: bool
    round_year: int | None
    round_sequence: int
    prize: str
    issued: PrintedDate
    expires_on: dt.date | None
    is_renewal: bool
    withdrawal: Withdrawal | None
    problems: tuple[Problem, ...]


def read_row(line_no: int, raw: Mapping[str, str | None]) -> PrintedRow:
    """Reads one line; every problem is kept with its column, none is raised."""
    problems: list[Problem] = []
    if None in raw or None in raw.values():
        problems.append(
            Problem(
                "cells",
                "file",
                _("The line has too many or too few cells. Quote cells that hold commas."),
            )
        )
        raw = {column: value or "" for column, value in raw.items() if column}
    problems += [
        Problem("control-characters", column, _("It holds invisible control characters."))
        for column, value in raw.items()
        if column and value and has_control_characters(value)
    ]
    cells = {column: clean(value or "") for column, value in raw.items() if column}
    scheme, title = _SCHEMES.get(cells["scheme"].lower(), ("", ""))
    if not scheme:
        problems.append(
            Problem(
                "scheme-unknown",
                "scheme",
                _("There is no scheme “%(value)s”. Use one of: %(known)s.")
                % {"value": cells["scheme"], "known": ", ".join(_SCHEMES)},
            )
        )
    if not cells["product"]:
        problems.append(Problem("required", "product", _("This is empty. Fill it in.")))
    if cells["grade"] not in EvidenceGrade.values:
        problems.append(
            Problem("grade-of-evidence", "grade", _("Evidence is of grade A, B1, B2 or C."))
        )
    level, stars, is_proposed = _grade(scheme, cells["level_or_stars"], problems)
    issued = read_date("decision_date", cells["decision_date"], problems)
    year, sequence = _round(cells)
    return PrintedRow(
        line_no=line_no,
        cells=cells,
        scheme=scheme,
        level=level,
        stars=stars,
        title=title,
        is_proposed=is_proposed,
        round_year=year,
        round_sequence=sequence,
        prize=_found(r"giải [^,)]+", cells["level_or_stars"]),
        issued=issued,
        expires_on=read_date("expires_on", cells["expires_on"], problems).day,
        is_renewal=bool(_RENEWED.match(cells["status_note"])),
        withdrawal=_withdrawal(cells, problems),
        problems=tuple(problems),
    )


def read_date(column: str, text: str, problems: list[Problem]) -> PrintedDate:
    """A day as dd/mm/yyyy or yyyy-mm-dd, a month, or a year; a wrong one is a problem."""
    if not text:
        return UNKNOWN_DATE
    for pattern, order, precision in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3), DatePrecision.DAY),
        (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", (3, 2, 1), DatePrecision.DAY),
        (r"(\d{4})-(\d{1,2})", (1, 2), DatePrecision.MONTH),
        (r"(\d{1,2})/(\d{4})", (2, 1), DatePrecision.MONTH),
        (r"(\d{4})", (1,), DatePrecision.YEAR),
    ):
        match = re.fullmatch(pattern, text, re.ASCII)
        if match is None:
            continue
        year, month, day = [*(int(match[index]) for index in order), 1, 1][:3]
        try:
            return PrintedDate(dt.date(year, month, day), precision)
        except ValueError:
            problems.append(_no_such_day(column, text, year, month))
            return UNKNOWN_DATE
    problems.append(
        Problem(
            "date-form",
            column,
            _("“%(text)s” is not a date. Write dd/mm/yyyy, for example 05/08/2026.")
            % {"text": text},
        )
    )
    return UNKNOWN_DATE


def _no_such_day(column: str, text: str, year: int, month: int) -> Problem:
    if 1 <= month <= 12 and 1 <= year <= 9999:
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        remedy = last.strftime("%d/%m/%Y")
    else:
        remedy = "05/08/2026"
    return Problem(
        "date-impossible",
        column,
        _("The date %(text)s is not in the calendar. Write another, for example %(remedy)s.")
        % {"text": text, "remedy": remedy},
    )


def _grade(scheme: str, text: str, problems: list[Problem]) -> tuple[str, int | None, bool]:
    is_proposed = "đề nghị" in text
    if scheme == "ocop" and text:
        match = re.fullmatch(r"([0-9]) sao(?: \([^)]*\))?", text)
        if match is None:
            problems.append(
                Problem(
                    "stars-form",
                    "level_or_stars",
                    _("“%(text)s” is not a number of stars. Write “3 sao”, “4 sao” or “5 sao”.")
                    % {"text": text},
                )
            )
            return "", None, is_proposed
        # A proposal is never shown as stars; the printed words stay in the note.
        return "", None if is_proposed else int(match[1]), is_proposed
    if scheme == "cnnttb" and text:
        match = re.match(r"cấp (xã|huyện|tỉnh|khu vực|quốc gia)\b", text)
        if match is None:
            problems.append(
                Problem(
                    "level-form",
                    "level_or_stars",
                    _("“%(text)s” is not a level. Write “cấp tỉnh”, “cấp khu vực” and so on.")
                    % {"text": text},
                )
            )
            return "", None, is_proposed
        return _LEVELS[match[1]], None, is_proposed
    return "", None, is_proposed


def _round(cells: Mapping[str, str]) -> tuple[int | None, int]:
    text = f"{cells['level_or_stars']}; {cells['source_note']}"
    match = re.search(r"đợt (\d) (?:năm )?(\d{4})", text)
    if match:
        return int(match[2]), int(match[1])
    match = re.search(r"kỳ (\d{4})(?: đợt (\d))?", text) or re.search(r"\(năm (\d{4})()\)", text)
    if match:
        return int(match[1]), int(match[2] or 1)
    return None, 1


def _withdrawal(cells: Mapping[str, str], problems: list[Problem]) -> Withdrawal | None:
    match = _WITHDRAWN.match(cells["status_note"])
    if match is None:
        return None
    on = read_date("status_note", match["day"] or match["month"] or "", problems)
    ground = cells.get("withdrawal_ground") or _("The source gives no reason.")
    return Withdrawal(on, match["number"] or "", ground)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[0] if match else ""
