"""One crawl of the whole site in one language, with everything that was found wrong."""

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http.response import HttpResponse, HttpResponseBase
from django.test import Client
from wagtail.models import Page

from catalog.language import COOKIE, ENGLISH_PREFIX, PARAM
from tests.crawling import checks, html_checker
from tests.crawling.crawler import Crawl

STARTS = ("/", "/robots.txt", "/healthz", "/khong-co-trang-nay/", "/so-do/")
# The first faults are shown while the walk goes on; the whole list comes at the end.
_SHOWN_AT_ONCE = 100
# Addresses that say themselves that nothing is there.
_NOT_FOUND = {"/khong-co-trang-nay/"}


@dataclass
class Found:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0
    checked: int = 0

    @property
    def summary(self) -> str:
        checked = f"{self.checked} checked as HTML" if self.checked else "HTML NOT CHECKED"
        return (
            f"{sum(self.counts.values())} addresses, {self.pages} pages of {len(self.counts)} "
            f"types, {checked}, {len(self.faults)} faults"
        )

    def told(self) -> list[str]:
        """Each fault once, with how often it was found and where first."""
        places: dict[str, list[str]] = defaultdict(list)
        for path, fault in self.faults:
            places[fault].append(path)
        ordered = sorted(places.items(), key=lambda item: -len(item[1]))
        return [f"{len(paths):5} × {fault}  [{paths[0]}]" for fault, paths in ordered]


def crawl(language: str, *, per_type: int, folder: Path | None) -> Found:
    """Walks and judges; pages are written into the folder for the HTML checker, if one is given."""
    client = Client(headers={"host": "localhost"})

    def fetch(path: str) -> HttpResponseBase:
        client.cookies[COOKIE] = language
        # A site without its static files collected, as in tests, has them where they are written.
        if path.startswith(settings.STATIC_URL) and finders.find(unquote(path)[len("/static/") :]):
            return HttpResponse(content_type="text/plain")
        return client.get(path)

    def is_foreign(path: str) -> bool:
        """Whether an address names the other language, which a walk of its own reads."""
        parts = urlsplit(path)
        named = parse_qs(parts.query).get(PARAM, [""])[-1]
        if parts.path.startswith(ENGLISH_PREFIX):
            named = "en"
        return named not in ("", language)

    walk, found = Crawl(fetch, per_type, STARTS, is_foreign), Found()
    files: dict[str, str] = {}
    written = frozenset(Page.objects.values_list("title", flat=True))
    for number, visit in enumerate(walk.walk(), 1):
        if number % 50 == 0:
            print(f"  {number} addresses, {len(found.faults)} faults", file=sys.stderr)
        expected = frozenset({200, 404} if visit.path in _NOT_FOUND else {200})
        for fault in checks.faults(visit, language, expected, written):
            where = f"{visit.path} (linked from {visit.found_on})" if visit.fault else visit.path
            if visit.status >= 400:
                where = f"{visit.path} (linked from {visit.found_on})"
            found.faults.append((where, fault))
            if len(found.faults) <= _SHOWN_AT_ONCE:
                print(f"  {where}: {fault}", file=sys.stderr)
        if visit.page is not None and folder is not None:
            name = f"{len(files):06}.html"
            (folder / name).write_text(visit.page.body, encoding="utf-8")
            files[name] = visit.path
    found.counts, found.pages = walk.counts, len(walk.pages)
    found.faults += [(line, "fragment is not there") for line in walk.broken_fragments()]
    if folder is not None:
        _check_html(found, folder, files)
    return found


def _check_html(found: Found, folder: Path, files: dict[str, str]) -> None:
    try:
        told = html_checker.faults(folder)
    except html_checker.Missing as error:
        if html_checker.is_required():
            raise
        print(f"PAGES ARE NOT CHECKED AS HTML: {error}", file=sys.stderr)
        return
    found.checked = len(files)
    found.faults += [
        (files.get(one.file, one.file), f"{one.message} … {one.extract}") for one in told
    ]
