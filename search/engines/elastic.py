"""The Elasticsearch engine: a cluster that serves many machines, behind the same port.

One request answers a page. Writing is for whoever holds the lease; a new generation is built
beside the live one and swapped in by its alias. Connection, queries, indices, bulk and lease
are modules of their own; together they are the only importers of the client.
"""

import contextlib
import datetime as dt
import logging
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _

from search.engines import base, elastic_bulk, elastic_index, elastic_query, equals
from search.engines.elastic_client import Connection
from search.engines.elastic_lease import Lease
from search.engines.elastic_settings import ElasticSettings
from search.schema import NO_KEYS

logger = logging.getLogger(__name__)

# Hits put in order of (score, reference) with noise smoothed; later ones as the engine has them.
_SCORE_WINDOW = 1000
# So many hits beyond a page show where its last group of equals ends, in one round trip.
_MARGIN = 32
# From here on the engine wants a point in time and a walk.
_FROM_LIMIT = 10_000
_STEP = 10_000
_KEEP_ALIVE = "1m"


class ElasticEngine:
    """The port over a cluster; safe for threads, and for processes forked at any time."""

    name = "elastic"

    def __init__(self, settings: ElasticSettings, folder: Path) -> None:
        self.settings, self._folder = settings, folder
        self._indices = elastic_index.Indices(
            settings.index, shards=settings.shards, replicas=settings.replicas
        )
        self._guard = threading.Lock()
        self._process = 0
        self._made: tuple[Connection, Lease] | None = None

    def close(self) -> None:
        if self._made is not None:
            self._made[0].close()
            self._made = None

    def _own(self) -> tuple[Connection, Lease]:
        """Connection and lease of this process."""
        with self._guard:
            if self._made is None or self._process != os.getpid():
                connection = Connection(self.settings)
                self._made = connection, Lease(connection, self._folder)
                self._process = os.getpid()
            return self._made

    @property
    def _connection(self) -> Connection:
        return self._own()[0]

    @property
    def _lease(self) -> Lease:
        return self._own()[1]

    # --- reading

    def search(self, request: base.Request) -> base.Answer:
        sort = _sort(request)
        first, size = _window(request)
        with self._connection.reading() as client:
            body = elastic_query.search(request, sort, size).to_dict()
            if request.stored:
                body["_source"] = list(request.stored)
            if first:
                body["from"] = first
            answer = self._ask(client, request, body)
            hits = answer["hits"]["hits"]
            total = int(answer["hits"]["total"]["value"])
            counts, facets = elastic_query.counted(request, answer.get("aggregations", {}))
            page = self._page(client, request, hits, first, total)
        return base.Answer(
            total=total,
            refs=tuple(hit["_id"] for hit in page),
            counts=counts,
            facets=facets,
            stored=tuple(tuple(_stored(hit, name) for hit in page) for name in request.stored),
        )

    def _ask(
        self, client: elasticsearch.Elasticsearch, request: base.Request, body: dict[str, Any]
    ) -> dict[str, Any]:
        params: dict[str, Any] = {}
        if "pit" not in body:
            params = {
                "index": self.settings.index,
                "preference": elastic_query.preference(request.tree),
                # Half an answer is none: totals and facets would be wrong without a word.
                "allow_partial_search_results": False,
            }
        if self.settings.shards > 1:
            params["search_type"] = "dfs_query_then_fetch"
        return dict(client.search(body=body, **params).body)

    def _page(
        self,
        client: elasticsearch.Elasticsearch,
        request: base.Request,
        hits: list[dict[str, Any]],
        first: int,
        total: int,
    ) -> list[dict[str, Any]]:
        """The hits of the page among those found, which begin at `first`."""
        last = min(request.offset + request.limit, total)
        if request.offset >= last:
            return []
        if last > _FROM_LIMIT:
            return self._walk(client, request, last)
        if request.order is not None or request.offset >= _SCORE_WINDOW:
            return hits[request.offset - first : last - first]
        scored = [(float(hit["_score"]), str(hit["_id"])) for hit in hits]
        edge = min(last, _SCORE_WINDOW)
        if len(hits) < min(total, _SCORE_WINDOW) and not equals.is_settled(scored, edge):
            body = elastic_query.search(_bare(request), _sort(request), _SCORE_WINDOW).to_dict()
            if request.stored:
                body["_source"] = list(request.stored)
            body["size"] = max(_SCORE_WINDOW, last)
            hits = self._ask(client, request, body)["hits"]["hits"]
            scored = [(float(hit["_score"]), str(hit["_id"])) for hit in hits]
        by_ref = {str(hit["_id"]): hit for hit in hits}
        window = [by_ref[ref] for ref in equals.ordered(scored[:_SCORE_WINDOW])]
        return [*window, *hits[_SCORE_WINDOW:]][request.offset : last]

    def _walk(
        self, client: elasticsearch.Elasticsearch, request: base.Request, last: int
    ) -> list[dict[str, Any]]:
        """The page at the end of a walk through one state of the index."""
        patient = client.options(request_timeout=self.settings.write_timeout)
        pit = patient.open_point_in_time(
            index=self.settings.index,
            keep_alive=_KEEP_ALIVE,
            preference=elastic_query.preference(request.tree),
        )["id"]
        try:
            page: list[dict[str, Any]] = []
            seen, after = 0, None
            while seen < last:
                size = min(_STEP, request.offset - seen) if seen < request.offset else last - seen
                body = elastic_query.search(_bare(request), _sort(request), size).to_dict()
                body |= {"pit": {"id": pit, "keep_alive": _KEEP_ALIVE}, "track_total_hits": False}
                if after is not None:
                    body["search_after"] = after
                if seen >= request.offset and request.stored:
                    body["_source"] = list(request.stored)
                answer = self._ask(patient, request, body)
                hits = answer["hits"]["hits"]
                pit = answer.get("pit_id", pit)
                if not hits:
                    break
                if seen >= request.offset:
                    page += hits
                seen, after = seen + len(hits), hits[-1]["sort"]
            return page
        finally:
            with contextlib.suppress(elasticsearch.ApiError, elasticsearch.TransportError):
                patient.close_point_in_time(id=pit)

    def count(self) -> int:
        with self._connection.reading() as client:
            return int(client.count(index=self.settings.index)["count"])

    def refs(self) -> Iterator[tuple[str, int]]:
        with self._connection.reading() as reader:
            client = reader.options(request_timeout=self.settings.write_timeout)
            pit = client.open_point_in_time(index=self.settings.index, keep_alive=_KEEP_ALIVE)["id"]
            after: list[Any] | None = None
            try:
                while True:
                    answer = client.search(
                        pit={"id": pit, "keep_alive": _KEEP_ALIVE},
                        size=_STEP,
                        sort="_shard_doc",
                        source=False,
                        docvalue_fields=[{"field": "version"}],
                        track_total_hits=False,
                        search_after=after,
                    )
                    hits = answer["hits"]["hits"]
                    for hit in hits:
                        yield hit["_id"], int(hit["fields"]["version"][0])
                    if len(hits) < _STEP:
                        return
                    pit, after = answer["pit_id"], hits[-1]["sort"]
            finally:
                with contextlib.suppress(elasticsearch.ApiError, elasticsearch.TransportError):
                    client.close_point_in_time(id=pit)

    def info(self) -> base.IndexInfo:
        with self._connection.reading() as client:
            live = self._indices.live(client)
            count = int(client.count(index=live.name)["count"])
            return base.IndexInfo(live.name, live.built_at, live.built_for, live.fingerprint, count)

    def words(self, field: str) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        after: dict[str, Any] = {}
        with self._connection.reading() as reader:
            client = reader.options(request_timeout=self.settings.write_timeout)
            while True:
                answer = client.search(
                    index=self.settings.index,
                    size=0,
                    aggs={"words": {"composite": _all_words(field) | after}},
                )
                told = answer["aggregations"]["words"]
                found += [(one["key"]["word"], int(one["doc_count"])) for one in told["buckets"]]
                if "after_key" not in told:
                    break
                after = {"after": told["after_key"]}
        found = [(word, count) for word, count in found if word != NO_KEYS]
        return sorted(found, key=lambda row: (-row[1], row[0]))

    # --- writing

    @contextlib.contextmanager
    def writing(self, *, wait_seconds: float = 0.0) -> Iterator[None]:
        with self._lease.held(wait_seconds):
            yield

    def write(self, documents: Sequence[base.Document], deleted: Sequence[str] = ()) -> None:
        self._lease.require()
        actions = [elastic_bulk.delete_action(ref) for ref in deleted]
        actions += [elastic_bulk.index_action(document) for document in documents]
        refused: dict[str, str] = {}
        with self._connection.writing() as client:
            conflicts: list[str] = []
            for batch in elastic_bulk.batches(actions):
                self._lease.require()
                outcome = elastic_bulk.send(client, self.settings.index, batch, is_alias=True)
                refused |= outcome.refused
                conflicts += outcome.conflicts
            newer = [one for one in documents if one.ref in set(conflicts)]
            refused |= self._overwrite(client, newer)
            client.indices.refresh(index=self.settings.index)
        if refused:
            raise base.IndexWriteFailed(_first_reason(refused), refused)

    def _overwrite(
        self, client: elasticsearch.Elasticsearch, documents: Sequence[base.Document]
    ) -> dict[str, str]:
        if not documents:
            return {}
        self._lease.require()
        actions = elastic_bulk.overwriting(client, self.settings.index, documents)
        refused: dict[str, str] = {}
        for batch in elastic_bulk.batches(actions):
            outcome = elastic_bulk.send(client, self.settings.index, batch, is_alias=True)
            refused |= outcome.refused
            refused |= dict.fromkeys(outcome.conflicts, _("It was written by another meanwhile."))
        return refused

    @contextlib.contextmanager
    def new_generation(self, built_for: dt.date) -> Iterator[base.NewGeneration]:
        self._lease.require()
        with self._connection.writing() as client:
            name = self._indices.create(client)
        new = _NewGeneration(self._connection, self._indices, self._lease, name, built_for)
        try:
            yield new
        finally:
            new.end()
            if not new.is_promoted:
                self._give_up(name)

    def _give_up(self, name: str) -> None:
        try:
            with self._connection.writing() as client:
                # A promotion whose answer was lost has nonetheless happened.
                if not self._indices.is_live(client, name):
                    self._indices.delete(client, name)
        except (base.SearchUnavailable, base.IndexWriteFailed) as error:
            logger.warning("%s stays until the next rebuild sweeps it: %s", name, error)


