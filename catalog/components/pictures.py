"""Photographs and drawings. Their files stand already; nothing is rendered and nothing asked."""

from django.utils.safestring import SafeString

from catalog.markup import EMPTY, Pattern, joined
from catalog.presenters.cards import Card
from catalog.presenters.pictures import Photo

# How wide a photograph stands, so that a browser takes the smallest file that is sharp.
_SIZES = {
    "card": "(min-width: 34rem) 18rem, 7rem",
    "wide": "(min-width: 60rem) 32rem, 100vw",
    "thumb": "(min-width: 60rem) 10rem, 30vw",
    "body": "(min-width: 66rem) 62rem, 100vw",
}
_LANG = Pattern(' lang="{lang}"')
_LAZY = SafeString(' loading="lazy"')
_SOURCE = Pattern('<source type="{type}" srcset="{srcset}" sizes="{sizes}">')
_PICTURE = Pattern(
    '<picture>{sources}<img src="{url}" srcset="{srcset}" sizes="{sizes}" alt="{alt}"{lang} '
    'width="{width}" height="{height}"{loading}></picture>'
)
_DRAWING = Pattern('<img src="{url}" alt="" width="400" height="300"{loading}>')


def picture(photo: Photo | None, sizes: str = "card", eager: bool = False) -> SafeString:
    """A photograph as AVIF, WebP or JPEG, lazy unless it is the first one in view."""
    if photo is None:
        return EMPTY
    *modern, jpeg = photo.sources
    width = _SIZES.get(sizes, _SIZES["card"])
    return _PICTURE(
        sources=joined(_SOURCE(type=s.type, srcset=s.srcset, sizes=width) for s in modern),
        url=photo.url,
        srcset=jpeg.srcset,
        sizes=width,
        alt=photo.alt,
        lang=_LANG(lang=photo.lang) if photo.lang else EMPTY,
        width=photo.width,
        height=photo.height,
        loading=EMPTY if eager else _LAZY,
    )


def card_picture(card: Card, eager: bool = False) -> SafeString:
    """The picture of a card: its photograph, or the drawing of its group, which says nothing
    that the card does not say."""
    if card.photo is not None:
        return picture(card.photo, "card", eager)
    return _DRAWING(url=card.picture, loading=EMPTY if eager else _LAZY)
