"""The head of a page for machines: Open Graph, feeds and structured data."""

import json
from collections.abc import Mapping
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString

from catalog.markup import EMPTY, Pattern, joined
from catalog.page_head import PageHead

_META = Pattern('<meta property="og:{name}" content="{value}">\n')
_CARD = Pattern(
    '<meta property="og:image" content="{url}"><meta property="og:image:alt" content="{alt}">'
    '<meta property="og:image:width" content="{width}">'
    '<meta property="og:image:height" content="{height}">\n'
)
_TWITTER = Pattern('<meta name="twitter:card" content="summary{size}">\n')
_FEED = Pattern('<link rel="alternate" type="application/atom+xml" title="{title}" href="{url}">\n')
_DATA = Pattern('<script type="application/ld+json">{text}</script>\n')


def machines(context: Context) -> SafeString:
    """What a page with a `head` says of itself; nothing on others."""
    head: PageHead | None = context.get("head")
    if not head:
        return EMPTY
    description, canonical = context.get("page_description"), context.get("canonical")
    pieces = [
        _META(name="site_name", value="Sổ Vàng"),
        _META(name="type", value=head.kind),
        _META(name="title", value=context.get("page_title", "")),
        _META(name="description", value=description) if description else EMPTY,
        _META(name="url", value=canonical) if canonical else EMPTY,
        _META(name="locale", value=head.locale),
    ]
    if card := head.card:
        pieces.append(_CARD(url=card.url, alt=card.alt, width=card.width, height=card.height))
    pieces.append(_TWITTER(size="_large_image" if head.card else ""))
    pieces += [_FEED(title=feed.title, url=feed.url) for feed in head.feeds]
    if head.data:
        pieces.append(_DATA(text=_json(head.data)))
    return joined(pieces)


def _json(data: Mapping[str, Any]) -> SafeString:
    """A data block; browsers never run it, so the content security policy lets it be.

    As in `django.utils.html.json_script`, nothing in the data can end the element.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, written in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(sign, written)
    return SafeString(text)
