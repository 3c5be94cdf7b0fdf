"""Tags of the public templates: signs and the site's own switches. No tag makes a query."""

from dataclasses import replace

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.marks import mark_html
from catalog.models import CatalogImage
from catalog.office import Office, last_office
from catalog.presenters.cards import Card
from catalog.presenters.pictures import Photo, photo_of_image
from catalog.typography import keep_compounds, keep_numbers

register = template.Library()


@register.simple_tag
def mark(name: str) -> SafeString:
    """A sign of the sprite; see `catalog.marks.mark_html`."""
    return mark_html(name)


# How wide a photograph stands, so that a browser takes the smallest file that is sharp.
_SIZES = {
    "card": "(min-width: 34rem) 18rem, 7rem",
    "wide": "(min-width: 60rem) 32rem, 100vw",
    "thumb": "(min-width: 60rem) 10rem, 30vw",
    "body": "(min-width: 66rem) 62rem, 100vw",
}


@register.simple_tag
def picture(photo: Photo | None, sizes: str = "card", eager: bool = False) -> SafeString:
    """A photograph as AVIF, WebP or JPEG, lazy unless it is the first one in view.

    Its files stand already; nothing is rendered and nothing asked here.
    """
    if photo is None:
        return SafeString("")
    lang = format_html(' lang="{}"', photo.lang) if photo.lang else ""
    loading = SafeString(' fetchpriority="high"') if eager else SafeString(' loading="lazy"')
    *modern, jpeg = photo.sources
    width = _SIZES.get(sizes, _SIZES["card"])
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" alt="{}"{} width="{}" height="{}"{}>'
        "</picture>",
        format_html_join(
            "",
            '<source type="{}" srcset="{}" sizes="{}">',
            ((source.type, source.srcset, width) for source in modern),
        ),
        photo.url, jpeg.srcset, width, photo.alt, lang, photo.width, photo.height, loading,
    )  # fmt: skip


@register.simple_tag
def card_picture(card: Card, eager: bool = False) -> SafeString:
    """The picture of a card: its photograph, or the drawing of its group, which says nothing
    that the card does not say."""
    if card.photo is not None:
        return picture(card.photo, "card", eager)
    loading = SafeString("") if eager else SafeString(' loading="lazy"')
    return format_html('<img src="{}" alt="" width="400" height="300"{}>', card.picture, loading)


@register.simple_tag
def body_photo(image: CatalogImage) -> Photo | None:
    """The image of a block of a page, with the block's own alternative text if it has one."""
    shown = photo_of_image(image, alt=image.contextual_alt_text or "")
    return replace(shown, alt="", lang="") if shown and image.decorative else shown


@register.simple_tag
def is_demo_site() -> bool:
    """Whether this is a demo; for error pages, which get no context."""
    return bool(settings.IS_DEMO)


@register.simple_tag
def kept_office() -> Office:
    """The office as a page last showed it; for pages of faults, which ask no database."""
    return last_office()


@register.filter
def title_text(value: str) -> str:
    """A large title that does not break inside a compound word."""
    return keep_compounds(str(value))


@register.filter
def numbers(value: str) -> SafeString:
    """Text with numbers such as "3763/QĐ-UBND" in one piece."""
    return keep_numbers(value)
