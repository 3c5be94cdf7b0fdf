"""The gazetteer as read from one or more folders of CSV files, keyed and linked.

Later folders add rows to earlier ones or replace rows of the same key: that is how a later
reform is loaded. It refuses duplicate keys inside a folder and links to unknown units; what
the whole must satisfy is the business of `invariants`.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from registry.gazetteer import rows
from registry.gazetteer.cells import Cells, Source
from registry.gazetteer.errors import GazetteerError, Problem

DATA_FOLDER = Path(__file__).resolve().parent / "data"
Row = TypeVar("Row")


@dataclass
class Dataset:
    """All rows by key. A unit's key is its public id, a tag of its era and its code."""

    eras: dict[str, rows.EraRow] = field(default_factory=dict)
    units: dict[str, rows.UnitRow] = field(default_factory=dict)
    names: dict[tuple[str, str, str, dt.date | None], rows.NameRow] = field(default_factory=dict)
    successions: dict[tuple[str, str], rows.SuccessionRow] = field(default_factory=dict)
    amendments: dict[tuple[str, dt.date], rows.AmendmentRow] = field(default_factory=dict)
    regions: dict[str, rows.RegionRow] = field(default_factory=dict)
    members: dict[tuple[str, str, dt.date | None], rows.MemberRow] = field(default_factory=dict)
    expectations: dict[tuple[str, str, str, dt.date | None], rows.ExpectationRow] = field(
        default_factory=dict
    )
    sha256: str = ""
    amendments_by_place: dict[str, list[rows.AmendmentRow]] | None = None

    def parent_id(self, unit: rows.UnitRow) -> str | None:
        return f"{self.eras[unit.era].tag}-{unit.parent}" if unit.parent else None

    def ordered_eras(self) -> list[rows.EraRow]:
        return sorted(self.eras.values(), key=lambda era: era.first_day or dt.date.min)

    def first_day(self, public_id: str) -> dt.date | None:
        unit = self.units[public_id]
        return unit.valid_from or self.eras[unit.era].first_day

    def last_day(self, public_id: str) -> dt.date | None:
        unit = self.units[public_id]
        return unit.valid_to or self.eras[unit.era].last_day


def read_dataset(folders: Sequence[Path]) -> Dataset:
    """Read the folders in order; raise `GazetteerError` with every problem of form or link."""
    data, digest, problems = Dataset(), hashlib.sha256(), list[Problem]()
    for folder in folders:
        if not folder.is_dir():
            raise GazetteerError(
                [Problem(folder.name, 0, "", _("The folder does not exist."), _("Correct it."))]
            )
        problems += _strange_files(folder)
        reader = _FolderReader(folder, digest, problems)
        data.eras |= reader.table("eras", rows.era_row, lambda r: r.key)
        tags = {era.key: era.tag for era in data.eras.values()}
        data.units |= reader.table("units", rows.unit_row, partial(_unit_key, tags))
        data.names |= reader.table(
            "names",
            rows.name_row,
            lambda r: (r.place, r.kind, f"{r.type_word} {r.name}".strip(), r.valid_from),
        )
        data.successions |= reader.table(
            "successions", rows.succession_row, lambda r: (r.predecessor, r.successor)
        )
        data.amendments |= reader.table(
            "amendments", rows.amendment_row, lambda r: (r.place, r.effective_on)
        )
        data.regions |= reader.table("regions", rows.region_row, lambda r: r.code)
        data.members |= reader.table(
            "members", rows.member_row, lambda r: (r.region, r.place, r.valid_from)
        )
        data.expectations |= reader.table(
            "expectations", rows.expectation_row, lambda r: (r.era, r.check, r.subject, r.on)
        )
    # A line that could not be read would be missed by the lines that name it.
    problems = problems or _unknown_links(data)
    if problems:
        raise GazetteerError(problems)
    data.sha256 = digest.hexdigest()
    return data


