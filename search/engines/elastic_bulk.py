"""Documents to Elasticsearch in bounded batches, with patience when it has too much to do.

A version is the number of a record's newest event, and an older one never replaces a newer
one by itself. It must not make documents.
"""

import json
import logging
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _

from search.engines.base import Document, EngineUnreachable, SearchUnavailable
from search.engines.elastic_client import NOT_FOUND, TOO_BUSY
from search.engines.elastic_query import MAX_TOKEN
from search.schema import NO_KEYS, TOKEN_FIELDS

logger = logging.getLogger(__name__)

BATCH_DOCUMENTS = 500
BATCH_BYTES = 4_000_000
_CONFLICT = 409
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a bulk request, or two."""

    ref: str
    head: Mapping[str, Any]
    body: bytes = b""


@dataclass
class Outcome:
    """What came of some actions: reasons by reference."""

    refused: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def index_action(document: Document, **head: Any) -> Action:
    head = head or {"version": document.version, "version_type": "external_gte"}
    body = json.dumps(source(document), ensure_ascii=False, separators=(",", ":")).encode()
    return Action(document.ref, {"index": {"_id": document.ref, **head}}, body)


def delete_action(ref: str) -> Action:
    return Action(ref, {"delete": {"_id": ref}})


def source(document: Document) -> dict[str, Any]:
    """A document as Elasticsearch takes it."""
    fields: dict[str, Any] = {"ref": document.ref, "version": document.version}
    for name, value in document.fields.items():
        if isinstance(value, tuple):
            fields[name] = list(value)
        elif value != "":
            fields[name] = value
    for name in TOKEN_FIELDS:
        keys = fields.get(name, NO_KEYS)
        if len(keys) > MAX_TOKEN:
            keys = " ".join(key[:MAX_TOKEN] for key in keys.split())
        fields[name] = keys
    return fields


def batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for action in actions:
        if batch and (len(batch) >= BATCH_DOCUMENTS or size + len(action.body) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(action)
        size += len(action.body)
    if batch:
        yield batch


def send(
    client: elasticsearch.Elasticsearch,
    index: str,
    actions: Sequence[Action],
    *,
    is_alias: bool = False,
    patience: float = _PATIENCE_SECONDS,
) -> Outcome:
    """Sends one batch; what is turned away with 429 is sent again, later and later.

    Raises what the client raises, and SearchUnavailable when patience is at its end or the
    alias names nothing.
    """
    outcome = Outcome()
    waiting = list(actions)
    deadline = time.monotonic() + patience
    pause = _FIRST_PAUSE
    while waiting:
        waiting = _try(client, index, waiting, outcome, is_alias=is_alias)
        if not waiting:
            break
        if time.monotonic() + pause > deadline:
            raise EngineUnreachable(_("Elasticsearch has too much to do (429)."))
        # Several writers that were turned away together should not come back together.
        time.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311
        pause = min(pause * 2, _LONGEST_PAUSE)
    return outcome


def _try(
    client: elasticsearch.Elasticsearch,
    index: str,
    actions: Sequence[Action],
    outcome: Outcome,
    *,
    is_alias: bool,
) -> list[Action]:
    """The actions that were turned away and may be sent again."""
    lines: list[Any] = []
    for action in actions:
        lines.append(action.head)
        if action.body:
            lines.append(action.body)
    try:
        answer = client.bulk(index=index, operations=lines, require_alias=is_alias or None)
    except elasticsearch.ApiError as error:
        if error.meta.status == TOO_BUSY:
            return list(actions)
        raise
    if not answer["errors"]:
        return []
    again: list[Action] = []
    for action, item in zip(actions, answer["items"], strict=True):
        (told,) = item.values()
        status, fault = told["status"], told.get("error")
        if status == TOO_BUSY:
            again.append(action)
        elif fault and fault["type"] == "index_not_found_exception":
            raise SearchUnavailable(_("The search index has not been built yet."))
        elif status == _CONFLICT:
            outcome.conflicts.append(action.ref)
        elif fault or (status >= 300 and not ("delete" in item and status == NOT_FOUND)):
            outcome.refused[action.ref] = _reason(status, fault)
    return again


def _reason(status: int, error: Any) -> str:
    if not isinstance(error, dict):
        return str(status)
    cause = error.get("caused_by", {})
    return f"{error.get('type')}: {error.get('reason')} {cause.get('reason', '')}".strip()[:500]


def overwriting(
    client: elasticsearch.Elasticsearch, index: str, documents: Sequence[Document]
) -> list[Action]:
    """Actions that put documents over newer ones, each only if it is still as read now.

    The caller has the right to write and has just read the register, so a record whose number
    went down (its newest certification is public no longer) is to be taken as it is.
    """
    held = client.mget(
        index=index, ids=[one.ref for one in documents], source=False, realtime=True
    )["docs"]
    made = []
    for document, told in zip(documents, held, strict=True):
        if told.get("found"):
            head = {"if_seq_no": told["_seq_no"], "if_primary_term": told["_primary_term"]}
        else:
            head = {"op_type": "create"}
        made.append(index_action(document, **head))
    return made
