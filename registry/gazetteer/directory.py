"""Every place in memory: names on a day, parents, successors, provinces, regions.

Built from the database with a handful of queries and kept for the process. It reads nothing
else and writes nothing; finding a place by its name is the business of `resolver`.
"""

import datetime as dt
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from registry.models.choices import NameKind, PlaceLevel
from registry.models.places import (
    Era,
    GazetteerDataset,
    Place,
    PlaceName,
    RegionMembership,
    Succession,
)
from registry.text import collation_key

# Seconds for which a process believes its directory without asking the database.
BELIEVED_FOR = 5.0
Identity = tuple[int, str, dt.datetime] | None


@dataclass(frozen=True, slots=True)
class EraInfo:
    key: str
    tag: str
    first_day: dt.date | None
    last_day: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """A unit; `full_name` is the official name on the day the gazetteer was loaded."""

    id: int
    public_id: str
    era_key: str
    level: str
    code: str
    parent_id: int | None
    full_name: str
    short_name: str
    latitude: float | None
    longitude: float | None

    @property
    def type_word(self) -> str:
        return (
            self.full_name.removesuffix(self.short_name).strip() or self.full_name.rsplit(" ", 1)[0]
        )


@dataclass(frozen=True, slots=True)
class NameInfo:
    """A dated name; `kind` as in `NameKind`."""

    place_id: int
    kind: str
    text: str
    type_word: str
    short_text: str
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """A region that a province is in on a day; an unverified one is shown as such."""

    code: str
    kind: str
    name_vi: str
    name_en: str
    is_verified: bool
    source: str


