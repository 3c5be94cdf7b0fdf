"""Hits of equal score: engines add in single precision and in orders of their own.

Two scores that differ by noise alone are equal, and equals are ordered by reference. A grid
would part two such scores that stand on either side of a line; neighbours are joined instead.
"""

from collections.abc import Sequence
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


def is_parted(hits: Sequence[tuple[float, str]], position: int) -> bool:
    """Whether no group of equals reaches over the position, so that what stands before is whole."""
    return position >= len(hits) or not are_equal(hits[position - 1][0], hits[position][0])
