"""What was asked for and what was understood, in words, and chips that take each one off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from catalog import reference, regions, selection
from catalog.days import number_text
from catalog.presenters.grades import full_words, scheme_label
from catalog.presenters.place_lists import is_current
from catalog.presenters.places import full_words as place_words
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import LegalKind, PlaceLevel
from registry.text import fold
from search.query import LISTS, Query, StatusFilter
from search.service import Understood

UrlOf = Callable[[Query], str]
# Beyond so many conditions a filter of several values has one chip: every chip carries the
# address of all the others, and forty of them would weigh more than the list.
_MOST_CHIPS = 12
_NAMED = 3
_LABELS = {
    "schemes": gettext_noop("Scheme"),
    "grades": gettext_noop("Grade"),
    "groups": gettext_noop("Group"),
    "regions": gettext_noop("Region"),
    "provinces": gettext_noop("Province or city"),
    "communes": gettext_noop("Commune or ward"),
    "villages": gettext_noop("Craft village"),
    "maker_kinds": gettext_noop("Maker"),
    "places": gettext_noop("Place"),
}
_MAKERS = dict(LegalKind.choices)
_STATUSES = {
    StatusFilter.OPEN: gettext_noop("Not ended"),
    StatusFilter.VALID: gettext_noop("Surely valid today"),
    StatusFilter.THREE_MONTHS: gettext_noop("Valid for 3 months more"),
    StatusFilter.SIX_MONTHS: gettext_noop("Valid for 6 months more"),
    StatusFilter.TWELVE_MONTHS: gettext_noop("Valid for 12 months more"),
    StatusFilter.ALL: gettext_noop("Ended ones too"),
    StatusFilter.ENDED: gettext_noop("Ended ones alone"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen or an understood condition; its address is the same search without it."""

    label: str
    value: str
    url: str
    is_understood: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a query in words, and the query without it."""

    label: str
    words: str
    without: Query


def conditions(query: Query, directory: PlaceDirectory) -> tuple[Condition, ...]:
    """Every condition by itself, the text first and the status last."""
    found: list[Condition] = []
    if query.text:
        found.append(
            Condition(
                pgettext("search", "Words"), query.text, query.replace(text="", literal=False)
            )
        )
    for name, label, words in list_filters(query, directory):
        values: tuple[str, ...] = getattr(query, name)
        for value in values:
            rest = tuple(other for other in values if other != value)
            found.append(Condition(label, words(value), query.replace(**{name: rest})))
    if query.near:
        found.append(
            Condition(_("Near"), near_words(query, directory), query.replace(near="", km=0))
        )
    if query.status is not StatusFilter.OPEN:
        without = query.replace(status=StatusFilter.OPEN)
        found.append(Condition(_("Validity"), status_words(query.status), without))
    return tuple(found)


def chips(query: Query, directory: PlaceDirectory, url_of: UrlOf) -> tuple[Chip, ...]:
    found = conditions(query, directory)
    if len(found) > _MOST_CHIPS:
        found = _together(query, found)
    return tuple(Chip(one.label, one.words, url_of(one.without)) for one in found)


def _together(query: Query, found: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The conditions with those of one long filter as one, whose values stand in the filter."""
    by_label: dict[str, list[Condition]] = {}
    for one in found:
        by_label.setdefault(one.label, []).append(one)
    made: list[Condition] = []
    for label, same in by_label.items():
        if len(same) <= _NAMED:
            made += same
            continue
        names = ", ".join(one.words for one in same[:_NAMED])
        words = _("%(names)s and %(count)s more") % {
            "names": names,
            "count": number_text(len(same) - _NAMED),
        }
        made.append(Condition(label, words, _without_all(query, same)))
    return tuple(made)


def _without_all(query: Query, same: list[Condition]) -> Query:
    """The query without any value of the one filter that these conditions are of."""
    name = next(
        name for name in LISTS.values() if getattr(same[0].without, name) != getattr(query, name)
    )
    return query.replace(**{name: ()})


def understood_chips(
    understood: Iterable[Understood], directory: PlaceDirectory, url_of: UrlOf
) -> tuple[Chip, ...]:
    """Readings of words of the text, each with the search without these words."""
    return tuple(
        Chip(_("Understood"), reading_words(one, directory), url_of(one.without), True)
        for one in understood
    )


def reading_words(one: Understood, directory: PlaceDirectory) -> str:
    """ "ở Hải Dương (nay thuộc TP Hải Phòng)", "OCOP 4 sao", "Cooperative"."""
    if one.kind == "place":
        place = read_place_words(one, directory)
        if _is_another_name(one, directory):
            values = {"place": place, "text": one.text}
            return _("in %(place)s, typed as “%(text)s”") % values
        return _("in %(place)s") % {"place": place}
    if one.kind == "scheme":
        return scheme_words(one.value)
    if one.kind == "grade":
        return ", ".join(grade_key_words(value) for value in one.values or (one.value,))
    if one.kind == "maker_kind":
        return maker_words(one.value)
    if one.kind == "status":
        return status_words(StatusFilter(one.value))
    return one.text


