"""Ways on from an empty result: what fewer conditions would give, and how lists are addressed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import number_text
from catalog.presenters import chips
from registry.gazetteer.directory import PlaceDirectory
from search.query import LISTS, Query, StatusFilter
from search.service import Understood

# Each costs a search of its own.
_MOST_READINGS = 3
LIST_VIEW = ("bay", "danh-sach")


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an empty result: what to leave off, and how many results that gives."""

    words: str
    url: str


def address_of(is_list: bool) -> Callable[[Query], str]:
    """How a query becomes an address in the chosen view."""
    view = (LIST_VIEW,) if is_list else ()
    return lambda query: addresses.light(addresses.CATALOGUE, [*query.to_params(), *view])


def looser(
    query: Query, directory: PlaceDirectory, understood: Iterable[Understood] = ()
) -> list[tuple[str, Query]]:
    """The query with one of its conditions left off, or one that its text was read as, each with
    the words of that condition; without words where what has ended counts too."""
    found: list[tuple[str, Query]] = []
    for name, _label, words in chips.list_filters(query, directory):
        if values := getattr(query, name):
            told = ", ".join(words(value) for value in values)
            found.append((told, query.replace(**{name: ()})))
    if query.near:
        found.append((chips.near_words(query, directory), query.replace(near="", km=0)))
    if query.status is not StatusFilter.ALL:
        found.append(("", query.replace(status=StatusFilter.ALL)))
    found += [
        (chips.reading_words(one, directory), one.without)
        for one in list(understood)[:_MOST_READINGS]
        if one.without.text
    ]
    if query.text:
        found.append((query.text, query.replace(text="")))
    return found


def alone(query: Query, directory: PlaceDirectory) -> list[tuple[str, Query]]:
    """Each condition by itself; for a reader whose conditions exclude each other."""
    found = []
    for words, without in looser(query, directory):
        changed = {
            name: getattr(query, name)
            for name in ("text", *LISTS.values(), "near", "km")
            if getattr(query, name) != getattr(without, name)
        }
        if changed:
            found.append((words, Query(**changed)))
    return found


def way_alone(words: str, query: Query, total: int, is_list: bool) -> Way:
    return Way(
        ngettext("Only “%(words)s”: %(count)s result", "Only “%(words)s”: %(count)s results", total)
        % {"words": words, "count": number_text(total)},
        address_of(is_list)(query),
    )


def way(words: str, query: Query, total: int, is_list: bool) -> Way:
    if not words:
        told = ngettext(
            "Ended ones too: %(count)s result", "Ended ones too: %(count)s results", total
        )
        return Way(told % {"count": number_text(total)}, address_of(is_list)(query))
    return Way(
        ngettext(
            "Without “%(words)s” there is %(count)s result",
            "Without “%(words)s” there are %(count)s results",
            total,
        )
        % {"words": words, "count": number_text(total)},
        address_of(is_list)(query),
    )
