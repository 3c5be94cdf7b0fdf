"""The page of an administrative unit, old or in force, and the list of all 34."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, selection
from catalog.days import day_text, number_text
from catalog.presenters.cards import Card, cards
from catalog.presenters.items import Crumb
from catalog.presenters.paging import Paging, paging
from catalog.presenters.places import PlaceLink, full_words, unit_name
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.resolver import Candidate
from registry.models.choices import PlaceLevel


@dataclass(frozen=True, slots=True)
class MergePart:
    """The units that became one; the one that the page is about has no address."""

    sources: tuple[PlaceLink, ...]
    target: PlaceLink
    when: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    name: str
    full_name: str
    title: str
    crumbs: tuple[Crumb, ...]
    is_current: bool
    lead: str
    successor: PlaceLink | None
    successors: tuple[PlaceLink, ...]
    merge: MergePart | None
    heading: str
    unsure: str
    cards: tuple[Card, ...]
    paging: Paging | None
    catalogue_url: str
    catalogue_words: str
    standing_url: str
    standing_words: str
    children_heading: str
    children: tuple[PlaceLink, ...]
    responsibility: str


@dataclass(frozen=True, slots=True)
class Province:
    words: str
    url: str
    count: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that a typed name may mean."""

    words: str
    url: str
    note: str


def section_crumbs(words: str) -> tuple[Crumb, ...]:
    """The way to a main section."""
    return (Crumb("Sổ Vàng", addresses.HOME), Crumb(words))


def provinces(directory: PlaceDirectory, counts: Mapping[str, int] | None) -> tuple[Province, ...]:
    """The provinces in force with their numbers of items; no number while search is down."""
    return tuple(
        Province(
            place.short_name,
            addresses.place(place.public_id),
            number_text(counts.get(place.public_id, 0)) if counts is not None else "",
        )
        for place in directory.current_provinces()
    )


def choices(candidates: Sequence[Candidate], directory: PlaceDirectory) -> tuple[Choice, ...]:
    """Every unit that a name may mean, old ones with what they belong to now."""
    return tuple(choice(candidate.place, directory) for candidate in candidates)


def choice(place: PlaceInfo, directory: PlaceDirectory) -> Choice:
    url = addresses.place(place.public_id)
    if is_current(place, directory):
        return Choice(full_words(directory, place.id), url, _("A unit of today"))
    return Choice(full_words(directory, place.id), url, now_words(place, directory))


def is_current(place: PlaceInfo, directory: PlaceDirectory) -> bool:
    return directory.eras[place.era_key].last_day is None


def now_words(place: PlaceInfo, directory: PlaceDirectory) -> str:
    """ "now belongs to …" for lists: one successor, one of a few, or their number."""
    successors = directory.successors_now(place.id)
    names = [full_words(directory, unit.id) for unit in successors]
    last = directory.eras[place.era_key].last_day
    until = _("Old unit, until %(day)s") % {"day": day_text(last)} if last else _("An old unit")
    if not names:
        return until
    if len(names) == 1:
        now = _("now belongs to %(place)s") % {"place": names[0]}
    elif len(names) <= 3:
        now = _("now divided among %(places)s") % {"places": "; ".join(names)}
    else:
        now = _("now divided among %(count)s units") % {"count": len(names)}
    return f"{until}, {now}"


def place_page(
    place: PlaceInfo,
    items: selection.ItemPage,
    directory: PlaceDirectory,
    on: dt.date,
    standing: int | None = None,
) -> PlacePage:
    """The page of a unit; `standing` is how many of its items have not ended, where known."""
    current = is_current(place, directory)
    successors = () if current else directory.successors_now(place.id)
    last = directory.eras[place.era_key].last_day
    name = place.full_name
    title = (
        name
        if current or last is None
        else _("%(place)s (until %(day)s)") % {"place": name, "day": day_text(last)}
    )
    base = addresses.place(place.public_id)
    links = tuple(_place_link(unit, directory) for unit in successors)
    return PlacePage(
        name=name,
        full_name=full_words(directory, place.id),
        title=title,
        crumbs=_crumbs(place, title, directory),
        is_current=current,
        lead=_lead(place, successors, directory, current),
        successor=links[0] if len(links) == 1 else None,
        successors=links if len(links) > 1 else (),
        merge=_merge(place, successors, directory, current),
        heading=_heading(place, items.total, current),
        unsure=_unsure(place, items),
        cards=cards(items.records, directory, on),
        paging=paging(
            items.page,
            items.pages,
            items.total,
            selection.PAGE,
            lambda number: base if number == 1 else f"{base}?trang={number}",
        ),
        catalogue_url=addresses.catalogue([("noi", place.public_id), ("hieu-luc", "tat-ca")]),
        catalogue_words=_("Filter and sort these in the catalogue"),
        standing_url=addresses.catalogue([("noi", place.public_id)]),
        standing_words=_standing(standing),
        children_heading=_children_heading(place, current),
        children=tuple(
            PlaceLink(child.full_name, addresses.place(child.public_id))
            for child in directory.children(place.id)
        ),
        responsibility=""
        if current
        else _(
            "Certificates that an office of this unit issued stay valid to their own end. "
            "The office of the new unit answers for them now."
        ),
    )


