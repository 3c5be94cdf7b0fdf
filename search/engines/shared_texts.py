"""Texts that many documents of one generation share, and the small numbers that stand for them.

They are kept in one file that only grows: pieces, each with its length before it, of lines
packed together. A reader reads on where it stopped; a piece that was cut off by a crash is no
part of the file, and the next writer takes it away. Numbers are only ever added, so a reader
whose texts are newer than its commit reads right.
"""

import os
import struct
import zlib
from pathlib import Path

from search.engines.generations import sync_folder

_NAME = "shared_texts"
_LENGTH = struct.Struct("<I")


class SharedTexts:
    """Text to number and back, for each field of a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._forget()

    def _forget(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._fresh: list[str] = []
        self._end = 0

    def read(self) -> None:
        """What was added since the last time; nothing where there is no file yet."""
        try:
            with self._path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < self._end:
                    # An older copy was put in its place.
                    self._forget()
                file.seek(self._end)
                told = file.read()
        except FileNotFoundError:
            return
        at = 0
        while at + _LENGTH.size <= len(told):
            (length,) = _LENGTH.unpack_from(told, at)
            piece = told[at + _LENGTH.size : at + _LENGTH.size + length]
            if len(piece) < length:
                break
            for line in zlib.decompress(piece).decode().split("\n"):
                self._add(*line.split(" ", 1))
            at += _LENGTH.size + length
        self._end += at

    def save(self) -> None:
        """Adds what is new, durably; to be called before the commit that needs it."""
        if not self._fresh:
            return
        piece = zlib.compress("\n".join(self._fresh).encode(), 9)
        is_new = not self._path.exists()
        with self._path.open("ab") as file:
            file.truncate(self._end)
            file.write(_LENGTH.pack(len(piece)) + piece)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self._path.parent)
        self._end += _LENGTH.size + len(piece)
        self._fresh.clear()

    def number(self, field: str, text: str) -> int:
        """The number of a text of one line, a new one if need be."""
        found = self._numbers.get((field, text))
        if found is None:
            found = self._add(field, text)
            self._fresh.append(f"{field} {text}")
        return found

    def text(self, field: str, number: int) -> str:
        return self._texts[field][number]

    def _add(self, field: str, text: str) -> int:
        listed = self._texts.setdefault(field, [])
        number = self._numbers[field, text] = len(listed)
        listed.append(text)
        return number
