"""Walks the public site from its first page over every link; knows no page and judges none.

Pages of one type (route and names of parameters) are bounded by `per_type`, and so are the types of
a route, because a catalogue has more addresses than there are days. What leads away from the site
is not asked.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

_EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"})
_UNREAD = frozenset({"script", "style", "template"})
_TOLD = ("alt", "title", "aria-label", "aria-description", "placeholder", "content")
_SOURCES = ("href", "src", "action", "poster")
# So many sets of parameters of one route are walked.
_SETS = 8
# What asks for nothing when a page is read, is the desk, or is written by the API's own library.
_NOT_WALKED = ("/admin/", "/documents/", "/api/", "/csp-bao-cao/")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is read or heard, and the language that it is marked with."""

    words: str
    language: str


@dataclass
class Page(HTMLParser):
    """A page as a browser takes it apart."""

    path: str
    body: str
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = []
        self.feed(self.body)

    @property
    def language(self) -> str:
        return self._open[-1][1] if self._open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        language = values.get("lang", self.language)
        if tag not in _EMPTY:
            self._open.append((tag, language))
        if "id" in values:
            self.ids.append(values["id"])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        is_posted = tag == "form" and values.get("method", "get").lower() == "post"
        if not is_posted:
            self.links += [values[name] for name in _SOURCES if values.get(name)]
        self.links += [one.split()[0] for one in values.get("srcset", "").split(",") if one.strip()]
        if tag != "meta" or values.get("name", values.get("property", "")).endswith("description"):
            self.texts += [Text(values[name], language) for name in _TOLD if values.get(name)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _language in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not any(name in _UNREAD for name, _language in self._open):
            self.texts.append(Text(words, self.language))


@dataclass(frozen=True, slots=True)
class Visit:
    """An address, what it answered, and the page on which its link stood."""

    path: str
    kind: str
    found_on: str
    status: int
    page: Page | None
    fault: str = ""


Fetch = Callable[[str], HttpResponseBase]


def kind_of(path: str) -> str:
    """Route and parameters: pages alike in both are made by the same code."""
    parts = urlsplit(path)
    try:
        match = resolve(unquote(parts.path))
        route = match.url_name or match.route
    except Resolver404:
        route = "no route"
    if route == "wagtail_serve":
        route = f"page {parts.path}"
    elif parts.path.startswith(("/static/", "/media/")):
        route = "file"
    names = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{route}?{'&'.join(names)}" if names else route


@dataclass
class Crawl:
    """One walk. `fragments` are asked at the end, when the pages they point into are known.

    Addresses that `is_foreign` tells are not followed.
    """

    fetch: Fetch
    per_type: int
    starts: tuple[str, ...] = ("/",)
    is_foreign: Callable[[str], bool] = lambda _path: False
    counts: Counter[str] = field(default_factory=Counter)
    pages: dict[str, Page] = field(default_factory=dict)
    fragments: dict[tuple[str, str], str] = field(default_factory=dict)

    def walk(self) -> Iterator[Visit]:
        waiting = deque((path, "") for path in self.starts)
        seen = set(self.starts)
        while waiting:
            path, found_on = waiting.popleft()
            kind = kind_of(path)
            if not self._is_wanted(kind):
                continue
            self.counts[kind] += 1
            visit, onward = self._visit(path, kind, found_on)
            yield visit
            for link in onward:
                target, fragment = urldefrag(link)
                if fragment and visit.page is not None:
                    self.fragments.setdefault((target, fragment), path)
                if target not in seen and not self.is_foreign(target):
                    seen.add(target)
                    waiting.append((target, path))

    def _is_wanted(self, kind: str) -> bool:
        if kind == "file":
            return True
        route, _mark, names = kind.partition("?")
        if names:
            # A catalogue has hundreds of sets of parameters: most of them made by the same code.
            kinds = [one for one in self.counts if one.startswith(f"{route}?")]
            if kind not in kinds and len(kinds) >= _SETS:
                return False
        return self.counts[kind] < self.per_type

    def _visit(self, path: str, kind: str, found_on: str) -> tuple[Visit, list[str]]:
        try:
            response = self.fetch(path)
        except Exception as error:  # the fault is the finding
            return Visit(path, kind, found_on, 500, None, f"{type(error).__name__}: {error}"), []
        if response.status_code in (301, 302, 303, 307, 308):
            return Visit(path, kind, found_on, response.status_code, None), _own(
                path, [response["Location"]]
            )
        body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        page = None
        if response.get("Content-Type", "").startswith("text/html"):
            page = Page(path, body.decode())
            self.pages[path] = page
        onward = _own(path, page.links) if page else []
        return Visit(path, kind, found_on, response.status_code, page), onward

    def broken_fragments(self) -> list[str]:
        """Links to a place of a page that is not there, of the pages that were read."""
        return [
            f"{found_on}: {target}#{fragment}"
            for (target, fragment), found_on in self.fragments.items()
            if target in self.pages and unquote(fragment) not in self.pages[target].ids
        ]


def _own(path: str, links: list[str]) -> list[str]:
    """The site's own addresses among the links of a page, whole and with their fragments."""
    found = []
    for link in links:
        if link.startswith(("mailto:", "tel:", "data:", "javascript:")):
            continue
        parts = urlsplit(urljoin(f"http://localhost{path}", link))
        if parts.hostname in ("localhost", "testserver") and not parts.path.startswith(_NOT_WALKED):
            address = f"{parts.path}?{parts.query}" if parts.query else parts.path
            found.append(f"{address}#{parts.fragment}" if parts.fragment else address)
    return found
