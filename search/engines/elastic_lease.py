"""The right to write to an index that several machines reach: a document with an end.

On one machine a file lock decides, which ends with its process. Between machines a document
names the holder and is renewed while it lives; whoever finds it run out, or left behind by
its own machine, takes it over. It must not know what is written.
"""

import contextlib
import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _

from search.engines.base import IndexLocked, IndexWriteFailed, SearchUnavailable
from search.engines.elastic_client import Connection
from search.engines.generations import file_lock

logger = logging.getLogger(__name__)

LEASE_SECONDS = 30.0
_RENEW_SECONDS = 8.0
_POLL_SECONDS = 0.1
_KEY = "writer"


class Lease:
    """One writer among all that share an alias."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self._index = f"{connection.settings.index}-lock"
        self._file = folder / f"{connection.settings.index}.writer.lock"
        self._place = folder / "place"
        self._valid_until = 0.0
        self._state: tuple[int, int] | None = None
        self._is_created = False

    @contextlib.contextmanager
    def held(self, wait_seconds: float) -> Iterator[None]:
        """Raises IndexLocked, SearchUnavailable."""
        deadline = time.monotonic() + wait_seconds
        with file_lock(self._file, wait_seconds=wait_seconds):
            while not self._take():
                if time.monotonic() >= deadline:
                    raise IndexLocked(_("Another machine writes the index."))
                time.sleep(_POLL_SECONDS)
            ends = threading.Event()
            renewing = threading.Thread(target=self._renew, args=(ends,), daemon=True)
            renewing.start()
            try:
                yield
            finally:
                ends.set()
                renewing.join()
                self._give_back()

    def require(self) -> None:
        """Raises RuntimeError if nobody has asked for the lock, IndexLocked if it ran out."""
        if self._state is None:
            raise RuntimeError("Writing needs the lock: use `with engine.writing()`.")
        if time.monotonic() >= self._valid_until:
            raise IndexLocked(_("The right to write the index has run out."))

    def _here(self) -> str:
        """A name of this machine's folder that no other machine has."""
        if not self._place.exists():
            self._place.write_text(f"{socket.gethostname()}-{secrets.token_hex(8)}")
        return self._place.read_text()

    def _document(self, until: dt.datetime) -> dict[str, str]:
        return {"place": self._here(), "process": str(os.getpid()), "until": until.isoformat()}

    def _take(self) -> bool:
        with self._connection.writing() as client:
            self._create_index(client)
            try:
                self._put(client, op_type="create")
                return True
            except elasticsearch.ConflictError:
                pass
            held = client.options(ignore_status=404).get(index=self._index, id=_KEY)
            if not held.get("found"):
                # Given back this moment.
                return False
            lease = held["_source"]
            is_over = dt.datetime.fromisoformat(lease["until"]) < dt.datetime.now(dt.UTC)
            # Whoever has the file lock of this place is its only writer: the one before died.
            if not is_over and lease["place"] != self._here():
                return False
            try:
                self._put(client, if_seq_no=held["_seq_no"], if_primary_term=held["_primary_term"])
                return True
            except elasticsearch.ConflictError:
                return False

    def _create_index(self, client: elasticsearch.Elasticsearch) -> None:
        if not self._is_created:
            client.options(ignore_status=400).indices.create(
                index=self._index,
                settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                mappings={"dynamic": False},
            )
            self._is_created = True

    def _put(self, client: elasticsearch.Elasticsearch, **condition: Any) -> None:
        asked_at = time.monotonic()
        until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=LEASE_SECONDS)
        quick = client.options(request_timeout=_RENEW_SECONDS, max_retries=0)
        answer = quick.index(
            index=self._index, id=_KEY, document=self._document(until), **condition
        )
        self._state = answer["_seq_no"], answer["_primary_term"]
        # Ours ends before the others think so, whatever the clocks say.
        self._valid_until = asked_at + LEASE_SECONDS * 0.8

    def _renew(self, ends: threading.Event) -> None:
        while not ends.wait(_RENEW_SECONDS):
            state = self._state
            if state is None:
                return
            try:
                with self._connection.writing() as client:
                    if not self._put_again(client, state):
                        return
            except Exception as error:
                logger.warning("The right to write could not be renewed: %s", error)

    def _put_again(self, client: elasticsearch.Elasticsearch, state: tuple[int, int]) -> bool:
        """Whether it was still ours."""
        try:
            self._put(client, if_seq_no=state[0], if_primary_term=state[1])
        except elasticsearch.ConflictError:
            self._valid_until = 0.0
            return False
        return True

    def _give_back(self) -> None:
        state, self._state, self._valid_until = self._state, None, 0.0
        if state is None:
            return
        try:
            with self._connection.writing() as client:
                client.options(request_timeout=_RENEW_SECONDS, ignore_status=(404, 409)).delete(
                    index=self._index, id=_KEY, if_seq_no=state[0], if_primary_term=state[1]
                )
        except (SearchUnavailable, IndexWriteFailed) as error:
            # It runs out by itself, and this machine may take it at once.
            logger.warning("The right to write could not be given back: %s", error)
