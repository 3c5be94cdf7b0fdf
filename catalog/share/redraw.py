"""Draws the signs and pictures of the cards from their SVG files: `python -m catalog.share.redraw`.

Needs Chromium and Playwright of the development environment, because no library of the site draws
SVG. The result is kept with the source; a test says when a drawing has changed since.
"""

import hashlib
import io
import json
import os
import re
import shutil
from pathlib import Path

import django
from PIL import Image

from catalog.marks import mark_names

_HERE = Path(__file__).resolve().parent
DRAWN = _HERE / "drawn"
SOURCES = DRAWN / "sources.json"
_STATIC = _HERE.parent / "static" / "catalog"
_PAPER = "#fdfaf3"
DEFAULT = _STATIC / "card.png"
_PICTURE = (420, 315)
_MARK_HEIGHT, _LOGO = 36, 60


def sources() -> dict[str, Path]:
    """The drawing behind each prepared file, by name."""
    pictures = (_STATIC / "illustrations").glob("*.svg")
    found = {path.stem: path for path in pictures}
    wanted = re.compile(r"stars-|level-|status-|village$|gi$")
    marks = [name for name in mark_names() if wanted.match(name)]
    return dict(sorted({**found, **{n: _mark(n) for n in marks}, "logo": _mark("logo")}.items()))


def digests() -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sources().items()}


def main() -> None:
    from playwright.sync_api import sync_playwright  # of the development environment only

    DRAWN.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 500, "height": 400})
        for path in sources().values():
            svg = path.read_text(encoding="utf-8")
            size = _size(path, svg)
            page.set_content(f"<body style='margin:0;color:#000'>{_sized(svg, size)}")
            shot = page.locator("svg").screenshot(omit_background=True)
            _kept(path, Image.open(io.BytesIO(shot)))
        browser.close()
    _default()
    SOURCES.write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")


def _mark(name: str) -> Path:
    return _STATIC / "marks" / f"{name}.svg"


def _size(path: Path, svg: str) -> tuple[int, int]:
    """The size in which cards show a drawing."""
    if path.parent.name == "illustrations":
        return _PICTURE
    box = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg)
    assert box is not None
    height = _LOGO if path.stem == "logo" else _MARK_HEIGHT
    return round(height * float(box[1]) / float(box[2])), height


def _sized(svg: str, size: tuple[int, int]) -> str:
    opening, rest = svg.split(">", 1)
    opening = re.sub(r'\s(?:width|height|style)="[^"]*"', "", opening)
    style = f"display:block;width:{size[0]}px;height:{size[1]}px;--cut:#fff"
    return f'{opening} style="{style}">{rest}'


def _kept(path: Path, image: Image.Image) -> None:
    target = DRAWN / f"{path.stem}.png"
    if path.parent.name == "illustrations":
        whole = Image.new("RGBA", image.size, _PAPER)
        whole.alpha_composite(image.convert("RGBA"))
        whole.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)
    elif path.stem == "logo":
        image.convert("RGBA").save(target, optimize=True)
    else:
        # Ink where the sign is dark and stands; its cut-outs are white.
        alpha, ink = image.getchannel("A"), image.convert("L").point(lambda value: 255 - value)
        mask = Image.composite(ink, Image.new("L", image.size, 0), alpha)
        mask.save(target, optimize=True)


def _default() -> None:
    """The card of pages that have none of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    from catalog.share.card import Facts, Line  # they read models
    from catalog.share.drawing import png

    register = Facts(
        kind="", code="", label="", name="Sản phẩm nông thôn được công nhận, ghi ở một nơi",
        under="", lines=(Line("", "CNNTTB, OCOP, làng nghề"),),
        as_of="Tra một sản phẩm, kiểm tra một giấy chứng nhận", drawing="hero", site="",
        language="vi",
    )  # fmt: skip
    DEFAULT.write_bytes(png(register))


if __name__ == "__main__":
    main()
