"""What may be kept as the file of a decision: known content, of a sane size, readable."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from registry.rules.checks import Problem
from registry.services.file_content import content_problems, kind_by_start
from registry.services.refusal import Refused, refuse_errors

LARGEST_BYTES = 20 * 1024 * 1024
_KINDS = {
    "pdf": {"pdf"},
    "jpg": {"jpg", "jpeg"},
    "png": {"png"},
    "tif": {"tif", "tiff"},
    "docx": {"docx"},
}


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A file that passed: its true extension and the SHA-256 of its content."""

    extension: str
    digest: str


def sound_file(upload: "UploadedFile[Any]") -> SoundFile:
    """Reads an upload whole and says what it is. Raises Refused at the field "file"."""
    if not upload.size:
        raise _refused("file-empty", _("The file is empty. Choose another."))
    if upload.size > LARGEST_BYTES:
        raise _refused("file-too-large", _("The file is larger than 20 MB. Scan it smaller."))
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    extension = kind_by_start(content)
    if extension == "ole-protected":
        raise _refused(
            "file-encrypted",
            _("The file is protected by a password. Save it without a password first."),
        )
    if extension not in _KINDS:
        raise _refused(
            "file-kind", _("Only PDF, JPEG, PNG, TIFF and DOCX files of a decision are kept.")
        )
    named = (upload.name or "").rsplit(".", 1)[-1].lower()
    if named not in _KINDS[extension]:
        raise _refused(
            "file-not-as-named",
            _("The file is named .%(named)s but its content is %(kind)s. Rename or replace it.")
            % {"named": named, "kind": extension.upper()},
        )
    refuse_errors(content_problems(extension, content))
    return SoundFile(extension, sha256(content).hexdigest())


def _refused(code: str, message: str) -> Refused:
    return Refused([Problem(code, "file", message)])