class PlaceDirectory:
    """All units of all eras. Ids are primary keys; unknown ids raise `KeyError`."""

    def __init__(self) -> None:
        self.eras = {
            key: EraInfo(key, tag, first, last)
            for key, tag, first, last in Era.objects.values_list(
                "key", "tag", "first_day", "last_day"
            )
        }
        fields = (
            "pk", "public_id", "era__key", "level", "official_code", "parent_id", "full_name",
            "short_name", "latitude", "longitude",
        )  # fmt: skip
        self._places = {
            row[0]: PlaceInfo(*row) for row in Place.objects.order_by("pk").values_list(*fields)
        }
        self._by_public_id = {place.public_id: place for place in self._places.values()}
        self._children: dict[int, list[int]] = defaultdict(list)
        for place in self._places.values():
            if place.parent_id:
                self._children[place.parent_id].append(place.id)
        self.names = [
            NameInfo(*row)
            for row in PlaceName.objects.order_by("pk").values_list(
                "place_id", "kind", "text", "type_word", "short_text", "valid_from", "valid_to"
            )
        ]
        self._official: dict[int, list[NameInfo]] = defaultdict(list)
        for name in self.names:
            if name.kind == NameKind.OFFICIAL:
                self._official[name.place_id].append(name)
        self._successors: dict[int, list[int]] = defaultdict(list)
        self._predecessors: dict[int, list[int]] = defaultdict(list)
        self._default: dict[int, int] = {}
        for old, new, is_default in Succession.objects.order_by("pk").values_list(
            "predecessor_id", "successor_id", "is_default"
        ):
            self._successors[old].append(new)
            self._predecessors[new].append(old)
            if is_default:
                self._default[old] = new
        self._regions: dict[int, list[tuple[dt.date | None, dt.date | None, RegionInfo]]] = (
            defaultdict(list)
        )
        for place_id, first, last, code, kind, vi, en, verified, source in (
            RegionMembership.objects.order_by("pk").values_list(
                "place_id", "valid_from", "valid_to", "region__code", "region__kind",
                "region__name_vi", "region__name_en", "is_verified", "source",
            )
        ):  # fmt: skip
            region = RegionInfo(code, kind, vi, en, verified, source)
            self._regions[place_id].append((first, last, region))
        self._closures: dict[tuple[int, str], tuple[PlaceInfo, ...]] = {}
        self._provinces: dict[str, tuple[PlaceInfo, ...]] = {}
        # The labels of one day, which is today.
        self._labels: tuple[dt.date | None, dict[int, str]] = (None, {})
        # What other modules derive from this directory and keep as long as it lives.
        self.derived: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._places)

    def all(self) -> Iterable[PlaceInfo]:
        return self._places.values()

    def get(self, place_id: int) -> PlaceInfo:
        return self._places[place_id]

    def by_public_id(self, public_id: str) -> PlaceInfo | None:
        return self._by_public_id.get(public_id)

    def by_code(self, era_key: str, code: str) -> PlaceInfo | None:
        era = self.eras.get(era_key)
        return self._by_public_id.get(f"{era.tag}-{code}") if era else None

    def era_on(self, day: dt.date | None = None) -> EraInfo | None:
        """The division in force on a day, today unless told."""
        day = day or timezone.localdate()
        return next((era for era in self.eras.values() if era.holds(day)), None)

    def name_on(self, place_id: int, day: dt.date | None = None) -> str:
        """Official name with type word on a day; the nearest one outside the unit's life."""
        names = self._official.get(place_id)
        if not names:
            return self._places[place_id].full_name
        day = day or timezone.localdate()
        begun = [n for n in names if n.valid_from is None or n.valid_from <= day]
        return max(begun, key=_first_day).text if begun else min(names, key=_first_day).text

    def label(self, place_id: int, on: dt.date | None = None) -> str:
        """The unit and its parents in running text: "phường Bố Hạ, thành phố Bắc Ninh"."""
        if on is not None:
            return self._label(place_id, on)
        today = timezone.localdate()
        day, labels = self._labels
        if day != today:
            day, labels = self._labels = today, {}
        if place_id not in labels:
            labels[place_id] = self._label(place_id, today)
        return labels[place_id]

    def _label(self, place_id: int, day: dt.date) -> str:
        units = (self._places[place_id], *self.ancestors(place_id))
        names = [self.name_on(unit.id, day) for unit in units]
        return ", ".join(name[:1].lower() + name[1:] for name in names)

    def ancestors(self, place_id: int) -> tuple[PlaceInfo, ...]:
        """Parents from the nearest up to the province."""
        found = []
        parent_id = self._places[place_id].parent_id
        while parent_id:
            parent = self._places[parent_id]
            found.append(parent)
            parent_id = parent.parent_id
        return tuple(found)

    def province(self, place_id: int) -> PlaceInfo:
        """The province of the unit's own era; a province is its own."""
        return (self._places[place_id], *self.ancestors(place_id))[-1]

    def children(self, place_id: int) -> tuple[PlaceInfo, ...]:
        """Direct lower units in dictionary order."""
        return self._in_order(self._children.get(place_id, ()))

    def predecessors(self, place_id: int) -> tuple[PlaceInfo, ...]:
        """The units of the era before that gave something to this one."""
        return self._in_order(self._predecessors.get(place_id, ()))

    def successors_now(self, place_id: int, on: dt.date | None = None) -> tuple[PlaceInfo, ...]:
        """Units of the era in force on a day that hold this one, through all reforms between.

        A commune gives communes, a former district the union of its communes' successors, a
        province provinces, a unit in force itself. The default successor comes first. A unit
        of an era that has not begun by then gives nothing.
        """
        era = self.era_on(on)
        if era is None:
            return ()
        key = (place_id, era.key)
        if key not in self._closures:
            ids = self._closure(place_id, era)
            default = self._follow_default(place_id, era)
            ordered = self._in_order(ids)
            self._closures[key] = tuple(sorted(ordered, key=lambda place: place.id != default))
        return self._closures[key]

    def default_successor(self, place_id: int, on: dt.date | None = None) -> PlaceInfo | None:
        """The successor to show where one must be chosen; none for a district of several."""
        era = self.era_on(on)
        found = self._follow_default(place_id, era) if era else None
        if found is None:
            successors = self.successors_now(place_id, on)
            return successors[0] if len(successors) == 1 else None
        return self._places[found]

    def province_now(self, place_id: int, on: dt.date | None = None) -> PlaceInfo | None:
        """The province in force that holds the unit; None where it went to several."""
        provinces = {self.province(unit.id).id for unit in self.successors_now(place_id, on)}
        return self._places[provinces.pop()] if len(provinces) == 1 else None

    def index_ids(self, place_id: int) -> tuple[str, ...]:
        """Public ids under which a product of this place is found: itself, its parents, all
        successors of each reform since with their parents, and where it surely lay before."""
        found: dict[str, None] = {}
        wave, seen = [place_id], {place_id}
        while wave:
            for unit_id in wave:
                for unit in (self._places[unit_id], *self.ancestors(unit_id)):
                    found[unit.public_id] = None
            wave = list(dict.fromkeys(s for unit_id in wave for s in self._direct(unit_id)))
            wave = [unit_id for unit_id in wave if unit_id not in seen]
            seen.update(wave)
        return (*found, *(unit.public_id for unit in self._surely_before(place_id)))

    def _surely_before(self, place_id: int) -> list[PlaceInfo]:
        """Older units that the whole of a unit came from: those that all its parts share.

        A product of 2026 in xã Trường Xuân, Lâm Đồng is so found by the name Đắk Nông too.
        """
        found: list[PlaceInfo] = []
        wave = self.predecessors(place_id)
        while wave:
            shared = set.intersection(
                *({unit.id, *(above.id for above in self.ancestors(unit.id))} for unit in wave)
            )
            found += [self._places[unit_id] for unit_id in sorted(shared)]
            wave = tuple(older for unit in wave for older in self.predecessors(unit.id))
        return found

    def current_provinces(self, on: dt.date | None = None) -> tuple[PlaceInfo, ...]:
        """Provinces and cities in force on a day, in Vietnamese dictionary order."""
        era = self.era_on(on)
        if era is None:
            return ()
        if era.key not in self._provinces:
            self._provinces[era.key] = self._in_order(
                place.id
                for place in self._places.values()
                if place.era_key == era.key and place.level == PlaceLevel.PROVINCE
            )
        return self._provinces[era.key]

    def regions_of(self, place_id: int, on: dt.date | None = None) -> tuple[RegionInfo, ...]:
        """Regions of the unit's province on a day: of its own era, else of today's province."""
        day = on or timezone.localdate()
        candidates = [self.province(place_id), self.province_now(place_id, day)]
        for province in candidates:
            found = tuple(
                region
                for first, last, region in self._regions.get(province.id if province else 0, ())
                if (first is None or first <= day) and (last is None or day <= last)
            )
            if found:
                return found
        return ()

    def region_rows(
        self,
    ) -> Iterator[tuple[PlaceInfo, dt.date | None, dt.date | None, RegionInfo]]:
        """Every province with a region that holds it, and from when until when."""
        for place_id, rows in self._regions.items():
            for first, last, region in rows:
                yield self._places[place_id], first, last, region

    def point_of(self, place_id: int) -> tuple[float, float] | None:
        """Latitude and longitude, own or the mean of today's successors; None if unknown."""
        place = self._places[place_id]
        units = [place] if place.latitude is not None else self.successors_now(place_id)
        points = [(u.latitude, u.longitude) for u in units if u.latitude and u.longitude]
        if not points:
            return None
        return (
            sum(latitude for latitude, _ in points) / len(points),
            sum(longitude for _, longitude in points) / len(points),
        )

    def _direct(self, place_id: int) -> list[int]:
        """Direct successors; a district without its own gives those of its communes."""
        if place_id in self._successors:
            return self._successors[place_id]
        if self._places[place_id].level != PlaceLevel.DISTRICT:
            return []
        return [s for child in self._children.get(place_id, ()) for s in self._direct(child)]

    def _closure(self, place_id: int, era: EraInfo) -> set[int]:
        if self._places[place_id].era_key == era.key:
            return {place_id}
        return {unit for step in self._direct(place_id) for unit in self._closure(step, era)}

    def _follow_default(self, place_id: int, era: EraInfo) -> int | None:
        current: int | None = place_id
        while current is not None and self._places[current].era_key != era.key:
            current = self._default.get(current)
        return current

    def _in_order(self, ids: Iterable[int]) -> tuple[PlaceInfo, ...]:
        places = [self._places[place_id] for place_id in dict.fromkeys(ids)]
        return tuple(sorted(places, key=lambda p: (collation_key(p.short_name), p.public_id)))


