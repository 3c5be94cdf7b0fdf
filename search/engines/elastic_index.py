"""Indices of Elasticsearch: their form, their names, and the alias that names the live one.

    NAME            alias of the live generation, swapped in one step
    NAME-gen-*      generations; `_meta` of the mapping says when and for which day it was built
    NAME-lock       one document: who writes (see `elastic_lease`)

The mapping is made from `search.schema` alone. Nothing here reads or writes documents.
"""

import datetime as dt
import logging
import secrets
from dataclasses import dataclass
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _
from elasticsearch.dsl import Index, Keyword, Long, Mapping, Text

from search import schema
from search.engines.base import IndexWriteFailed, SearchUnavailable
from search.schema import Kind

logger = logging.getLogger(__name__)

# Every write is made visible by itself; this is for what another client may have written.
_REFRESH = "5s"
# A text that comes back with a hit is ordered by when it is short; longer ones only come back.
_LONGEST_SORTED = 8_000
_REPLICA_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation and what its mapping says of it."""

    name: str
    built_at: dt.datetime
    built_for: dt.date
    fingerprint: str


def mapping() -> Mapping:
    """The fields of `search.schema` as Elasticsearch stores them; others are refused."""
    made = Mapping()
    made.meta("dynamic", "strict")
    kept = [one.name for one in schema.FIELDS if one.kind in (Kind.STORED, Kind.SHARED)]
    made.meta("_source", includes=[*kept, "ref", "version"])
    for item in schema.FIELDS:
        made.field(item.name, _field(item))
    return made


def _field(item: schema.Field) -> Any:
    match item.kind:
        case Kind.TOKENS:
            # The words of a field are asked for by the corrections; they stand in memory then.
            return Text(
                analyzer="whitespace",
                index_options="freqs" if item.repeats else "docs",
                fielddata=True,
            )
        case Kind.KEYWORDS:
            return Keyword()
        case Kind.FACET:
            return Keyword(eager_global_ordinals=True)
        case Kind.NUMBER:
            return Long()
        case Kind.STORED:
            return Keyword(index=False, ignore_above=_LONGEST_SORTED)
        case Kind.SHARED:
            return Keyword(index=False, doc_values=False)


class Indices:
    """The generations of one alias."""

    def __init__(self, alias: str, *, shards: int, replicas: int) -> None:
        self.alias = alias
        self._shards, self._replicas = shards, replicas

    @property
    def pattern(self) -> str:
        return f"{self.alias}-gen-*"

    def live(self, client: elasticsearch.Elasticsearch) -> Generation:
        """What the alias names; raises SearchUnavailable, NotFoundError."""
        answer = client.indices.get_mapping(index=self.alias)
        if len(answer) != 1 or self.alias in answer:
            raise SearchUnavailable(
                _("%(name)s is no alias of one index; remove what has the name and rebuild.")
                % {"name": self.alias}
            )
        name, told = next(iter(answer.items()))
        meta = told["mappings"].get("_meta", {})
        try:
            return Generation(
                name,
                dt.datetime.fromisoformat(meta["built_at"]),
                dt.date.fromisoformat(meta["built_for"]),
                str(meta["fingerprint"]) if _has_our_form(told["mappings"]) else "",
            )
        except (KeyError, TypeError, ValueError) as error:
            raise SearchUnavailable(
                _("The search index cannot be read and has to be rebuilt.")
            ) from error

    def create(self, client: elasticsearch.Elasticsearch) -> str:
        """A new empty index without copies, after sweeping what was left unfinished."""
        self.sweep(client)
        now = dt.datetime.now(dt.UTC)
        made = Index(f"{self.alias}-gen-{now:%Y%m%dt%H%M%S}-{secrets.token_hex(3)}")
        made.mapping(mapping())
        made.settings(number_of_shards=self._shards, number_of_replicas=0, refresh_interval="-1")
        made.create(using=client)
        return str(made._name)

    def complete(self, client: elasticsearch.Elasticsearch, name: str, built_for: dt.date) -> None:
        """Makes everything durable, readable and copied, and notes that it is complete."""
        client.indices.put_settings(
            index=name,
            settings={"refresh_interval": _REFRESH, "number_of_replicas": self._replicas},
        )
        client.indices.flush(index=name)
        client.indices.refresh(index=name)
        if self._replicas:
            self._await_copies(client, name)
        client.indices.put_mapping(
            index=name,
            meta={
                "built_at": dt.datetime.now(dt.UTC).isoformat(),
                "built_for": built_for.isoformat(),
                "fingerprint": schema.fingerprint(),
            },
        )

    def _await_copies(self, client: elasticsearch.Elasticsearch, name: str) -> None:
        patient = client.options(request_timeout=_REPLICA_SECONDS + 10, ignore_status=408)
        health = patient.cluster.health(
            index=name, wait_for_status="green", timeout=f"{_REPLICA_SECONDS}s"
        )
        if health["status"] != "green":
            logger.warning(
                "%s has not all its copies yet; are there nodes for %d?", name, self._replicas
            )

    def promote(self, client: elasticsearch.Elasticsearch, name: str) -> None:
        """Makes a complete generation the live one and keeps the one before it."""
        previous = self._named(client)
        if self.alias in previous:
            raise IndexWriteFailed(
                _("%(name)s is no alias of one index; remove what has the name and rebuild.")
                % {"name": self.alias}
            )
        actions = [{"remove": {"index": one, "alias": self.alias}} for one in previous]
        client.indices.update_aliases(
            actions=[*actions, {"add": {"index": name, "alias": self.alias}}]
        )
        self.sweep(client, keep=previous[0] if previous else None)

    def is_live(self, client: elasticsearch.Elasticsearch, name: str) -> bool:
        return name in self._named(client)

    def _named(self, client: elasticsearch.Elasticsearch) -> list[str]:
        answer = client.options(ignore_status=404).indices.get_mapping(
            index=self.alias, filter_path="*.mappings._meta"
        )
        if answer.meta.status == 404:
            return []
        found = client.indices.get(index=self.alias, filter_path="*.aliases")
        return sorted(found)

    def sweep(self, client: elasticsearch.Elasticsearch, keep: str | None = None) -> None:
        """Deletes every generation but the live one and one complete one before it."""
        live = self._named(client)
        found = client.indices.get(index=self.pattern, allow_no_indices=True)
        others = sorted(name for name in found if name not in live)
        if keep is None:
            complete = [
                name for name in others if found[name]["mappings"].get("_meta", {}).get("built_at")
            ]
            keep = complete[-1] if complete else None
        for name in others:
            if name != keep:
                client.options(ignore_status=404).indices.delete(index=name)

    def delete(self, client: elasticsearch.Elasticsearch, name: str) -> None:
        client.options(ignore_status=404).indices.delete(index=name)


def _has_our_form(found: dict[str, Any]) -> bool:
    """Whether the mapping of the server is the one that we would make."""
    wanted = mapping().to_dict()
    return bool(
        found.get("dynamic") == wanted["dynamic"]
        and _plain(found.get("properties", {})) == _plain(wanted["properties"])
    )


def _plain(properties: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        name: {key: str(value).lower() for key, value in told.items()}
        for name, told in properties.items()
    }
