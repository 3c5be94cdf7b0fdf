"""Reads a page as a browser's accessibility tree would: texts, headings, ids, links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_SILENT = {"script", "style", "svg"}
_WHOLE_NUMBER = re.compile(r'<span class="nowrap">(.*?)</span>')


@dataclass
class Parsed(HTMLParser):
    """What tests ask of a page."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    fields: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._stack: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:  # type: ignore[no-untyped-def]
        values = {name: value or "" for name, value in attrs}
        if tag not in {"meta", "link", "img", "input", "br", "source", "path", "circle", "hr"}:
            self._stack.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if "style" in values or any(name.startswith("on") for name in values):
            self.inline.append(self.get_starttag_text() or "")
        # A script of a file is no inline script, and a block of data is never run.
        is_data = values.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in values and not is_data):
            self.inline.append(tag)
        if tag == "a":
            self.links.append((values.get("href", ""), values))
        if tag == "img":
            self.images.append(values)
        if tag == "label":
            self.labels.add(values.get("for", ""))
        if tag == "input":
            self.fields.append(values)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.replace("\u00a0", " ").split())
        if not text or _SILENT & set(self._stack):
            return
        if "main" in self._stack:
            self.main.append(text)
        for tag in reversed(self._stack):
            if re.fullmatch("h[1-6]", tag):
                level, so_far = self.headings[-1]
                self.headings[-1] = (level, f"{so_far} {text}".strip())
                break

    @property
    def text(self) -> str:
        return re.sub(r" ([,.:;])", r"\1", " ".join(self.main))


def parse(response) -> Parsed:  # type: ignore[no-untyped-def]
    page = Parsed()
    # A number in one piece is part of its text.
    page.feed(_WHOLE_NUMBER.sub(r"\1", response.content.decode()))
    return page


def queries(site: Client, paths: Iterable[str]) -> dict[str, int]:
    """How many queries each page takes once what is kept in memory is there."""
    found = {}
    for path in paths:
        site.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert site.get(path).status_code == 200, path
        found[path] = len(captured)
    return found
