"""Small integers that stand for the values of facets within one generation.

Numbers are only ever added, so a reader whose table is newer than its commit reads right.
"""

import json
from pathlib import Path

from search.engines.generations import write_json


class Codes:
    """Value to number and back, for each facet field."""

    def __init__(self, values: dict[str, list[str]] | None = None) -> None:
        self._values: dict[str, list[str]] = values or {}
        self._numbers = {
            name: {value: number for number, value in enumerate(listed)}
            for name, listed in self._values.items()
        }
        self._lists: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        self._has_grown = values is None

    @classmethod
    def load(cls, folder: Path) -> "Codes":
        return cls(json.loads((folder / "codes.json").read_text(encoding="utf-8")))

    def save(self, folder: Path) -> None:
        """Writes the table if it has grown; to be called before the commit that needs it."""
        if self._has_grown:
            write_json(folder / "codes.json", self._values)
            self._has_grown = False

    def code(self, field: str, value: str) -> int:
        """The number of a value, a new one if need be."""
        numbers = self._numbers.setdefault(field, {})
        number = numbers.get(value)
        if number is None:
            number = numbers[value] = len(numbers)
            self._values.setdefault(field, []).append(value)
            self._has_grown = True
        return number

    def codes(self, field: str, values: tuple[str, ...]) -> list[int]:
        """The numbers of some values; those of one document are mostly those of many."""
        found = self._lists.get((field, values))
        if found is None:
            found = self._lists[field, values] = [self.code(field, one) for one in values]
        return found

    def known(self, field: str, value: str) -> int | None:
        return self._numbers.get(field, {}).get(value)

    def value(self, field: str, number: int) -> str:
        return self._values[field][number]

    def size(self, field: str) -> int:
        return len(self._values.get(field, ()))
