"""The signs of the register, ready to be pasted into a page. Knows no records."""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER = Path(__file__).resolve().parent / "static" / "catalog" / "marks"
# A list shows a sign fifty times, and zeros at the end of a number say nothing.
_ZEROS = re.compile(r"(\.\d*?[1-9])0+(?!\d)")
_INLINE = re.compile(r'(<svg class="mark[^>]*>)(.*?)(</svg>)', re.DOTALL)
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
        mark_safe(_ZEROS.sub(r"\1", found["body"])),  # noqa: S308  our own file
    )


def marks_shared(html: str) -> str:
    """The same piece of a page with each sign drawn once and used again after that.

    A list of records shows the same four signs fifty times, which is a third of its weight.
    """
    bodies = Counter(found[2] for found in _INLINE.finditer(html))
    names: dict[str, str] = {}

    def shared(found: re.Match[str]) -> str:
        start, body, end = found.groups()
        if bodies[body] < 2:
            return found[0]
        if body in names:
            return f'{start}<use href="#{names[body]}"/>{end}'
        names[body] = f"mark-{len(names) + 1}"
        return f'{start}<g id="{names[body]}">{body}</g>{end}'

    return _INLINE.sub(shared, html)
