"""The head of a page for machines: Open Graph, feeds and structured data."""

import json
from collections.abc import Mapping
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString

from catalog.markup import EMPTY, Pattern, joined
from catalog.page_head import PageAddress, PageHead, own_address, page_head

_META = Pattern('<meta property="og:{name}" content="{value}">\n')
_CANONICAL = Pattern('<link rel="canonical" href="{url}">\n')
_LANGUAGE = Pattern('<link rel="alternate" hreflang="{code}" href="{url}">\n')
_CARD = Pattern(
    '<meta property="og:image" content="{url}"><meta property="og:image:alt" content="{alt}">'
    '<meta property="og:image:width" content="{width}">'
    '<meta property="og:image:height" content="{height}">\n'
    '<meta name="twitter:card" content="summary_large_image">\n'
)
_FEED = Pattern('<link rel="alternate" type="application/atom+xml" title="{title}" href="{url}">\n')
_DATA = Pattern('<script type="application/ld+json">{text}</script>\n')


def machines(context: Context) -> SafeString:
    """The lasting address of a page in its language and those of all its languages; and what it
    says of itself: its own `head`, or what every page has.

    A view gives `canonical`, the address without a language; a page of editors gives `languages`
    too, those that it is written in.
    """
    canonical = context.get("canonical", "")
    own = own_address(canonical, context.get("languages")) if canonical else PageAddress()
    pieces = [_CANONICAL(url=own.url)] if own.url else []
    pieces += [_LANGUAGE(code=code, url=url) for code, url in own.languages]
    head: PageHead = context.get("head") or page_head()
    description = context.get("page_description")
    pieces += [
        _META(name="site_name", value="Sổ Vàng"),
        _META(name="type", value=head.kind),
        _META(name="title", value=context.get("page_title", "")),
        _META(name="description", value=description) if description else EMPTY,
        _META(name="url", value=own.url) if own.url else EMPTY,
        _META(name="locale", value=head.locale),
    ]
    card = head.card
    pieces.append(_CARD(url=card.url, alt=card.alt, width=card.width, height=card.height))
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
