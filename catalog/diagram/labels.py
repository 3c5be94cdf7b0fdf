"""Where names stand beside their circles: the first free place around each, larger ones first.

A name that fits nowhere is left out; the list beside the diagram has every name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Units of the sheet. A letter of the text face is about 0.55 of its size wide.
SIZE = 13.0
_LETTER, _GAP = 0.55, 3.0


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """`anchor` is that of SVG text: start, middle or end."""

    x: float
    y: float
    anchor: str


Box = tuple[float, float, float, float]


def place_labels(
    circles: Sequence[Circle], width: float, height: float, taken: Sequence[Box] = ()
) -> tuple[Label | None, ...]:
    """One label for each circle in their order, None where no free place is left."""
    boxes = [*taken, *(_box_of(circle) for circle in circles)]
    own = len(taken)
    found: list[Label | None] = [None] * len(circles)
    for number in sorted(range(len(circles)), key=lambda n: -circles[n].radius):
        circle = circles[number]
        for label, box in _around(circle):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            others = (other for n, other in enumerate(boxes) if n != own + number)
            if inside and not any(_meet(box, other) for other in others):
                found[number] = label
                boxes.append(box)
                break
    return tuple(found)


def _around(circle: Circle) -> list[tuple[Label, Box]]:
    """Right, left, above, below, then the corners."""
    wide, reach = len(circle.words) * SIZE * _LETTER, circle.radius + _GAP
    x, y, rise = circle.x, circle.y, SIZE * 0.35
    lean = reach * 0.7
    places = (
        ("start", x + reach, y + rise), ("end", x - reach, y + rise),
        ("middle", x, y - reach - 1), ("middle", x, y + reach + SIZE * 0.8),
        ("start", x + lean, y - lean), ("end", x - lean, y - lean),
        ("start", x + lean, y + lean + SIZE * 0.8), ("end", x - lean, y + lean + SIZE * 0.8),
    )  # fmt: skip
    left = {"start": 0.0, "middle": wide / 2, "end": wide}
    return [
        (
            Label(round(at_x, 1), round(at_y, 1), anchor),
            (
                at_x - left[anchor],
                at_y - SIZE * 0.8,
                at_x - left[anchor] + wide,
                at_y + SIZE * 0.25,
            ),
        )
        for anchor, at_x, at_y in places
    ]


def _box_of(circle: Circle) -> Box:
    # A name may touch the corner of the square around a circle, not the circle.
    half = circle.radius * 0.85
    return circle.x - half, circle.y - half, circle.x + half, circle.y + half


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
