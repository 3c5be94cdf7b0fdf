"""What the first bytes of a picture say: its kind, its size, whether it moves. Decodes nothing.

A picture that claims two hundred million points must be refused before a library allocates
them, so the headers are read here by hand. It must not judge: `catalog.image_intake` does.
"""

import struct
from dataclasses import dataclass

_START = 4096
# Markers of JPEG frames; the others among 0xC0-0xCF are tables (DHT, JPG, DAC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_ISO_BRANDS = {
    b"avif": "avif",
    b"avis": "avif",
    b"heic": "heic",
    b"heix": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
    b"hevc": "heic",
}


@dataclass(frozen=True, slots=True)
class Header:
    """Kind by content ("" for none that is known), size in points, whether it is animated."""

    kind: str
    width: int = 0
    height: int = 0
    is_animated: bool = False


def header_of(content: bytes) -> Header:
    """Size 0 × 0 where the kind is known and its header is not whole."""
    kind = kind_of(content)
    readers = {"jpeg": _jpeg, "png": _png, "webp": _webp}
    if kind not in readers:
        return Header(kind)
    try:
        return readers[kind](content)
    except (struct.error, IndexError):
        return Header(kind)


def kind_of(content: bytes) -> str:
    for start, kind in (
        (b"\xff\xd8\xff", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"%PDF-", "pdf"),
        (b"\x1f\x8b", "svg"),  # a packed SVG; no picture begins so
    ):
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return _ISO_BRANDS.get(content[8:12], "")
    text = content[:_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or text.startswith(b"<"):
        return "svg"
    return ""


def _jpeg(content: bytes) -> Header:
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            return Header("jpeg")
        marker = content[at + 1]
        if marker in _ALONE:
            at += 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return Header("jpeg", width, height)
        if marker == 0xDA:
            return Header("jpeg")
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + max(length, 2)


def _png(content: bytes) -> Header:
    if content[12:16] != b"IHDR":
        return Header("png")
    width, height = struct.unpack_from(">II", content, 16)
    at, animated = 8, False
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name = content[at + 4 : at + 8]
        if name == b"acTL":
            animated = True
        if name == b"IDAT" or animated:
            break
        at += 12 + length
    return Header("png", width, height, animated)


def _webp(content: bytes) -> Header:
    form = content[12:16]
    if form == b"VP8X":
        flags = content[20]
        width = 1 + int.from_bytes(content[24:27], "little")
        height = 1 + int.from_bytes(content[27:30], "little")
        return Header("webp", width, height, bool(flags & 0x02))
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return Header("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return Header("webp", width & 0x3FFF, height & 0x3FFF)
    return Header("webp")
