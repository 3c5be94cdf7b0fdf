"""The units of today within which a body acts. Reads the directory in memory.

It must not judge: whether another place is a fault, its callers say.
"""

from registry.gazetteer.directory import get_directory
from registry.models import Authority
from registry.models.choices import AuthorityKind

# Bodies for the whole country have no unit of their own.
NATIONAL_KINDS = frozenset({AuthorityKind.MINISTRY, AuthorityKind.AGENCY})


def units_within(place_id: int | None) -> frozenset[int]:
    """The units of today within a unit, itself included; none for an ended one."""
    directory = get_directory()
    era = directory.era_on()
    if place_id is None or era is None or directory.get(place_id).era_key != era.key:
        return frozenset()
    found, step = {place_id}, [place_id]
    while step:
        step = [child.id for above in step for child in directory.children(above)]
        found |= set(step)
    return frozenset(found)


def territory_of(authority: Authority) -> frozenset[int]:
    """Those within the unit of a body, or of the last that succeeded it; none: not known."""
    newest, passed = authority, {authority.pk}
    while newest.successor is not None and newest.successor.pk not in passed:
        newest = newest.successor
        passed.add(newest.pk)
    return units_within(newest.place_id)


def units_now(place_id: int) -> frozenset[int]:
    """The units of today that a unit of any time is or became."""
    directory = get_directory()
    era = directory.era_on()
    if era is not None and directory.get(place_id).era_key == era.key:
        return frozenset({place_id})
    return frozenset(unit.id for unit in directory.successors_now(place_id))
