"""Counts of what is public. Titles, products and makers are three different numbers."""

from dataclasses import dataclass

from registry.selectors import public


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """All that is public, ended ones included: certifications, products, makers, villages."""

    certifications: int
    products: int
    makers: int
    craft_villages: int


def public_counts() -> PublicCounts:
    """The counts in four queries."""
    products = public.products()
    return PublicCounts(
        certifications=public.certifications().count(),
        products=products.count(),
        makers=products.exclude(maker=None).values("maker").distinct().count(),
        craft_villages=public.craft_villages().count(),
    )
