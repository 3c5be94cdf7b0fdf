"""The stylesheet: one file in layers, and the contrast of its colours in light and dark."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from catalog.stylesheet import STYLESHEET, part_text, stylesheet_text

STATES = ("good", "warn", "bad", "calm")
TEXT, GRAPHIC = 4.5, 3.0
# Foreground, ground and the least ratio of WCAG 2.2: 1.4.3 for text, 1.4.11 for what is not text.
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "ink-2")
        for ground in ("paper", "paper-2", "paper-3")
    ),
    ("ink", "sheet", TEXT),
    ("ink-2", "sheet", TEXT),
    *(("link", ground, TEXT) for ground in ("paper", "paper-2", "sheet")),
    *(("link-hover", ground, TEXT) for ground in ("paper", "paper-2", "sheet")),
    *((f"{state}-ink", ground, TEXT) for state in STATES for ground in ("paper", "paper-2")),
    *((f"{state}-ink", f"{state}-soft", TEXT) for state in STATES),
    *((text, f"{state}-soft", TEXT) for state in STATES for text in ("ink", "link")),
    ("on-band", "band", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("action", "paper", TEXT),
    ("action", "paper-2", TEXT),
    ("on-focus", "focus-ground", TEXT),
    ("paper", "ink", TEXT),
    *(("focus", ground, GRAPHIC) for ground in ("paper", "paper-2", "sheet")),
    *(("control", ground, GRAPHIC) for ground in ("paper", "paper-2", "sheet")),
    *((plate, "paper", GRAPHIC) for plate in ("plate-1", "plate-2", "plate-4")),
    ("key", "paper", GRAPHIC),
    ("margin", "paper", GRAPHIC),
]


def tokens(scheme: str) -> dict[str, str]:
    """The colours of one scheme; dark names only what differs."""
    text = part_text("tokens")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_right() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_has_its_contrast(scheme: str) -> None:
    colours = tokens(scheme)
    weak = {
        (front, ground): round(ratio(colours[front], colours[ground]), 2)
        for front, ground, least in PAIRS
        if ratio(colours[front], colours[ground]) < least
    }
    assert not weak


def test_dark_names_every_role_that_light_has() -> None:
    """A role that dark forgets would keep its light colour on a dark ground."""
    text = part_text("tokens")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--([\w-]+): #", part)) for part in (light, dark)]
    assert {name for name in names[0] - names[1] if not name.startswith("p-")} == set()


def test_the_served_file_is_made_of_the_parts_of_today() -> None:
    """After a change of a part: `python -m catalog.stylesheet`."""
    served = Path(finders.find(STYLESHEET)).read_text(encoding="utf-8")  # type: ignore[arg-type]
    assert served == stylesheet_text()


def test_every_rule_stands_in_a_layer() -> None:
    depth, outside = 0, []
    for piece in re.split(r"(?<=[{};])", stylesheet_text()):
        if (
            depth == 0
            and piece.strip()
            and not piece.strip().startswith(("@layer", "@font-face", "}"))
        ):
            outside.append(piece.strip())
        depth += piece.count("{") - piece.count("}")
    assert depth == 0
    assert not outside


def test_colours_are_written_in_the_tokens_only() -> None:
    """Print is black on white by itself; everything else names a role."""
    parts = Path(finders.find("catalog/sovang.css")).resolve().parents[2] / "styles"  # type: ignore[arg-type]
    for part in parts.glob("*.css"):
        if part.stem not in ("tokens", "print"):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])", part.read_text()), part.name


def test_every_name_that_is_used_is_a_token_or_set_by_its_component() -> None:
    text = stylesheet_text()
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert used <= set(re.findall(r"(--[\w-]+):", text))
