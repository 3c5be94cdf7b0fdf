"""The two special zones far off shore, drawn as groups of islands at their true place.

Every map published in Vietnam shows them. Positions are those of islands and reefs by common
nautical knowledge, rounded to 0.05 degrees: they draw the group and say nothing finer.
"""

from dataclasses import dataclass

from catalog.diagram.projection import Point


@dataclass(frozen=True, slots=True)
class Archipelago:
    """`place` is the public id of the special zone (đặc khu); `label_at` where its name stands."""

    place: str
    islands: tuple[Point, ...]
    label_at: Point


ARCHIPELAGOS = (
    # Hoàng Sa: Phú Lâm, Linh Côn, Đảo Cây, Hoàng Sa, Quang Ảnh, Quang Hòa, Duy Mộng, Tri Tôn,
    # Bạch Quy, Bông Bay.
    Archipelago(
        "f25-20333",
        (
            (16.85, 112.35), (16.65, 112.75), (17.0, 112.25), (16.55, 111.6), (16.45, 111.5),
            (16.45, 111.7), (16.5, 111.75), (15.8, 111.2), (16.05, 111.75), (16.05, 112.5),
        ),
        (14.9, 112.2),
    ),
    # Trường Sa: Song Tử Tây, Thị Tứ, Sơn Ca, Nam Yết, Sinh Tồn, Phan Vinh,
    # Trường Sa, Đá Tây, An Bang, Vĩnh Viễn, Thuyền Chài.
    Archipelago(
        "f25-22736",
        (
            (11.45, 114.35), (11.05, 114.3), (10.4, 114.5), (10.2, 114.35),
            (9.9, 114.35), (8.95, 113.7), (8.65, 111.9), (8.85, 112.25), (7.9, 112.9),
            (10.75, 115.8), (8.2, 113.3),
        ),
        (12.3, 113.5),
    ),
)  # fmt: skip
