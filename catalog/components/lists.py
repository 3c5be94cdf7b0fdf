"""Records in lists: tiles, rows and lines, with the signs of their grades and states."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.safestring import SafeString

from catalog.components.pictures import card_picture
from catalog.markup import EMPTY, Pattern, joined
from catalog.presenters.cards import Card
from catalog.presenters.grades import Grade
from catalog.presenters.state import StateMark

_LEVEL = Pattern('<p class="level">{mark}<span>{words}</span></p>')
_STATUS = Pattern('<p class="status status--{key}">{mark}<span>{words}</span></p>')
_MAKER = Pattern("{maker}<br>")
_ONE_OF = Pattern(' <span class="card__one-of">({words})</span>')
_NOTE = Pattern('<p class="card__note">{note}</p>')
_TILE = Pattern("""
<article class="card">
<div class="picture">{picture}</div>
<h3 class="card__name"><a href="{url}">{name}</a></h3>
<p class="card__by">{maker}{place}{one_of}</p>
<div class="card__foot">{levels}
{status}</div>{note}</article>""")
_ROW = Pattern("""
<li class="row"><div class="picture">{picture}</div>
<h3 class="card__name"><a href="{url}">{name}</a></h3>
<p class="card__by">{maker}{place}{one_of}</p>
<div class="card__foot">{levels}
{status}</div>{note}</li>""")
_LINE = Pattern("""
<li><a href="{url}">{name}</a>{levels}
{status}</li>""")
_TILES = Pattern('<div class="tiles">{cards}\n</div>')
_ROWS = Pattern('<ul class="rows">{cards}\n</ul>')
_LINES = Pattern('<ul class="lines">{cards}</ul>')


@lru_cache(maxsize=512)
def level(grade: Grade) -> SafeString:
    return _LEVEL(mark=grade.mark, words=grade.words)


@lru_cache(maxsize=2048)
def status(state: StateMark) -> SafeString:
    return _STATUS(key=state.key, mark=state.mark, words=state.words)


def levels(grades: Iterable[Grade]) -> SafeString:
    return joined(map(level, grades))


def tiles(cards: Iterable[Card], *, first_eager: bool = False) -> SafeString:
    """Cards of one list; the picture of the first is loaded at once where it is in view."""
    return _TILES(cards=_pictured(_TILE, cards, first_eager))


def rows(cards: Iterable[Card], *, first_eager: bool = False) -> SafeString:
    """The same records as a list."""
    return _ROWS(cards=_pictured(_ROW, cards, first_eager))


def lines(cards: Iterable[Card]) -> SafeString:
    """A short list of records without pictures."""
    return _LINES(
        cards=joined(
            _LINE(
                url=card.url,
                name=card.name,
                levels=levels(card.grades),
                status=status(card.state),
            )
            for card in cards
        )
    )


def _pictured(pattern: Pattern, cards: Iterable[Card], first_eager: bool) -> SafeString:
    return joined(
        pattern(
            picture=card_picture(card, eager=first_eager and number == 0),
            url=card.url,
            name=card.name,
            maker=_MAKER(maker=card.maker) if card.maker else EMPTY,
            place=card.place,
            one_of=_ONE_OF(words=card.one_of) if card.one_of else EMPTY,
            levels=levels(card.grades),
            status=status(card.state),
            note=_NOTE(note=card.note) if card.note else EMPTY,
        )
        for number, card in enumerate(cards)
    )
