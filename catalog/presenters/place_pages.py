"""The page of an administrative unit, old or in force, and the list of all 34."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference, selection
from catalog.days import day_text, number_text
from catalog.figure_request import MAKERS
from catalog.page_head import FeedLink
from catalog.place_facts import PlaceFacts, PlaceLaw
from catalog.presenters.cards import Card, cards
from catalog.presenters.crumbs import Crumb
from catalog.presenters.feeds import feed_links
from catalog.presenters.grades import GRADES, Grade, grade_mark
from catalog.presenters.grades import full_words as full_words_of_grade
from catalog.presenters.paging import Paging, paging
from catalog.presenters.place_lists import is_current
from catalog.presenters.places import PlaceLink, full_words, unit_name, unit_words
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import Grading, PlaceLevel


@dataclass(frozen=True, slots=True)
class MergePart:
    """The units that became one; the one that the page is about has no address."""

    sources: tuple[PlaceLink, ...]
    target: PlaceLink
    when: str


@dataclass(frozen=True, slots=True)
class LawPart:
    """The text that made the units of today, and earlier and later names of this one."""

    basis: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """How many items hold a grade: those that have not ended, and all."""

    grade: Grade
    standing: str
    total: str
    url: str


@dataclass(frozen=True, slots=True)
class MakerLine:
    name: str
    url: str
    count: str


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
    diagram_url: str
    children_heading: str
    children: tuple[PlaceLink, ...]
    responsibility: str
    law: LawPart
    grades: tuple[GradeRow, ...]
    makers_heading: str
    makers: tuple[MakerLine, ...]
    makers_url: str
    villages: tuple[PlaceLink, ...]
    feeds: tuple[FeedLink, ...]


def place_page(
    place: PlaceInfo,
    items: selection.ItemPage,
    directory: PlaceDirectory,
    on: dt.date,
    facts: PlaceFacts,
    law: PlaceLaw,
    standing: Mapping[str, int] | None = None,
) -> PlacePage:
    """The page of a unit; `standing` counts what has not ended by grade, "" for all, while
    search answers."""
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
    before = directory.predecessors(place.id) if current else ()
    others = before if len(before) == 1 and _is_new(place, before) else successors
    links = tuple(_place_link(unit, directory, law) for unit in others)
    makers_url = addresses.with_params(
        addresses.STATISTICS_LIST, [("noi", place.public_id), ("dem", MAKERS)]
    )
    return PlacePage(
        name=name,
        full_name=full_words(directory, place.id),
        title=title,
        crumbs=_crumbs(place, title, directory),
        is_current=current,
        lead=_lead(place, successors, directory, current),
        successor=links[0] if len(links) == 1 else None,
        successors=links if len(links) > 1 else (),
        merge=_merge(place, successors, directory, current, law),
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
        standing_words=_standing(standing.get("", 0) if standing else None),
        diagram_url=_diagram(place, current),
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
        law=_law(place, law, directory),
        grades=_grades(place, facts, standing),
        makers_heading=ngettext("%(count)s maker", "%(count)s makers", facts.makers_total)
        % {"count": number_text(facts.makers_total)},
        makers=tuple(
            MakerLine(row.name, addresses.maker(row.code), number_text(row.products))
            for row in facts.makers
        ),
        makers_url=makers_url if facts.makers_total > len(facts.makers) else "",
        villages=tuple(
            PlaceLink(name, addresses.craft_village(code)) for code, name in facts.villages
        ),
        feeds=feed_links(place.public_id, full_words(directory, place.id)),
    )


def _law(place: PlaceInfo, law: PlaceLaw, directory: PlaceDirectory) -> LawPart:
    """Names are told by date where there was more than one."""
    basis = ""
    if law.basis:
        texts = law.basis.replace(" to ", _(" to "))
        basis = _("Resolution %(texts)s") % {"texts": texts}
    names = []
    for name in law.names if len(law.names) > 1 else ():
        words = name.text
        if name.valid_from:
            words = _("%(name)s since %(day)s") % {
                "name": name.text, "day": day_text(name.valid_from)
            }  # fmt: skip
        elif name.valid_to:
            words = _("%(name)s until %(day)s") % {
                "name": name.text, "day": day_text(name.valid_to)
            }  # fmt: skip
        if name.legal_basis:
            words = _("%(name)s (Resolution %(text)s)") % {
                "name": words, "text": name.legal_basis
            }  # fmt: skip
        names.append(words)
    return LawPart(basis, tuple(names))


def _grades(
    place: PlaceInfo, facts: PlaceFacts, standing: Mapping[str, int] | None
) -> tuple[GradeRow, ...]:
    """Grades that anything in the unit holds, in the order of the schemes and their grades."""
    rows = []
    for scheme in reference.schemes():
        for key in GRADES[Grading(scheme.grading)] or ("",):
            name = f"{scheme.code}:{key}"
            total = facts.grades.get(name, 0)
            if not total:
                continue
            filters = [("muc", name)] if key else [("chuong-trinh", scheme.code)]
            rows.append(
                GradeRow(
                    Grade(full_words_of_grade(scheme, key), grade_mark(scheme.grading, key)),
                    number_text(standing.get(name, 0)) if standing is not None else "",
                    number_text(total),
                    addresses.catalogue(
                        [*filters, ("noi", place.public_id), ("hieu-luc", "tat-ca")]
                    ),
                )
            )
    return tuple(rows)


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


def _place_link(unit: PlaceInfo, directory: PlaceDirectory, law: PlaceLaw) -> PlaceLink:
    words = full_words(directory, unit.id)
    if unit.id in law.parts:
        words = _("%(place)s (a part of it)") % {"place": words}
    return PlaceLink(words, addresses.place(unit.public_id))


def _lead(
    place: PlaceInfo, successors: Sequence[PlaceInfo], directory: PlaceDirectory, current: bool
) -> str:
    name = unit_name(place)
    if current:
        first_day = directory.eras[place.era_key].first_day
        before = directory.predecessors(place.id)
        if first_day is None or not before:
            return ""
        if not _is_new(place, before):
            return ""
        name = unit_words(directory.name_on(place.id, first_day))
        if len(before) == 1:
            return _("On %(day)s, %(place)s was formed from the former") % {
                "day": day_text(first_day),
                "place": name,
            }
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


def _is_new(place: PlaceInfo, before: Sequence[PlaceInfo]) -> bool:
    """Whether the unit is more than its one unit of before under the same name."""
    return len(before) != 1 or before[0].full_name != place.full_name


def _merge(
    place: PlaceInfo,
    successors: Sequence[PlaceInfo],
    directory: PlaceDirectory,
    current: bool,
    law: PlaceLaw,
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
            (
                _("a part of former %(place)s")
                if current and unit.id in law.parts
                else _("former %(place)s")
            )
            % {"place": unit.full_name},
            "" if unit.id == place.id else addresses.place(unit.public_id),
        )
        for unit in before
    )
    return MergePart(
        sources,
        PlaceLink(
            directory.name_on(target.id, first_day),
            "" if current else addresses.place(target.public_id),
        ),
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


def _diagram(place: PlaceInfo, current: bool) -> str:
    """A province of today has a drawing of its communes; no other unit has one."""
    if not current or place.level != PlaceLevel.PROVINCE:
        return ""
    return addresses.with_params(addresses.DIAGRAM, [("tinh", place.public_id)])


def _children_heading(place: PlaceInfo, current: bool) -> str:
    if current:
        return _("Communes, wards and special zones")
    if place.level == PlaceLevel.PROVINCE:
        return _("Former districts")
    return _("Former communes and wards")
