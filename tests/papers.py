"""Small files as an office has them, made by the libraries that others use."""

import io
import zipfile
from typing import Any

from PIL import Image
from pypdf import PdfWriter


def pdf(change: Any = None) -> bytes:
    """A PDF of one blank page; `change` gets its writer first."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change is not None:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, kind)
    return out.getvalue()


def docx(**entries: bytes) -> bytes:
    """A DOCX with its two obligatory parts and others; "__" in a name stands for "/"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<document/>")
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()