def _first_day(name: NameInfo) -> dt.date:
    return name.valid_from or dt.date.min


@dataclass
class _Kept:
    directory: PlaceDirectory | None = None
    identity: Identity = None
    asked_at: float = 0.0
    # A load inside a transaction that may yet be rolled back; until then, ask every time.
    uncommitted: Identity = None


_kept = _Kept()
_lock = threading.RLock()


def get_directory() -> PlaceDirectory:
    """The directory of this process, rebuilt when the gazetteer was loaded anew."""
    now = time.monotonic()
    kept = _kept
    believed = kept.uncommitted is None and now - kept.asked_at < BELIEVED_FOR
    if kept.directory is not None and believed:
        return kept.directory
    with _lock:
        identity = _identity()
        if kept.uncommitted is not None and identity != kept.uncommitted:
            kept.uncommitted = None
        if kept.directory is None or identity != kept.identity:
            kept.directory = PlaceDirectory()
            kept.identity = identity
        kept.asked_at = now
        return kept.directory


def clear_directory() -> None:
    """Forget the directory; the next call reads the database."""
    with _lock:
        _kept.directory = None
        _kept.identity = None


def gazetteer_changed() -> None:
    """Told by the loader, in its transaction, after it wrote."""
    clear_directory()
    with _lock:
        _kept.uncommitted = _identity()
    transaction.on_commit(_committed)


def _committed() -> None:
    clear_directory()
    with _lock:
        _kept.uncommitted = None


def _identity() -> Identity:
    return (
        GazetteerDataset.objects.order_by("-loaded_at", "-pk")
        .values_list("pk", "sha256", "loaded_at")
        .first()
    )
