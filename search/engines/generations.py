"""Folders of an index on disk: one for each generation, and a link to the live one.

    writer.lock   held by whoever writes, be it the live index or a new generation
    current       symbolic link to the live generation, swapped by one rename
    gen-*/        generation.json, written when the generation is complete, and index files

Web processes only follow the link. Writing and rebuilding exclude each other by the one
lock, so an index task that arrives during a rebuild waits and nothing drained can be lost
with the old generation. Nothing here knows an engine.
"""

import contextlib
import datetime as dt
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from search.engines.base import IndexLocked, SearchUnavailable

_POLL_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation and what `generation.json` says of it."""

    path: Path
    built_at: dt.datetime
    built_for: dt.date
    fingerprint: str

    @property
    def name(self) -> str:
        return self.path.name


@contextlib.contextmanager
def file_lock(path: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Holds an exclusive lock that ends with the process, however it ends.

    Raises IndexLocked, naming the holder, when it is not free in time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("a+") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    file.seek(0)
                    raise IndexLocked(
                        _("%(name)s is held by process %(process)s.")
                        % {"name": path.name, "process": file.read().strip() or "?"}
                    ) from None
                time.sleep(_POLL_SECONDS)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


class Generations:
    """The generations below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._link = folder / "current"

    def lock(self, *, wait_seconds: float = 0.0) -> contextlib.AbstractContextManager[None]:
        return file_lock(self.folder / "writer.lock", wait_seconds=wait_seconds)

    def live_path(self) -> Path | None:
        """Where the link points, without reading anything; None before the first build."""
        try:
            return self.folder / os.readlink(self._link)
        except OSError:
            return None

    def live(self) -> Generation:
        """The live generation; raises SearchUnavailable when it is missing or unreadable."""
        path = self.live_path()
        if path is None:
            raise SearchUnavailable(_("The search index has not been built yet."))
        return read(path)

    def create(self) -> Path:
        """A new empty folder for a generation, after sweeping what was left unfinished."""
        self.sweep()
        now = dt.datetime.now(dt.UTC)
        path = self.folder / f"gen-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        path.mkdir(parents=True)
        return path

    def promote(self, path: Path) -> None:
        """Makes a complete generation the live one and keeps the one before it."""
        previous = self.live_path()
        temporary = self.folder / f"current.{os.getpid()}"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(path.name)
        temporary.replace(self._link)
        sync_folder(self.folder)
        self.sweep(keep=previous)

    def sweep(self, keep: Path | None = None) -> None:
        """Deletes every generation but the live one and one complete one before it."""
        live = self.live_path()
        others = sorted(p for p in self.folder.glob("gen-*") if p != live)
        if keep is None:
            complete = [path for path in others if (path / "generation.json").exists()]
            keep = complete[-1] if complete else None
        for path in others:
            if path != keep:
                shutil.rmtree(path, ignore_errors=True)


def read(path: Path) -> Generation:
    """What a complete generation says of itself; raises SearchUnavailable otherwise."""
    try:
        told = json.loads((path / "generation.json").read_text())
        return Generation(
            path,
            dt.datetime.fromisoformat(told["built_at"]),
            dt.date.fromisoformat(told["built_for"]),
            str(told["fingerprint"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SearchUnavailable(
            _("The search index cannot be read and has to be rebuilt.")
        ) from error


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Replaces a file in one step, durable before its name shows it."""
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
