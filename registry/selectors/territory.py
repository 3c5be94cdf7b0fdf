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


def place_is_within(place_id: int, outer_id: int) -> bool:
    """Whether a unit is another, lies in it, or may be part of what either became since."""
    directory = get_directory()
    chain = {place_id, *(place.id for place in directory.ancestors(place_id))}
    if outer_id in chain:
        return True
    if directory.get(place_id).era_key == directory.get(outer_id).era_key:
        return False
    return not _today(place_id, up=True).isdisjoint(_today(outer_id, up=False))


def _today(place_id: int, *, up: bool) -> set[int]:
    """What a unit is today; with `up`, what that lies in as well."""
    directory = get_directory()
    found = {place.id for place in directory.successors_now(place_id)} or {place_id}
    if up:
        found |= {above.id for key in tuple(found) for above in directory.ancestors(key)}
    return found
