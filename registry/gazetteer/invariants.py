"""What the gazetteer must satisfy before anything is written; each breach names its row.

General rules hold for every era. Numbers that are facts of one reform (34 and 3,321 and the
like) are rows of `expectations.csv`, so that a later reform brings its own.
"""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from registry.gazetteer.dataset import Dataset
from registry.gazetteer.errors import Problem
from registry.gazetteer.names import name_in_force, official_names
from registry.gazetteer.rows import ExpectationRow
from registry.models.choices import PlaceLevel, SuccessionExtent

# Farther from every neighbour than this, a commune's point is taken for a slip (km).
FARTHEST_NEIGHBOUR = 30.0


def check(data: Dataset) -> list[Problem]:
    """Every breach; an empty list says that the data may be loaded."""
    problems = list(_eras_follow_each_other(data))
    if not problems:
        for rule in (
            _parents_fit,
            _days_fit,
            _names_are_unique_among_siblings,
            _amendments_fall_into_the_life_of_the_unit,
            _links_go_one_era_on,
            _old_units_have_successors,
            _new_units_have_predecessors,
            _one_default_each,
            _extents_fit,
            _communes_stay_in_succeeding_provinces,
            _points_are_near_neighbours,
            _memberships_fit,
            _expectations_hold,
        ):
            problems += rule(data)
    return problems


def _eras_follow_each_other(data: Dataset) -> Iterator[Problem]:
    eras = data.ordered_eras()
    if not eras:
        yield Problem("eras.csv", 0, "", _("There is no era."), _("Add one."))
    tags = Counter(era.tag for era in eras)
    for era in eras:
        if tags[era.tag] > 1:
            yield era.source.problem("tag", _("Two eras have this tag."), _("Change one."))
    for before, after in pairwise(eras):
        if after.first_day is None or before.last_day != after.first_day - dt.timedelta(days=1):
            yield before.source.problem(
                "last_day",
                _("The era does not end on the day before the next one begins."),
                _("Correct one of the two days."),
            )
    if eras and eras[-1].last_day is not None:
        yield eras[-1].source.problem("last_day", _("No era is open."), _("Empty the cell."))


def _parents_fit(data: Dataset) -> Iterator[Problem]:
    wanted = {
        PlaceLevel.DISTRICT: {PlaceLevel.PROVINCE},
        PlaceLevel.COMMUNE: {PlaceLevel.PROVINCE, PlaceLevel.DISTRICT},
    }
    for unit in data.units.values():
        parent_id = data.parent_id(unit)
        if parent_id and data.units[parent_id].level not in wanted[PlaceLevel(unit.level)]:
            yield unit.source.problem(
                "parent", _("The parent has a wrong level."), _("Give the code of a higher unit.")
            )


def _days_fit(data: Dataset) -> Iterator[Problem]:
    """Days of units lie in their era, and no row ends before it begins."""
    for public_id, unit in data.units.items():
        if unit.valid_from is None and unit.valid_to is None:
            continue
        era = data.eras[unit.era]
        first, last = data.first_day(public_id), data.last_day(public_id)
        if first and last and last < first:
            yield unit.source.problem("valid_to", _("The days are the wrong way round."), "")
        elif (era.first_day and first and first < era.first_day) or (
            era.last_day and last and last > era.last_day
        ):
            yield unit.source.problem(
                "valid_from", _("The days lie outside the era."), _("Correct them.")
            )
    for name in data.names.values():
        if name.valid_from and name.valid_to and name.valid_to < name.valid_from:
            yield name.source.problem("valid_to", _("The days are the wrong way round."), "")


def _names_are_unique_among_siblings(data: Dataset) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for day in {change.effective_on for change in data.amendments.values()} | {None}:
        seen: dict[tuple[str | None, str], str] = {}
        for public_id, unit in data.units.items():
            key = (data.parent_id(unit) or unit.era, name_on(data, public_id, day))
            other = seen.setdefault(key, public_id)
            if other == public_id or (other, public_id) in told:
                continue
            told.add((other, public_id))
            source = data.units[other].source
            yield unit.source.problem(
                "name",
                _("%(other)s (%(file)s:%(line)d) of the same parent has the same name.")
                % {"other": other, "file": source.file, "line": source.line},
                _("Correct one of the two."),
            )


def name_on(data: Dataset, public_id: str, day: dt.date | None) -> str:
    """The official name on a day; None stands for the first day of the unit."""
    names = official_names(data, public_id)
    return (names[0] if day is None else name_in_force(names, day)).text


