"""Photographs and galleries as ready strings. Makes no query and renders no picture.

`photo` and `gallery` are what pages call; `{% picture %}` and the components `picture.html`
and `gallery.html` show what they give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import CatalogImage, ItemPhoto, PhotoView

# Views that a page of a product says are missing; what else a gallery may hold, nobody expects.
_EXPECTED = (PhotoView.PACK_FRONT, PhotoView.PACK_BACK, PhotoView.PLACE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that stands for a group; the caption says that it is no photograph."""

    url: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Source:
    """A format with its widths, as `srcset` writes them."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph that is public and whose files stand.

    `lang` is "vi" where the alternative text is Vietnamese on an English page.
    """

    alt: str
    lang: str
    url: str
    width: int
    height: int
    sources: tuple[Source, ...]
    zoom_url: str
    zoom_size: str
    view: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """The photographs of a record, the first one large; without any, the drawing of its group.

    `missing` names the views of a product that there is no photograph of.
    """

    lead: Photo | None
    others: tuple[Photo, ...]
    drawing: Picture | None
    missing: tuple[str, ...]


def photo_of_image(
    image: CatalogImage, *, alt: str = "", view: str = "", caption: str = ""
) -> Photo | None:
    """None for an image that is not public or whose files the worker has not made yet."""
    rendered = image.rendered
    if image.lacking() or not rendered:
        return None
    crops = rendered["crops"]
    name, width, height = crops["jpeg"][min(1, len(crops["jpeg"]) - 1)]
    zoom, zoom_width, zoom_height = rendered["zoom"]
    words, lang = (alt, "") if alt else _alt(image)
    return Photo(
        alt=words,
        lang=lang,
        url=default_storage.url(name),
        width=width,
        height=height,
        sources=tuple(
            Source(
                f"image/{form}",
                ", ".join(f"{default_storage.url(path)} {w}w" for path, w, _h in crops[form]),
            )
            for form in ("avif", "webp", "jpeg")
        ),
        zoom_url=default_storage.url(zoom),
        zoom_size=f"{zoom_width} × {zoom_height}",
        view=view,
        caption=caption,
        credit=_credit(image),
    )


def photo(row: ItemPhoto) -> Photo | None:
    is_english = get_language() == "en"
    view = PhotoView(row.view)
    return photo_of_image(
        row.image,
        view="" if view == PhotoView.OTHER else str(view.label),
        caption=_sentence(row.caption_en if is_english and row.caption_en else row.caption),
    )


def pack_photos(rows: Sequence[ItemPhoto]) -> tuple[Photo, ...]:
    """What a buyer compares with the pack in the hand: its front first, then its back."""
    found = []
    for view in (PhotoView.PACK_FRONT, PhotoView.PACK_BACK):
        of_view = (shown for row in rows if row.view == view and (shown := photo(row)) is not None)
        found += list(of_view)[:1]
    return tuple(found)


def gallery(rows: Iterable[ItemPhoto], drawing: Picture | None, *, is_product: bool) -> Gallery:
    """`drawing` stands in where no photograph is public; None for records without a group."""
    rows = tuple(rows)
    photos = tuple(shown for row in rows if (shown := photo(row)) is not None)
    views = {row.view for row in rows}
    missing = tuple(str(view.label) for view in _EXPECTED if view not in views)
    return Gallery(
        lead=photos[0] if photos else None,
        others=photos[1:],
        drawing=None if photos else drawing,
        missing=missing if is_product else (),
    )


def _alt(image: CatalogImage) -> tuple[str, str]:
    if get_language() != "en":
        return image.description, ""
    if image.description_en:
        return image.description_en, ""
    return image.description, "vi"


def _sentence(words: str) -> str:
    """With a full stop, because the rights follow it."""
    return f"{words}." if words and words[-1] not in ".!?…" else words


def _credit(image: CatalogImage) -> str:
    """Who holds the rights and the licence; a drawing says first that it is none of the product."""
    words = [_("Photograph: %(holder)s.") % {"holder": image.rights_holder.rstrip(".")}]
    if image.is_illustration:
        words = [
            _("Illustration, not a photograph of the product. Rights: %(holder)s.")
            % {"holder": image.rights_holder.rstrip(".")}
        ]
    if image.licence:
        words.append(_("Licence: %(licence)s.") % {"licence": image.licence.rstrip(".")})
    return " ".join(words)
