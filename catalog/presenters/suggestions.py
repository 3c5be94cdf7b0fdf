"""Suggestions as a reader sees them: the text, a note beside it, and where it leads.

What is suggested is decided by `search.suggest`; a place leads to its filter, a product to
its page, a phrase to the search.
"""

from dataclasses import dataclass
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.days import number_text
from catalog.presenters.places import full_words
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo, get_directory
from search.query import GROUP, PLACE, Q
from search.suggest import Suggestion, SuggestionKind, suggest


@dataclass(frozen=True, slots=True)
class Row:
    kind: SuggestionKind
    text: str
    note: str
    url: str
    marks: tuple[tuple[int, int], ...]


def suggestions(text: str, limit: int) -> list[Row]:
    directory = get_directory()
    found = suggest(text, limit=limit, groups=reference.groups())
    return [Row(one.kind, one.text, _note(one, directory), _url(one), one.marks) for one in found]


def _url(one: Suggestion) -> str:
    match one.kind:
        case SuggestionKind.PHRASE:
            return addresses.catalogue([(Q, one.value)])
        case SuggestionKind.PRODUCT:
            return addresses.product(one.value)
        case SuggestionKind.VILLAGE:
            return addresses.craft_village(one.value)
        case SuggestionKind.MAKER:
            return addresses.maker(one.value)
        case SuggestionKind.PLACE:
            return addresses.catalogue([(PLACE, one.value)])
        case SuggestionKind.GROUP:
            return addresses.catalogue([(GROUP, one.value)])
    assert_never(one.kind)


def _note(one: Suggestion, directory: PlaceDirectory) -> str:
    match one.kind:
        case SuggestionKind.PHRASE:
            return _("search these words")
        case SuggestionKind.PRODUCT:
            return one.detail or _("product")
        case SuggestionKind.VILLAGE:
            return _("craft village")
        case SuggestionKind.MAKER:
            return _("maker")
        case SuggestionKind.GROUP:
            return _("product group")
        case SuggestionKind.PLACE:
            place = directory.by_public_id(one.value)
            return _place_note(place, one.text, directory) if place else ""
    assert_never(one.kind)


def _place_note(place: PlaceInfo, shown: str, directory: PlaceDirectory) -> str:
    """What a unit belongs to; for a former one, and a former name, what it is now."""
    now = directory.successors_now(place.id)
    if [unit.id for unit in now] == [place.id]:
        if shown != place.full_name:
            return _("former name, now %(place)s") % {"place": full_words(directory, place.id)}
        above = directory.ancestors(place.id)
        return full_words(directory, above[0].id) if above else _("province or city")
    above = directory.ancestors(place.id)
    was = f"{full_words(directory, above[0].id)}; " if above else ""
    province = directory.province_now(place.id)
    if not now:
        return was + _("former")
    if len(now) == 1:
        belongs = full_words(directory, now[0].id)
    elif province is not None:
        belongs = ngettext(
            "%(count)s commune of %(province)s", "%(count)s communes of %(province)s", len(now)
        ) % {"count": number_text(len(now)), "province": full_words(directory, province.id)}
    else:
        belongs = _("several provinces")
    return was + _("former, now in %(place)s") % {"place": belongs}
