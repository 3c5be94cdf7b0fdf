"""The signs of the register: one sprite that a page points into. Knows no records.

Each sign is drawn in a file of its own, `static/catalog/marks/<name>.svg`; the sprite joins
them. `python -m catalog.marks` writes it again after a drawing has changed, and a test holds
it equal to the drawings. A page points to the file, which a browser keeps, so that a list of
fifty records does not carry the same four drawings fifty times.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "catalog/marks.svg"
_STATIC = Path(__file__).resolve().parent / "static"
_FOLDER = _STATIC / "catalog" / "marks"
# Pictures with colours of their own: they are shown as images and stay out of the sprite.
_PICTURES = ("favicon", "logo", "wordmark", "wordmark-on-dark")
_ZEROS = re.compile(r"(\.\d*?[1-9])0+(?!\d)|\.0+(?!\d)")  # zeros at the end of a number say nothing
_SVG = re.compile(r'<svg[^>]*viewBox="(?P<box>[^"]+)"[^>]*>(?P<body>.*)</svg>', re.DOTALL)


def mark_names() -> tuple[str, ...]:
    """The names of all signs, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg") if path.stem not in _PICTURES))


def sprite_text() -> str:
    """All signs as symbols of one SVG file."""
    symbols = []
    for name in mark_names():
        found = _SVG.search((_FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{name}.svg is no drawing with a viewBox")
        body = _ZEROS.sub(r"\1", found["body"])
        symbols.append(f'<symbol id="{name}" viewBox="{found["box"]}">{body}</symbol>\n')
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'


@lru_cache(maxsize=128)
def mark_html(name: str) -> SafeString:
    """A sign, hidden from assistive technology: words always stand beside it.

    `name` is a file of `static/catalog/marks` without its ending; an unknown one is an error
    of the program (KeyError), because names never come from a request.
    """
    if name not in mark_names():
        raise KeyError(name)
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        "mark mark--stars" if name.startswith("stars-") else "mark",
        static(SPRITE),
        name,
    )


if __name__ == "__main__":
    (_STATIC / SPRITE).write_text(sprite_text(), encoding="utf-8")
