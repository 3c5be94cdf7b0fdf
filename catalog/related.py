"""Products of the same group near a product, from search; nothing while search is away.

What has not ended only, and surely valid ones first; the same commune before its province.
The maker's own products are left out: its part of the page lists them.
"""

import datetime as dt
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import PlaceLevel
from registry.selectors.items import ItemRecord
from search.query import Query, StatusFilter
from search.service import SearchUnavailable, first_refs

SHOWN = 4
_MOST_ASKED = 24


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
    groups = (subject.group.code,)
    preferring = [Query(status=StatusFilter.VALID)]
    if narrowest is not None:
        preferring.append(Query(places=(narrowest.public_id,)))
    # The product itself and its maker's may be among the first.
    asked = min(SHOWN + 1 + len(own), _MOST_ASKED)
    try:
        found = first_refs(
            Query(groups=groups, places=(province.public_id,)), asked, preferring=preferring, on=on
        )
    except SearchUnavailable:
        return None
    left_out = {record.ref, *own}
    refs = tuple(ref for ref in found if ref not in left_out)[:SHOWN]
    params = (("nhom", subject.group.code), ("noi", province.public_id))
    return Nearby(refs, province, params) if refs else None


def related(found: Nearby, records: dict[str, ItemRecord]) -> Related | None:
    """None where nothing of it is public any more; the index may be some seconds behind."""
    shown = tuple(records[ref] for ref in found.refs if ref in records)
    return Related(shown, found.place, found.params) if shown else None
