"""Draws the card of a shared link: 1200 × 630 points as PNG. Knows no records and no database.

A page of the ledger as on the site: margin line, heading in the serif, signs beside words. The
letters are those of the site's own fonts, which hold every Vietnamese letter; a letter of another
script is left out instead of drawn as an empty box.
"""

import io
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from catalog.share.card import HEIGHT, WIDTH, Facts, Line

_HERE = Path(__file__).resolve().parent
_DRAWN = _HERE / "drawn"
_FONTS = _HERE.parent / "static" / "catalog" / "fonts"
_SERIF, _TEXT, _BOLD = "SoVangDisplay-600", "BeVietnamPro-400", "BeVietnamPro-600"
_PAPER, _KEY, _INK, _QUIET = "#fdfaf3", "#2a2622", "#2a2622", "#5b5248"
_RULE, _MARGIN = "#d8cbb0", "#c8391f"
_TONES = {"": "#2a2622", "valid": "#1b5a49", "warn": "#6b4a00", "bad": "#9c2813"}
_LEFT, _RIGHT = 96, 1136
_PICTURE = (420, 315)
_TOP, _FOOT, _STEP = 160, 540, 40
# From the largest on; a name that fits in none of them is cut in the last.
_NAME_SIZES = (72, 60, 50, 44, 40)
_MOST_LETTERS = 200
_OUTSIDE = re.compile(r"[^\u0020-\u007e\u00a0-\u024f\u1e00-\u1eff\u2010-\u2026\u20ab]")


def png(facts: Facts) -> bytes:
    """The card as a file of some 30 to 40 kB."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    _frame(image, draw, facts)
    width = _RIGHT - _LEFT
    if facts.drawing:
        _picture(image, draw, facts.drawing)
        width -= _PICTURE[0] + 56
    lines = [_line(line, width) for line in facts.lines]
    below = sum(len(words) for _line, words, _font in lines) * _STEP + 12 * len(lines)
    below += _STEP if facts.under else 0
    y = _name(draw, facts.name, width, _FOOT - _TOP - below)
    if facts.under:
        font = _font(_TEXT, 29)
        draw.text((_LEFT, y), _cut(_clean(facts.under), font, width), _QUIET, font)
        y += _STEP
    for line, words, font in lines:
        y = _written(image, draw, line, words, font, y + 12)
    file = io.BytesIO()
    few = image.quantize(96, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _frame(image: Image.Image, draw: ImageDraw.ImageDraw, facts: Facts) -> None:
    """Masthead, margin line and foot, which every card has."""
    image.paste(_drawn("logo"), (_LEFT, 36), _drawn("logo"))
    draw.text((_LEFT + 78, 34), "Sổ Vàng", _INK, _font(_SERIF, 46))
    label = _clean(facts.label)
    draw.text((_RIGHT, 62), label, _QUIET, _font(_BOLD, 30), anchor="rm")
    draw.rectangle((0, 114, WIDTH, 118), _KEY)
    draw.rectangle((0, 122, WIDTH, 123), _KEY)
    draw.rectangle((56, 124, 58, HEIGHT), _MARGIN)
    draw.rectangle((_LEFT, 556, _RIGHT, 557), _RULE)
    draw.text((_LEFT, 590), _clean(facts.as_of), _INK, _font(_BOLD, 28), anchor="lm")
    foot = " · ".join(part for part in (_clean(facts.code), _clean(facts.site)) if part)
    draw.text((_RIGHT, 590), foot, _QUIET, _font(_TEXT, 26), anchor="rm")


def _picture(image: Image.Image, draw: ImageDraw.ImageDraw, name: str) -> None:
    """The drawing of the group in its key line, off its plate as all prints of the site are."""
    left, top = _RIGHT - _PICTURE[0], 176
    right, bottom = left + _PICTURE[0], top + _PICTURE[1]
    draw.rectangle((left + 10, top + 9, right + 10, bottom + 9), "#ecb32b")
    image.paste(_drawn(name), (left, top))
    draw.rectangle((left, top, right, bottom), outline=_KEY, width=4)


def _name(draw: ImageDraw.ImageDraw, name: str, width: int, height: int) -> int:
    """The name as large as it fits; returns where the next line begins."""
    words = _clean(name)[:_MOST_LETTERS].split()
    for size in _NAME_SIZES:
        font, step = _font(_SERIF, size), int(size * 1.24)
        lines = _wrapped(words, font, width)
        if len(lines) * step <= height and all(font.getlength(one) <= width for one in lines):
            break
    most = max(1, height // step)
    if len(lines) > most:
        lines[most - 1 :] = [f"{lines[most - 1]} {lines[most]}"]
    for number, line in enumerate(lines):
        draw.text((_LEFT, _TOP + number * step), _cut(line, font, width), _INK, font)
    return _TOP + len(lines) * step + 6


def _line(line: Line, width: int) -> tuple[Line, list[str], ImageFont.FreeTypeFont]:
    """The line in one row where a size allows it, else in two."""
    left = width - (_drawn(line.mark).width + 14 if line.mark else 0)
    words = _clean(line.words).split()
    for size in (32, 29, 27):
        font = _font(_BOLD, size)
        rows = _wrapped(words, font, left)
        if len(rows) == 1:
            break
    return line, rows[:2], font


def _written(
    image: Image.Image, draw: ImageDraw.ImageDraw, line: Line, rows: list[str],
    font: ImageFont.FreeTypeFont, top: int,
) -> int:  # fmt: skip
    colour, left = _TONES[line.tone], _LEFT
    if line.mark:
        mask = _drawn(line.mark)
        image.paste(colour, (left, top + 3), mask)
        left += mask.width + 14
    for number, words in enumerate(rows):
        draw.text((left, top + number * _STEP), words, colour, font)
    return top + len(rows) * _STEP


def _wrapped(words: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _cut(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The line, or as much of it as fits with a sign that it goes on."""
    if font.getlength(line) <= width:
        return line
    line = line.rstrip("…")
    while line and font.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _clean(text: str) -> str:
    return " ".join(_OUTSIDE.sub(" ", unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"{name}.woff2"), size)


@lru_cache(maxsize=64)
def _drawn(name: str) -> Image.Image:
    """A drawing in its colours, or a sign as the mask of its ink."""
    with Image.open(_DRAWN / f"{name}.png") as image:
        image.load()
    return image if name == "logo" or image.mode == "L" else image.convert("RGB")
