"""Charts as numbers that a template draws; a table with all values always stands beside one."""

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _STEP, _TOP = 340, 52, 24


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar; `kind` chooses its plate: "in_force", "not_known" or "rest"."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    words: str
    value: str
    text_y: int
    bar_y: int
    value_x: float
    value_y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars to one scale. `key` makes the ids of patterns unique on the page."""

    key: str
    height: int
    bars: tuple[Bar, ...]


def bar_chart(
    key: str, rows: Sequence[tuple[str, str, Sequence[tuple[str, int]]]]
) -> BarChart | None:
    """Bars of (words, value in words, parts by kind); None where all are zero."""
    longest = max((sum(number for _, number in parts) for _, _, parts in rows), default=0)
    if longest == 0:
        return None
    return BarChart(
        key,
        len(rows) * _STEP,
        tuple(_bar(index, row, longest) for index, row in enumerate(rows)),
    )


def _bar(index: int, row: tuple[str, str, Sequence[tuple[str, int]]], longest: int) -> Bar:
    words, value, parts = row
    x, segments = 0.0, []
    for kind, number in parts:
        width = round(number / longest * _WIDTH, 1)
        if width:
            segments.append(Segment(x, width, kind))
        x = round(x + width, 1)
    top = index * _STEP
    return Bar(words, value, top + 16, top + _TOP, x + 8, top + _TOP + 14, tuple(segments))
