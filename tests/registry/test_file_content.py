"""Files that are not what they seem are refused with the reason; sound ones are kept."""

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from registry.services.files import sound_file
from registry.services.refusal import Refused
from tests.papers import docx, pdf, picture

EXE = b"MZ\x90\x00" + bytes(400)


def png_claiming(side: int) -> bytes:
    """A small PNG whose header claims a huge picture."""
    header = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def encrypted_entry() -> bytes:
    content = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def script(writer) -> None:  # type: ignore[no-untyped-def]
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(name): value for name, value in action.items()}
    )


def launch(writer) -> None:  # type: ignore[no-untyped-def]
    action = {"/S": NameObject("/Launch"), "/F": TextStringObject("cmd.exe")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(name): value for name, value in action.items()}
    )


def password(writer) -> None:  # type: ignore[no-untyped-def]
    writer.encrypt("mat khau")


SOUND = [
    ("a.pdf", pdf()),
    ("a.pdf", b"\n\n\r\n  " + pdf()),
    ("a.pdf", pdf().replace(b"startxref", b"% /Encrypt in a comment\nstartxref")),
    ("a.pdf", pdf(lambda writer: writer.add_metadata({"/Title": "/Encrypt /JavaScript"}))),
    ("a.jpg", picture("JPEG")),
    ("a.jpeg", picture("JPEG")),
    ("a.png", picture("PNG")),
    ("a.tiff", picture("TIFF")),
    ("a.docx", docx(word__media__image1=picture("PNG"))),
]
WRONG = [
    ("a.pdf", b"%PDF-", "file-broken"),
    ("a.pdf", b"%PDF-1.7" + EXE, "file-broken"),
    ("a.pdf", pdf() + EXE, "file-broken"),
    ("a.pdf", EXE + pdf(), "file-kind"),
    ("a.pdf", pdf()[:200], "file-broken"),
    ("a.pdf", pdf(script), "file-active"),
    ("a.pdf", pdf(launch), "file-active"),
    ("a.pdf", pdf(lambda writer: writer.add_attachment("a.exe", EXE)), "file-active"),
    ("a.pdf", pdf(password), "file-encrypted"),
    ("a.pdf", pdf(password).replace(b"/Encrypt", b"/#45ncrypt"), "file-encrypted"),
    ("a.jpg", b"\xff\xd8\xff", "file-broken"),
    ("a.jpg", b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>", "file-broken"),
    ("a.jpg", picture("JPEG") + b"<html></html>", "file-broken"),
    ("a.png", b"\x89PNG\r\n\x1a\n", "file-broken"),
    ("a.png", png_claiming(60_000), "file-too-large"),
    ("a.docx", docx(word__embeddings__a=EXE), "file-active"),
    ("a.docx", docx(**{"word__run.exe": b"x"}), "file-active"),
    ("a.docx", docx(**{"word__vbaProject.bin": b"x"}), "file-active"),
    ("a.docx", docx(**{"..__..__etc__passwd": b"x"}), "file-broken"),
    ("a.docx", docx(word__media__a=bytes(60_000_000)), "file-too-large"),
    ("a.docx", encrypted_entry(), "file-encrypted"),
    ("a.docx", b"PK\x03\x04" + bytes(100), "file-broken"),
    (
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "file-encrypted",
    ),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-kind"),
]


@pytest.mark.parametrize(("name", "content"), SOUND)
def test_sound_files_are_kept(name: str, content: bytes) -> None:
    assert len(sound_file(SimpleUploadedFile(name, content)).digest) == 64


@pytest.mark.parametrize(("name", "content", "code"), WRONG)
def test_wrong_files_are_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        sound_file(SimpleUploadedFile(name, content))
    assert [problem.code for problem in refusal.value.problems] == [code]
