"""Pictures of a map server below the diagram, where an operator has set one (docs/map.md).

None are shown by default: a ready-made map may leave out or misname Hoàng Sa and Trường Sa.
"""

import math
from dataclasses import dataclass

from catalog.diagram.projection import WIDTH, Sheet

# So many pictures at most are laid below one sheet.
_MOST, _DEEPEST = 24, 12


@dataclass(frozen=True, slots=True)
class Tile:
    """Address, upper left corner and side in units of the sheet."""

    url: str
    x: float
    y: float
    side: float


def tiles(template: str, sheet: Sheet) -> tuple[Tile, ...]:
    """The tiles that cover a sheet at the finest zoom that needs few of them.

    `template` has {z}, {x} and {y} as in "https://tiles.example.vn/{z}/{x}/{y}.png"; empty
    gives none.
    """
    if not template:
        return ()
    best: tuple[Tile, ...] = ()
    for zoom in range(_DEEPEST + 1):
        found = _at(template, sheet, zoom)
        if len(found) > _MOST:
            break
        best = found
    return best


def _at(template: str, sheet: Sheet, zoom: int) -> tuple[Tile, ...]:
    degrees = 360 / 2**zoom
    side = degrees * sheet.scale
    south = sheet.north - sheet.height / sheet.scale
    columns = range(
        math.floor((sheet.west + 180) / degrees),
        math.floor((sheet.west + WIDTH / sheet.scale + 180) / degrees) + 1,
    )
    rows = range(math.floor((180 - sheet.north) / degrees), math.floor((180 - south) / degrees) + 1)
    if len(columns) * len(rows) > _MOST:
        # One too many is enough to say so; the finest zoom would make millions.
        return (Tile("", 0, 0, 0),) * (_MOST + 1)
    return tuple(
        Tile(
            template.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y)),
            round((x * degrees - 180 - sheet.west) * sheet.scale, 1),
            round((sheet.north - (180 - y * degrees)) * sheet.scale, 1),
            round(side, 1),
        )
        for y in rows
        for x in columns
    )
