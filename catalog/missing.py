"""What an address that is not there may have meant: words to search, a code, nearest addresses.

Reads only what is public. It must cost little, because robots ask for much that never was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from catalog import addresses, kept, parameters, reference
from catalog.editions import edition_of
from catalog.page_links import page_url
from catalog.sections import SECTIONS
from registry.models import Establishment
from registry.rules.identifiers import code_is_valid, code_normalise
from registry.selectors import public
from registry.text import fold

_LONGEST = 300
_MOST_WORDS = 80
_MOST_GUESSES = 5
# So alike two addresses are when one is the other with a letter or two amiss.
_ALIKE = 0.78
_RECORDS = ("i", "v", "c", "co-so", "01", "kiem-tra")
_ALNUM = re.compile(r"[0-9A-Za-z]{9,}")
_PARTED = re.compile(r"[-_+.,;:/\s]+")


@dataclass(frozen=True, slots=True)
class Missing:
    """`text` is for the search field, `code` for that of codes; `guesses` are nearest addresses."""

    text: str
    code: str
    guesses: tuple[reference.Link, ...]


def missing(request: HttpRequest) -> Missing:
    path = parameters.plain(request.path[:_LONGEST])
    segments = [one for one in path.split("/") if one.strip()]
    if not segments:
        return Missing("", "", ())
    # A word of nine letters may look like a code; the check character tells.
    valid = (one for word in _ALNUM.findall(path) if code_is_valid(one := code_normalise(word)))
    is_record = segments[0].lower() in _RECORDS and len(segments) > 1
    code = next(valid, segments[-1][:_MOST_WORDS] if is_record else "")
    text = "" if code else _words(segments)
    found = dict.fromkeys(_guesses(request, segments, code))
    return Missing(text, code, tuple(found)[:_MOST_GUESSES])


def _guesses(request: HttpRequest, segments: list[str], code: str) -> Iterator[reference.Link]:
    if code_is_valid(code):
        yield from _named_by(code)
    sections = [(one.url.strip("/"), str(one.long), one.url) for one in SECTIONS.values()]
    yield from _alike(segments[0], sections)
    yield from _alike(segments[-1], _pages(request))


def _named_by(code: str) -> Iterator[reference.Link]:
    """Whatever public record has this code; an address may have named another kind of it."""
    certification = public.certifications().filter(code=code).values_list("product_name_printed")
    for (name,) in certification:
        yield reference.Link(name, addresses.certificate(code))
    for name in public.products().filter(code=code).values_list("name", flat=True):
        yield reference.Link(name, addresses.product(code))
    for name in public.craft_villages().filter(code=code).values_list("name", flat=True):
        yield reference.Link(name, addresses.craft_village(code))
    makers = Establishment.objects.filter(code=code, pk__in=public.products().values("maker"))
    for name in makers.values_list("name", flat=True):
        yield reference.Link(name, addresses.maker(code))


def _alike(typed: str, known: list[tuple[str, str, str]]) -> Iterator[reference.Link]:
    """The known addresses that look like what was typed, the likest first."""
    asked = _key(typed)
    if not asked:
        return
    rated = [
        (SequenceMatcher(None, asked, key).ratio(), words, url)
        for slug, words, url in known
        if abs(len(key := _key(slug)) - len(asked)) <= 4
    ]
    for rate, words, url in sorted(rated, reverse=True)[:3]:
        if rate >= _ALIKE:
            yield reference.Link(words, url)


def _pages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Slug, title and address of every public page; kept for an edition of the editors."""

    def made() -> list[tuple[str, str, str]]:
        pages = Page.objects.live().public().filter(depth__gt=2).order_by("path")[:1000]
        return [(page.slug, page.title, url) for page in pages if (url := page_url(page))]

    key = f"catalog:slugs:{get_language()}:{edition_of(request).editors}"
    return kept.kept(key, made, reference.SECONDS)


def _key(segment: str) -> str:
    return "".join(sign for sign in fold(segment[:_MOST_WORDS]) if sign.isalnum())


def _words(segments: list[str]) -> str:
    """The words of the last part that has any: "che-o-long.html" is "che o long"."""
    for segment in reversed(segments):
        stem = PurePosixPath(segment).stem
        words = [one for one in _PARTED.split(stem) if one and not one.isdigit()]
        if words:
            return " ".join(words)[:_MOST_WORDS].strip()
    return ""
