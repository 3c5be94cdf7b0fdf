"""The signs of the register, ready to be pasted into a page. Knows no records."""

import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER = Path(__file__).resolve().parent / "static" / "catalog" / "marks"
_SVG = re.compile(r'<svg[^>]*viewBox="(?P<box>[^"]+)"[^>]*>(?P<body>.*)</svg>', re.DOTALL)


@lru_cache(maxsize=128)
def mark_html(name: str) -> SafeString:
    """A sign as inline SVG, hidden from assistive technology: words always stand beside it.

    `name` is a file of `static/catalog/marks` without its ending; an unknown one is an error
    of the program (KeyError), because names never come from a request.
    """
    path = _FOLDER / f"{name}.svg"
    if not path.is_file():
        raise KeyError(name)
    found = _SVG.search(path.read_text(encoding="utf-8"))
    if found is None:
        raise KeyError(name)
    style = "mark mark--stars" if name.startswith("stars-") else "mark"
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>',
        style,
        found["box"],
        mark_safe(found["body"]),  # noqa: S308  our own file
    )