def _amendments_fall_into_the_life_of_the_unit(data: Dataset) -> Iterator[Problem]:
    for change in data.amendments.values():
        first, last = data.first_day(change.place), data.last_day(change.place)
        if (first and change.effective_on <= first) or (last and change.effective_on > last):
            yield change.source.problem(
                "effective_on",
                _("The unit does not exist on this day, or only begins on it."),
                _("Correct the day or the unit."),
            )


def _links_go_one_era_on(data: Dataset) -> Iterator[Problem]:
    order = {era.key: position for position, era in enumerate(data.ordered_eras())}
    for link in data.successions.values():
        old, new = data.units[link.predecessor], data.units[link.successor]
        if order[new.era] != order[old.era] + 1:
            yield link.source.problem(
                "successor",
                _("The successor is not of the next era."),
                _("Give a unit of the era that follows."),
            )
        elif (old.level == PlaceLevel.PROVINCE) != (new.level == PlaceLevel.PROVINCE):
            yield link.source.problem(
                "successor", _("The levels do not fit."), _("Link provinces to provinces only.")
            )


def _needing_links(data: Dataset) -> set[str]:
    """Units whose fate must be told: provinces, communes, districts without communes."""
    parents = {data.parent_id(unit) for unit in data.units.values()}
    return {
        public_id
        for public_id, unit in data.units.items()
        if unit.level != PlaceLevel.DISTRICT or public_id not in parents
    }


def _old_units_have_successors(data: Dataset) -> Iterator[Problem]:
    last = data.ordered_eras()[-1].key
    having = {link.predecessor for link in data.successions.values()}
    for public_id in sorted(_needing_links(data) - having):
        unit = data.units[public_id]
        if unit.era != last:
            yield unit.source.problem(
                "code",
                _("%(unit)s has no successor.") % {"unit": public_id},
                _("Add a line to the successions."),
            )


def _new_units_have_predecessors(data: Dataset) -> Iterator[Problem]:
    first = data.ordered_eras()[0].key
    having = {link.successor for link in data.successions.values()}
    for public_id in sorted(_needing_links(data) - having):
        unit = data.units[public_id]
        if unit.era != first:
            yield unit.source.problem(
                "code",
                _("%(unit)s has no predecessor.") % {"unit": public_id},
                _("Add a line to the successions."),
            )


def _one_default_each(data: Dataset) -> Iterator[Problem]:
    links = defaultdict(list)
    for link in data.successions.values():
        links[link.predecessor].append(link)
    for predecessor, group in links.items():
        if sum(link.is_default for link in group) != 1:
            yield group[0].source.problem(
                "is_default",
                _("%(unit)s does not have exactly one default successor.") % {"unit": predecessor},
                _("Mark one of its lines with 1 and the others with 0."),
            )


def _extents_fit(data: Dataset) -> Iterator[Problem]:
    number = Counter(link.predecessor for link in data.successions.values())
    for link in data.successions.values():
        if link.extent == SuccessionExtent.WHOLE and number[link.predecessor] > 1:
            yield link.source.problem(
                "extent",
                _("A unit with several successors went whole to one of them."),
                _("Write “part” or leave out the other successors."),
            )


def _communes_stay_in_succeeding_provinces(data: Dataset) -> Iterator[Problem]:
    successors = defaultdict(set)
    for link in data.successions.values():
        successors[link.predecessor].add(link.successor)
    for link in data.successions.values():
        old, new = province_id(data, link.predecessor), province_id(data, link.successor)
        if new not in successors[old] and old != link.predecessor:
            yield link.source.problem(
                "successor",
                _("The successor lies in %(new)s, which does not succeed %(old)s.")
                % {"new": new, "old": old},
                _("Correct the link, or add the succession of the provinces."),
            )


def province_id(data: Dataset, public_id: str) -> str:
    while parent := data.parent_id(data.units[public_id]):
        public_id = parent
    return public_id


