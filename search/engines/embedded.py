"""The embedded engine: an index on local disk, one writer, any number of readers.

Readers open the index in the process that uses it, look for a new commit or generation at
most five times a second, and answer each request from one state. It knows folders, locks and
states; `search.engines.tantivy` knows the library.
"""

import contextlib
import datetime as dt
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from search import schema
from search.engines import base, generations, tantivy

logger = logging.getLogger(__name__)

# Two looks at a file each: so dear is it to see a commit a fifth of a second after it.
_CHECK_SECONDS = 0.2
_CACHED_COUNTS = 512


@dataclass
class _Snapshot:
    """One state of the index as this process sees it, with the counts it has made of it."""

    generation: generations.Generation
    marker: tuple[int, ...]
    reader: tantivy.Reader
    process: int
    counted: dict[tuple[base.Node, str], Any] = field(default_factory=dict)


class EmbeddedEngine:
    """The port over a folder; safe for threads, and for processes forked before first use."""

    name = "embedded"

    def __init__(self, folder: Path, *, check_seconds: float = _CHECK_SECONDS) -> None:
        self._generations = generations.Generations(folder)
        self._check_seconds = check_seconds
        self._guard = threading.Lock()
        self._snapshot: _Snapshot | None = None
        self._checked_at = 0.0
        self._is_writing = False

    # --- reading

    def search(self, request: base.Request) -> base.Answer:
        with _reading(self._forget):
            snapshot = self._current()
            total = self._count(snapshot, request.tree)
            refs, stored = snapshot.reader.page(request, total)
            counts = {name: self._count(snapshot, tree) for name, tree in request.counts.items()}
            facets = self._facets(snapshot, request.facets)
            return base.Answer(total, refs, counts, facets, stored)

    def count(self) -> int:
        with _reading(self._forget):
            return self._current().reader.size

    def words(self, field: str) -> list[tuple[str, int]]:
        with _reading(self._forget):
            return self._current().reader.words(field)

    def refs(self) -> Iterator[tuple[str, int]]:
        with _reading(self._forget):
            yield from self._current().reader.refs()

    def info(self) -> base.IndexInfo:
        with _reading(self._forget):
            snapshot = self._current()
            live = snapshot.generation
            return base.IndexInfo(
                generation=live.name,
                built_at=live.built_at,
                built_for=live.built_for,
                fingerprint=live.fingerprint,
                count=snapshot.reader.size,
            )

    def _forget(self) -> None:
        self._snapshot = None
        self._checked_at = 0.0

    def _current(self) -> _Snapshot:
        with self._guard:
            held = self._snapshot
            if held is not None and held.process != os.getpid():
                held = None
            now = time.monotonic()
            if held is None or now - self._checked_at >= self._check_seconds:
                self._snapshot = held = self._newest(held)
                self._checked_at = now
            return held

    def _newest(self, held: _Snapshot | None) -> _Snapshot:
        """The newest state; the one held, if nothing has been committed since."""
        live = self._generations.live_path()
        try:
            if held is None or live != held.generation.path:
                return _open(self._generations.live())
            marker = _marker(live)
            if marker == held.marker:
                return held
            return _Snapshot(held.generation, marker, held.reader.reloaded(live), os.getpid())
        except BaseException:
            # Two rebuilds may have swept away what the link had just named.
            if self._generations.live_path() in (live, None):
                raise
            return _open(self._generations.live())

    def _count(self, snapshot: _Snapshot, tree: base.Node) -> int:
        key = (tree, "")
        if key not in snapshot.counted:
            _remember(snapshot, key, snapshot.reader.count(tree))
        return int(snapshot.counted[key])

    def _facets(
        self, snapshot: _Snapshot, wanted: Mapping[str, tuple[str, base.Node]]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        found: dict[tuple[base.Node, str], tuple[tuple[str, int], ...]] = {}
        missing: dict[base.Node, list[str]] = {}
        for name, tree in wanted.values():
            if (tree, name) in snapshot.counted:
                found[tree, name] = snapshot.counted[tree, name]
            else:
                missing.setdefault(tree, []).append(name)
        for tree, names in missing.items():
            for name, counted in snapshot.reader.facets(tree, names).items():
                found[tree, name] = counted
                _remember(snapshot, (tree, name), counted)
        return {facet: found[tree, name] for facet, (name, tree) in wanted.items()}

    # --- writing

    @contextlib.contextmanager
    def writing(self, *, wait_seconds: float = 0.0) -> Iterator[None]:
        with self._generations.lock(wait_seconds=wait_seconds):
            self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False

    def write(self, documents: Sequence[base.Document], deleted: Sequence[str] = ()) -> None:
        self._require_lock()
        live = self._generations.live()
        with _writing_failures():
            tantivy.write_batch(live.path, documents, deleted)
        self._checked_at = 0.0

    @contextlib.contextmanager
    def new_generation(self, built_for: dt.date) -> Iterator[base.NewGeneration]:
        self._require_lock()
        with _writing_failures():
            path = self._generations.create()
        new: _NewGeneration | None = None
        try:
            new = _NewGeneration(self._generations, path, built_for)
            yield new
        finally:
            if self._generations.live_path() != path:
                # The library's threads would go on writing into a folder being deleted.
                if new is not None:
                    new.give_up()
                shutil.rmtree(path, ignore_errors=True)
            self._checked_at = 0.0

    def _require_lock(self) -> None:
        if not self._is_writing:
            raise RuntimeError("Writing needs the lock: use `with engine.writing()`.")


class _NewGeneration:
    def __init__(self, folders: generations.Generations, path: Path, built_for: dt.date) -> None:
        self._folders, self._path, self._built_for = folders, path, built_for
        self.refused: Mapping[str, str] = {}
        with _writing_failures():
            self._bulk = tantivy.BulkWriter(path)

    def write(self, documents: Iterable[base.Document]) -> int:
        written = 0
        for document in documents:
            with _writing_failures():
                self._bulk.add(document)
            written += 1
        return written

    def finish(self) -> int:
        with _writing_failures():
            count = self._bulk.finish()
            generations.write_json(
                self._path / "generation.json",
                {
                    "built_at": dt.datetime.now(dt.UTC).isoformat(),
                    "built_for": self._built_for.isoformat(),
                    "fingerprint": schema.fingerprint(),
                },
            )
        return count

    def give_up(self) -> None:
        with contextlib.suppress(base.IndexWriteFailed), _writing_failures():
            self._bulk.give_up()

    def promote(self) -> str:
        with _writing_failures():
            self._folders.promote(self._path)
        return self._path.name


def _open(generation: generations.Generation) -> _Snapshot:
    marker = _marker(generation.path)
    return _Snapshot(generation, marker, tantivy.Reader.open(generation.path), os.getpid())


def _marker(path: Path) -> tuple[int, ...]:
    """Differs after each commit, which replaces the file that names the segments."""
    told = os.stat(path / tantivy.INDEX_FOLDER / "meta.json")
    return told.st_ino, told.st_mtime_ns, told.st_size


def _remember(snapshot: _Snapshot, key: tuple[base.Node, str], value: object) -> None:
    if len(snapshot.counted) >= _CACHED_COUNTS:
        # Counts of everything are the dearest and are asked for again at once.
        kept = {one: held for one, held in snapshot.counted.items() if one[0] == base.Everything()}
        snapshot.counted.clear()
        snapshot.counted.update(kept)
    snapshot.counted[key] = value


@contextlib.contextmanager
def _reading(forget: Callable[[], None]) -> Iterator[None]:
    """Turns whatever the engine raises into SearchUnavailable, and opens anew next time."""
    try:
        yield
    except base.SearchUnavailable:
        forget()
        raise
    except BaseException as error:
        if _is_ours(error):
            raise
        forget()
        logger.exception("The search index could not answer.")
        raise base.SearchUnavailable(
            _("The search index cannot be read and has to be rebuilt.")
        ) from error


@contextlib.contextmanager
def _writing_failures() -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if _is_ours(error):
            raise
        raise base.IndexWriteFailed(f"{type(error).__name__}: {error}") from error


def _is_ours(error: BaseException) -> bool:
    # The engine's panics are no Exception, but must not end a web process either.
    return not isinstance(error, Exception) and type(error).__name__ != "PanicException"
