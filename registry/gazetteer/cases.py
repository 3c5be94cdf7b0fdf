"""Score the resolver on a file of cases, and say which it misses.

A case names today's province and commune by code; `a|b` counts as either. Without a province a
case is ambiguous (a list must be offered) or, where kind or note say NEGATIVE, no place at all.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.errors import GazetteerError, Problem
from registry.gazetteer.resolver import Candidate, Resolution, resolve, resolve_in_query

QUERY = "query"
PROVINCE = "expected_current_province_code"
COMMUNE = "expected_current_commune_code_or_blank"


@dataclass(frozen=True)
class Case:
    line: int
    query: str
    provinces: frozenset[str]
    communes: frozenset[str]
    kind: str
    note: str

    @property
    def is_negative(self) -> bool:
        return not self.provinces and "NEGATIVE" in f"{self.kind} {self.note}".upper()

    @property
    def is_ambiguous(self) -> bool:
        return not self.provinces and not self.is_negative


@dataclass
class Tally:
    """Right and judged cases; a list case is right when it offers a list or, if negative, none."""

    provinces: list[bool] = field(default_factory=list)
    communes: list[bool] = field(default_factory=list)
    lists: list[bool] = field(default_factory=list)


@dataclass
class Score:
    total: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    misses: list[tuple[Case, str]] = field(default_factory=list)


def read_cases(path: Path) -> list[Case]:
    """Cases of a CSV file; raise `GazetteerError` where it cannot be understood."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except FileNotFoundError:
        raise _refusal(path, 0, "", _("The file does not exist."), _("Correct it.")) from None
    except (OSError, UnicodeDecodeError):
        raise _refusal(path, 0, "", _("The file is not UTF-8."), _("Save it as UTF-8.")) from None
    reader = csv.DictReader(lines, strict=True)
    try:
        return _cases(path, reader)
    except csv.Error:
        raise _refusal(
            path,
            reader.reader.line_num,
            "",
            _("The line is not well-formed CSV, or a cell is far too long."),
            _("Check its quotation marks; quote cells that hold commas."),
        ) from None


def _cases(path: Path, reader: "csv.DictReader[str]") -> list[Case]:
    headings = [(heading or "").strip().lower() for heading in reader.fieldnames or []]
    reader.fieldnames = headings
    missing = [name for name in (QUERY, PROVINCE) if name not in headings]
    if missing:
        raise _refusal(
            path,
            1,
            ", ".join(missing),
            _("The file lacks a column."),
            _("Its first line must name: %(columns)s.")
            % {"columns": ", ".join([QUERY, PROVINCE, COMMUNE, "kind", "note"])},
        )
    cases = []
    for row in reader:
        cells = {key: value.strip() for key, value in row.items() if isinstance(value, str)}
        if not cells.get(QUERY):
            continue
        cases.append(
            Case(
                reader.line_num,
                # The text as it stands, not stripped of anything but spaces.
                cells[QUERY],
                _codes(path, reader.line_num, PROVINCE, cells.get(PROVINCE, ""), 2),
                _codes(path, reader.line_num, COMMUNE, cells.get(COMMUNE, ""), 5),
                cells.get("kind", "") or "-",
                cells.get("note", ""),
            )
        )
    return cases


def _codes(path: Path, line: int, column: str, cell: str, length: int) -> frozenset[str]:
    codes = [code.strip() for code in cell.split("|") if code.strip()]
    for code in codes:
        if not code.isdecimal() or len(code) > length:
            raise _refusal(
                path,
                line,
                column,
                _("“%(value)s” has a wrong form.") % {"value": code},
                _("Write it like %(example)s.") % {"example": "01|04" if length == 2 else "00004"},
            )
    # Spreadsheets eat leading zeros.
    return frozenset(code.zfill(length) for code in codes)


def _refusal(path: Path, line: int, column: str, message: str, remedy: str) -> GazetteerError:
    return GazetteerError([Problem(path.name, line, column, message, remedy)])


def score_cases(cases: Iterable[Case], directory: PlaceDirectory | None = None) -> Score:
    directory = directory or get_directory()
    score = Score()
    for case in cases:
        tally = score.kinds.setdefault(case.kind, Tally())
        for judged in (tally, score.total):
            _judge(case, judged, directory, score if judged is tally else None)
    return score


def _judge(case: Case, tally: Tally, directory: PlaceDirectory, score: Score | None) -> None:
    if case.is_negative:
        found = resolve_in_query(case.query, directory=directory)
        right = not found.candidates
        tally.lists.append(right)
    else:
        found = resolve(case.query, directory=directory)
        if case.is_ambiguous:
            right = found.is_ambiguous and len(found.candidates) > 1
            tally.lists.append(right)
        else:
            first = found.candidates[0] if found.candidates else None
            right = province_is_right(case, first, directory)
            tally.provinces.append(right)
            if case.communes:
                commune = commune_is_right(case, first, directory)
                tally.communes.append(commune)
                right = right and commune
    if not right and score is not None:
        score.misses.append((case, describe(found, directory)))


def province_is_right(case: Case, candidate: Candidate | None, directory: PlaceDirectory) -> bool:
    if candidate is None:
        return False
    codes = {directory.province(unit.id).code for unit in candidate.successors}
    return bool(codes) and codes <= case.provinces


def commune_is_right(case: Case, candidate: Candidate | None, directory: PlaceDirectory) -> bool:
    """All units of today that the first candidate stands for, or its default, are expected."""
    if candidate is None or not candidate.successors:
        return False
    default = directory.default_successor(candidate.place.id)
    codes = {unit.code for unit in candidate.successors}
    return codes <= case.communes or (default is not None and default.code in case.communes)


def describe(found: Resolution, directory: PlaceDirectory) -> str:
    if not found.candidates:
        return _("no place")
    return "; ".join(
        f"{directory.label(c.place.id)} ({c.era_key}, {c.score:.2f})" for c in found.candidates[:3]
    )
