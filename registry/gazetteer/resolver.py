"""Free text to ranked places of both eras, with their successors; never silently the first.

`resolve` serves people and imports; `resolve_in_query` serves the search box and takes a place
only where the text surely means one. Neither writes, and neither asks another service.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo, get_directory
from registry.gazetteer.forms import Token, read, type_ending_at, weights
from registry.gazetteer.nameindex import index_of
from registry.gazetteer.spans import Match, find, find_near
from registry.models.choices import PlaceLevel

# Below this score a reading is too thin to be "the" place.
SURE = 0.6
# Readings this close to the first one are as good as it.
CLOSE = 0.045
_THIN = 0.3
# What a bare name loses: it means a province rather than a district, that than a commune.
_BARE = {PlaceLevel.PROVINCE: 0.0, PlaceLevel.DISTRICT: 0.06, PlaceLevel.COMMUNE: 0.08}
# What a unit of another era than the day's loses: little when no day was told.
_OTHER_ERA = 0.01
_OTHER_ERA_TOLD = 0.04
_OTHER_ERA_SUPPORT = 0.975
_CONTRADICTED = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible meaning. `score` is 1 at best; `matched` is the normalised text it explains."""

    place: PlaceInfo
    era_key: str
    score: float
    matched: str
    is_exact_accent: bool
    parents_matched: tuple[PlaceInfo, ...]
    successors: tuple[PlaceInfo, ...]
    province_now: PlaceInfo | None
    has_type_word: bool = False
    fills_part: bool = False
    marks_agree: bool = True
    is_correction: bool = False
    rest: str = ""
    is_weak: bool = False

    @property
    def meaning(self) -> frozenset[int]:
        """Ids of the units of today that it stands for."""
        return frozenset(unit.id for unit in self.successors)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Candidates, best first. `suggested` are those that a search box may only offer."""

    text: str
    candidates: tuple[Candidate, ...]
    suggested: tuple[Candidate, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Whether the best candidates mean different places of today."""
        if not self.candidates:
            return False
        first = self.candidates[0]
        return any(
            other.score > first.score - CLOSE and other.meaning != first.meaning
            for other in self.candidates[1:]
        )

    @property
    def best(self) -> Candidate | None:
        """The meaning, where there is one and the text says enough."""
        if not self.candidates or self.is_ambiguous or self.candidates[0].score < SURE:
            return None
        return self.candidates[0]


@dataclass(slots=True)
class _Reading:
    """A match with the matches of its parents elsewhere in the text."""

    head: Match
    supports: list[tuple[Match, int]] = field(default_factory=list)
    score: float = 0.0

    def covered(self) -> Iterable[int]:
        for match in (self.head, *(support for support, _ in self.supports)):
            yield from range(match.start, match.end)


