"""OCOP stars from points and minimum conditions (Decision 26/2026/QĐ-TTg)."""

from decimal import Decimal

import pytest

from registry.rules.stars import stars


@pytest.mark.parametrize(
    ("total", "met", "rank"),
    [
        ("90", {3, 4, 5}, 5),
        ("89.99", {3, 4, 5}, 4),
        ("95", {3, 4}, 4),
        ("95", {3, 5}, 3),
        ("70", {3, 4}, 4),
        ("69.99", {3, 4}, 3),
        ("50", {3}, 3),
        ("50", set(), 2),
        ("49.99", {3}, 2),
        ("30", set(), 2),
        ("29.99", set(), 1),
    ],
)
def test_bands_and_minimum_conditions(total: str, met: set[int], rank: int) -> None:
    assert stars(Decimal(total), met) == rank


def test_a_disqualified_file_has_no_rank() -> None:
    assert stars(Decimal(95), {3, 4, 5}, is_disqualified=True) is None


@pytest.mark.parametrize("total", ["-1", "100.01"])
def test_points_are_0_to_100(total: str) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        stars(Decimal(total), set())
