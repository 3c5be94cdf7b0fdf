"""A table as a CSV file that Excel opens rightly and that cannot run anything there. Pure."""

import csv
import io
from collections.abc import Iterable

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
