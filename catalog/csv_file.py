"""A table as a CSV file that Excel opens rightly and that cannot run anything there. Pure."""

import csv
import io
from collections.abc import Iterable

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
# Wide signs are read as the narrow ones, and blanks in front of them are skipped.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BEGINS = ("\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """The rows as text with a byte order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return BYTE_ORDER_MARK + out.getvalue()


def safe_cell(cell: str) -> str:
    """A text that a spreadsheet shows and never runs: formulas get an apostrophe in front."""
    is_formula = cell.startswith(_BEGINS) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell
