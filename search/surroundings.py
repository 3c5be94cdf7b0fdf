"""What a document needs besides its own record: names of places and groups, and the day.

Loaded once for many documents. It must not know an engine.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Q

from registry.models import GroupNode, Place, PlaceName, RegionMembership
from registry.models.choices import PlaceLevel
from search.analysis import Key, analyse
from search.engines.base import FieldValue

_KEPT_UNITS = 20_000


class Directory(Protocol):
    """Public ids that a document with this place carries (see `registry.gazetteer.directory`)."""

    def index_ids(self, place_id: int) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class GroupPath:
    """A product group with those above it: codes and labels."""

    codes: tuple[str, ...]
    text: str


@dataclass
class PlaceWords:
    """Names of units by public id, analysed when needed."""

    names: Mapping[str, str]
    provinces_now: frozenset[str]
    communes_now: frozenset[str]
    _keys: dict[tuple[str, ...], tuple[Key, ...]] = field(default_factory=dict)
    _ids: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def ids_of(self, directory: Directory, place_id: int) -> tuple[str, ...]:
        """What `index_ids` of the one directory of these names says, worked out once a unit."""
        found = self._ids.get(place_id)
        if found is None:
            found = self._ids[place_id] = directory.index_ids(place_id)
        return found

    def keys_of_all(self, public_ids: tuple[str, ...]) -> tuple[Key, ...]:
        """The keys of every name of some units, each key once; units of one item come again."""
        found = self._keys.get(public_ids)
        if found is None:
            texts = (self.names.get(public_id, "") for public_id in public_ids)
            found = tuple(dict.fromkeys(key for text in texts for key in analyse(text)))
            if len(self._keys) >= _KEPT_UNITS:
                self._keys.clear()
            self._keys[public_ids] = found
        return found


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything outside the record that a document shows."""

    on: dt.date
    directory: Directory
    words: PlaceWords
    groups: Mapping[int, GroupPath]
    # Codes of regions by the public id of a province, on the day.
    regions: Mapping[str, tuple[str, ...]]
    # Fields of items by their units and printed places; those of one unit come again.
    place_fields: dict[tuple[tuple[int, ...], tuple[str, ...]], Mapping[str, FieldValue]] = field(
        default_factory=dict
    )


_words: tuple[Directory, PlaceWords] | None = None


def load(on: dt.date) -> Surroundings:
    """The surroundings for documents of a day, from the database."""
    from registry.gazetteer.directory import get_directory

    directory = get_directory()
    return Surroundings(on, directory, _place_words(directory), _group_paths(), _regions(on))


def _place_words(directory: Directory) -> PlaceWords:
    """Names of all units, kept as long as the register keeps its directory."""
    global _words
    if _words is None or _words[0] is not directory:
        names: dict[str, list[str]] = defaultdict(list)
        for public_id, text in PlaceName.objects.values_list("place__public_id", "text"):
            names[public_id].append(text)
        for public_id, text in Place.objects.values_list("public_id", "full_name"):
            names[public_id].append(text)
        joined = {public_id: " ".join(texts) for public_id, texts in names.items()}
        _words = directory, PlaceWords(joined, _now(PlaceLevel.PROVINCE), _now(PlaceLevel.COMMUNE))
    return _words[1]


def _now(level: PlaceLevel) -> frozenset[str]:
    now = Q(valid_to__isnull=True, era__last_day__isnull=True, level=level)
    return frozenset(Place.objects.filter(now).values_list("public_id", flat=True))


def _regions(on: dt.date) -> dict[str, tuple[str, ...]]:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found: dict[str, list[str]] = defaultdict(list)
    rows = RegionMembership.objects.filter(begun & lasting).order_by("region__code")
    for public_id, code in rows.values_list("place__public_id", "region__code"):
        found[public_id].append(code)
    return {public_id: tuple(codes) for public_id, codes in found.items()}


def _group_paths() -> dict[int, GroupPath]:
    rows = {
        pk: (code, parent, f"{label_vi} {label_en}")
        for pk, code, parent, label_vi, label_en in GroupNode.objects.order_by().values_list(
            "pk", "code", "parent_id", "label_vi", "label_en"
        )
    }
    paths = {}
    for pk in rows:
        codes: list[str] = []
        labels: list[str] = []
        at: int | None = pk
        while at is not None and rows[at][0] not in codes:
            codes.append(rows[at][0])
            labels.append(rows[at][2])
            at = rows[at][1]
        paths[pk] = GroupPath(tuple(codes), " ".join(labels))
    return paths