class _NewGeneration:
    """Sends batches beside the making of the next ones, two at a time."""

    _SENDERS = 2

    def __init__(
        self,
        connection: Connection,
        indices: elastic_index.Indices,
        lease: Lease,
        name: str,
        built_for: dt.date,
    ) -> None:
        self._connection, self._indices, self._lease = connection, indices, lease
        self._name, self._built_for = name, built_for
        self._senders = ThreadPoolExecutor(self._SENDERS)
        self._sent: set[Future[elastic_bulk.Outcome]] = set()
        self.refused: Mapping[str, str] = {}
        self.is_promoted = False

    def write(self, documents: Iterable[base.Document]) -> int:
        written = 0
        actions = (elastic_bulk.index_action(document) for document in documents)
        for batch in elastic_bulk.batches(actions):
            self._lease.require()
            self._collect(at_most=self._SENDERS)
            self._sent.add(self._senders.submit(self._send, batch))
            written += len(batch)
        return written

    def _send(self, batch: Sequence[elastic_bulk.Action]) -> elastic_bulk.Outcome:
        with self._connection.writing() as client:
            return elastic_bulk.send(client, self._name, batch)

    def _collect(self, *, at_most: int) -> None:
        """Waits until no more batches than these are under way; raises what went wrong."""
        while len(self._sent) > at_most:
            done, self._sent = wait(self._sent, return_when=FIRST_COMPLETED)
            for one in done:
                outcome = one.result()
                older = dict.fromkeys(outcome.conflicts, _("It is older than what stands there."))
                self.refused = {**self.refused, **outcome.refused, **older}

    def finish(self) -> int:
        self._collect(at_most=0)
        self._lease.require()
        with self._connection.writing() as client:
            self._indices.complete(client, self._name, self._built_for)
            return int(client.count(index=self._name)["count"])

    def promote(self) -> str:
        self._lease.require()
        with self._connection.writing() as client:
            self._indices.promote(client, self._name)
        self.is_promoted = True
        return self._name

    def end(self) -> None:
        self._senders.shutdown(wait=True, cancel_futures=True)


def _all_words(field: str) -> dict[str, Any]:
    return {"size": _STEP, "sources": [{"word": {"terms": {"field": field}}}]}


def _sort(request: base.Request) -> list[Any]:
    if request.order is not None:
        return elastic_query.order_sort(request.order)
    return elastic_query.score_sort()


def _window(request: base.Request) -> tuple[int, int]:
    """The first hit to fetch with the answer, and how many."""
    last = request.offset + request.limit
    if request.limit < 1 or last > _FROM_LIMIT:
        return 0, 0
    if request.order is not None or request.offset >= _SCORE_WINDOW:
        return request.offset, request.limit
    return 0, max(min(last + _MARGIN, _SCORE_WINDOW), last)


def _bare(request: base.Request) -> base.Request:
    """The hits alone."""
    return base.Request(request.tree, request.order, stored=request.stored)


def _stored(hit: Mapping[str, Any], name: str) -> str:
    return str(hit.get("_source", {}).get(name, ""))


def _first_reason(refused: Mapping[str, str]) -> str:
    ref, reason = next(iter(refused.items()))
    return f"{ref}: {reason}"
