"""The distinct products, establishments or craft villages behind a figure, by name.

Which certifications count is decided by `registry.selectors.figures`; this only tells their
subjects apart. Names are those of today, makers those known at the moment asked.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from catalog.figure_lists import PAGE, ListAsked, rows_behind
from catalog.figure_request import MAKERS, PRODUCTS, VILLAGES
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Certification, CraftVillage, Establishment, Product
from registry.selectors import public

# By name in addresses: the model, the column of `rows_behind`, and what makes its page public.
_KINDS: dict[str, tuple[type[Model], int, str]] = {
    PRODUCTS: (Product, 1, "product"),
    VILLAGES: (CraftVillage, 2, "craft_village"),
    MAKERS: (Establishment, 3, "product__maker"),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things counted, with the number of its titles that the figure counts.

    `has_page`: it is public today too; a maker of that time may have no product any more.
    """

    code: str
    name: str
    titles: int
    has_page: bool


@dataclass(frozen=True, slots=True)
class ThingsPage:
    things: tuple[Thing, ...]
    total: int
    page: int
    pages: int


def things_behind(asked: ListAsked, directory: PlaceDirectory, page: int) -> ThingsPage:
    """One page of the things by name; as many in all as the figure says."""
    model, column, _path = _KINDS[asked.things]
    titles = _titles(asked, directory, column)
    every = model._default_manager.order_by("name_folded", "pk").values_list("pk", flat=True)
    # No list of keys of a whole country is sent to the database.
    keys = [key for key in every.iterator(chunk_size=5000) if key in titles]
    pages = max(1, -(-len(keys) // PAGE))
    page = min(page, pages)
    shown = keys[(page - 1) * PAGE : page * PAGE]
    return ThingsPage(tuple(_things(asked.things, titles, shown)), len(keys), page, pages)


def every_thing(asked: ListAsked, directory: PlaceDirectory) -> Iterator[tuple[str, str, int]]:
    """Code, name and number of titles of all the things by name, for a file."""
    model, column, _path = _KINDS[asked.things]
    titles = _titles(asked, directory, column)
    rows = model._default_manager.order_by("name_folded", "pk").values_list("pk", "code", "name")
    for key, code, name in rows.iterator(chunk_size=5000):
        if key in titles:
            yield code, name, titles[key]


def every_title(asked: ListAsked, directory: PlaceDirectory) -> Iterator[tuple[Any, ...]]:
    """Code, name, maker, programme, grade and day of all the titles, newest first, for a file."""
    wanted = {row[0]: number for number, row in enumerate(rows_behind(asked, directory))}
    rows = public.certifications(asked.query.known_at).order_by()
    found = [
        row
        for row in rows.values_list(
            "pk", "code", "product_name_printed", "product__name", "craft_village__name",
            "maker_name_printed", "scheme__code", "stars", "level", "title", "issued_on",
            "issued_on_precision",
        ).iterator(chunk_size=5000)
        if row[0] in wanted
    ]  # fmt: skip
    found.sort(key=lambda row: wanted[row[0]])
    for _pk, code, printed, product, village, maker, scheme, stars, level, title, *day in found:
        name = printed or product or village or ""
        yield code, name, maker, scheme, str(stars or level or title or ""), *day


def _titles(asked: ListAsked, directory: PlaceDirectory, column: int) -> Counter[int]:
    rows = rows_behind(asked, directory)
    return Counter(row[column] for row in rows if row[column] is not None)


def _things(kind: str, titles: Counter[int], keys: list[int]) -> Iterator[Thing]:
    model, _column, path = _KINDS[kind]
    certified: Any = Certification.objects.none() if not keys else public.certifications()
    open_to_all = set(
        certified.filter(**{f"{path}__in": keys}).order_by().values_list(path, flat=True)
    )
    rows = {row.pk: row for row in model._default_manager.filter(pk__in=keys)}
    for key in keys:
        row: Any = rows[key]
        yield Thing(row.code, row.name, titles[key], key in open_to_all)
