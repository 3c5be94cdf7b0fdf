"""Tags of the public templates: signs and the site's own switches. No tag makes a query."""

from dataclasses import replace

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from catalog.components.pictures import picture
from catalog.marks import mark_html
from catalog.models import CatalogImage
from catalog.office import Office, last_office
from catalog.presenters.pictures import Photo, photo_of_image
from catalog.typography import keep_compounds, keep_numbers

register = template.Library()
register.simple_tag(picture)


@register.simple_tag
def mark(name: str) -> SafeString:
    """A sign of the sprite; see `catalog.marks.mark_html`."""
    return mark_html(name)


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