def _crumbs(place: PlaceInfo, title: str, directory: PlaceDirectory) -> tuple[Crumb, ...]:
    above = [
        Crumb(unit.full_name, addresses.place(unit.public_id))
        for unit in reversed(directory.ancestors(place.id))
    ]
    return (
        Crumb("Sổ Vàng", addresses.HOME),
        Crumb(_("Places"), addresses.PLACES),
        *above,
        Crumb(title),
    )


def _place_link(unit: PlaceInfo, directory: PlaceDirectory) -> PlaceLink:
    return PlaceLink(full_words(directory, unit.id), addresses.place(unit.public_id))


def _lead(
    place: PlaceInfo, successors: Sequence[PlaceInfo], directory: PlaceDirectory, current: bool
) -> str:
    name = unit_name(place)
    if current:
        first_day = directory.eras[place.era_key].first_day
        before = directory.predecessors(place.id)
        if first_day is None or not before:
            return ""
        if len(before) == 1 and before[0].full_name == place.full_name:
            return ""
        return _("Since %(day)s, %(place)s holds all or parts of the old units named here.") % {
            "day": day_text(first_day),
            "place": name,
        }
    first_day = directory.eras[successors[0].era_key].first_day if successors else None
    values = {"day": day_text(first_day) if first_day else "", "place": name}
    if not successors:
        return _("The register does not know what %(place)s belongs to now.") % values
    if len(successors) == 1:
        return _("Since %(day)s, %(place)s belongs to") % values
    if place.level == PlaceLevel.DISTRICT:
        return (
            _("There are no districts since %(day)s. What was %(place)s now belongs to:") % values
        )
    return _("Since %(day)s, %(place)s belongs to one of:") % values


def _merge(
    place: PlaceInfo, successors: Sequence[PlaceInfo], directory: PlaceDirectory, current: bool
) -> MergePart | None:
    if not current and len(successors) != 1:
        return None
    target = place if current else successors[0]
    before = directory.predecessors(target.id)
    if len(before) < 2 or (not current and place.id not in {unit.id for unit in before}):
        return None
    first_day = directory.eras[target.era_key].first_day
    sources = tuple(
        PlaceLink(
            _("former %(place)s") % {"place": unit.full_name},
            "" if unit.id == place.id else addresses.place(unit.public_id),
        )
        for unit in before
    )
    return MergePart(
        sources,
        PlaceLink(target.full_name, "" if current else addresses.place(target.public_id)),
        _("Since %(day)s") % {"day": day_text(first_day)} if first_day else "",
    )


def _heading(place: PlaceInfo, total: int, current: bool) -> str:
    values = {"count": number_text(total), "place": unit_name(place)}
    if total == 0:
        return (
            _("The register has no item in %(place)s yet")
            if current
            else _("No item of the register is known to lie in the former %(place)s")
        ) % values
    if current:
        return (
            ngettext(
                "%(count)s item in %(place)s, ended ones included",
                "%(count)s items in %(place)s, ended ones included",
                total,
            )
            % values
        )
    return (
        ngettext(
            "%(count)s item in the former %(place)s, ended ones included",
            "%(count)s items in the former %(place)s, ended ones included",
            total,
        )
        % values
    )


def _unsure(place: PlaceInfo, items: selection.ItemPage) -> str:
    if not items.unsure:
        return ""
    return ngettext(
        "The source of %(count)s of them names only an old unit that went to several; it may "
        "lie outside %(place)s.",
        "The sources of %(count)s of them name only an old unit that went to several; they may "
        "lie outside %(place)s.",
        items.unsure,
    ) % {"count": number_text(items.unsure), "place": unit_name(place)}


def _standing(standing: int | None) -> str:
    if not standing:
        return ""
    return ngettext(
        "Only the %(count)s that has not ended", "Only the %(count)s that have not ended", standing
    ) % {"count": number_text(standing)}


def _children_heading(place: PlaceInfo, current: bool) -> str:
    if current:
        return _("Communes, wards and special zones")
    if place.level == PlaceLevel.PROVINCE:
        return _("Former districts")
    return _("Former communes and wards")
