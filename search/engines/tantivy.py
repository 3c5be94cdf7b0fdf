"""All that is said to the tantivy library; the only importer of it.

Plain data of `search.engines.base` comes in and goes out. Facet values are stored as small
integers, ten times quicker to count than words; `codes.json` beside the index holds the
table, as `shared_texts` does that of texts of many documents, and both are written before the
commit that needs them. Text arrives as prepared keys.
"""

import contextlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import tantivy

from search import schema
from search.engines import base, equals, flat
from search.engines.codes import Codes
from search.engines.shared_texts import SharedTexts
from search.schema import KINDS, NO_KEYS, TOKEN_FIELDS, Kind

INDEX_FOLDER = "index"
# Hits ordered by (score, reference); later ones come in the engine's own order of equals.
_SCORE_WINDOW = 1000
# So many at most, when a group of equals is larger than the window.
_WIDEST_WINDOW = 64_000
# A group of equal numbers larger than this is not put in full order of names.
_ORDER_WINDOW = 5000
_BULK_HEAP = 128_000_000
_BATCH_HEAP = 32_000_000

_FACETS, _STORED, _SHARED = (
    frozenset(field.name for field in schema.FIELDS if field.kind is kind)
    for kind in (Kind.FACET, Kind.STORED, Kind.SHARED)
)
_INDEX_OPTION = {field.name: "freq" if field.repeats else "basic" for field in schema.FIELDS}


def build_schema() -> tantivy.Schema:
    """The fields of `search.schema` as tantivy stores them."""
    builder = tantivy.SchemaBuilder()
    for item in schema.FIELDS:
        match item.kind:
            case Kind.TOKENS:
                option = _INDEX_OPTION[item.name]
                builder.add_text_field(item.name, tokenizer_name="ws", index_option=option)
            case Kind.KEYWORDS:
                # The key of a document is text: deletion by an unsigned term removes nothing.
                is_key = item.name == "ref"
                builder.add_text_field(
                    item.name, stored=is_key, tokenizer_name="raw", index_option="basic"
                )
            case Kind.FACET:
                builder.add_unsigned_field(item.name, indexed=True, fast=True)
            case Kind.NUMBER:
                builder.add_unsigned_field(item.name, fast=True)
            case Kind.SHARED:
                # The number that stands for the text: so short, and found without a document.
                builder.add_unsigned_field(item.name, fast=True)
            case Kind.STORED:
                # As bytes, since text would be indexed too, which nobody asks for.
                builder.add_bytes_field(item.name, stored=True, indexed=False)
    return builder.build()


def _register(index: tantivy.Index) -> tantivy.Index:
    # Tokenizers are not stored with an index and have to be named at each opening.
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("ws", whitespace)
    # The engine's watcher would be a thread in each process; commits are looked for instead.
    index.config_reader("manual")
    return index


def _open_index(path: Path) -> tantivy.Index:
    return _register(tantivy.Index.open(str(path / INDEX_FOLDER)))


# --- writing


def write_batch(
    path: Path, documents: Sequence[base.Document], deleted: Sequence[str] = ()
) -> None:
    """Puts documents in place of their older forms and deletes others, in one commit."""
    index = _open_index(path)
    codes, texts = Codes.load(path), _texts_to_write(path)
    writer = index.writer(_BATCH_HEAP, 1)
    try:
        texts.read()
        for ref in [*deleted, *(document.ref for document in documents)]:
            writer.delete_documents_by_term("ref", ref)
        for document in documents:
            writer.add_document(_prepared(document, codes, texts, index.schema))
        codes.save(path)
        texts.save()
        writer.commit()
    except BaseException:
        # Numbers that were given and not written are nobody's.
        _texts_to_write.cache_clear()
        with contextlib.suppress(Exception):
            writer.rollback()
        raise
    writer.wait_merging_threads()


# The writer reads on where it stopped at its last batch.
_texts_to_write = lru_cache(maxsize=2)(SharedTexts)


class BulkWriter:
    """A new index below a folder, filled without looking for older forms."""

    def __init__(self, path: Path) -> None:
        self._path, self._codes, self._texts = path, Codes(), SharedTexts(path)
        (path / INDEX_FOLDER).mkdir()
        self._schema = build_schema()
        self._index = _register(tantivy.Index(self._schema, path=str(path / INDEX_FOLDER)))
        self._writer = self._index.writer(_BULK_HEAP, 1)

    def add(self, document: base.Document) -> None:
        made = _prepared(document, self._codes, self._texts, self._schema)
        self._writer.add_document(made)

    def give_up(self) -> None:
        """Ends the threads that write, without a commit."""
        del self._writer

    def finish(self) -> int:
        """Commits and returns the number of documents."""
        self._codes.save(self._path)
        self._texts.save()
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()
        return int(self._index.searcher().num_docs)


