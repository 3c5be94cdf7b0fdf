"""Whether the content of a file is whole and harmless: PDF, picture, DOCX. Writes nothing.

A magic number says what a file claims; here it is read. Limits keep a bomb from filling the
memory. It is no search for viruses: what can run is refused, whatever it does.
"""

import io
import logging
import warnings
import zipfile
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from registry.rules.checks import Problem

MOST_PIXELS = 120_000_000  # an A3 page at 600 dpi has 70 million
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 5000
_LARGEST_RATIO = 200
_MOST_OBJECTS = 200_000
_TAIL = 1024
# Objects of a PDF that run something, fetch something or carry another file.
_ACTIVE = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia", "/Rendition"}
)
_CARRIED = ("/JS", "/EmbeddedFile", "/EF", "/XFA")
_RUNNABLE = frozenset(
    [
        "exe",
        "dll",
        "com",
        "scr",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "js",
        "jse",
        "wsf",
        "msi",
        "jar",
        "lnk",
        "hta",
        "cpl",
        "pif",
        "reg",
        "sh",
        "py",
        "bin",
    ]
)
_BINARIES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED_DOCX = "EncryptedPackage".encode("utf-16-le")


def kind_by_start(content: bytes) -> str:
    """What the start of a file claims; "ole-protected" is an Office file with a password."""
    if content.startswith(_OLE):
        return "ole-protected" if _PROTECTED_DOCX in content else "ole"
    before, mark, _rest = content[:1024].partition(b"%PDF-")
    if mark and b"<" not in before and not before.startswith((*_BINARIES, b"PK")):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    for start, kind in (
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"II*\x00", "tif"),
        (b"MM\x00*", "tif"),
    ):
        if content.startswith(start):
            return kind
    return ""


def content_problems(kind: str, content: bytes) -> list[Problem]:
    """What is wrong with a file of a kind, read as far as safety needs."""
    if kind == "pdf":
        return _pdf_problems(content)
    if kind == "docx":
        return _docx_problems(content)
    return _picture_problems(kind, content)


def _pdf_problems(content: bytes) -> list[Problem]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    content = content[content.index(b"%PDF-") :]
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\r\n\t \x00"):
        return [_broken("PDF")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(io.BytesIO(content), strict=False)
            if reader.is_encrypted:
                return [_protected()]
            if not len(reader.pages):
                return [_broken("PDF")]
            return [_active()] if _pdf_is_active(reader) else []
    except Exception:  # the library raises many kinds for what is no PDF
        return [_broken("PDF")]


def _pdf_is_active(reader: PdfReader) -> bool:
    """Walks every object that the document reaches, each once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    steps = 0
    while waiting:
        steps += 1
        if steps > _MOST_OBJECTS * 10 or len(seen) > _MOST_OBJECTS:
            return True
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            key = (found.idnum, found.generation)
            if key in seen:
                continue
            seen.add(key)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            if any(name in found for name in _CARRIED):
                return True
            if found.raw_get("/S") in _ACTIVE if "/S" in found else False:
                return True
            if str(found.get("/Type", "")) == "/EmbeddedFile" or "/JavaScript" in found:
                return True
            waiting += [found.raw_get(name) for name in found]
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
    return False


def _picture_problems(kind: str, content: bytes) -> list[Problem]:
    formats = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[formats[kind]]) as picture:
                for number in range(getattr(picture, "n_frames", 1)):
                    picture.seek(number)
                    if picture.width * picture.height > MOST_PIXELS:
                        return [_too_many_points()]
                    picture.load()
    except Image.DecompressionBombError:
        return [_too_many_points()]
    except Exception:  # the library raises many kinds for a broken picture
        return [_broken(formats[kind])]
    end = {"jpg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}.get(kind)
    if end is not None and content[content.rfind(end) + len(end) :].strip(b"\x00\r\n "):
        return [_broken(formats[kind])]
    return []


def _docx_problems(content: bytes) -> list[Problem]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _packed_problems(packed)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError):
        return [_broken("DOCX")]


def _packed_problems(packed: zipfile.ZipFile) -> list[Problem]:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names or len(names) != len(entries):
        return [_broken("DOCX")]
    if any(entry.flag_bits & 0x1 for entry in entries):
        return [_protected()]
    packed_size = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MOST_ENTRIES or (
        sum(entry.file_size for entry in entries) > min(MOST_UNPACKED, packed_size * _LARGEST_RATIO)
    ):
        message = _("Unpacked, the file is far larger than it seems. Save it as a PDF.")
        return [Problem("file-too-large", "file", message)]
    unpacked = 0
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
            return [_broken("DOCX")]
        if path.suffix.lower().lstrip(".") in _RUNNABLE:
            return [_active()]
        with packed.open(entry) as stream:
            start = stream.read(8)
            if start.startswith(_BINARIES) or start == _OLE:
                return [_active()]
            unpacked += len(start)
            while chunk := stream.read(1 << 16):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    return [_broken("DOCX")]
    if b"macroEnabled" in packed.read("[Content_Types].xml"):
        return [_active()]
    return []


def _too_many_points() -> Problem:
    message = _("The picture has too many points. Scan it at 300 dpi.")
    return Problem("file-too-large", "file", message)


def _broken(kind: str) -> Problem:
    message = _("The file is no whole %(kind)s: its content is damaged, cut off or something else.")
    return Problem("file-broken", "file", message % {"kind": kind})


def _protected() -> Problem:
    message = _("The file is protected by a password. Save it without a password first.")
    return Problem("file-encrypted", "file", message)


def _active() -> Problem:
    message = _(
        "The file holds a program, a macro or another file inside. Print it to a plain PDF first."
    )
    return Problem("file-active", "file", message)