def resolve(
    text: str,
    *,
    limit: int = 5,
    era: str | None = None,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> Resolution:
    """Candidates for a place text. `era` keeps one era's units; `on` prefers those of a day."""
    directory = directory or get_directory()
    ranked = _ranked(text, directory, era, on, correct=True)
    kept = [c for c in ranked if not (c.is_weak and not c.marks_agree)]
    return Resolution(text, tuple(kept[:limit]))


def resolve_in_query(
    text: str,
    *,
    limit: int = 5,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> Resolution:
    """Places that a search query surely names: with a type word, a parent, or a whole comma
    part, marks agreeing where typed. The others are in `suggested`."""
    directory = directory or get_directory()
    ranked = _ranked(text, directory, None, on, correct=False)
    sure = [c for c in ranked if not c.is_weak and c.marks_agree and not c.is_correction]
    sure_ids = {c.place.id for c in sure}
    others = [c for c in ranked if c.place.id not in sure_ids and c.marks_agree]
    return Resolution(text, tuple(sure[:limit]), tuple(others[:limit]))


def _ranked(
    text: str, directory: PlaceDirectory, era: str | None, on: dt.date | None, *, correct: bool
) -> list[Candidate]:
    found = read(text)
    if not found or not len(directory):
        return []
    index = index_of(directory)
    weight = weights(found)
    matches = find(found, index, directory)
    readings = _readings(found, weight, matches, directory, era, on)
    if correct and _leaves_a_name(found, weight, readings):
        free = [True] * len(found)
        if readings and readings[0].score > _THIN:
            for i in readings[0].covered():
                free[i] = False
        near = find_near(found, free, index, directory)
        if near:
            readings = _readings(found, weight, matches + near, directory, era, on)
    candidates, seen = [], set()
    for reading in readings:
        if reading.head.place_id in seen or reading.score < _THIN:
            continue
        seen.add(reading.head.place_id)
        candidates.append(_candidate(reading, found, weight, directory, on))
        if len(candidates) >= 40:
            break
    return candidates


def _leaves_a_name(found: list[Token], weight: list[float], readings: list[_Reading]) -> bool:
    """Whether the best reading leaves enough unexplained to look for a slip of spelling."""
    if not readings:
        return True
    left = set(range(len(found))) - set(readings[0].covered())
    return sum(weight[i] for i in left) >= 1.0


def _readings(
    found: list[Token],
    weight: list[float],
    matches: list[Match],
    directory: PlaceDirectory,
    era: str | None,
    on: dt.date | None,
) -> list[_Reading]:
    """All readings, best first."""
    by_place: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        by_place[match.place_id].append(match)
    total = sum(weight) or 1.0
    era_now = directory.era_on(on)
    typed_levels = _typed_names(found)
    readings = []
    for match in matches:
        place = directory.get(match.place_id)
        if era and place.era_key != era:
            continue
        reading = _Reading(match)
        _add_supports(reading, by_place, directory)
        reading.score = _score(reading, weight, total, place)
        if era_now and place.era_key != era_now.key:
            reading.score -= _OTHER_ERA_TOLD if on else _OTHER_ERA
        if _contradicted(reading, typed_levels, directory):
            reading.score *= _CONTRADICTED
        readings.append(reading)
    readings.sort(key=lambda r: (-r.score, r.head.place_id))
    return readings


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
                    related.setdefault(unit.id, _OTHER_ERA_SUPPORT - 0.02)
            for new in directory.successors_now(place_id):
                related.setdefault(new.id, 0.9)
        related.pop(place_id, None)
        kept[place_id] = list(related.items())
    return kept[place_id]


def _add_supports(
    reading: _Reading, by_place: dict[int, list[Match]], directory: PlaceDirectory
) -> None:
    """Parents named elsewhere in the text, each on tokens of its own; the nearest first."""
    taken = set(range(reading.head.start, reading.head.end))
    levels: set[tuple[str, str]] = set()
    for unit_id, factor in _related(reading.head.place_id, directory):
        if unit_id not in by_place:
            continue
        unit = directory.get(unit_id)
        best: Match | None = None
        for match in by_place[unit_id]:
            if taken.isdisjoint(range(match.start, match.end)) and match.quality > 0.5:
                if best is None or _weighty(match) > _weighty(best):
                    best = match
        if best and (unit.era_key, unit.level) not in levels:
            levels.add((unit.era_key, unit.level))
            taken.update(range(best.start, best.end))
            reading.supports.append((replace(best, quality=best.quality * factor), unit_id))


def _weighty(match: Match) -> tuple[int, float]:
    return match.end - match.start, match.quality


def _score(reading: _Reading, weight: list[float], total: float, place: PlaceInfo) -> float:
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
    reading: _Reading,
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


def _candidate(
    reading: _Reading,
    found: list[Token],
    weight: list[float],
    directory: PlaceDirectory,
    on: dt.date | None,
) -> Candidate:
    head, place_id = reading.head, reading.head.place_id
    covered = set(reading.covered())
    has_type = bool(head.type_word and head.type_fits and head.type_word.agrees) and not (
        head.type_word.is_short and found[head.name_start].folded.isdecimal()
    )
    fills = all(
        i in covered or weight[i] == 0.0
        for i in range(len(found))
        if found[i].part == found[head.start].part
    )
    near_support = any(_adjoins(support, head, found) for support, _ in reading.supports)
    return Candidate(
        place=directory.get(place_id),
        era_key=directory.get(place_id).era_key,
        score=round(min(reading.score, 1.0), 4),
        matched=" ".join(found[i].text for i in sorted(covered)),
        is_exact_accent=head.is_exact,
        parents_matched=tuple(directory.get(unit_id) for _, unit_id in reading.supports),
        successors=directory.successors_now(place_id),
        province_now=directory.province_now(place_id),
        has_type_word=has_type,
        fills_part=fills,
        marks_agree=head.agrees and all(support.agrees for support, _ in reading.supports),
        is_correction=head.is_near,
        rest=" ".join(token.text for i, token in enumerate(found) if i not in covered),
        is_weak=not (has_type or near_support or (fills and not head.has_unknown_marks)),
    )


def _adjoins(support: Match, head: Match, found: list[Token]) -> bool:
    """Whether a parent stands right beside the name, a comma between them or not."""
    return support.start == head.end or support.end == head.start or (
        found[support.start].part != found[head.start].part
    )
