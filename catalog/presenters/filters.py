"""Filters of the catalogue with their counts. The words of values are those of `chips`.

No filter is cut: what does not stand open is behind "see all", and a list that is too long
for that is opened in parts with a field to narrow it (`Opened`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from catalog import addresses, reference, regions, selection
from catalog.days import number_text
from catalog.presenters.chips import UrlOf, commune_words, maker_words, status_words
from catalog.presenters.grades import GRADES, full_words, scheme_label
from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import Grading, LegalKind, PlaceLevel, RegionKind
from registry.text import fold
from search.query import (
    COMMUNE,
    GRADE,
    GROUP,
    MAKER,
    PROVINCE,
    REGION,
    SCHEME,
    STATUS,
    VILLAGE,
    Query,
    StatusFilter,
)

# So many options stand open; the rest is one click away and never left out.
_OPEN_OPTIONS = 8
# Longer lists are opened on their own, in parts of so many.
_INLINE_OPTIONS = 40
_PART = 24
OPENED, NARROWED, PART = "mo", "loc", "phan"
_SEE_ALL = {
    GROUP: gettext_noop("See all %(count)s groups"),
    PROVINCE: gettext_noop("Choose among %(count)s provinces and cities"),
    MAKER: gettext_noop("See all %(count)s kinds"),
    COMMUNE: gettext_noop("See all %(count)s communes and wards"),
    VILLAGE: gettext_noop("See all %(count)s craft villages"),
}


class Option(NamedTuple):
    value: str
    words: str
    number: str
    is_chosen: bool
    is_none: bool
    is_child: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Which filter is opened in full, narrowed by what text, and which part of it is shown."""

    name: str = ""
    text: str = ""
    part: int = 1

    def params(self) -> list[tuple[str, str]]:
        if not self.name:
            return []
        return [(OPENED, self.name), *([(NARROWED, self.text)] if self.text else [])]


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter; `more` are the options behind `more_words`.

    A long one has `open_url` instead, and once opened `is_open`, a text to narrow it by, the
    number of its options and the addresses of its other parts.
    """

    name: str
    legend: str
    kind: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()
    more_words: str = ""
    note: str = ""
    open_url: str = ""
    is_open: bool = False
    narrowed_by: str = ""
    part_words: str = ""
    previous_url: str = ""
    next_url: str = ""
    close_url: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the filters are made from: the query, counts by facet, and how addresses are made."""

    query: Query
    statuses: Mapping[StatusFilter, int]
    values: Mapping[str, Mapping[str, int]]
    directory: PlaceDirectory
    url_of: UrlOf
    opened: Opened = field(default_factory=Opened)

    def options(self, facet: str, values: Iterable[tuple[str, str]]) -> list[Option]:
        counts, chosen = self.values.get(facet, {}), getattr(self.query, facet)
        return [_option(v, words, counts.get(v, 0), v in chosen) for v, words in values]


def facets(told: Counted) -> tuple[Facet, ...]:
    """The filters in their order; one of which nothing can be chosen is left out."""
    found = (
        _status_facet(told),
        _scheme_facet(told),
        _grade_facet(told),
        _group_facet(told),
        _province_facet(told),
        _commune_facet(told),
        _region_facet(told),
        _village_facet(told),
        _maker_facet(told),
    )
    return tuple(facet for facet in found if facet.options or facet.is_open)


def _option(value: str, words: str, count: int, is_chosen: bool) -> Option:
    return Option(value, words, number_text(count), is_chosen, count == 0)


def _status_facet(told: Counted) -> Facet:
    options = tuple(
        _option(
            status.value,
            status_words(status),
            told.statuses.get(status, 0),
            told.query.status is status,
        )
        for status in StatusFilter
    )
    return Facet(STATUS, _("Validity"), "radio", options)


def _scheme_facet(told: Counted) -> Facet:
    options = told.options("schemes", _scheme_words(get_language() or "", reference.schemes()))
    return Facet(SCHEME, _("Scheme"), "checkbox", tuple(options))


