"""The dated official names of a unit: its first name and the amendments after it. Pure."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from registry.gazetteer.dataset import Dataset
from registry.gazetteer.rows import AmendmentRow


@dataclass(frozen=True)
class OfficialName:
    """A name with its first and last day; null is open."""

    type_word: str
    name: str
    name_en: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    legal_basis: str

    @property
    def text(self) -> str:
        return f"{self.type_word} {self.name}"

    @property
    def short_text(self) -> str:
        return short_text(self.type_word, self.name)


def short_text(type_word: str, name: str) -> str:
    """The name alone; with its type word where it starts with a number ("Phường 4")."""
    return f"{type_word} {name}".strip() if name[:1].isdigit() else name


def official_names(data: Dataset, public_id: str) -> list[OfficialName]:
    """In order of days; the last one stays open as long as the unit lives."""
    unit = data.units[public_id]
    changes = _amendments_of(data).get(public_id, [])
    names = [(unit.type_word, unit.name, unit.name_en, data.first_day(public_id), "")]
    names += [(c.type_word, c.name, c.name_en, c.effective_on, c.legal_basis) for c in changes]
    ends = [c.effective_on - dt.timedelta(days=1) for c in changes] + [None]
    return [
        OfficialName(word, name, english, first, last, basis)
        for (word, name, english, first, basis), last in zip(names, ends, strict=True)
    ]


def _amendments_of(data: Dataset) -> dict[str, list[AmendmentRow]]:
    if data.amendments_by_place is None:
        found: dict[str, list[AmendmentRow]] = defaultdict(list)
        for change in sorted(data.amendments.values(), key=lambda c: c.effective_on):
            found[change.place].append(change)
        data.amendments_by_place = found
    return data.amendments_by_place


def name_in_force(names: list[OfficialName], day: dt.date) -> OfficialName:
    """The name on a day; the first before its own first day."""
    begun = [name for name in names if name.valid_from is None or name.valid_from <= day]
    return begun[-1] if begun else names[0]
