"""The sitemap as XML (sitemaps.org 0.9 with the languages of each page). No query."""

import datetime as dt
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from catalog.page_head import absolute, hreflangs
from catalog.sitemaps import Address, Part

_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def index_text(parts: Iterable[Part]) -> str:
    rows = "".join(
        f"<sitemap><loc>{escape(absolute(part_url(part)))}</loc>{_changed(part.changed)}</sitemap>\n"
        for part in parts
    )
    return f'{_HEAD}<sitemapindex xmlns="{_NS}">\n{rows}</sitemapindex>\n'


def part_url(part: Part) -> str:
    return f"/sitemap/{part.kind}-{part.number}.xml"


def part_pieces(rows: Iterable[Address]) -> Iterator[str]:
    """A part piece by piece: each page in each of its languages, every one naming the others."""
    yield f'{_HEAD}<urlset xmlns="{_NS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for row in rows:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(absolute(url))}/>'
            for code, url in hreflangs(row.languages)
        )
        for _code, url in row.languages:
            yield f"<url><loc>{escape(absolute(url))}</loc>{_changed(row.changed)}{links}</url>\n"
    yield "</urlset>\n"


def _changed(moment: dt.datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""
