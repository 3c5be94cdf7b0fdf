"""Keys and counts that a browser sends, read within bounds. Pure.

Every screen reads them here: a text of other digits or of any length is no key, never an
error of the server. It must not look anything up.
"""

from collections.abc import Iterable

# No key of the register has more digits; one more and the database cannot compare it.
_MOST_DIGITS = 18


def key_read(text: object) -> int | None:
    """The whole number that a text of plain digits stands for; None for anything else."""
    written = str(text or "")
    if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS):
        return None
    return int(written)


def keys_read(texts: Iterable[object]) -> list[int]:
    """Those of the texts that are keys."""
    return [key for key in map(key_read, texts) if key is not None]


def count_read(text: object, *, most: int, default: int = 0) -> int:
    """A number from 0 to `most`; more digits than a key has are as much as there may be."""
    written = str(text or "")
    if written.isascii() and written.isdigit():
        key = key_read(written)
        return most if key is None else min(key, most)
    return default