@dataclass
class _FolderReader:
    folder: Path
    digest: "hashlib._Hash"
    problems: list[Problem]

    def table(self, stem: str, read: Callable[[Cells], Row], key: Callable[[Row], object]) -> dict:
        """All files `<stem>.csv` and `<stem>_*.csv` of the folder as one table by key."""
        result: dict[object, Row] = {}
        first: dict[object, Source] = {}
        for path in sorted({*self.folder.glob(f"{stem}.csv"), *self.folder.glob(f"{stem}_*.csv")}):
            for cells in self._lines(path, stem):
                try:
                    row = read(cells)
                except GazetteerError as error:
                    self.problems += error.problems
                    continue
                row_key = key(row)
                if row_key in result:
                    self.problems.append(_duplicate(cells.source, first[row_key]))
                result[row_key], first[row_key] = row, cells.source
        return result

    def _lines(self, path: Path, stem: str) -> Iterator[Cells]:
        raw = path.read_bytes()
        self.digest.update(path.name.encode() + b"\0" + raw)
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problems.append(
                Problem(path.name, 0, "", _("The file is not UTF-8."), _("Save it as UTF-8."))
            )
            return
        reader = csv.DictReader(io.StringIO(text.replace("\r\n", "\n"), newline=""), strict=True)
        try:
            if problem := _wrong_heading(path.name, stem, reader.fieldnames or []):
                self.problems.append(problem)
                return
            yield from self._cells(path, reader)
        except csv.Error:
            self.problems.append(
                Problem(
                    path.name, reader.reader.line_num, "",
                    _("The line is not well-formed CSV, or a cell is far too long."),
                    _("Check its quotation marks; quote cells that hold commas."),
                )
            )  # fmt: skip

    def _cells(self, path: Path, reader: "csv.DictReader[str]") -> Iterator[Cells]:
        for values in reader:
            source = Source(path.name, reader.line_num)
            if None in values or None in values.values():
                self.problems.append(
                    source.problem(
                        "",
                        _("The line has too many or too few cells."),
                        _("Give one cell for each heading; quote cells that hold commas."),
                    )
                )
                continue
            yield Cells(source, values)


def _wrong_heading(file: str, stem: str, found: Sequence[str]) -> Problem | None:
    """What is wrong with the first line: a misspelt column would else empty what it holds."""
    needed, optional = rows.COLUMNS[stem]
    wrong = [
        *(name for name in needed if name not in found),
        *(name for name in found if name not in needed and name not in optional),
        *(name for name, times in Counter(found).items() if times > 1),
    ]
    if not wrong:
        return None
    return Problem(
        file, 1, "",
        _("These columns are missing, unknown or twice there: %(columns)s.")
        % {"columns": ", ".join(dict.fromkeys(wrong))},
        _("Its first line must name: %(columns)s.") % {"columns": ", ".join(needed)},
    )  # fmt: skip


def _strange_files(folder: Path) -> list[Problem]:
    """CSV files whose name no table has; they would be left out without a word."""
    stems = "|".join(rows.COLUMNS)
    known = re.compile(rf"(?:{stems})(?:_.*)?\.csv")
    found = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    strange = [name for name in found if not known.fullmatch(name) and name != "corrections.csv"]
    remedy = _("Name it like %(example)s.") % {"example": "units.csv, units_2031.csv"}
    if not found:
        return [Problem(folder.name, 0, "", _("The folder holds no CSV file."), remedy)]
    return [Problem(name, 0, "", _("No table has this name."), remedy) for name in strange]


def _unit_key(tags: dict[str, str], unit: rows.UnitRow) -> str:
    return f"{tags.get(unit.era, unit.era)}-{unit.code}"


def _duplicate(source: Source, first: Source) -> Problem:
    return source.problem(
        "",
        _("The same key stands in %(file)s, line %(line)s.")
        % {"file": first.file, "line": first.line},
        _("Keep one of the two lines."),
    )


def _unknown_links(data: Dataset) -> list[Problem]:
    """Names of eras, units and regions that no row explains."""
    problems = []

    def check(known: bool, source: Source, field_name: str, value: str) -> None:
        if not known:
            problems.append(
                source.problem(
                    field_name,
                    _("“%(value)s” is not in the data.") % {"value": value},
                    _("Correct it or add its row."),
                )
            )

    for unit in data.units.values():
        if unit.era not in data.eras:
            check(False, unit.source, "era", unit.era)
        elif unit.parent:
            check(data.parent_id(unit) in data.units, unit.source, "parent", unit.parent)
    for name in data.names.values():
        check(name.place in data.units, name.source, "place", name.place)
    for link in data.successions.values():
        check(link.predecessor in data.units, link.source, "predecessor", link.predecessor)
        check(link.successor in data.units, link.source, "successor", link.successor)
    for change in data.amendments.values():
        check(change.place in data.units, change.source, "place", change.place)
    for member in data.members.values():
        check(member.place in data.units, member.source, "place", member.place)
        check(member.region in data.regions, member.source, "region", member.region)
    for fact in data.expectations.values():
        check(fact.era in data.eras, fact.source, "era", fact.era)
    return problems
