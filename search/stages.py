"""The stages of one answer: strict results, elsewhere, corrections, related. No database.

Each stage is one request to the engine; later stages run only where earlier ones leave a
page short. What the words mean comes from `understand`, the order of hits from `score`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from search import codes, facts, filtering, matching, score
from search.engines.base import (
    All,
    Answer,
    Constant,
    Either,
    Everything,
    Node,
    Request,
    SearchEngine,
)
from search.query import PAGE_SIZE, Query, Sort, StatusFilter
from search.telex import could_be_syllable
from search.understand import Reading, Span, whole_spans
from search.words import words

# Hits that are put in order by `score`; later pages come in the engine's order.
WINDOW = 400
_RELATED_BELOW = 10
_RELATED_WINDOW = 100
_RELATED_SHARE = 0.25
_KNOWN_SHARE = 0.6
# Counts the hits that carry a code of the query.
_CODED = "coded"
# Corrections beyond these are not compared with one that is found already.
_MOST_COMPARED = 4


@dataclass
class Found:
    """What the stages found for one page."""

    reading: Reading
    # The query that was searched: words may have asked for a status.
    query: Query
    answer: Answer
    refs: tuple[str, ...]
    page: int
    elsewhere: tuple[str, ...] = ()
    elsewhere_total: int = 0
    related: tuple[str, ...] = ()
    corrected: str = ""
    best: float = 0.0
    # Whether the name of a result elsewhere begins with the goods, two words of them together.
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
    # The reading whose last words are a place if any unit is called so.
    read_to_place: Callable[[str], Reading] | None = None

    def run(self) -> Found:
        reading = self.read(self.query.text)
        if reading.status and self.query.status is StatusFilter.OPEN:
            status = StatusFilter(reading.status[0].values[0])
            return replace(self, query=self.query.replace(status=status))._found(reading)
        return self._found(reading)

    def _found(self, reading: Reading) -> Found:
        found = self._named(reading) or self._strict(reading)
        if not found.answer.total and self.query.text:
            if not found.is_headed:
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
        fitting = matching.strict_tree(reading, status or self.query.status)
        filters = filtering.filter_nodes(self.query, self.day, status=status, without=without)
        return filtering.all_of([fitting, *filters])

    def _is_of_grade(self, reading: Reading) -> bool:
        """Whether a programme or grade is asked for: then some items have ended as that and are
        open as another. Else what has ended is everything but what has not, and needs no count."""
        asked = self.query.schemes or self.query.grades
        return bool(asked) or any(word.kind in ("scheme", "grade") for word in reading.facets)

    def request(self, reading: Reading) -> Request:
        """The request of the strict stage, with counts and facets."""
        whole = self.tree(reading)
        counts = {
            status.value: self.tree(reading, status=status)
            for status in StatusFilter
            if status is not self.query.status
            and (status is not StatusFilter.ENDED or self._is_of_grade(reading))
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
            request = replace(request, offset=0, limit=WINDOW, stored=facts.FIELDS)
            counts |= self._frequencies(reading)
            if coded := codes.coded_nodes(reading):
                # They score above all words, so that the engine puts them first.
                counts[_CODED] = filtering.all_of([Either(coded), whole])
            request = replace(request, counts=counts)
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
        found = Found(reading, self.query, answer, (), page)
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
        coded = answer.counts.get(_CODED, 0)
        return score.rank(answer, reading, weigh, self.day, coded=coded)

    def _beyond(self, request: Request, offset: int, limit: int) -> tuple[str, ...]:
        bare = replace(request, offset=offset, limit=limit, stored=(), counts={}, facets={})
        return self.engine.search(bare).refs

    def _named(self, reading: Reading) -> Found | None:
        """What is called so at a place, or elsewhere: "gạo Hải Dương" is no starch of there whose
        group holds rice as well. None where nothing is, or no one kind of goods is asked for."""
        if not self.query.text or not reading.places or len(reading.spans) != 1:
            return None
        found = self._strict(replace(reading, is_named=True))
        if not found.answer.total:
            self._elsewhere(found)
        return found if found.answer.total or found.is_headed else None

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
        count = sum(len(span.keys) for span in found.reading.spans)
        found.is_headed = any(hit.head and (count == 1 or hit.beside) for hit in ranked)
        found.best = max([found.best, *(hit.goods for hit in ranked[: self.size])])

    def _side(self, reading: Reading, tree: Node, limit: int) -> Request:
        filters = filtering.filter_nodes(self.query, self.day)
        return Request(
            tree=filtering.all_of([tree, *filters]),
            limit=limit,
            counts=self._frequencies(reading),
            stored=facts.FIELDS,
        )

    # --- when nothing fits as typed

    def _otherwise(self, found: Found) -> Found:
        if not found.elsewhere_total and (plain := _as_words(found.reading)):
            other = self._strict(plain)
            if other.answer.total:
                return other
        is_right = self.query.literal or _is_place(found.reading)
        corrected = None if is_right else self._corrected(found.reading)
        if corrected is not None:
            return corrected
        if found.elsewhere_total:
            return found
        for reading in self._last_readings(found.reading):
            other = self._strict(reading)
            if other.answer.total < self.size:
                self._elsewhere(other)
            if other.answer.total or other.elsewhere_total:
                return other
        return found

    def _last_readings(self, reading: Reading) -> Iterator[Reading]:
        """What a text may still mean that is found nowhere as it stands."""
        if (loose := self._loose(reading)) is not None:
            yield loose
        if self.read_to_place is not None:
            to_place = self.read_to_place(self.query.text)
            if to_place.places != reading.places and to_place.spans:
                yield to_place
        if (known := self._known_spans(reading)) is not None:
            yield known

    def _corrected(self, reading: Reading) -> Found | None:
        """The first other text that is found with all it says, not merely elsewhere.

        One that something is called by comes before one that stands somewhere in a name:
        "ruc hau" is ruốc hàu rather than the Đúc Hậu of Khóm Cầu Đúc Hậu Giang.
        """
        chosen: Found | None = None
        for number, text in enumerate(self.corrections(reading)):
            other = self._strict(self.read(text))
            if other.answer.total:
                other.corrected = text
                is_called_so = any(hit.head for hit in other.top[:1])
                if is_called_so or chosen is None:
                    chosen = other
                if is_called_so:
                    break
            if chosen is not None and number >= _MOST_COMPARED:
                break
        if chosen is not None and chosen.answer.total < self.size:
            self._elsewhere(chosen)
        return chosen

    @staticmethod
    def _loose(reading: Reading) -> Reading | None:
        """The reading with marks left open; not of one syllable, which is another word then."""
        is_open = reading.is_accented and len(reading.keys) > 1
        return replace(reading, is_loose=True) if is_open else None

    def _known_spans(self, reading: Reading) -> Reading | None:
        """The reading without words that no document holds, if most of it is known.

        What the goods are must be known: "vali du lịch" is no travel. So is what denies them.
        """
        spans = reading.spans
        if len(spans) < 2 or any(key.exact in words().denying for key in reading.keys):
            return None
        nodes = {str(n): matching.span_node(reading, n) for n in range(len(spans))}
        counts = self.engine.search(Request(Everything(), limit=0, counts=nodes)).counts
        known: list[Span] = [span for n, span in enumerate(spans) if counts[str(n)]]
        # Places and facet words are known words too.
        others = len(reading.places) + len(reading.facets)
        share = (len(known) + others) / (len(spans) + others)
        if not known or len(known) == len(spans) or share < _KNOWN_SHARE:
            return None
        if spans[reading.head] not in known:
            return None
        return replace(reading, spans=tuple(known), is_reduced=True)

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
        ranked = score.rank(answer, goods, weigh, self.day)
        if not found.best:
            ranked = [hit for hit in ranked if _is_met(reading, hit)]
        if not ranked:
            return
        least = _RELATED_SHARE * max(found.best, ranked[0].goods)
        found.related = tuple(hit.ref for hit in ranked[: self.size] if hit.goods >= least)


def _as_words(reading: Reading) -> Reading | None:
    """The reading with its places and facet words as plain words: "tan hue loi" is a maker."""
    if not reading.has_conditions or len(reading.keys) < 2 or _is_place(reading):
        return None
    return replace(reading, spans=whole_spans(reading.keys), places=(), facets=())


def _is_place(reading: Reading) -> bool:
    """Whether a place is asked for and no goods: nothing there is an answer, and "Ninh Bình" no
    product whose name holds one word and whose maker the other."""
    return bool(reading.places) and not reading.spans


def _is_met(reading: Reading, hit: score.Scored) -> bool:
    """Whether two spans, or one of several syllables, really stand in a hit.

    A word of another language means one thing, so that it is enough: "paper fan" is quạt.
    """
    met = [span for span, is_met in zip(reading.spans, hit.met, strict=True) if is_met]
    return len(met) > 1 or any(
        len(span.keys) > 1 or (span.alternatives and not could_be_syllable(span.keys[0].folded))
        for span in met
    )