@lru_cache(maxsize=16)
def _scheme_words(
    language: str, schemes: tuple[reference.SchemeInfo, ...]
) -> tuple[tuple[str, str], ...]:
    """Codes and names in the language of the thread."""
    return tuple((scheme.code, scheme_label(scheme)) for scheme in schemes)


@lru_cache(maxsize=16)
def _grade_words(
    language: str, schemes: tuple[reference.SchemeInfo, ...]
) -> tuple[tuple[str, str, str], ...]:
    """Code of the scheme, key and words of every grade in the language of the thread."""
    return tuple(
        (scheme.code, f"{scheme.code}:{grade}", full_words(scheme, grade))
        for scheme in schemes
        for grade in GRADES[Grading(scheme.grading)]
    )


def _grade_facet(told: Counted) -> Facet:
    query = told.query
    values = [
        (key, words)
        for scheme, key, words in _grade_words(get_language() or "", reference.schemes())
        if not query.schemes or scheme in query.schemes or key in query.grades
    ]
    return Facet(GRADE, _("Level, stars, title"), "checkbox", tuple(told.options("grades", values)))


def _group_facet(told: Counted) -> Facet:
    """Groups of the first rank; those below stand under one that is chosen, or chosen in."""
    groups, language = reference.groups(), get_language() or ""
    roots = [(code, g.label_in(language)) for code, g in groups.items() if g.parent not in groups]
    facet = _in_two(told, GROUP, _("Product group"), told.options("groups", roots))
    below: dict[str, list[tuple[str, str]]] = {}
    for code, group in groups.items():
        if group.parent in groups:
            below.setdefault(group.parent, []).append((code, group.label_in(language)))
    if below:
        facet = replace(
            facet,
            options=tuple(_with_children(told, facet.options, below)),
            more=tuple(_with_children(told, facet.more, below)),
        )
    return facet


def _with_children(
    told: Counted, options: Sequence[Option], below: Mapping[str, list[tuple[str, str]]]
) -> Iterable[Option]:
    for option in options:
        yield option
        children = told.options("groups", below.get(option.value, ()))
        if option.is_chosen or any(child.is_chosen for child in children):
            for child in _with_children(told, children, below):
                yield child._replace(is_child=True)


def _province_facet(told: Counted) -> Facet:
    values = [(p.public_id, p.short_name) for p in told.directory.current_provinces()]
    options = told.options("provinces", values)
    return _in_two(told, PROVINCE, _("Province or city now"), options)


def _commune_facet(told: Counted) -> Facet:
    """Communes of the chosen provinces, as they are now."""
    directory, query = told.directory, told.query
    chosen = [directory.by_public_id(one) for one in query.communes]
    provinces = dict.fromkeys(query.provinces)
    provinces |= dict.fromkeys(directory.province(p.id).public_id for p in chosen if p)
    values = []
    for public_id in provinces:
        province = directory.by_public_id(public_id)
        for unit in directory.children(province.id) if province else ():
            if unit.level == PlaceLevel.COMMUNE:
                words = (
                    unit.full_name
                    if len(provinces) == 1
                    else commune_words(unit.public_id, directory)
                )
                values.append((unit.public_id, words))
    return _long(told, COMMUNE, _("Commune or ward now"), told.options("communes", values))


def _region_facet(told: Counted) -> Facet:
    of_today = regions.of_today(told.directory)
    options = told.options("regions", [(c, regions.words(r)) for c, r in of_today.items()])
    unverified = any(r.kind == RegionKind.VOTING and not r.is_verified for r in of_today.values())
    note = _("Which province votes in which region is not yet confirmed by a source.")
    return Facet(REGION, _("Region"), "checkbox", tuple(options), note=note if unverified else "")


