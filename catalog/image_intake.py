"""The one door for pictures: what is refused and why, and the clean copy that is kept.

Size and kind are judged from the header, before anything is decoded. The copy has no EXIF (a
photograph of a workshop tells where somebody lives), stands upright, is in sRGB and at most
`LONGEST_SIDE` long. Every way in passes here: the forms of the admin by their field, any other
by `CatalogImage.save`. Writes no row and no file.
"""

import io
import warnings
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from catalog.image_headers import Header, header_of

# What the upload screen of Wagtail announces is what this door holds to.
MOST_BYTES: int = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
MOST_PIXELS: int = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
LEAST_SIDE = 200
# Sixteen million points print well on A4; the largest rendition has 1600 points a side.
LONGEST_SIDE = 4096
ENDINGS = {"jpeg": ("jpg", "jpeg"), "png": ("png",), "webp": ("webp",)}
_NAMES = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "gif": "GIF",
    "bmp": "BMP",
    "tiff": "TIFF",
    "avif": "AVIF",
    "heic": "HEIC",
    "pdf": "PDF",
    "svg": "SVG",
}
_MEGABYTE = 1024 * 1024
_QUALITY = 95


class CleanUpload(SimpleUploadedFile):
    """A picture that came through this door; `CatalogImage.save` looks for it.

    `image` is what Wagtail's own checks of a field read kind and size from.
    """

    image: Any = None


def taken_in(file: "File[bytes]") -> CleanUpload:
    """The clean copy of an upload. Raises ValidationError that names the file and the remedy."""
    name = PurePath(file.name or "").name
    size = file.size or 0
    if size > MOST_BYTES:
        raise _refusal(
            name,
            "file_too_large",
            _("it has %(size)s MB, and at most %(most)s MB are taken. Save it smaller.")
            % {
                "size": number_format(size / _MEGABYTE, 1),
                "most": number_format(MOST_BYTES // _MEGABYTE),
            },
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    header = header_of(content)
    _check(name, header)
    clean = _clean_copy(name, content, header.kind)
    stem = PurePath(name).stem or "image"
    return CleanUpload(
        f"{stem}.{ENDINGS[header.kind][0]}", clean, content_type=f"image/{header.kind}"
    )


def _check(name: str, header: Header) -> None:
    """Refuses by the header alone."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if header.kind not in ENDINGS:
        raise _refusal(name, "invalid_image_format", _kind_message(header.kind))
    if ending not in ENDINGS[header.kind]:
        raise _refusal(
            name,
            "invalid_image_known_format",
            _(
                "its content is %(kind)s, but its name ends in “.%(ending)s”. Check that it is the "
                "right file and give its name the ending “.%(right)s”."
            )
            % {
                "kind": _NAMES[header.kind],
                "ending": ending[:12],
                "right": ENDINGS[header.kind][0],
            },
        )
    if not (header.width and header.height):
        raise _refusal(name, "invalid_image", _broken_message())
    if header.width * header.height > MOST_PIXELS:
        raise _refusal(
            name,
            "file_too_many_pixels",
            _(
                "it has %(width)s × %(height)s points, and at most %(most)s megapixels are taken. "
                "Save it smaller, for example 4000 points wide."
            )
            % {
                "width": number_format(header.width),
                "height": number_format(header.height),
                "most": number_format(MOST_PIXELS // 1_000_000),
            },
        )
    if min(header.width, header.height) < LEAST_SIDE:
        raise _refusal(
            name,
            "file_too_few_pixels",
            _(
                "it has only %(width)s × %(height)s points. Each side needs %(least)s at least: "
                "send the original, not a thumbnail."
            )
            % {"width": header.width, "height": header.height, "least": LEAST_SIDE},
        )
    if header.is_animated:
        raise _refusal(
            name, "animated_image", _("it is animated. Save one still picture of it as JPEG.")
        )


def _kind_message(kind: str) -> str:
    if kind == "heic":
        return _(
            "HEIC pictures of a telephone are not taken. Send it as JPEG: on the telephone choose "
            "Settings, Camera, Formats, Most Compatible, or export the picture as JPEG."
        )
    if kind == "svg":
        return _(
            "it is SVG or another text, which can hold a program. "
            "Export the picture as PNG or JPEG."
        )
    if kind:
        return _("%(kind)s is not taken. Save the picture as JPEG, PNG or WebP.") % {
            "kind": _NAMES[kind]
        }
    return _("its content is no picture that is known. Save the picture as JPEG, PNG or WebP.")


def _broken_message() -> str:
    return _("the picture is damaged or cut off. Open it, save it anew as JPEG and send that file.")


def _refusal(name: str, code: str, message: str) -> ValidationError:
    said = _("Picture file “%(name)s”: %(message)s") % {"name": name[:80], "message": message}
    return ValidationError(said, code=code)


def _clean_copy(name: str, content: bytes, kind: str) -> bytes:
    """The picture decoded whole, without anything but its points."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
                picture.load()
                return _saved(picture, kind)
    except Exception as error:  # the library raises many kinds for a broken picture
        raise _refusal(name, "invalid_image", _broken_message()) from error


def _saved(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    plain = _in_srgb(upright)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if kind == "jpeg" and plain.mode not in ("RGB", "L"):
        plain = plain.convert("RGB")
    # Comments, XMP and profiles travel in `info`; some writers take them from there.
    plain.info = {}
    written = io.BytesIO()
    if kind == "jpeg":
        plain.save(written, "JPEG", quality=_QUALITY, subsampling=0, progressive=True)
    elif kind == "png":
        plain.save(written, "PNG", compress_level=4)
    else:
        plain.save(written, "WEBP", quality=_QUALITY, exact=True)
    return written.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The colours that every screen knows; print colours (CMYK) by their own profile."""
    profile = picture.info.get("icc_profile")
    if picture.mode == "I;16":
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode in ("P", "PA", "LA", "La", "RGBa"):
        has_alpha = picture.mode != "P" or "transparency" in picture.info
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    elif picture.mode not in ("RGB", "RGBA", "L", "CMYK"):
        picture = picture.convert("RGB")
    if profile and picture.mode != "L":
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
            return picture if found is None else found
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that is no profile of these colours says nothing
    return picture.convert("RGB") if picture.mode == "CMYK" else picture
