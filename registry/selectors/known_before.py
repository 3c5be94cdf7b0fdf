"""What corrections recorded after a moment have changed: the register as it was known then.

Figures ask for the few columns that they count by. Corrections are rare, so the entries of
the log are read and undone one by one; legal acts have their own moments (`rules.status`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from registry.models import Certification, CraftVillage, Event, GroupNode, Product

_TAGS = (
    "product:record:edit",
    "product:record:correct",
    "craft_village:record:edit",
    "craft_village:record:correct",
    "certification:record:correct",
)
# Columns that figures count by.
_PLACES = frozenset({"place_at_issue_id", "place_now_id"})
_COUNTED_BY = _PLACES | {"maker_id", "group_id"}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, wanted: value == wanted,
    "in": lambda value, wanted: value in wanted,
    "isnull": lambda value, wanted: (value is None) == wanted,
    "lt": lambda value, wanted: value is not None and value < wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
    "gte": lambda value, wanted: value is not None and value >= wanted,
}
Columns = Mapping[str, Any]


@dataclass(frozen=True)
class KnownBefore:
    """Old values by key and column of what was corrected since; empty: nothing was."""

    products: Mapping[int, Columns] = field(default_factory=dict)
    villages: Mapping[int, Columns] = field(default_factory=dict)
    certifications: Mapping[int, Columns] = field(default_factory=dict)

    def maker(self, product: int | None, maker: int | None) -> int | None:
        """The maker of a product as it was known."""
        old: int | None = self.products.get(product or 0, {}).get("maker_id", maker)
        return old

    def places(
        self, certification: int, now: int | None, then: int | None
    ) -> tuple[int | None, int | None]:
        """Place now and place at issue of a certification as they were known."""
        old = self.certifications.get(certification, {})
        return old.get("place_now_id", now), old.get("place_at_issue_id", then)

    def group(self, product: int | None, village: int | None, code: str | None) -> str:
        """The code of the group of a product or craft village as it was known; "" for none."""
        old = self.products.get(product or 0) or self.villages.get(village or 0) or {}
        if "group_id" in old:
            return self._group_codes.get(old["group_id"], "")
        return code or ""

    def of_group(self, code: str) -> Q:
        """Certifications whose product or craft village was known to be of a group."""
        found = Q(pk__in=())
        for way, rows in (("product", self.products), ("craft_village", self.villages)):
            moved = {key: old["group_id"] for key, old in rows.items() if "group_id" in old}
            today = Q(**{f"{way}__group__code": code})
            if moved:
                were = [k for k, group in moved.items() if self._group_codes.get(group) == code]
                today = (today & ~Q(**{f"{way}__in": list(moved)})) | Q(**{f"{way}__in": were})
            found |= today
        return found

    def in_places(self, within: Q) -> Q:
        """A condition on the places of certifications, asked of the places as known."""
        if not self._as_known:
            return within
        were = [row["id"] for row in self._as_known if _holds(within, row)]
        moved = [row["id"] for row in self._as_known]
        return (within & ~Q(pk__in=moved)) | Q(pk__in=were)

    @cached_property
    def _group_codes(self) -> dict[int, str]:
        """Codes of the groups that records were known to be of; one query."""
        olds = [*self.products.values(), *self.villages.values()]
        keys = {old["group_id"] for old in olds if old.get("group_id")}
        return dict(GroupNode.objects.filter(pk__in=keys).values_list("pk", "code"))

    @cached_property
    def _as_known(self) -> list[dict[str, Any]]:
        """The certifications whose place was corrected, as known; one query, or none."""
        moved = {key: old for key, old in self.certifications.items() if _PLACES & set(old)}
        if not moved:
            return []
        rows = Certification.objects.filter(pk__in=list(moved)).order_by().values()
        return [{**row, **moved[row["id"]]} for row in rows]


def known_before(known_at: dt.datetime | None) -> KnownBefore:
    """What was corrected after a moment, in one query; nothing for the register of now."""
    if known_at is None:
        return KnownBefore()
    old: dict[str, dict[int, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    entries = Event.objects.filter(tag__in=_TAGS, recorded_at__gt=known_at).order_by("-sequence")
    for subject, key, before in entries.values_list("subject_type", "subject_id", "before"):
        # From the newest back, so that the oldest value of each column stays.
        old[subject][key].update({n: v for n, v in before.items() if n in _COUNTED_BY})
    return KnownBefore(
        *(
            {key: columns for key, columns in old[model._meta.model_name or ""].items() if columns}
            for model in (Product, CraftVillage, Certification)
        )
    )


def _holds(condition: Any, row: Columns) -> bool:
    """Whether a condition of plain comparisons holds for a row of certifications.

    Raises KeyError for a comparison or a relation that it does not know: never a guess.
    """
    if isinstance(condition, tuple):
        path, wanted = condition
        name, _dash, comparison = path.partition("__")
        column = "id" if name == "pk" else f"{name}_id" if f"{name}_id" in row else name
        return bool(_COMPARISONS[comparison or "exact"](row[column], wanted))
    parts = [_holds(child, row) for child in condition.children]
    found = any(parts) if condition.connector == Q.OR else all(parts)
    if condition.connector == Q.XOR:
        found = sum(parts) % 2 == 1
    return not found if condition.negated else found