def _village_facet(told: Counted) -> Facet:
    """Craft villages by the number of their items; names are read only of those shown."""
    counts = told.values.get("villages", {})
    chosen = told.query.villages
    if not counts and not chosen:
        return Facet(VILLAGE, "", "checkbox", ())
    is_long = len(counts) > _INLINE_OPTIONS
    if told.opened.name == VILLAGE or not is_long:
        names = selection.village_names(None if is_long else [*counts, *chosen])
        shown = [(code, name) for code, name in names.items() if code in counts or code in chosen]
        return _long(told, VILLAGE, _("Craft village"), told.options("villages", shown))
    most = [*chosen, *(code for code in counts if code not in chosen)][:_INLINE_OPTIONS]
    names = selection.village_names(most)
    options = told.options("villages", [(code, names[code]) for code in most if code in names])
    return _long(told, VILLAGE, _("Craft village"), options, len(counts))


@lru_cache(maxsize=8)
def _maker_kinds(language: str) -> tuple[tuple[str, str], ...]:
    """Every kind of maker in the language of the thread."""
    return tuple((kind, maker_words(kind)) for kind in LegalKind.values)


def _maker_facet(told: Counted) -> Facet:
    counts = told.values.get("maker_kinds", {})
    kinds = [
        (kind, words)
        for kind, words in _maker_kinds(get_language() or "")
        if kind != LegalKind.UNKNOWN or counts.get(kind)
    ]
    options = told.options("maker_kinds", kinds)
    return _in_two(told, MAKER, _("Kind of maker"), options)


def _in_two(told: Counted, name: str, legend: str, options: list[Option]) -> Facet:
    """The most frequent options open, all others behind one click."""
    first, more = _split(options, told.values.get(_FACET_OF[name], {}))
    see_all = _(_SEE_ALL[name]) % {"count": len(options)} if more else ""
    return Facet(name, legend, "checkbox", first, more, see_all)


def _long(
    told: Counted, name: str, legend: str, options: list[Option], total: int | None = None
) -> Facet:
    """A list of any length: whole when short, else its first options and a way to open it."""
    total = len(options) if total is None else total
    opened = told.opened if told.opened.name == name else Opened()
    if opened.name and options:
        return _opened(told, name, legend, options)
    facet = _in_two(told, name, legend, options)
    if total <= _INLINE_OPTIONS:
        return facet
    return Facet(
        name,
        legend,
        "checkbox",
        facet.options,
        more_words=_(_SEE_ALL[name]) % {"count": number_text(total)},
        open_url=_open_url(told, Opened(name)),
    )


def _opened(told: Counted, name: str, legend: str, options: list[Option]) -> Facet:
    """The chosen options, then one part of those that hold the text."""
    wanted = fold(told.opened.text)
    chosen = [option for option in options if option.is_chosen]
    others = [o for o in options if not o.is_chosen and wanted in fold(o.words)]
    parts = max(1, -(-len(others) // _PART))
    part = min(max(told.opened.part, 1), parts)
    first = (part - 1) * _PART
    shown = others[first : first + _PART]

    def url(number: int) -> str:
        return _open_url(told, Opened(name, told.opened.text, number))

    return Facet(
        name,
        legend,
        "checkbox",
        (*chosen, *shown),
        is_open=True,
        narrowed_by=told.opened.text,
        part_words=_("%(first)s to %(last)s of %(total)s")
        % {
            "first": number_text(first + 1 if shown else 0),
            "last": number_text(first + len(shown)),
            "total": number_text(len(others)),
        },
        previous_url=url(part - 1) if part > 1 else "",
        next_url=url(part + 1) if part < parts else "",
        close_url=told.url_of(told.query),
    )


def _open_url(told: Counted, opened: Opened) -> str:
    params = opened.params()
    if opened.part > 1:
        params.append((PART, str(opened.part)))
    return f"{addresses.with_more(told.url_of(told.query), params)}#mo-{opened.name}"


_FACET_OF = {
    GROUP: "groups",
    PROVINCE: "provinces",
    COMMUNE: "communes",
    VILLAGE: "villages",
    MAKER: "maker_kinds",
}


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
