"""Places as lists show them: what a typed text may mean, with "now …" beside former units.

Reads the directory in memory; no query of its own.
"""

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo, RegionInfo, get_directory
from registry.gazetteer.forms import read
from registry.gazetteer.nameindex import index_of
from registry.gazetteer.resolver import resolve
from registry.models.choices import PlaceLevel, RegionKind

_RANK = {PlaceLevel.PROVINCE: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.COMMUNE: 2}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line of a choice: the unit, whether it is of an earlier division, its units of today."""

    public_id: str
    label: str
    level: str
    is_former: bool
    now: tuple[str, ...]


def place_row(
    place_id: int, *, on: dt.date | None = None, directory: PlaceDirectory | None = None
) -> PlaceRow:
    directory = directory or get_directory()
    place, era = directory.get(place_id), directory.era_on(on)
    is_former = era is None or place.era_key != era.key
    now = directory.successors_now(place_id, on) if is_former else ()
    return PlaceRow(
        place.public_id,
        directory.label(place_id, on),
        place.level,
        is_former,
        tuple(directory.label(unit.id, on) for unit in now),
    )


def places_suggested(
    text: str,
    *,
    limit: int = 8,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> list[PlaceRow]:
    """What a text may mean, then names that go on from it; never a single silent choice."""
    directory = directory or get_directory()
    found = [c.place for c in resolve(text, limit=limit, on=on, directory=directory).candidates]
    if len(found) < limit:
        found += _beginning_with(text, limit, directory, on)
    ids = dict.fromkeys(place.id for place in found)
    return [place_row(place_id, on=on, directory=directory) for place_id in list(ids)[:limit]]


def place_regions(
    place_id: int, kind: RegionKind, on: dt.date | None = None
) -> tuple[RegionInfo, ...]:
    """Regions of one kind that hold the place on a day; unverified ones say so."""
    return tuple(r for r in get_directory().regions_of(place_id, on) if r.kind == kind)


def _beginning_with(
    text: str, limit: int, directory: PlaceDirectory, on: dt.date | None
) -> list[PlaceInfo]:
    """Units whose name begins with the letters typed: in force first, higher levels first."""
    typed = read(text)
    glued = "".join(token.folded for token in typed)
    if len(glued) < 2:
        return []
    index = index_of(directory)
    keys: list[str] = directory.derived.setdefault("sorted names", sorted(index.names))
    found: dict[int, int] = {}
    marked = [token for token in typed[:-1] if token.is_marked]
    for position in range(bisect_left(keys, glued), len(keys)):
        if not keys[position].startswith(glued):
            break
        for ref in index.names[keys[position]]:
            agreeing = sum(token.exact in ref.exact for token in marked)
            found[ref.place_id] = max(agreeing, found.get(ref.place_id, 0))
    era = directory.era_on(on)

    def order(place_id: int) -> tuple[int, bool, int, int]:
        place = directory.get(place_id)
        former = era is None or place.era_key != era.key
        return -found[place_id], former, _RANK[PlaceLevel(place.level)], len(place.short_name)

    return [directory.get(place_id) for place_id in sorted(found, key=order)[:limit]]
