"""The filters of the catalogue: a fieldset for each, an option for each of its values."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.markup import EMPTY, Pattern, joined
from catalog.presenters.filters import Facet, Option

_OPTION = Pattern('{choice}<span class="num">{count}</span></label>')
_CHOICE = Pattern(
    '<label class="check{kind}"><input type="{type}" name="{name}" value="{value}"{checked}>'
    "<span>{words}</span>"
)
# The classes of an option: of those that give nothing, of those below another, of both.
_KINDS = {
    (False, False): EMPTY,
    (True, False): SafeString(" check--none"),
    (False, True): SafeString(" check--child"),
    (True, True): SafeString(" check--none check--child"),
}
_CHECKED = SafeString(" checked")
_FIELDSET = Pattern(
    '<fieldset class="facet"{anchor}><legend>{legend}</legend><div>\n{narrow}\n{options}\n{more}\n'
    "{open}\n{parts}\n{note}\n</div></fieldset>\n"
)
_ANCHOR = Pattern(' id="mo-{name}"')
_NARROW = Pattern(
    '<div class="field facet__narrow"><label for="loc">{label}</label><div class="joined">'
    '<input class="input" id="loc" name="loc" value="{typed}" autocomplete="off">'
    '<button class="button button--second">{button}</button></div></div>'
)
_MORE = Pattern("<details><summary>{words}</summary>{options}</details>")
_OPEN = Pattern('<p class="small"><a href="{url}">{words}</a></p>')
_PARTS = Pattern(
    '<p class="small facet__parts"><span class="quiet">{words}</span>{previous}{next} {close}</p>'
)
_LINK = Pattern('<a href="{url}">{words}</a>')
_SPACED_LINK = Pattern(' <a href="{url}">{words}</a>')
_NOTE = Pattern('<p class="field__hint">{note}</p>')


def facets(found: Iterable[Facet]) -> SafeString:
    return joined(map(_facet, found))


def _facet(facet: Facet) -> SafeString:
    has_anchor = facet.is_open or facet.open_url
    return _FIELDSET(
        anchor=_ANCHOR(name=facet.name) if has_anchor else EMPTY,
        legend=facet.legend,
        narrow=_narrow(facet) if facet.is_open else EMPTY,
        options=_options(facet, facet.options),
        more=_MORE(words=facet.more_words, options=_options(facet, facet.more))
        if facet.more
        else EMPTY,
        open=_OPEN(url=facet.open_url, words=facet.more_words) if facet.open_url else EMPTY,
        parts=_parts(facet) if facet.is_open else EMPTY,
        note=_NOTE(note=facet.note) if facet.note else EMPTY,
    )


def _options(facet: Facet, options: Iterable[Option]) -> SafeString:
    return joined(
        _OPTION(
            choice=_choice(
                facet.kind,
                facet.name,
                option.value,
                option.words,
                _KINDS[option.is_none, option.is_child],
                option.is_chosen,
            ),
            count=option.number,
        )
        for option in options
    )


@lru_cache(maxsize=4096)
def _choice(
    type_: str, name: str, value: str, words: str, kind: SafeString, is_chosen: bool
) -> SafeString:
    """An option without its number: the same hundred stand on every page."""
    checked = _CHECKED if is_chosen else EMPTY
    return _CHOICE(type=type_, name=name, value=value, words=words, kind=kind, checked=checked)


def _narrow(facet: Facet) -> SafeString:
    return _NARROW(label=_("Narrow this list"), typed=facet.narrowed_by, button=_("Narrow"))


def _parts(facet: Facet) -> SafeString:
    """Which part of a long list is shown, and the ways to the others."""

    def link(url: str, words: str) -> SafeString:
        return _SPACED_LINK(url=url, words=words) if url else EMPTY

    return _PARTS(
        words=facet.part_words,
        previous=link(facet.previous_url, _("Previous part")),
        next=link(facet.next_url, _("Next part")),
        close=_LINK(url=facet.close_url, words=_("Close this list")),
    )
