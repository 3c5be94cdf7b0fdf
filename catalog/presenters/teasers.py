"""Stories and collections as cards that lead to them. Expects their images to be loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from catalog.days import day_text
from catalog.localized import language_of_text
from catalog.presenters.cards import GENERAL, illustration_url
from catalog.presenters.pictures import Photo, photo_of_image


@dataclass(frozen=True, slots=True)
class Teaser:
    """`lang` is set where the text is not in the language of the frame."""

    title: str
    url: str
    lead: str
    day: str
    machine_day: str
    photo: Photo | None
    drawing: str
    lang: str
    is_illustrative: bool


def teasers(pages: Iterable[Any], request: HttpRequest | None) -> tuple[Teaser, ...]:
    """One query for all images and one for all languages, if they are not loaded yet."""
    pages = list(pages)
    prefetch_related_objects(pages, "image", "locale")
    return tuple(_teaser(page, request) for page in pages)


def _teaser(page: Any, request: HttpRequest | None) -> Teaser:
    day = getattr(page, "published_on", None)
    return Teaser(
        title=page.title,
        url=page.get_url(request) or "",
        lead=page.lead,
        day=day_text(day) if day else "",
        machine_day=day.isoformat() if day else "",
        photo=photo_of_image(page.image) if page.image else None,
        drawing=illustration_url(GENERAL),
        lang=language_of_text(page),
        is_illustrative=page.is_illustrative,
    )
