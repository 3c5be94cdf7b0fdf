"""The scan of a decision as it is kept: its kind and its content, checked."""

import hashlib

from registry.models import Decision

# What may be shown in public: every browser shows it, and it tells not who wrote or changed it.
PUBLIC_KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def file_kind(decision: Decision) -> str:
    """The extension of the file, which the service that attached it took from its content."""
    return (decision.file.name or "").rpartition(".")[2].lower()


def file_content(decision: Decision) -> bytes | None:
    """The file whole (20 MB at most), if it is the one that was attached; None otherwise."""
    try:
        with decision.file.open("rb") as stored:
            content: bytes = stored.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == decision.file_sha256 else None
