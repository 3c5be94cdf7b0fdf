"""Products of the same group near a product, from search; nothing while search is away.

What has not ended only, and surely valid ones first; the same commune before its province.
The maker's own products are left out: its part of the page lists them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from catalog import finding
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models import CraftVillage, Product
from registry.models.choices import CertificationStatus, PlaceLevel
from registry.selectors.items import ItemRecord, items_by_ref
from search.query import Query

SHOWN = 4
# So many of a commune or province are looked at, so that valid ones are found among them.
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Related:
    """What is made nearby, and the address parameters of the whole list."""

    records: tuple[ItemRecord, ...]
    place: PlaceInfo
    params: tuple[tuple[str, str], ...]


def related_nearby(record: ItemRecord, directory: PlaceDirectory, on: dt.date) -> Related | None:
    """None where the place or group is not known, nothing else is there, or search is away."""
    subject = record.subject
    leading = record.leading(on) or record.certifications[0]
    c = leading.certification
    place_id = c.place_now_id or c.place_at_issue_id
    units = directory.successors_now(place_id) if place_id else ()
    if subject.group is None or not units:
        return None
    province = directory.province(units[0].id)
    narrowest = units[0] if len(units) == 1 and units[0].level == PlaceLevel.COMMUNE else None
    refs: list[str] = []
    for unit in (narrowest, province):
        if unit is None:
            continue
        found = finding.results(Query(groups=(subject.group.code,), places=(unit.public_id,)))
        if found is None:
            return None
        refs += [ref for ref in found.refs[:_LOOKED_AT] if ref not in refs and ref != record.ref]
    near = _valid_first(items_by_ref(refs).values(), subject, on)
    if not near:
        return None
    params = (("nhom", subject.group.code), ("noi", province.public_id))
    return Related(tuple(near[:SHOWN]), province, params)


def _valid_first(
    found: Iterable[ItemRecord], subject: Product | CraftVillage, on: dt.date
) -> list[ItemRecord]:
    maker = subject.maker_id if isinstance(subject, Product) else None
    others = [
        record
        for record in found
        if maker is None
        or not isinstance(record.subject, Product)
        or record.subject.maker_id != maker
    ]
    return sorted(others, key=lambda record: not _is_valid(record, on))


def _is_valid(record: ItemRecord, on: dt.date) -> bool:
    return any(row.status(on) == CertificationStatus.VALID for row in record.certifications)
