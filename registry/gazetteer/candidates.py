"""Candidates: what a place text may mean, as callers see it.

`ranked` finds them all; the rules of what may be taken are those of `resolver` and `printed`.
"""

import datetime as dt
from dataclasses import dataclass

from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.forms import Token, read, weights
from registry.gazetteer.nameindex import index_of
from registry.gazetteer.readings import (
    THIN,
    Reading,
    free_tokens,
    leaves_a_name,
    readings_of,
)
from registry.gazetteer.spans import Match, find, find_near
from registry.models.choices import PlaceLevel

# Below this score a reading is too thin to be "the" place.
SURE = 0.6
# Readings this close to the first one are as good as it.
CLOSE = 0.045
_MOST = 40
# Tokens of this weight may stay unexplained: village names, fillers.
_LEFT_OVER = 0.2


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
    has_parent: bool = False
    fills_part: bool = False
    is_initials: bool = False
    marks_agree: bool = True
    is_partly_marked: bool = False
    is_correction: bool = False
    rest: str = ""
    is_weak: bool = False
    # Whether nothing of weight is left over.
    explains_all: bool = False
    # Whether the type word, if any was typed, can stand for a unit of this level.
    type_agrees: bool = True

    @property
    def is_vouched_for(self) -> bool:
        """A type word, a parent, or the bare name, spelt right unless it is a province's."""
        if self.has_type_word or self.has_parent:
            return True
        spelt = self.marks_agree and not self.is_correction
        return not self.is_weak and (spelt or self.place.level == PlaceLevel.PROVINCE)

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
        if not self.candidates or self.is_ambiguous:
            return None
        first = self.candidates[0]
        return first if first.score >= SURE and first.is_vouched_for else None


def ranked(
    text: str, directory: PlaceDirectory, era: str | None, on: dt.date | None, *, correct: bool
) -> list[Candidate]:
    found = read(text)
    if not found or not len(directory):
        return []
    index = index_of(directory)
    weight = weights(found)
    matches = find(found, index, directory)
    readings = readings_of(found, weight, matches, directory, era, on)
    if correct and leaves_a_name(found, weight, readings):
        near = find_near(found, free_tokens(found, weight, readings), index, directory)
        if near:
            readings = readings_of(found, weight, matches + near, directory, era, on)
    candidates, seen = [], set()
    for reading in readings:
        if reading.head.place_id in seen or reading.score < THIN:
            continue
        seen.add(reading.head.place_id)
        candidates.append(_candidate(reading, found, weight, directory, on))
        if len(candidates) >= _MOST:
            break
    return candidates


def _candidate(
    reading: Reading,
    found: list[Token],
    weight: list[float],
    directory: PlaceDirectory,
    on: dt.date | None,
) -> Candidate:
    head, place_id = reading.head, reading.head.place_id
    covered = set(reading.covered())
    word = head.type_word
    has_type = word is not None and word.agrees and head.type_fits
    if word is not None and word.is_short and found[head.name_start].folded.isdecimal():
        has_type = False
    fills = all(
        i in covered or weight[i] == 0.0
        for i in range(len(found))
        if found[i].part == found[head.start].part
    )
    near_support = any(
        _adjoins(support, head, found) and not support.is_initials
        for support, _ in reading.supports
    )
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
        marks_agree=head.agrees
        and all(support.agrees for support, _ in reading.supports)
        and (not head.has_unknown_marks or has_type or near_support),
        is_partly_marked=_is_partly_marked(head, found),
        is_correction=head.is_near,
        type_agrees=head.type_word is None or head.type_fits,
        explains_all=all(i in covered or weight[i] <= _LEFT_OVER for i in range(len(found))),
        rest=" ".join(token.text for i, token in enumerate(found) if i not in covered),
        has_parent=near_support,
        is_initials=head.is_initials,
        is_weak=not (has_type or near_support or (fills and not head.has_unknown_marks)),
    )


def _is_partly_marked(head: Match, found: list[Token]) -> bool:
    """Some syllables carry their marks and others lack them ("bình hoa" for Bình Hòa)."""
    return not head.is_exact and any(
        token.is_marked for token in found[head.name_start : head.name_end]
    )


def _adjoins(support: Match, head: Match, found: list[Token]) -> bool:
    """Whether a parent stands right beside the name, a comma between them or not."""
    return (
        support.start == head.end
        or support.end == head.start
        or (found[support.start].part != found[head.start].part)
    )
