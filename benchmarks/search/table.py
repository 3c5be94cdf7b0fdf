"""The table of goals: what was measured, beside what must be and what is wished."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One goal. `must` and `stretch` bound the measured figure from above, or from below."""

    goal: str
    what: str
    measured: float
    must: float
    stretch: float | None = None
    floor: str = ""
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.stretch is not None and self._holds(self.stretch):
            return "stretch"
        return "met" if self._holds(self.must) else "MISSED"

    def _holds(self, bound: float) -> bool:
        return self.measured >= bound if self.at_least else self.measured <= bound


def told(rows: Sequence[Row]) -> str:
    """The rows as a table of Markdown."""
    lines = ["| goal | what | floor | measured | must | stretch | |", "|" + " --- |" * 7]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        stretch = "" if row.stretch is None else f"{sign} {row.stretch:g}"
        what = f"{row.what} ({row.note})" if row.note else row.what
        lines.append(
            f"| {row.goal} | {what} | {row.floor} | {row.measured:.3g} | {sign} {row.must:g} "
            f"| {stretch} | {row.verdict} |"
        )
    return "\n".join(lines)
