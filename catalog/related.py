"""Products of the same group near a product, from search; nothing while search is away.

What has not ended only, and surely valid ones first; the same commune before its province.
The maker's own products are left out: its part of the page lists them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import PlaceLevel
from registry.selectors.items import ItemRecord
from search.query import Query, StatusFilter
from search.service import SearchUnavailable, first_refs

SHOWN = 4
# So many more are asked for: the product itself and its maker's may be among them.
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Nearby:
    """What is made nearby, by reference, and the address parameters of the whole list."""

    refs: tuple[str, ...]
    place: PlaceInfo
    params: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Related:
    """The records of what is made nearby."""

    records: tuple[ItemRecord, ...]
    place: PlaceInfo
    params: tuple[tuple[str, str], ...]


def nearby(
    record: ItemRecord, own: tuple[str, ...], directory: PlaceDirectory, on: dt.date
) -> Nearby | None:
    """None where the place or group is not known, nothing else is there, or search is away.

    `own` are the other products of the maker.
    """
    subject = record.subject
    leading = record.leading(on) or record.certifications[0]
    c = leading.certification
    place_id = c.place_now_id or c.place_at_issue_id
    units = directory.successors_now(place_id) if place_id else ()
    if subject.group is None or not units:
        return None
    province = directory.province(units[0].id)
    narrowest = units[0] if len(units) == 1 and units[0].level == PlaceLevel.COMMUNE else None
    places = [unit.public_id for unit in (narrowest, province) if unit is not None]
    left_out = {record.ref, *own}
    refs: dict[str, None] = {}
    try:
        for found in _nearest_first(subject.group.code, places, on):
            refs |= dict.fromkeys(ref for ref in found if ref not in left_out)
            if len(refs) >= SHOWN:
                break
    except SearchUnavailable:
        return None
    params = (("nhom", subject.group.code), ("noi", province.public_id))
    return Nearby(tuple(refs)[:SHOWN], province, params) if refs else None


def related(found: Nearby, records: dict[str, ItemRecord]) -> Related | None:
    """None where nothing of it is public any more; the index may be some seconds behind."""
    shown = tuple(records[ref] for ref in found.refs if ref in records)
    return Related(shown, found.place, found.params) if shown else None


def _nearest_first(group: str, places: list[str], on: dt.date) -> Iterator[tuple[str, ...]]:
    for status in (StatusFilter.VALID, StatusFilter.OPEN):
        for place in places:
            query = Query(groups=(group,), places=(place,), status=status)
            yield first_refs(query, _LOOKED_AT, on=on)
