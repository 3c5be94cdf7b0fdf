"""Pictures for tests, made when they are needed: of a size, with what a camera writes, or bad."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from wagtail.models import Collection

from catalog.models import CatalogImage, ItemPhoto, PhotoView
from catalog.models.photos import Subject, subject_field
from search import background

# Latitude and longitude as EXIF holds them: 11° 56' N, 108° 26' E.
GPS = {1: "N", 2: (11.0, 56.0, 0.0), 3: "E", 4: (108.0, 26.0, 0.0)}


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Green with a red corner at the top left, so that turning shows."""
    picture = Image.new("RGB", (width, height), (40, 120, 60))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 3, height // 3), fill=(200, 40, 30))
    return picture.convert(mode)


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def from_camera(width: int, height: int, orientation: int = 1) -> bytes:
    """A JPEG with maker, place and orientation, a comment and XMP."""
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh bí mật"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(GPS)
    return encoded(
        drawn(width, height),
        exif=exif,
        comment=b"secret comment",
        xmp=b"<x:xmpmeta>bi mat</x:xmpmeta>",
    )


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that claim any number of points, as a decompression bomb does."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def image_made(content: bytes | None = None, **fields: object) -> CatalogImage:
    """An image that lacks nothing, unless a field is given as empty."""
    values = {
        "title": "Ảnh thử",
        "description": "Gói cà phê đặt trên bàn gỗ",
        "rights_holder": "Hợp tác xã Thử",
        "consent_reference": "Thư ngày 05/08/2026",
        **fields,
    }
    file = upload(content or encoded(drawn(1200, 900)))
    if Collection.get_first_root_node() is None:
        # A test with a live server leaves the tables empty, those of migrations too.
        Collection.add_root(name="Root")
    return CatalogImage.objects.create(file=file, **values)


def photo_made(
    subject: Subject,
    image: CatalogImage | None = None,
    view: PhotoView = PhotoView.ITEM,
    **more: object,
) -> ItemPhoto:
    fields = {subject_field(subject): subject, "view": view, **more}
    return ItemPhoto.objects.create(image=image or image_made(), **fields)


def worker_runs() -> int:
    """Lets the worker's background work go on until there is no more; returns the turns."""
    turns = 0
    while background.turn():
        turns += 1
        assert turns < 500
    return turns
