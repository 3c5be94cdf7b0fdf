"""The floor of S1: the same documents in SQLite FTS5, facets by GROUP BY over the hits.

One temporary table of hits serves the total and all facets, the cheapest of the ways that
were tried. A facet of several values is counted by its first.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from search.engines.base import Document

TEXTS = ("name_f", "maker_f", "place_f", "other_f", "codes")
FACETS = ("schemes_all", "grades_all", "groups", "regions", "provinces", "maker_kind")
PAGE = 24


class Fts:
    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA cache_size=-200000")
        self._db.execute("PRAGMA temp_store=MEMORY")
        columns = ", ".join(TEXTS)
        self._db.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5({columns}, content='', "
            "tokenize=\"unicode61 remove_diacritics 0\", detail='column')"
        )
        columns = ", ".join(f"{name} INTEGER" for name in FACETS)
        self._db.execute(f"CREATE TABLE facts (id INTEGER PRIMARY KEY, {columns}, rank INTEGER)")
        self._db.execute("CREATE TEMP TABLE hits (id INTEGER PRIMARY KEY)")
        self._codes: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        self._count = 0

    def add(self, documents: Iterable[Document]) -> None:
        texts, facts = [], []
        for document in documents:
            self._count += 1
            fields = document.fields
            texts.append((self._count, *(str(fields.get(name, "")) for name in TEXTS)))
            coded = [self._code(name, fields.get(name, ())) for name in FACETS]
            facts.append((self._count, *coded, fields["name_rank"]))
        self._db.execute("BEGIN")
        marks = ", ".join("?" * (len(TEXTS) + 1))
        columns = ", ".join(TEXTS)
        self._db.executemany(f"INSERT INTO texts(rowid, {columns}) VALUES ({marks})", texts)
        marks = ", ".join("?" * (len(FACETS) + 2))
        self._db.executemany(f"INSERT INTO facts VALUES ({marks})", facts)
        self._db.execute("COMMIT")

    def finish(self) -> None:
        self._db.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        for name in ("provinces", "rank"):
            self._db.execute(f"CREATE INDEX facts_{name} ON facts ({name})")
        self._db.execute("ANALYZE")

    def column(self, name: str) -> bytes:
        """A facet as one byte a document."""
        rows = self._db.execute(f"SELECT coalesce({name}, 255) FROM facts ORDER BY id")
        return bytes(min(row[0], 255) for row in rows)

    def search(
        self, match: str = "", filters: Mapping[str, str] | None = None, facets: bool = True
    ) -> int:
        """Asks for a page, the total and the facets; returns the total."""
        codes = [
            (name, self._codes[name].get(value, -1)) for name, value in (filters or {}).items()
        ]
        narrowed = " AND ".join(f"f.{name} = {code}" for name, code in codes)
        run = self._db.execute
        run("DELETE FROM hits")
        if match:
            joined = f"JOIN facts f ON f.id = texts.rowid AND {narrowed}" if codes else ""
            whole = f"FROM texts {joined} WHERE texts MATCH ?"
            run(f"INSERT INTO hits SELECT texts.rowid {whole}", (match,))
            run(f"SELECT texts.rowid {whole} ORDER BY texts.rank LIMIT {PAGE}", (match,)).fetchall()
        elif codes:
            run(f"INSERT INTO hits SELECT f.id FROM facts f WHERE {narrowed}")
            run(
                f"SELECT f.id FROM facts f WHERE {narrowed} ORDER BY f.rank LIMIT {PAGE}"
            ).fetchall()
        else:
            run(f"SELECT id FROM facts ORDER BY rank LIMIT {PAGE}").fetchall()
        source = "hits h JOIN facts f ON f.id = h.id" if match or codes else "facts f"
        total = run(f"SELECT count(*) FROM {'hits' if match or codes else 'facts'}").fetchone()[0]
        for name in FACETS if facets else ():
            run(f"SELECT f.{name}, count(*) FROM {source} GROUP BY f.{name}").fetchall()
        return int(total)

    def _code(self, name: str, values: object) -> int | None:
        if not isinstance(values, tuple) or not values:
            return None
        codes = self._codes[name]
        return codes.setdefault(values[0], len(codes))

    def close(self) -> None:
        self._db.close()
