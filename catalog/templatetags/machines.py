"""Tags for what only machines read on a page. No tag makes a query."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from catalog.page_head import PageAddress, PageHead, own_address, page_head

register = template.Library()
# As in `django.utils.html.json_script`: nothing in the data can end the element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> PageAddress:
    """The lasting address of the page in its language, and those of all its languages.

    A view gives `canonical`, the address without a language; a page of editors gives `languages`
    too, those that it is written in.
    """
    canonical = context.get("canonical", "")
    return own_address(canonical, context.get("languages")) if canonical else PageAddress()


@register.simple_tag(takes_context=True)
def page_head_of(context: Context) -> PageHead:
    """What the view gave for machines, or what every page has."""
    return context.get("head") or page_head()


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """A data block; browsers never run it, so the content security policy lets it be."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped above
