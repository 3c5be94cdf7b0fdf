"""A register of any size in minutes: a small whole one, and copies of its rows.

The small one is made by `benchmarks.generate`. Its certifications are copied, with their acts
and one log entry each, to other goods, makers and places drawn with a fixed seed, in bulk and
straight into SQLite. Search reads nothing else. The log of the copies is no chain: nothing
about the log may be measured on such a register.
"""

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.generate import BRANDS, FORMS, HEADS, QUALIFIERS

SEED = 20_261_124
_BATCH = 20_000
_TABLES = {
    "maker": "registry_establishment",
    "product": "registry_product",
    "certification": "registry_certification",
    "event": "registry_event",
    "act": "registry_certificationevent",
}
_TOLD_TEXT = (
    "được làm từ nguyên liệu sạch của vùng, chọn lọc kỹ, chế biến theo lối cổ truyền của "
    "làng, không phẩm màu, không chất bảo quản, phơi nắng, đóng gói kín, giữ trọn hương "
    "vị tự nhiên, mỗi mẻ chừng hai mươi cân, bán ở chợ phiên và cửa hàng nông sản, dùng "
    "làm quà biếu dịp lễ "
)
_TOLD = _TOLD_TEXT.split()


def fill(database: Path, base: Path, count: int, *, described: bool = False) -> None:
    """Copies a base to `database` and copies its rows until there are `count` products.

    No product of the register has a description today; `described` gives each one of 20 to
    45 words.
    """
    shutil.copyfile(base, database)
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA journal_mode=OFF")
        # The copied rows hold them, as rows of the base; regular expressions are Django's.
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("PRAGMA cache_size=-400000")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql NOTNULL AND tbl_name "
            f"IN ({', '.join('?' * len(_TABLES))})",
            list(_TABLES.values()),
        ).fetchall()
        for name, _sql in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        _Copier(connection, described).run(count)
        for _name, sql in indexes:
            connection.execute(sql)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


