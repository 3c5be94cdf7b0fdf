"""Filters of the catalogue with their counts, and the chips that take each one off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog import reference
from catalog.days import number_text
from catalog.presenters.grades import GRADES, full_words, scheme_label
from catalog.presenters.place_pages import is_current
from catalog.presenters.places import full_words as place_words
from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import Grading
from search.query import GRADE, GROUP, PROVINCE, SCHEME, STATUS, Query, StatusFilter

# So many options stand open; the rest is one click away and never left out.
_OPEN_OPTIONS = 8


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    count: str
    is_chosen: bool
    is_none: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter; `more` are the options behind `more_words`."""

    name: str
    legend: str
    kind: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()
    more_words: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter; its address is the same search without it."""

    label: str
    value: str
    url: str


def facets(
    query: Query,
    status_counts: Mapping[StatusFilter, int],
    counts: Mapping[str, Mapping[str, int]],
    directory: PlaceDirectory,
) -> tuple[Facet, ...]:
    return (
        _status_facet(query, status_counts),
        _scheme_facet(query, counts["schemes"]),
        _grade_facet(query, counts["grades"]),
        _group_facet(query, counts["groups"]),
        _province_facet(query, counts["provinces"], directory),
    )


def chips(
    query: Query, directory: PlaceDirectory, url_of: Callable[[Query], str]
) -> tuple[Chip, ...]:
    found: list[Chip] = []
    if query.text:
        found.append(Chip(_("Words"), query.text, url_of(query.replace(text=""))))
    lists = (
        ("schemes", _("Scheme"), scheme_words),
        ("grades", _("Grade"), grade_key_words),
        ("groups", _("Group"), group_words),
        ("provinces", _("Province or city"), lambda value: province_words(value, directory)),
    )
    for name, label, words in lists:
        values: tuple[str, ...] = getattr(query, name)
        for value in values:
            rest = tuple(other for other in values if other != value)
            found.append(Chip(label, words(value), url_of(query.replace(**{name: rest}))))
    if query.place:
        found.append(
            Chip(_("Place"), place_chip_words(query, directory), url_of(query.replace(place="")))
        )
    if query.status is not StatusFilter.OPEN:
        found.append(
            Chip(
                _("Validity"),
                status_words(query.status),
                url_of(query.replace(status=StatusFilter.OPEN)),
            )
        )
    return tuple(found)


def scheme_words(code: str) -> str:
    return next((scheme_label(s) for s in reference.schemes() if s.code == code), code)


def grade_key_words(key: str) -> str:
    code, _colon, grade = key.partition(":")
    return next((full_words(s, grade) for s in reference.schemes() if s.code == code), key)


def group_words(code: str) -> str:
    group = reference.groups().get(code)
    return group.label if group else code


def province_words(public_id: str, directory: PlaceDirectory) -> str:
    place = directory.by_public_id(public_id)
    return place.short_name if place else public_id


def place_chip_words(query: Query, directory: PlaceDirectory) -> str:
    place = directory.by_public_id(query.place)
    if place is None:
        return query.place
    words = place_words(directory, place.id)
    return words if is_current(place, directory) else _("%(place)s (old unit)") % {"place": words}


def status_words(status: StatusFilter) -> str:
    words = {
        StatusFilter.OPEN: _("Not ended"),
        StatusFilter.VALID: _("Surely valid today"),
        StatusFilter.ALL: _("Ended ones too"),
    }
    return words[status]


def _option(value: str, words: str, count: int, is_chosen: bool) -> Option:
    return Option(value, words, number_text(count), is_chosen, count == 0)


def _status_facet(query: Query, counts: Mapping[StatusFilter, int]) -> Facet:
    options = tuple(
        _option(status.value, status_words(status), counts.get(status, 0), query.status is status)
        for status in StatusFilter
    )
    return Facet(STATUS, _("Validity"), "radio", options)


def _scheme_facet(query: Query, counts: Mapping[str, int]) -> Facet:
    options = tuple(
        _option(s.code, scheme_label(s), counts.get(s.code, 0), s.code in query.schemes)
        for s in reference.schemes()
    )
    return Facet(SCHEME, _("Scheme"), "checkbox", options)


def _grade_facet(query: Query, counts: Mapping[str, int]) -> Facet:
    options = []
    for scheme in reference.schemes():
        for grade in GRADES[Grading(scheme.grading)]:
            key = f"{scheme.code}:{grade}"
            is_chosen = key in query.grades
            if query.schemes and scheme.code not in query.schemes and not is_chosen:
                continue
            options.append(_option(key, full_words(scheme, grade), counts.get(key, 0), is_chosen))
    return Facet(GRADE, _("Level, stars, title"), "checkbox", tuple(options))


def _group_facet(query: Query, counts: Mapping[str, int]) -> Facet:
    options = [
        _option(code, group.label, counts.get(code, 0), code in query.groups)
        for code, group in reference.groups().items()
    ]
    first, more = _split(options, counts)
    words = _("See all %(count)s groups") % {"count": len(options)}
    return Facet(GROUP, _("Product group"), "checkbox", first, more, words if more else "")


def _province_facet(query: Query, counts: Mapping[str, int], directory: PlaceDirectory) -> Facet:
    options = [
        _option(
            place.public_id,
            place.short_name,
            counts.get(place.public_id, 0),
            place.public_id in query.provinces,
        )
        for place in directory.current_provinces()
    ]
    first, more = _split(options, counts)
    words = _("Choose among %(count)s provinces and cities") % {"count": len(options)}
    return Facet(
        PROVINCE, _("Province or city now"), "checkbox", first, more, words if more else ""
    )


def _split(
    options: list[Option], counts: Mapping[str, int]
) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """The chosen and the most frequent options; the others in their own order."""
    ranked = sorted(options, key=lambda o: (not o.is_chosen, -counts.get(o.value, 0)))
    shown = {option.value for option in ranked[:_OPEN_OPTIONS]}
    shown |= {option.value for option in options if option.is_chosen}
    return (
        tuple(option for option in ranked if option.value in shown),
        tuple(option for option in options if option.value not in shown),
    )