def _points_are_near_neighbours(data: Dataset) -> Iterator[Problem]:
    """A neighbour is a commune that shares a former district; islands are expected to be far."""
    groups: dict[str, set[str]] = defaultdict(set)
    for link in data.successions.values():
        old = data.units[link.predecessor]
        if old.level == PlaceLevel.COMMUNE:
            groups[data.parent_id(old) or ""].add(link.successor)
    nearest: dict[str, float] = {}
    for members in groups.values():
        placed = [unit for unit in members if data.units[unit].latitude is not None]
        for one in placed:
            for other in placed:
                if one < other:
                    distance = _distance(data, one, other)
                    for unit in (one, other):
                        nearest[unit] = min(distance, nearest.get(unit, math.inf))
    allowed = {fact.subject for fact in data.expectations.values() if fact.check == "far_point"}
    for public_id, distance in sorted(nearest.items()):
        if distance > FARTHEST_NEIGHBOUR and public_id not in allowed:
            yield data.units[public_id].source.problem(
                "latitude",
                _("The point is %(km)d km from the nearest neighbouring commune.")
                % {"km": distance},
                _("Correct it, or add a far_point line to the expectations."),
            )


def _distance(data: Dataset, one: str, other: str) -> float:
    """Kilometres on the sphere."""
    a, b = data.units[one], data.units[other]
    assert a.latitude and a.longitude and b.latitude and b.longitude
    phi, psi = math.radians(a.latitude), math.radians(b.latitude)
    half = (
        math.sin((psi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(psi) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 12742.0 * math.asin(math.sqrt(half))


def _memberships_fit(data: Dataset) -> Iterator[Problem]:
    for member in data.members.values():
        if data.units[member.place].level != PlaceLevel.PROVINCE:
            yield member.source.problem("place", _("It is not a province."), _("Correct it."))
        if member.valid_from and member.valid_to and member.valid_to < member.valid_from:
            yield member.source.problem("valid_to", _("The days are the wrong way round."), "")


def _count_units(data: Dataset, fact: ExpectationRow) -> int:
    return sum(u.era == fact.era and u.level == fact.subject for u in data.units.values())


def _count_named(data: Dataset, fact: ExpectationRow) -> int:
    level, type_word = fact.subject.split(" ", 1)
    return sum(
        unit.era == fact.era
        and unit.level == level
        and name_on(data, public_id, fact.on).startswith(type_word + " ")
        for public_id, unit in data.units.items()
    )


def _count_bare_districts(data: Dataset, fact: ExpectationRow) -> int:
    parents = {data.parent_id(unit) for unit in data.units.values()}
    return sum(
        unit.era == fact.era and unit.level == PlaceLevel.DISTRICT and public_id not in parents
        for public_id, unit in data.units.items()
    )


def _count_kept_codes(data: Dataset, fact: ExpectationRow) -> int:
    """Links of this era's communes to a predecessor with their own code."""
    return sum(
        data.units[link.successor].era == fact.era
        and data.units[link.successor].level == fact.subject
        and data.units[link.predecessor].code == data.units[link.successor].code
        for link in data.successions.values()
    )


def _count_reused_codes(data: Dataset, fact: ExpectationRow) -> int:
    codes: dict[str, set[str]] = defaultdict(set)
    for unit in data.units.values():
        if unit.level == fact.subject:
            codes[unit.era].add(unit.code)
    eras = [era.key for era in data.ordered_eras()]
    before = eras[eras.index(fact.era) - 1]
    return len(codes[fact.era] & codes[before])


def _count_split_between_provinces(data: Dataset, fact: ExpectationRow) -> int:
    provinces = defaultdict(set)
    for link in data.successions.values():
        if data.units[link.successor].era == fact.era:
            provinces[link.predecessor].add(province_id(data, link.successor))
    return sum(len(found) > 1 for found in provinces.values())


_COUNTS: dict[str, Callable[[Dataset, ExpectationRow], int]] = {
    "units": _count_units,
    "units_named": _count_named,
    "districts_without_communes": _count_bare_districts,
    "kept_code_links": _count_kept_codes,
    "codes_of_the_era_before": _count_reused_codes,
    "split_between_provinces": _count_split_between_provinces,
    "far_point": lambda data, fact: int(fact.subject in data.units),
}


def _expectations_hold(data: Dataset) -> Iterator[Problem]:
    for fact in data.expectations.values():
        count = _COUNTS.get(fact.check)
        if count is None:
            yield fact.source.problem(
                "check",
                _("“%(value)s” is not a known value.") % {"value": fact.check},
                _("Use one of: %(values)s.") % {"values": ", ".join(_COUNTS)},
            )
        elif (found := count(data, fact)) != fact.value:
            yield fact.source.problem(
                "value",
                _("%(check)s %(subject)s: %(expected)d expected, %(found)d found.")
                % {
                    "check": fact.check,
                    "subject": fact.subject,
                    "expected": fact.value,
                    "found": found,
                },
                _("Correct the data, or the expectation if the law changed."),
            )
