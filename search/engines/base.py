"""The port to a search engine: plain data in, plain data out.

An engine finds, counts and orders prepared keys. It must not analyse text, read the
database or let its own errors or query language out.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

FieldValue = str | int | tuple[str, ...]


class SearchUnavailable(Exception):
    """Search cannot answer now; the message says why and what mends it."""


class EngineUnreachable(SearchUnavailable):
    """The engine does not answer now, whatever index it has; building one anew mends nothing."""


class IndexLocked(Exception):
    """Another process writes the index."""


class IndexWriteFailed(Exception):
    """Documents could not be written.

    `refused` names those that the engine did not take, each with its reason, when it took all
    the others; without it nothing of the batch counts as written.
    """

    def __init__(self, message: str, refused: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.refused: Mapping[str, str] = refused or {}


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of one item; `fields` follow `search.schema`."""

    ref: str
    version: int
    fields: Mapping[str, FieldValue]


# --- Queries: a tree of plain nodes, translated by each engine in a few lines.


@dataclass(frozen=True, slots=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class Term:
    """One key or word; it scores by BM25 in fields of keys and nothing in others."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of the values; scores nothing of its own."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """first <= number < until; None is without bound."""

    field: str
    first: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every `must` matches; each `should` that matches adds its score."""

    must: tuple["Node", ...]
    should: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The best score of the nodes and a tenth of the others'."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Boost:
    node: "Node"
    factor: float


@dataclass(frozen=True, slots=True)
class Constant:
    """Matches as the node does, with a fixed score."""

    node: "Node"
    score: float


@dataclass(frozen=True, slots=True)
class Without:
    """Matches and scores as `node` does, but for documents that `excluded` matches."""

    node: "Node"
    excluded: "Node"


Node = (
    Everything | Nothing | Term | AnyOf | Range | All | Either | Best | Boost | Constant | Without
)


@dataclass(frozen=True, slots=True)
class Order:
    """Ascending by a number, equals by a second one if there is one, then by a stored text,
    then by reference."""

    number: str
    text: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One page of hits with counts and facets, all of one state of the index.

    Without an order, hits come by score, equals by reference. `facets` maps a name to the
    field counted and the tree it is counted under. `stored` names fields whose texts come
    back with each hit.
    """

    tree: Node
    order: Order | None = None
    offset: int = 0
    limit: int = 24
    counts: Mapping[str, Node] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, Node]] = field(default_factory=dict)
    stored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`facets` holds every value that occurs, most frequent first; `stored` for each field
    that the request named a column of texts, one for each of `refs`."""

    total: int
    refs: tuple[str, ...]
    counts: Mapping[str, int]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    stored: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """The live index: its generation, when and for which day it was built, its form."""

    generation: str
    built_at: dt.datetime
    built_for: dt.date
    fingerprint: str
    count: int


class NewGeneration(Protocol):
    """An index being built beside the live one; it goes away unless it is promoted.

    `refused` holds what the engine did not take, each with its reason; complete after `finish`.
    """

    refused: Mapping[str, str]

    def write(self, documents: Iterable[Document]) -> int: ...

    def finish(self) -> int:
        """Makes everything durable and returns the number of documents."""
        ...

    def promote(self) -> str:
        """Swaps it in for the live one and returns its name."""
        ...


class SearchEngine(Protocol):
    """What search asks of an engine. Reading never waits for writing."""

    name: str

    def search(self, request: Request) -> Answer:
        """Raises SearchUnavailable."""
        ...

    def count(self) -> int: ...

    def words(self, field: str) -> Sequence[tuple[str, int]]:
        """Every key of a field of tokens with its number of documents, most frequent first,
        equals by key. Deleted documents may count for a while. Raises SearchUnavailable.
        """
        ...

    def refs(self) -> Iterator[tuple[str, int]]:
        """Reference and version of every document, for comparing with the database."""
        ...

    def info(self) -> IndexInfo:
        """Raises SearchUnavailable when there is no index or it cannot be read."""
        ...

    def writing(self, *, wait_seconds: float = 0.0) -> AbstractContextManager[None]:
        """Holds the right to write; raises IndexLocked when another process has it."""
        ...

    def write(self, documents: Sequence[Document], deleted: Sequence[str] = ()) -> None:
        """Puts documents in place of their older forms and deletes others, all visible after it.

        To be called while `writing`. Raises IndexWriteFailed, SearchUnavailable, and
        IndexLocked if the right to write was lost meanwhile.
        """
        ...

    def new_generation(self, built_for: dt.date) -> AbstractContextManager[NewGeneration]:
        """To be entered while `writing`."""
        ...