class _Copier:
    def __init__(self, connection: sqlite3.Connection, described: bool) -> None:
        self._connection, self._described = connection, described
        self._draw = random.Random(SEED)
        self._columns = {name: self._columns_of(table) for name, table in _TABLES.items()}
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _TABLES}
        self._next = {
            name: connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0] + 1
            for name, table in _TABLES.items()
        }
        self._sequence = connection.execute("SELECT max(sequence) FROM registry_event").fetchone()[
            0
        ]
        taken = "SELECT code FROM registry_{}"
        self._taken = {
            row[0]
            for noun in ("establishment", "product", "certification", "craftvillage")
            for row in connection.execute(taken.format(noun))
        }
        self._codes = self._new_codes()

    def run(self, count: int) -> None:
        started = time.perf_counter()
        groups = dict(
            self._connection.execute(
                "SELECT g.code, g.id FROM registry_groupnode g JOIN registry_taxonomy t "
                "ON t.id = g.taxonomy_id WHERE t.code = 'sovang'"
            ).fetchall()
        )
        communes = self._connection.execute(
            "SELECT p.id, p.short_name, p.full_name FROM registry_place p JOIN registry_era e "
            "ON e.id = p.era_id WHERE e.last_day IS NULL AND p.level = 'commune' ORDER BY p.id"
        ).fetchall()
        base = self._base()
        goods = [(code, head) for code, heads in HEADS.items() for head in heads]
        made = self._connection.execute("SELECT count(*) FROM registry_product").fetchone()[0]
        self._connection.execute("BEGIN")
        while made < count:
            commune = self._draw.choice(communes)
            maker = self._maker(commune)
            for _number in range(self._draw.choice((1, 2, 3))):
                if made < count:
                    made += 1
                    group, head = self._draw.choice(goods)
                    self._product(self._draw.choice(base), maker, commune, groups[group], head)
            if len(self._rows["product"]) >= _BATCH:
                self._write()
        self._write()
        self._connection.execute("COMMIT")
        print(f"{made} products in the register, {time.perf_counter() - started:.0f} s")

    def _columns_of(self, table: str) -> dict[str, int]:
        told = self._connection.execute(f"PRAGMA table_info({table})")
        return {row[1]: row[0] for row in told}

    def _base(self) -> list[tuple[Any, list[tuple[Any, Any, Any]]]]:
        """Products with their certifications, acts and log entries, as rows."""

        def all_of(name: str) -> list[tuple[Any, ...]]:
            table = _TABLES[name]
            return self._connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()

        events = {row[0]: row for row in all_of("event")}
        act = self._columns["act"]
        acts = {row[act["certification_id"]]: row for row in all_of("act")}
        products = {row[0]: (row, []) for row in all_of("product")}
        certification = self._columns["certification"]
        for row in all_of("certification"):
            product = row[certification["product_id"]]
            if product is not None:
                own = acts[row[0]]
                products[product][1].append((row, own, events[own[act["log_entry_id"]]]))
        self._maker_row = all_of("maker")[0]
        return list(products.values())

    def _maker(self, commune: Sequence[Any]) -> tuple[int, str]:
        from registry.text import fold

        kind, form = self._draw.choices(FORMS, weights=(32, 22, 14, 32))[0]
        name = f"{form} {self._draw.choice(BRANDS)} {commune[1]}"
        changes = {"legal_kind": kind, "name": name, "name_folded": fold(name)}
        return self._add("maker", self._maker_row, code=next(self._codes), **changes), name

    def _product(
        self, base: Any, maker: tuple[int, str], commune: Sequence[Any], group: int, head: str
    ) -> None:
        from registry.text import fold

        draw, (row, certifications) = self._draw, base
        words = [head]
        if draw.random() < 0.6:
            words.append(draw.choice(QUALIFIERS))
        words.append(draw.choice([commune[1], *BRANDS[:9]]))
        name = " ".join(words)
        told: list[str] = []
        if self._described:
            start = draw.randrange(len(_TOLD))
            told = (_TOLD[start:] + _TOLD)[: draw.randint(20, 45)]
        product = self._add(
            "product", row, code=next(self._codes), name=name, name_folded=fold(name),
            description=" ".join(told), maker_id=maker[0], group_id=group,
        )  # fmt: skip
        for certification, act, event in certifications:
            self._sequence += 1
            held = self._add(
                "certification", certification, code=next(self._codes), product_id=product,
                product_name_printed=name, maker_name_printed=maker[1], place_printed=commune[2],
                place_at_issue_id=commune[0], place_now_id=commune[0], version=self._sequence,
            )  # fmt: skip
            entry = self._add(
                "event", event, sequence=self._sequence, subject_id=held, after="{}",
                previous_hash=f"copy-before-{self._sequence}", hash=f"copy-{self._sequence}",
            )  # fmt: skip
            self._add("act", act, certification_id=held, log_entry_id=entry)

    def _add(self, noun: str, row: Sequence[Any], /, **changes: Any) -> int:
        values, columns, pk = list(row), self._columns[noun], self._next[noun]
        self._next[noun] += 1
        values[0] = pk
        for column, value in changes.items():
            values[columns[column]] = value
        self._rows[noun].append(tuple(values))
        return pk

    def _write(self) -> None:
        for name, table in _TABLES.items():
            marks = ", ".join("?" * len(self._columns[name]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", self._rows[name])
            self._rows[name].clear()

    def _new_codes(self) -> Iterator[str]:
        from registry.rules.identifiers import CODE_ALPHABET, code_check_character

        size = len(CODE_ALPHABET)
        # A step without common divisor with the number of codes meets each once.
        number, step = 0, 387_420_489
        while True:
            number = (number + step) % size**8
            rest, body = number, ""
            for _place in range(8):
                rest, digit = divmod(rest, size)
                body += CODE_ALPHABET[digit]
            check = code_check_character(body)
            if check in CODE_ALPHABET and body + check not in self._taken:
                yield body + check
