"""The way to a page from the first one. No query."""

from dataclasses import dataclass

from catalog import addresses


@dataclass(frozen=True, slots=True)
class Crumb:
    words: str
    url: str = ""


def section_crumbs(words: str) -> tuple[Crumb, ...]:
    """The way to a main section."""
    return (Crumb("Sổ Vàng", addresses.HOME), Crumb(words))
