"""What lies near: units whose centres are within some kilometres of a unit or a position.

Distances are between centres of communes, which are a few kilometres wide themselves, so
that nothing finer than 10 km is asked or told. A position comes rounded to 0.05 degrees and
is rounded again here. It reads the directory in memory and must not keep anyone's position.
"""

import math
import re

from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import PlaceLevel

RADII = (10, 25, 50, 100)
_EARTH_KM = 6371.0
# A step of 0.05 degrees is some 5.5 km: it tells the district, not the house.
_STEPS_PER_DEGREE = 20
_POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)", re.ASCII)
# Vietnam with its islands; from elsewhere nothing is near.
_LATITUDES, _LONGITUDES = (6.0, 24.0), (101.0, 118.0)
_KEPT = 256

Point = tuple[float, float]


def position(text: str) -> Point | None:
    """Latitude and longitude of "lat,lon", rounded; None for anything else or abroad."""
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = (
        round(float(part) * _STEPS_PER_DEGREE) / _STEPS_PER_DEGREE for part in found.groups()
    )
    if not (_LATITUDES[0] <= latitude <= _LATITUDES[1]):
        return None
    if not (_LONGITUDES[0] <= longitude <= _LONGITUDES[1]):
        return None
    return latitude, longitude


def is_position(text: str) -> bool:
    """Whether a text is written as a position, of whatever place on earth or beyond."""
    return _POSITION.fullmatch(text) is not None


def position_text(latitude: float, longitude: float) -> str:
    return f"{latitude:.2f},{longitude:.2f}"


def point_of(near: str, directory: PlaceDirectory) -> Point | None:
    """The middle that a value of the filter means: a position, or the centre of a unit.

    A province has none: it is wider than any distance here, and has a filter of its own.
    """
    if (point := position(near)) is not None:
        return point
    place = directory.by_public_id(near)
    is_narrow = place is not None and place.level != PlaceLevel.PROVINCE
    return directory.point_of(place.id) if place is not None and is_narrow else None


def communes_within(near: str, km: int, directory: PlaceDirectory) -> tuple[str, ...]:
    """Public ids of today's communes whose centres lie within, in a steady order.

    The unit itself counts, however far its parts lie apart.
    """
    return tuple(_distances(near, km, directory))


def rings(near: str, km: int, step: int, directory: PlaceDirectory) -> tuple[tuple[str, ...], ...]:
    """The communes within, by step after step of distance: each ring holds those before it."""
    distances = _distances(near, km, directory)
    found = (
        tuple(one for one, distance in distances.items() if distance <= reach)
        for reach in range(0, km, step)
    )
    return tuple(dict.fromkeys(ring for ring in found if ring))


def _distances(near: str, km: int, directory: PlaceDirectory) -> dict[str, float]:
    """Today's communes within with their distances, 0 for the unit itself; by public id."""
    kept: dict[tuple[str, int], dict[str, float]] = directory.derived.setdefault("nearby", {})
    if (near, km) not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[near, km] = _within(near, km, directory)
    return kept[near, km]


def _within(near: str, km: int, directory: PlaceDirectory) -> dict[str, float]:
    middle = point_of(near, directory)
    if middle is None:
        return {}
    place = directory.by_public_id(near)
    found: dict[str, float] = {}
    if place is not None:
        found = {
            unit.public_id: 0.0
            for unit in directory.successors_now(place.id)
            if unit.level == PlaceLevel.COMMUNE
        }
    for public_id, point in _communes(directory):
        if (distance := distance_km(middle, point)) <= km:
            found.setdefault(public_id, distance)
    return dict(sorted(found.items()))


def _communes(directory: PlaceDirectory) -> list[tuple[str, Point]]:
    """Today's communes with their centres."""
    if "commune_points" not in directory.derived:
        era = directory.era_on()
        directory.derived["commune_points"] = [
            (place.public_id, (place.latitude, place.longitude))
            for place in directory.all()
            if era is not None
            and place.era_key == era.key
            and place.level == PlaceLevel.COMMUNE
            and place.latitude is not None
            and place.longitude is not None
        ]
    points: list[tuple[str, Point]] = directory.derived["commune_points"]
    return points


def without_points(directory: PlaceDirectory) -> tuple[str, ...]:
    """Public ids of today's provinces with communes whose centres are not known."""
    if "without_points" not in directory.derived:
        era = directory.era_on()
        directory.derived["without_points"] = tuple(
            province.public_id
            for province in directory.current_provinces()
            if any(
                unit.latitude is None or unit.longitude is None
                for unit in directory.children(province.id)
                if era is not None and unit.era_key == era.key
            )
        )
    provinces: tuple[str, ...] = directory.derived["without_points"]
    return provinces


def distance_km(one: Point, other: Point) -> float:
    """Length of the great circle (haversine)."""
    latitude, longitude, to_latitude, to_longitude = map(math.radians, (*one, *other))
    half = (
        math.sin((to_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(to_latitude) * math.sin((to_longitude - longitude) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
