"""Links in rows: pages of a list, ways to show it, chosen conditions; what a form carries on."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.marks import mark_html
from catalog.markup import EMPTY, Pattern, joined
from catalog.presenters.chips import Chip
from catalog.presenters.paging import PageLink, Paging
from catalog.presenters.switch import Switch

_SWITCH = Pattern('<div class="switch" role="group" aria-label="{label}">{links}</div>')
_CHOICE = Pattern('<a href="{url}"{current}>{mark}{words}</a>')
_CURRENT = SafeString(' aria-current="true"')
_CHIP = Pattern(
    '<a class="chip{kind}" href="{url}"><span class="hidden-text">{take_off}</span>'
    "<span>{label}: <b>{value}</b></span>{mark}</a>"
)
_READ = SafeString(" chip--read")
_HIDDEN = Pattern('<input type="hidden" name="{name}" value="{value}">')
_OPTION = Pattern('<option value="{value}"{selected}>{words}</option>')
_SELECTED = SafeString(" selected")
_PAGES = Pattern(
    '<nav class="pages" aria-label="{label}">{previous}{links}{next}'
    '<span class="quiet small">{range}</span></nav>'
)
_PAGE = Pattern('<a href="{url}"><span class="hidden-text">{word} </span>{number}</a>')
_THIS_PAGE = Pattern(
    '<span aria-current="page"><span class="hidden-text">{word} </span>{number}</span>'
)
_GAP = SafeString('<span class="quiet" aria-hidden="true">…</span>')
_STEP = Pattern('<a href="{url}" rel="{rel}">{words}</a>')


def switches(label: str, found: Iterable[Switch], *marks: str) -> SafeString:
    """Ways to show a list, each with a sign if signs are named."""
    signs = [mark_html(name) for name in marks]
    return _SWITCH(
        label=label,
        links=joined(
            _CHOICE(
                url=one.url,
                current=_CURRENT if one.is_current else EMPTY,
                mark=signs[number] if number < len(signs) else EMPTY,
                words=one.words,
            )
            for number, one in enumerate(found)
        ),
    )


def chips(found: Iterable[Chip]) -> SafeString:
    """Conditions, each with a way to take it off."""
    take_off, mark = _("Take off"), mark_html("ui-close")
    return joined(
        _CHIP(
            kind=_READ if chip.is_understood else EMPTY,
            url=chip.url,
            take_off=take_off,
            label=chip.label,
            value=chip.value,
            mark=mark,
        )
        for chip in found
    )


def hidden_fields(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """What a form carries on."""
    return joined(_HIDDEN(name=name, value=value) for name, value in pairs)


def choices(found: Iterable[Switch]) -> SafeString:
    """The choices of a field."""
    return joined(
        _OPTION(value=one.url, selected=_SELECTED if one.is_current else EMPTY, words=one.words)
        for one in found
    )


def pages(paging: Paging | None) -> SafeString:
    """The pages of a list; nothing where it has one."""
    if not paging:
        return EMPTY
    word = _("Page")

    def link(page: PageLink) -> SafeString:
        if page.url:
            return _PAGE(url=page.url, word=word, number=page.number)
        return _THIS_PAGE(word=word, number=page.number) if page.number else _GAP

    def step(url: str, rel: str, words: str) -> SafeString:
        return _STEP(url=url, rel=rel, words=words) if url else EMPTY

    return _PAGES(
        label=_("Pages of the results"),
        previous=step(paging.previous_url, "prev", _("Previous page")),
        links=joined(map(link, paging.links)),
        next=step(paging.next_url, "next", _("Next page")),
        range=paging.range_words,
    )