def read_place_words(one: Understood, directory: PlaceDirectory) -> str:
    """The unit that words were read as; of units in several provinces all the provinces.

    A province is meant before communes that are called so too.
    """
    units = [unit for unit in map(directory.by_public_id, one.values) if unit is not None]
    provinces = dict.fromkeys(
        (directory.province_now(unit.id) or directory.province(unit.id)).short_name
        for unit in units
    )
    if len(provinces) < 2:
        return asked_place_words(one.value, directory)
    names = list(provinces)
    if units[0].level == PlaceLevel.PROVINCE:
        return _("%(place)s and places of that name in other provinces") % {
            "place": asked_place_words(one.value, directory)
        }
    values = {"name": units[0].short_name, "provinces": ", ".join(names[:_NAMED])}
    if len(names) > _NAMED:
        more = number_text(len(names) - _NAMED)
        return _("the places called %(name)s of %(provinces)s and %(count)s more provinces") % {
            **values,
            "count": more,
        }
    return _("the places called %(name)s of %(provinces)s") % values


def _is_another_name(one: Understood, directory: PlaceDirectory) -> bool:
    """Whether the words name the unit by a name that the chip does not show: "hà tây"."""
    place = directory.by_public_id(one.value)
    return place is not None and fold(place.short_name) not in fold(one.text)


def list_filters(
    query: Query, directory: PlaceDirectory
) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    """The filters of several values that have any: field, label, and how a value is said."""
    villages = selection.village_names(query.villages) if query.villages else {}
    words: dict[str, Callable[[str], str]] = {
        "schemes": scheme_words,
        "grades": grade_key_words,
        "groups": group_words,
        "regions": lambda code: region_words(code, directory),
        "provinces": lambda value: province_words(value, directory),
        "communes": lambda value: commune_words(value, directory),
        "villages": lambda code: villages.get(code, code),
        "maker_kinds": maker_words,
        "places": lambda value: place_chip_words(value, directory),
    }
    return tuple(
        (name, _(label), words[name]) for name, label in _LABELS.items() if getattr(query, name)
    )


def scheme_words(code: str) -> str:
    return next((scheme_label(s) for s in reference.schemes() if s.code == code), code)


def grade_key_words(key: str) -> str:
    code, _colon, grade = key.partition(":")
    return next((full_words(s, grade) for s in reference.schemes() if s.code == code), key)


def group_words(code: str) -> str:
    group = reference.groups().get(code)
    return group.label if group else code


def maker_words(kind: str) -> str:
    return str(_MAKERS.get(kind, kind))


def region_words(code: str, directory: PlaceDirectory) -> str:
    region = regions.of_today(directory).get(code)
    return regions.words(region) if region else code


def province_words(public_id: str, directory: PlaceDirectory) -> str:
    place = directory.by_public_id(public_id)
    return place.short_name if place else public_id


def commune_words(public_id: str, directory: PlaceDirectory) -> str:
    place = directory.by_public_id(public_id)
    if place is None:
        return public_id
    return f"{place.full_name}, {directory.province(place.id).short_name}"


def place_chip_words(public_id: str, directory: PlaceDirectory) -> str:
    place = directory.by_public_id(public_id)
    if place is None:
        return public_id
    words = place_words(directory, place.id)
    return words if is_current(place, directory) else _("%(place)s (old unit)") % {"place": words}


def asked_place_words(public_id: str, directory: PlaceDirectory) -> str:
    """A unit by its name, an old one with where it lies now."""
    place = directory.by_public_id(public_id)
    if place is None:
        return public_id
    name = place.short_name if place.level == PlaceLevel.PROVINCE else place_words_near(place)
    if is_current(place, directory):
        return name
    province = directory.province_now(place.id)
    if province is None:
        return _("%(place)s (old unit)") % {"place": name}
    if place.level == PlaceLevel.PROVINCE and place.short_name == province.short_name:
        return name
    default = directory.default_successor(place.id)
    if place.level == PlaceLevel.PROVINCE or default is None:
        return _("%(place)s (now in %(province)s)") % {
            "place": name,
            "province": unit_words(province),
        }
    return _("%(place)s (now %(unit)s)") % {
        "place": name,
        "unit": f"{place_words_near(default)}, {unit_words(province)}",
    }


def unit_words(province: PlaceInfo) -> str:
    """ "TP Hải Phòng", "tỉnh Lâm Đồng": a province inside brackets."""
    name = province.full_name.replace("Thành phố", "TP", 1)
    return name if name.startswith("TP") else name[:1].lower() + name[1:]


def place_words_near(place: PlaceInfo) -> str:
    return place.full_name[:1].lower() + place.full_name[1:]


def near_words(query: Query, directory: PlaceDirectory) -> str:
    """ "within about 25 km of xã Trường Xuân"; a position is not told back in figures."""
    place = directory.by_public_id(query.near)
    if place is None:
        return _("within about %(km)s km of your position") % {"km": query.km}
    return _("within about %(km)s km of %(place)s") % {
        "km": query.km,
        "place": asked_place_words(query.near, directory),
    }


def status_words(status: StatusFilter) -> str:
    return _(_STATUSES[status])
