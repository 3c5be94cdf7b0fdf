"""The country drawn by the middles of its communes: the static picture under the diagram.

    python -m catalog.diagram.land

writes `static/catalog/communes.svg` again after the gazetteer's data changed; a test compares
them. No outline of land is drawn, so that no border is claimed.
"""

import csv
from pathlib import Path

from catalog.diagram.projection import WIDTH, country

_ROOT = Path(__file__).resolve().parent.parent.parent
_UNITS = _ROOT / "registry" / "gazetteer" / "data" / "units_2025-07-01.csv"
PICTURE = _ROOT / "catalog" / "static" / "catalog" / "communes.svg"
# A grey that stands out little on light and on dark paper; tint of a picture, not of text.
_INK = "#9a8f7c"


def draw() -> str:
    sheet = country()
    with _UNITS.open(encoding="utf-8", newline="") as file:
        units = [row for row in csv.DictReader(file) if row["level"] == "commune"]
    placed = (
        sheet.place((float(row["latitude"]), float(row["longitude"])))
        for row in units
        if row["latitude"] and row["longitude"]
    )
    dots = sorted({(round(x), round(y)) for x, y in placed})
    path, at = [], (0, 0)
    for x, y in dots:
        path.append(f"m{x - at[0]} {y - at[1]}h0".replace(" -", "-"))
        at = x, y
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {sheet.height:.0f}">'
        f'<path fill="none" stroke="{_INK}" stroke-linecap="round" stroke-width="3" '
        f'd="{"".join(path)}"/></svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