def _prepared(
    document: base.Document, codes: Codes, texts: SharedTexts, built: tantivy.Schema
) -> tantivy.Document:
    values: dict[str, Any] = dict.fromkeys(TOKEN_FIELDS, NO_KEYS)
    values["ref"], values["version"] = document.ref, document.version
    for name, value in document.fields.items():
        if name in _STORED:
            values[name] = str(value).encode()
        elif name in _SHARED:
            values[name] = texts.number(name, str(value))
        elif isinstance(value, int):
            values[name] = value
        elif name in _FACETS:
            if value:
                values[name] = codes.codes(name, cast(tuple[str, ...], value))
        elif value:
            values[name] = value if isinstance(value, str) else list(value)
    return tantivy.Document.from_dict(values, built)


# --- reading


class Reader:
    """One state of an index. Its methods raise whatever the library raises."""

    def __init__(self, index: tantivy.Index, codes: Codes, texts: SharedTexts) -> None:
        self._index, self._codes, self._texts = index, codes, texts
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, path: Path) -> "Reader":
        index = _open_index(path)
        index.reload()
        # Codes and texts are read after the reload: they are never older than the commit.
        texts = SharedTexts(path)
        texts.read()
        return cls(index, Codes.load(path), texts)

    def reloaded(self, path: Path) -> "Reader":
        """The newest state of the same index; this one goes on answering as before."""
        self._index.reload()
        self._texts.read()
        return Reader(self._index, Codes.load(path), self._texts)

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs)

    def refs(self) -> Iterator[tuple[str, int]]:
        found = self._searcher.search(tantivy.Query.all_query(), max(self.size, 1), count=False)
        addresses = [address for _score, address in found.hits]
        versions = self._searcher.fast_field_values("version", addresses)
        for address, version in zip(addresses, versions, strict=True):
            yield self._searcher.doc(address)["ref"][0], int(version or 0)

    def count(self, tree: base.Node) -> int:
        return self._count(self.query(tree))

    def _count(self, query: tantivy.Query) -> int:
        # The stubs of the library leave `count` out; a limit of nought would make it panic.
        return int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]

    def facets(
        self, tree: base.Node, fields: Sequence[str]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Every value that occurs with its number of documents, most frequent first."""
        # Without a size the engine would cut at ten values.
        terms = {
            name: {"terms": {"field": name, "size": max(self._codes.size(name), 1)}}
            for name in fields
        }
        answer = self._searcher.aggregate(self.query(tree), terms)
        found = {}
        for name in fields:
            counted = [
                (self._codes.value(name, int(bucket["key"])), int(bucket["doc_count"]))
                for bucket in answer[name]["buckets"]
            ]
            found[name] = tuple(sorted(counted, key=lambda row: (-row[1], row[0])))
        return found

    def words(self, field: str) -> list[tuple[str, int]]:
        """Every key of a field of tokens with its number of documents, most frequent first."""
        found = self._searcher.terms_with_prefix(field, "")
        return [(str(word), int(count)) for word, count in found if word != NO_KEYS]

    def page(
        self, request: base.Request, total: int
    ) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """References of one page of hits, and a column of each field that is asked for."""
        if request.offset >= total or request.limit < 1:
            return (), tuple(() for _name in request.stored)
        query = self.query(request.tree)
        if request.order is not None:
            refs = self._page_in_order(query, request.order, request.offset, request.limit)
            return refs, tuple(() for _name in request.stored)
        addresses = self._page_of_equals(request, total)
        if addresses is None:
            addresses = self._page_by_score(query, request.offset, request.limit)
        documents = [self._searcher.doc(address) for address in addresses]
        refs = tuple([str(document.get_first("ref")) for document in documents])
        columns = [
            self._shared(name, addresses)
            if KINDS[name] is Kind.SHARED
            else tuple([bytes(one.get_first(name) or b"").decode() for one in documents])
            for name in request.stored
        ]
        return refs, tuple(columns)

    def _shared(self, name: str, addresses: list[tantivy.DocAddress]) -> tuple[str, ...]:
        numbers = self._searcher.fast_field_values(name, addresses)
        text = self._texts.text
        return tuple(["" if one is None else text(name, int(one)) for one in numbers])

    def _page_of_equals(self, request: base.Request, total: int) -> list[tantivy.DocAddress] | None:
        """A page within matches of one score, by reference; None if scores decide in it."""
        tree = flat.highest(request.tree)
        if tree is None:
            return None
        query = self.query(tree)
        if tree != request.tree:
            total = self._count(query)
            if total < request.offset + request.limit:
                return None
        hits = self._hits_by_number(query, "tie", request.offset, request.limit)
        return [address for _number, address in hits]

    def _page_by_score(
        self, query: tantivy.Query, offset: int, limit: int
    ) -> list[tantivy.DocAddress]:
        searcher, last = self._searcher, offset + limit
        window = _SCORE_WINDOW
        if offset >= _WIDEST_WINDOW:
            found = searcher.search(query, limit, count=False, offset=offset)
            chosen = [address for _score, address in found.hits]
        else:
            hits = searcher.search(query, window, count=False).hits
            while len(hits) == window and not equals.is_parted(hits, last):
                # The engine takes any of a group of equals; the first by reference are wanted.
                if window >= _WIDEST_WINDOW:
                    break
                window = min(window * 4, _WIDEST_WINDOW)
                hits = searcher.search(query, window, count=False).hits
            first, until = equals.bounds(hits, offset, last)
            group = hits[first:until]
            ties = searcher.fast_field_values("tie", [address for _score, address in group])
            scored = [
                (score, (int(tie or 0), number))
                for number, ((score, _address), tie) in enumerate(zip(group, ties, strict=True))
            ]
            ranked = equals.ordered(scored)[offset - first : last - first]
            chosen = [group[number][1] for _tie, number in ranked]
        return chosen

    def _page_in_order(
        self, query: tantivy.Query, order: base.Order, offset: int, limit: int
    ) -> tuple[str, ...]:
        """The engine orders by the number; equals at the edges are fetched whole and ordered.

        An order by text is ninety times slower in the engine, and a number holds ten letters.
        """
        page = self._hits_by_number(query, order.number, offset, limit)
        if not page:
            return ()
        first = self._count_up_to(query, order.number, page[0][0], including=False)
        last = self._count_up_to(query, order.number, page[-1][0], including=True)
        last = min(last, max(first + _ORDER_WINDOW, offset + limit))
        if (first, last) != (offset, offset + len(page)):
            page = self._hits_by_number(query, order.number, first, last - first)
        addresses = [address for _number, address in page]
        numbers = [number for number, _address in page]
        seconds: list[Any] = [0] * len(page)
        if order.second:
            seconds = self._searcher.fast_field_values(order.second, addresses)
        keys = [(number, int(second or 0)) for number, second in zip(numbers, seconds, strict=True)]
        ranked = sorted(range(len(page)), key=keys.__getitem__)
        # Texts are read of those alone that stand on the page, and of their equals.
        shown = {keys[place] for place in ranked[offset - first :][:limit]}
        before = sum(key < min(shown) for key in keys)
        rows = []
        for place in ranked:
            if keys[place] in shown:
                stored = self._searcher.doc(addresses[place])
                text = stored.get_first(order.text) or b""
                rows.append((keys[place], text, stored["ref"][0]))
        rows.sort()
        return tuple(ref for _key, _text, ref in rows[offset - first - before :][:limit])

    def _hits_by_number(
        self, query: tantivy.Query, number: str, offset: int, limit: int
    ) -> list[tuple[int, tantivy.DocAddress]]:
        found = self._searcher.search(
            query,
            limit,
            count=False,
            order_by_field=number,
            offset=offset,
            order=tantivy.Order.Asc,
        )
        return list(found.hits)

    def _count_up_to(
        self, query: tantivy.Query, field: str, number: int, *, including: bool
    ) -> int:
        bound = self._range(field, None, number + 1 if including else number)
        return self._count(query.and_must_match(bound))

    def _range(self, field: str, first: int | None, until: int | None) -> tantivy.Query:
        kind = tantivy.FieldType.Unsigned
        last = None if until is None else max(until - 1, 0)
        if until == 0:
            return tantivy.Query.empty_query()
        return tantivy.Query.range_query(self._schema, field, kind, first, last)

    def query(self, node: base.Node) -> tantivy.Query:
        """The library's query for a tree."""
        q, must, should = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should
        match node:
            case base.Everything():
                return q.all_query()
            case base.Nothing():
                return q.empty_query()
            case base.Term(field, value):
                return self._term(field, value)
            case base.AnyOf(field, values):
                either = [(should, self._term(field, value)) for value in values]
                return q.const_score_query(q.boolean_query(either), 0.0)
            case base.Range(field, first, until):
                return q.const_score_query(self._range(field, first, until), 0.0)
            case base.All(musts, shoulds):
                return q.boolean_query(
                    [(must, self.query(one)) for one in musts]
                    + [(should, self.query(one)) for one in shoulds]
                )
            case base.Either(nodes):
                return q.boolean_query([(should, self.query(one)) for one in nodes])
            case base.Best(nodes):
                return q.disjunction_max_query([self.query(one) for one in nodes], 0.1)
            case base.Boost(inner, factor):
                return q.boost_query(self.query(inner), factor)
            case base.Constant(inner, score):
                return q.const_score_query(self.query(inner), score)
            case base.Without(inner, excluded):
                mustnot = tantivy.Occur.MustNot
                parts = [(must, self.query(inner)), (mustnot, self.query(excluded))]
                return q.boolean_query(parts)

    def _term(self, field: str, value: str) -> tantivy.Query:
        if KINDS[field] is Kind.FACET:
            number = self._codes.known(field, value)
            if number is None:
                return tantivy.Query.empty_query()
            found = tantivy.Query.term_query(self._schema, field, number)
            return tantivy.Query.const_score_query(found, 0.0)
        found = tantivy.Query.term_query(self._schema, field, value, _INDEX_OPTION[field])
        if KINDS[field] is Kind.TOKENS:
            return found
        return tantivy.Query.const_score_query(found, 0.0)
