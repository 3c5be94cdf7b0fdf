"""Hits of equal score: engines add in single precision and in orders of their own.

Two scores that differ by noise alone are equal, and equals are ordered by reference. A grid
would part two such scores that stand on either side of a line; neighbours are joined instead.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", str, tuple[int, int])

_RELATIVE = 6e-7
_ABSOLUTE = 5e-6


def are_equal(higher: float, lower: float) -> bool:
    return higher - lower <= max(_ABSOLUTE, _RELATIVE * abs(higher))


def ordered(hits: Sequence[tuple[float, Key]]) -> list[Key]:
    """The second parts of (score, reference or its number): best score first, equals rising."""
    found: list[Key] = []
    group: list[Key] = []
    previous = 0.0
    for score, ref in sorted(hits, key=lambda hit: (-hit[0], hit[1])):
        if group and not are_equal(previous, score):
            found += sorted(group)
            group = []
        group.append(ref)
        previous = score
    return found + sorted(group)


def is_parted(hits: Sequence[tuple[float, object]], position: int) -> bool:
    """Whether a group of equals ends between the position and the last of the hits."""
    scores = [score for score, _ref in hits[max(position - 1, 0) :]]
    return any(not are_equal(higher, lower) for higher, lower in pairwise(scores))


def bounds(hits: Sequence[tuple[float, object]], first: int, until: int) -> tuple[int, int]:
    """The part of the hits that holds those from `first` to `until` and the equals of both."""
    first, until = min(first, len(hits)), min(until, len(hits))
    while 0 < first < len(hits) and are_equal(hits[first - 1][0], hits[first][0]):
        first -= 1
    while 0 < until < len(hits) and are_equal(hits[until - 1][0], hits[until][0]):
        until += 1
    return first, until


def is_settled(hits: Sequence[tuple[float, object]], position: int) -> bool:
    """Whether hits after those given cannot belong before the position.

    Either a group of equals ends between it and the last hit, or all from it on have the very
    same score: then an engine that orders by reference has done so itself.
    """
    return hits[position - 1][0] == hits[-1][0] or is_parted(hits, position)
