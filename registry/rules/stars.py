"""OCOP stars from council scores (Decision 26/2026/QĐ-TTg art. 3-4). Pure."""

from collections.abc import Collection
from decimal import Decimal

BANDS = ((Decimal(90), 5), (Decimal(70), 4), (Decimal(50), 3), (Decimal(30), 2))
PART_LIMITS = {"A": Decimal(40), "B": Decimal(25), "C": Decimal(35)}


def stars(
    total: Decimal, minimum_met: Collection[int], *, is_disqualified: bool = False
) -> int | None:
    """The rank that points and minimum conditions give, or None for a disqualified file.

    `total` is the unrounded mean of the council's sheets, 0 to 100: 89.99 is 4 stars.
    `minimum_met` holds the stars (3, 4, 5) whose minimum items are all met; a rank needs
    those of every lower rank too. Ranks 1 and 2 get no certificate. Five stars need the
    Minister's decision; a province's 90 points only propose them.

    Raises ValueError for a total outside 0 to 100.
    """
    if not Decimal(0) <= total <= Decimal(100):
        raise ValueError(f"A total is 0 to 100 points, not {total}.")
    if is_disqualified:
        return None
    band = next((rank for least, rank in BANDS if total >= least), 1)
    if band < 3:
        return band
    rank = 2
    for candidate in range(3, band + 1):
        if candidate not in minimum_met:
            break
        rank = candidate
    return rank
