"""The stages of one answer: strict results, elsewhere, corrections, related. No database.

Each stage is one request to the engine; later stages run only where earlier ones leave a
page short. What the words mean comes from `understand`, the order of hits from `score`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from search import filtering, matching, score
from search.engines.base import All, Answer, Constant, Everything, Node, Request, SearchEngine
from search.query import PAGE_SIZE, Query, Sort, StatusFilter
from search.understand import Reading, Span

# Hits that are put in order by `score`; later pages come in the engine's order.
WINDOW = 400
_RELATED_BELOW = 10
_RELATED_WINDOW = 100
_RELATED_SHARE = 0.25
_KNOWN_SHARE = 0.6


@dataclass
class Found:
    """What the stages found for one page."""

    reading: Reading
    answer: Answer
    refs: tuple[str, ...]
    page: int
    elsewhere: tuple[str, ...] = ()
    elsewhere_total: int = 0
    related: tuple[str, ...] = ()
    corrected: str = ""
    best: float = 0.0
    # Whether the name of a result elsewhere begins with the goods.
    is_headed: bool = False
    top: list[score.Scored] = field(default_factory=list)


@dataclass(frozen=True)
class Stages:
    """One query on one day against one engine."""

    engine: SearchEngine
    query: Query
    day: dt.date
    read: Callable[[str], Reading]
    # Other texts that the words may have meant, best first.
    corrections: Callable[[Reading], Iterable[str]]
    size: int = PAGE_SIZE

    def run(self) -> Found:
        reading = self.read(self.query.text)
        found = self._strict(reading)
        if not found.answer.total and self.query.text:
            self._elsewhere(found)
            if not found.is_headed:
                # Nothing is called so, at most something holds the words by the way.
                found = self._otherwise(found)
        elif found.answer.total < self.size:
            self._elsewhere(found)
        shown = found.answer.total + len(found.elsewhere)
        if found.page == 1 and shown < _RELATED_BELOW and self.query.text:
            self._related(found)
        return found

    def first_refs(self, preferring: Sequence[Query]) -> tuple[str, ...]:
        """The first page of what the filters find; what also fits a preferred query comes first,
        an earlier one before all later ones together."""
        wanted = tuple(
            Constant(filtering.all_of(filtering.filter_nodes(query, self.day)), float(1 << weight))
            for weight, query in enumerate(reversed(preferring))
        )
        filters = filtering.all_of(filtering.filter_nodes(self.query, self.day))
        tree = All((filters,), wanted)
        return self.engine.search(Request(tree=tree, limit=self.size)).refs

    @property
    def _is_by_relevance(self) -> bool:
        return bool(self.query.text) and self.query.sort is Sort.RELEVANCE

    # --- strict

    def tree(
        self, reading: Reading, *, status: StatusFilter | None = None, without: str = ""
    ) -> Node:
        """Text and filters; with another status, or without one facet's own choice."""
        words = matching.strict_tree(reading, status or self.query.status)
        filters = filtering.filter_nodes(self.query, self.day, status=status, without=without)
        return filtering.all_of([words, *filters])

    def request(self, reading: Reading) -> Request:
        """The request of the strict stage, with counts and facets."""
        whole = self.tree(reading)
        counts = {
            status.value: self.tree(reading, status=status)
            for status in StatusFilter
            if status is not self.query.status
        }
        facets = {
            facet: (
                filtering.facet_field(facet, self.query.status),
                self.tree(reading, without=facet)
                if filtering.narrows(self.query, facet)
                else whole,
            )
            for facet in filtering.facets_of(self.query)
        }
        request = Request(
            tree=whole,
            order=filtering.order(self.query),
            offset=(self.query.page - 1) * self.size,
            limit=self.size,
            counts=counts,
            facets=facets,
        )
        if self._is_by_relevance and request.offset < WINDOW:
            request = replace(request, offset=0, limit=WINDOW, stored="facts")
            request = replace(request, counts=counts | self._frequencies(reading))
        return request

    @staticmethod
    def _frequencies(reading: Reading) -> dict[str, Node]:
        nodes = matching.frequency_nodes(reading)
        return nodes | {"all": Everything()} if nodes else nodes

    def _strict(self, reading: Reading) -> Found:
        request = self.request(reading)
        answer = self.engine.search(request)
        page = min(max(self.query.page, 1), max(1, -(-answer.total // self.size)))
        offset = (page - 1) * self.size
        found = Found(reading, answer, (), page)
        if request.stored:
            found.top = self._ranked(reading, answer)
            found.refs = tuple(hit.ref for hit in found.top[offset : offset + self.size])
            found.best = max((hit.goods for hit in found.top[: self.size]), default=0.0)
            missing = min(offset + self.size, answer.total) - max(offset, len(found.top))
            if missing > 0:
                found.refs += self._beyond(request, max(offset, len(found.top)), missing)
        elif page == self.query.page:
            found.refs = answer.refs
        elif self._is_by_relevance and offset < WINDOW:
            return replace(self, query=self.query.replace(page=page))._strict(reading)
        else:
            found.refs = self._beyond(request, offset, self.size)
        return found

    def _ranked(self, reading: Reading, answer: Answer) -> list[score.Scored]:
        weigh = score.weights(reading, answer.counts, answer.counts.get("all", 0))
        return score.rank(answer.refs, answer.stored, reading, weigh, self.day)

    def _beyond(self, request: Request, offset: int, limit: int) -> tuple[str, ...]:
        bare = replace(request, offset=offset, limit=limit, stored="", counts={}, facets={})
        return self.engine.search(bare).refs

    # --- elsewhere

    def _elsewhere(self, found: Found) -> None:
        tree = matching.elsewhere_tree(found.reading, self.query.status)
        if tree is None or found.page != 1:
            return
        answer = self.engine.search(self._side(found.reading, tree, WINDOW))
        ranked = self._ranked(found.reading, answer)
        room = self.size - found.answer.total
        found.elsewhere = tuple(hit.ref for hit in ranked[:room])
        found.elsewhere_total = answer.total
        found.is_headed = any(hit.head for hit in ranked)
        found.best = max([found.best, *(hit.goods for hit in ranked[: self.size])])

    def _side(self, reading: Reading, tree: Node, limit: int) -> Request:
        filters = filtering.filter_nodes(self.query, self.day)
        return Request(
            tree=filtering.all_of([tree, *filters]),
            limit=limit,
            counts=self._frequencies(reading),
            stored="facts",
        )

    # --- when nothing fits as typed

    def _otherwise(self, found: Found) -> Found:
        corrected = None if self.query.literal else self._corrected(found.reading)
        if corrected is not None:
            return corrected
        if found.elsewhere_total:
            return found
        for reading in (self._loose(found.reading), self._known_spans(found.reading)):
            if reading is None:
                continue
            other = self._strict(reading)
            if other.answer.total < self.size:
                self._elsewhere(other)
            if other.answer.total or other.elsewhere_total:
                return other
        return found

    def _corrected(self, reading: Reading) -> Found | None:
        """The first other text that is found with all it says, not merely elsewhere."""
        for text in self.corrections(reading):
            other = self._strict(self.read(text))
            if not other.answer.total:
                continue
            if other.answer.total < self.size:
                self._elsewhere(other)
            other.corrected = text
            return other
        return None

    @staticmethod
    def _loose(reading: Reading) -> Reading | None:
        """The reading with marks left open; not of one syllable, which is another word then."""
        is_open = reading.is_accented and len(reading.keys) > 1
        return replace(reading, is_loose=True) if is_open else None

    def _known_spans(self, reading: Reading) -> Reading | None:
        """The reading without words that no document holds, if most of it is known."""
        spans = reading.spans
        if len(spans) < 2:
            return None
        nodes = {str(n): matching.span_node(reading, n) for n in range(len(spans))}
        counts = self.engine.search(Request(Everything(), limit=0, counts=nodes)).counts
        known: list[Span] = [span for n, span in enumerate(spans) if counts[str(n)]]
        # Places and facet words are known words too.
        others = len(reading.places) + len(reading.facets)
        share = (len(known) + others) / (len(spans) + others)
        if not known or len(known) == len(spans) or share < _KNOWN_SHARE:
            return None
        return replace(reading, spans=tuple(known))

    # --- related

    def _related(self, found: Found) -> None:
        reading = found.reading
        tree = matching.related_tree(reading)
        if tree is None:
            return
        goods = replace(reading, places=(), facets=())
        answer = self.engine.search(self._side(goods, tree, _RELATED_WINDOW))
        weigh = score.weights(goods, answer.counts, answer.counts.get("all", 0))
        weigh = replace(weigh, is_partial=True)
        ranked = score.rank(answer.refs, answer.stored, goods, weigh, self.day)
        if not found.best:
            ranked = [hit for hit in ranked if _is_met(reading, hit)]
        if not ranked:
            return
        least = _RELATED_SHARE * max(found.best, ranked[0].goods)
        found.related = tuple(hit.ref for hit in ranked[: self.size] if hit.goods >= least)


def _is_met(reading: Reading, hit: score.Scored) -> bool:
    """Whether two spans, or one of several syllables, really stand in a hit."""
    met = [span for span, is_met in zip(reading.spans, hit.met, strict=True) if is_met]
    return len(met) > 1 or any(len(span.keys) > 1 for span in met)
