"""Whether a unit lies within another, also where one of the two belongs to an ended era."""

from registry.gazetteer.directory import get_directory


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
