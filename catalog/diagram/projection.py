"""A plain Mercator projection, so that no outline, package or service is needed.

Mercator, because tiles of a map server fit it as they are when an operator lays them below.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]
# West, south, east, north of the country with both archipelagos, in degrees.
COUNTRY = (101.9, 7.2, 116.3, 23.6)
WIDTH = 600.0
# A single commune is shown as if it were so many degrees wide.
_LEAST_SPAN = 0.35
_EDGE = 0.06


def northing(latitude: float) -> float:
    """Degrees of longitude that stand for a latitude north of the equator on the sheet."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the earth drawn `WIDTH` units wide, north up; `scale` is units per degree."""

    west: float
    north: float
    scale: float
    height: float

    def place(self, point: Point) -> Point:
        """Units from the upper left corner for a latitude and a longitude."""
        latitude, longitude = point
        return (longitude - self.west) * self.scale, (self.north - northing(latitude)) * self.scale

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH:.0f} {self.height:.0f}"


def country() -> Sheet:
    west, south, east, north = COUNTRY
    return _sheet(west, northing(south), east, northing(north))


def around(points: Iterable[Point]) -> Sheet:
    """The sheet on which all points lie with some room at the edges. Needs one point at least."""
    points = list(points)
    easts = [longitude for _, longitude in points]
    norths = [northing(latitude) for latitude, _ in points]
    span = max(max(easts) - min(easts), max(norths) - min(norths), _LEAST_SPAN)
    edge = span * _EDGE
    # Neither a needle nor a ribbon: the shorter side is at least two thirds of the longer one.
    wide = max(max(easts) - min(easts), span * 2 / 3) + 2 * edge
    high = max(max(norths) - min(norths), span * 2 / 3) + 2 * edge
    middle_x = (max(easts) + min(easts)) / 2
    middle_y = (max(norths) + min(norths)) / 2
    return _sheet(
        middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2
    )


def _sheet(west: float, south: float, east: float, north: float) -> Sheet:
    """Edges in degrees of longitude and of northing."""
    scale = WIDTH / (east - west)
    return Sheet(west, north, scale, (north - south) * scale)
