"""Regions as a place that figures are of: the provinces that a region holds on a day.

A region is one question in two ways, as a province is: by its provinces in force when it is
asked for on a day, and by those of the division before. Reads the directory in memory.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.gazetteer.directory import EraInfo, PlaceDirectory, PlaceInfo, RegionInfo
from registry.text import fold


@dataclass(frozen=True, slots=True)
class RegionAsked:
    """A region with its provinces of one division; unverified where any membership is."""

    public_id: str
    region: RegionInfo
    era: EraInfo
    provinces: tuple[PlaceInfo, ...]
    is_verified: bool
    is_former: bool


def region_asked(public_id: str, directory: PlaceDirectory) -> RegionAsked | None:
    """The region of an id such as "f25-se-red-river-delta", the form that units have too.

    A code alone means the region by its provinces in force.
    """
    known, now = _known(directory), directory.era_on()
    return known.get(public_id) or (known.get(f"{now.tag}-{public_id}") if now else None)


def regions_all(directory: PlaceDirectory) -> tuple[RegionAsked, ...]:
    """All regions by division, those in force first, in the order of the gazetteer."""
    return tuple(_known(directory).values())


def regions_named(text: str, directory: PlaceDirectory) -> tuple[RegionAsked, ...]:
    """Regions called so, in either language; one in force stands before a former one."""
    name = _bare(fold(text))
    return tuple(
        found
        for found in regions_all(directory)
        if name
        and name
        in (fold(found.region.code), _bare(fold(found.region.name_vi)), fold(found.region.name_en))
    )


def region_note(asked: RegionAsked) -> str:
    """What must be said beside figures of a region; empty where its members are verified."""
    return "" if asked.is_verified else _("Which provinces it holds is not verified.")


def _bare(folded: str) -> str:
    """A name without the word for a region, which people write or leave out."""
    for word in ("vung ", "khu vuc "):
        folded = folded.removeprefix(word)
    return folded


def _known(directory: PlaceDirectory) -> dict[str, RegionAsked]:
    found: dict[str, RegionAsked] | None = directory.derived.get("regions")
    if found is None:
        found = directory.derived["regions"] = _read(directory)
    return found


def _read(directory: PlaceDirectory) -> dict[str, RegionAsked]:
    now = directory.era_on()
    members: dict[tuple[str, str], list[tuple[PlaceInfo, RegionInfo]]] = {}
    for place, _since, _until, region in directory.region_rows():
        members.setdefault((region.code, place.era_key), []).append((place, region))
    found: list[RegionAsked] = []
    for (code, era_key), rows in members.items():
        is_now = now is not None and era_key == now.key
        found.append(
            RegionAsked(
                f"{directory.eras[era_key].tag}-{code}",
                rows[0][1],
                directory.eras[era_key],
                tuple(dict.fromkeys(place for place, _info in rows)),
                all(region.is_verified for _unit, region in rows),
                not is_now,
            )
        )
    return {row.public_id: row for row in sorted(found, key=lambda row: row.is_former)}
