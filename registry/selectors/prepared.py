"""Queries that pages ask again and again: Django writes their SQL once, not at every request.

To write the SQL of a wide query takes Django many times as long as a database needs to answer
it. A query is prepared with gaps for lists of keys; asking fills them and makes the instances
of the rows, with what `select_related` and annotations of the query add. Instances are plain:
no `pre_init` and `post_init` are sent for them. It must not decide what a query finds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.base import ModelState

Key = str | int
M = TypeVar("M", bound=Model)
_Row = Sequence[Any]
# Related objects of one answer by their part of the query and key: rows that share one get one.
_Seen = dict[tuple[int, Any], Model]


class Gap(Expression):
    """Stands for one key of a list that is given when the query is asked."""

    def __init__(self, name: str, number: int) -> None:
        super().__init__()
        self.name, self.number = name, number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


@dataclass(frozen=True, slots=True)
class _Written:
    """One query as SQL; `converters` turn what the database gives into values, by column."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]
    build: Callable[[_Row, _Seen], Model] | None


class Prepared(Generic[M]):
    """A query whose SQL is written once for each length of its lists of keys.

    `make` is given a list of gaps under each name that the query is asked with; each list
    stands behind an `__in` of the query. Keys are texts or whole numbers.
    """

    def __init__(self, make: Callable[..., QuerySet[M, Any]]) -> None:
        self._make = make
        self._written: dict[tuple[Any, ...], _Written] = {}

    def instances(self, **keys: Iterable[Key]) -> list[M]:
        """What the query finds as instances of its model."""
        written, rows = self._fetch(keys)
        assert written.build is not None
        seen: _Seen = {}
        return [cast(M, written.build(row, seen)) for row in rows]

    def rows(self, **keys: Iterable[Key]) -> Sequence[Any]:
        """What a query of `values_list` finds."""
        return self._fetch(keys)[1]

    def _fetch(self, keys: Mapping[str, Iterable[Key]]) -> tuple[_Written, Sequence[_Row]]:
        filled = {name: _padded(list(given)) for name, given in keys.items()}
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._write(connection.vendor, filled)
        params = [
            filled[one.name][one.number] if type(one) is Gap else one for one in written.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            rows: Sequence[_Row] = cursor.fetchall()
        if not written.converters:
            return written, rows
        changed = [list(row) for row in rows]
        for row in changed:
            for at, convert, column in written.converters:
                row[at] = convert(row[at], column, connection)
        return written, changed

    def _write(self, vendor: str, filled: Mapping[str, Sequence[Key | None]]) -> _Written:
        shape = (vendor, *((name, len(keys)) for name, keys in filled.items()))
        found = self._written.get(shape)
        if found is None:
            gaps = {n: [Gap(n, at) for at in range(len(keys))] for n, keys in filled.items()}
            found = self._written[shape] = _write(self._make(**gaps))
        return found


def give(owner: Model, relation: str, rows: list[Any]) -> None:
    """Makes `owner.relation.all()` be these rows, as a prefetch would, without a query set."""
    cache: dict[str, Any] = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[relation] = rows


def _padded(keys: list[Key]) -> list[Key | None]:
    """Keys up to the next power of two, so that few lengths are ever written; none is NULL."""
    if not keys:
        return [None]
    return [*keys, *keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))]


def _write(queryset: QuerySet[Any, Any]) -> _Written:
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = tuple(
        (at, convert, column)
        for at, (found, column) in compiler.get_converters(columns).items()
        for convert in found
    )
    build = None
    if compiler.klass_info is not None:
        annotations = tuple((compiler.annotation_col_map or {}).items())
        build = _builder(compiler.klass_info, compiler.select, annotations)
    return _Written(sql, tuple(params), converters, build)


def _builder(
    info: dict[str, Any],
    select: Sequence[Any],
    annotations: tuple[tuple[str, int], ...] = (),
) -> Callable[[_Row, _Seen], Model]:
    """Makes the instance of a row, as `QuerySet` does it for a model without parents."""
    model: type[Model] = info["model"]
    first, until = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[first:until]]
    parts = [
        (number, _key_column(part, select), part["field"].cache_name, _builder(part, select))
        for number, part in enumerate(info.get("related_klass_infos", ()), start=first)
    ]

    def build(row: _Row, seen: _Seen) -> Model:
        made = model.__new__(model)
        state = ModelState()
        state.db, state.adding = DEFAULT_DB_ALIAS, False
        made.__dict__ = dict(zip(names, row[first:until], strict=True))
        made._state = state
        for name, at in annotations:
            made.__dict__[name] = row[at]
        state.fields_cache = related = {}
        for number, at, name, build_part in parts:
            key = row[at]
            found = seen.get((number, key)) if key is not None else None
            if found is None and key is not None:
                found = seen[number, key] = build_part(row, seen)
            related[name] = found
        return made

    return build


def _key_column(info: dict[str, Any], select: Sequence[Any]) -> int:
    key = info["model"]._meta.pk.attname
    columns: Sequence[int] = info["select_fields"]
    return next(at for at in columns if select[at][0].target.attname == key)
