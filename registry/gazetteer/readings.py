"""Readings of a text: a name with the parents that stand beside it, and how well it all fits.

It scores every possible reading; what a caller may take for granted is decided in `resolver`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.forms import Token, type_ending_at
from registry.gazetteer.spans import Match
from registry.models.choices import PlaceLevel

THIN = 0.3
_HALF = 0.5
# What a bare name loses: it means a province rather than a district, that than a commune.
_BARE = {PlaceLevel.PROVINCE: 0.0, PlaceLevel.DISTRICT: 0.06, PlaceLevel.COMMUNE: 0.08}
# What a unit of another era than the day's loses: little when no day was told.
_OTHER_ERA = 0.01
_OTHER_ERA_TOLD = 0.04
_OTHER_ERA_SUPPORT = 0.975
# Who writes a district means the old division, whatever new unit bears the old name.
_OLD_PARENT = {PlaceLevel.DISTRICT.value: 0.7, PlaceLevel.PROVINCE.value: 0.88}
_CONTRADICTED = 0.75


@dataclass(slots=True)
class Reading:
    """A match with the matches of its parents elsewhere in the text."""

    head: Match
    supports: list[tuple[Match, int]] = field(default_factory=list)
    score: float = 0.0
    is_province: bool = False

    def covered(self) -> Iterable[int]:
        for match in (self.head, *(support for support, _ in self.supports)):
            yield from range(match.start, match.end)


def readings_of(
    found: list[Token],
    weight: list[float],
    matches: list[Match],
    directory: PlaceDirectory,
    era: str | None,
    on: dt.date | None,
) -> list[Reading]:
    """All readings, best first."""
    by_place: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        by_place[match.place_id].append(match)
    by_start: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in matches:
        by_start[match.name_start, match.name_end].append(match)
    total = sum(weight) or 1.0
    era_now = directory.era_on(on)
    typed_levels = _typed_names(found)
    readings = []
    for match in matches:
        place = directory.get(match.place_id)
        if era and place.era_key != era:
            continue
        if match.is_former and _is_anothers(match, by_start, directory):
            continue
        reading = Reading(match, is_province=place.level == PlaceLevel.PROVINCE)
        _add_supports(reading, by_place, directory)
        if not (match.stands_alone or reading.supports or match.type_word):
            continue
        reading.score = _score(reading, weight, total, place)
        if era_now and place.era_key != era_now.key:
            reading.score -= _OTHER_ERA_TOLD if on else _OTHER_ERA
        if _contradicted(reading, typed_levels, directory):
            reading.score *= _CONTRADICTED
        readings.append(reading)
    readings.sort(key=lambda r: (-r.score, r.head.place_id))
    return readings


def free_tokens(found: list[Token], weight: list[float], readings: list[Reading]) -> list[bool]:
    """Tokens that a slip may be sought in: those that the best reading does not explain.

    A bare name explains nothing for sure ("Quảng" of "Quảng Chị", "Chí Minh" of "Hò Chí Minh"),
    unless it is a province. Nor does a name beside a word that nothing explains ("Dơng Bắc" of
    "xã Tam Dơng Bắc", "yen son" of "bihn yen son duong"): it may be a piece of a longer one.
    """
    free = [True] * len(found)
    if readings and readings[0].score > THIN:
        first = readings[0]
        if first.supports or first.head.type_word or first.is_province:
            for i in first.covered():
                free[i] = False
            if not first.is_province and _has_a_stray_neighbour(found, weight, first):
                for i in range(first.head.start, first.head.end):
                    free[i] = True
    return free


def _has_a_stray_neighbour(found: list[Token], weight: list[float], reading: Reading) -> bool:
    """Whether a word of weight that nothing explains stands right beside the name."""
    covered, head = set(reading.covered()), reading.head
    return any(
        0 <= i < len(found)
        and i not in covered
        and weight[i] >= 1.0
        and found[i].part == found[head.name_start].part
        for i in (head.start - 1, head.end)
    )


def leaves_a_name(found: list[Token], weight: list[float], readings: list[Reading]) -> bool:
    """Whether the best reading leaves enough unexplained to look for a slip of spelling."""
    if not readings or readings[0].score < _HALF:
        return True
    left = set(range(len(found))) - set(readings[0].covered())
    return sum(weight[i] for i in left) >= 1.0


def _is_anothers(
    former: Match, by_spot: dict[tuple[int, int], list[Match]], directory: PlaceDirectory
) -> bool:
    """Whether a former name is the present name of a unit of the same level and province.

    What was cut off huyện Lục Ngạn may be written under it, but "huyện Lục Ngạn" is Lục Ngạn.
    """
    own = directory.get(former.place_id)
    for match in by_spot[former.name_start, former.name_end]:
        other = directory.get(match.place_id)
        if (
            not match.is_former
            and other.level == own.level == PlaceLevel.DISTRICT
            and match.quality >= former.quality
            and directory.province(other.id).id == directory.province(own.id).id
        ):
            return True
    return False


def _related(place_id: int, directory: PlaceDirectory) -> list[tuple[int, float]]:
    """Units that may stand beside this one in an address, and how well they vouch for it."""
    kept: dict[int, list[tuple[int, float]]] = directory.derived.setdefault("related", {})
    if place_id not in kept:
        place = directory.get(place_id)
        related = {unit.id: 1.0 for unit in directory.ancestors(place_id)}
        current = directory.province_now(place_id)
        if current:
            related.setdefault(current.id, _OTHER_ERA_SUPPORT)
        if place.level == PlaceLevel.COMMUNE:
            for old in directory.predecessors(place_id):
                for unit in directory.ancestors(old.id):
                    related.setdefault(unit.id, _OLD_PARENT[unit.level])
            for new in directory.successors_now(place_id):
                related.setdefault(new.id, 0.9)
        related.pop(place_id, None)
        kept[place_id] = list(related.items())
    return kept[place_id]


def _add_supports(
    reading: Reading, by_place: dict[int, list[Match]], directory: PlaceDirectory
) -> None:
    """Parents named elsewhere in the text, each on tokens of its own; the nearest first."""
    taken = set(range(reading.head.start, reading.head.end))
    levels: set[tuple[str, str]] = set()
    for unit_id, factor in _related(reading.head.place_id, directory):
        if unit_id not in by_place:
            continue
        unit, head = directory.get(unit_id), directory.get(reading.head.place_id)
        if unit.level == head.level and unit.short_name == head.short_name:
            continue
        if any(_contains(match, reading.head) for match in by_place[unit_id]):
            # "Bà Rịa" of "Bà Rịa - Vũng Tàu" is part of the province's name, not beside it.
            continue
        free = [
            match
            for match in by_place[unit_id]
            if match.quality > 0.5 and taken.isdisjoint(range(match.start, match.end))
        ]
        best = max(free, key=_weighty, default=None)
        if best and (unit.era_key, unit.level) not in levels:
            levels.add((unit.era_key, unit.level))
            taken.update(range(best.start, best.end))
            reading.supports.append((replace(best, quality=best.quality * factor), unit_id))


def _contains(match: Match, head: Match) -> bool:
    return (
        match.name_start <= head.name_start
        and head.name_end <= match.name_end
        and match.name_end - match.name_start > head.name_end - head.name_start
    )


def _weighty(match: Match) -> tuple[int, float]:
    return match.end - match.start, match.quality


def _score(reading: Reading, weight: list[float], total: float, place: PlaceInfo) -> float:
    covered = sum(weight[i] for i in set(reading.covered())) / total
    head = reading.head
    quality = head.quality
    if reading.supports:
        others = [support.quality for support, _ in reading.supports]
        quality = 0.6 * quality + 0.4 * sum(others) / len(others)
        if any(support.start < head.start for support, _ in reading.supports):
            quality -= 0.01
    score = covered**0.7 * quality
    if head.type_word is None and not reading.supports:
        score -= _BARE[PlaceLevel(place.level)]
        if head.is_initials:
            score -= 0.15
    return score


def _typed_names(found: list[Token]) -> list[tuple[int, tuple[PlaceLevel, ...]]]:
    """Starts of names that a type word announces, with the levels it stands for."""
    any_marked = any(token.is_marked for token in found)
    announced = []
    for i in range(1, len(found)):
        before = type_ending_at(found, i, any_marked)
        if before and before[1].agrees and found[before[0]].part == found[i].part:
            announced.append((i, before[1].levels))
    return announced


_RANK = {PlaceLevel.PROVINCE: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.COMMUNE: 2}


def _contradicted(
    reading: Reading,
    typed: list[tuple[int, tuple[PlaceLevel, ...]]],
    directory: PlaceDirectory,
) -> bool:
    """Whether the text names, with a type word, a higher unit that is none of the parents."""
    covered = set(reading.covered())
    own = _RANK[PlaceLevel(directory.get(reading.head.place_id).level)]
    return any(
        start not in covered and min(_RANK[level] for level in levels) <= own
        for start, levels in typed
    )
