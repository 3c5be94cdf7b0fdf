"""The place printed on a certificate: the unit at issue and the unit of today, or neither.

The parts are known by their column, and the day tells the division then in force. Nothing is
guessed: homonyms, mended spelling and splits leave the question to a person.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from registry.gazetteer.candidates import CLOSE, Candidate, ranked
from registry.gazetteer.directory import EraInfo, PlaceDirectory, get_directory
from registry.models.choices import PlaceCertainty, PlaceLevel
from registry.text import fold


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Ids of the unit at issue and of today's unit (None where unknown or one of several)."""

    place_at_issue: int | None
    place_now: int | None
    certainty: str
    candidates: tuple[Candidate, ...] = ()


_CERTAINTY = {
    PlaceLevel.PROVINCE: PlaceCertainty.PROVINCE_ONLY,
    PlaceLevel.DISTRICT: PlaceCertainty.DISTRICT_ONLY,
}


def resolve_printed(
    *,
    commune_or_district: str = "",
    district: str = "",
    province: str = "",
    address: str = "",
    on: dt.date | None = None,
    limit: int = 5,
    directory: PlaceDirectory | None = None,
) -> PrintedPlace:
    """Resolve the printed parts as they were on the day of the certificate.

    The commune that all parts together mean is taken only when it is the only one; else the
    district or province that is sure, with the candidates for a person to choose from.
    `address` counts when no commune and no district is given.
    """
    directory = directory or get_directory()
    parts = _parts(commune_or_district, district, province, address)
    offered: tuple[Candidate, ...] = ()
    while parts:
        text = ", ".join(parts)
        found = _sure(text, parts, bool(province), directory, on)
        if not offered:
            offered = tuple(_offered(text, directory, on))[:limit]
        if found is not None:
            return _answer(found, directory, offered)
        # What is not sure as a whole may be sure without its first, narrowest part.
        parts = parts[1:]
    return PrintedPlace(None, None, PlaceCertainty.UNKNOWN, offered)


def _parts(commune: str, district: str, province: str, address: str) -> list[str]:
    if not commune.strip() and not district.strip():
        commune = address
    parts: list[str] = []
    for part in (commune, district, province):
        if part.strip() and fold(part) not in map(fold, parts):
            parts.append(part.strip())
    if len(parts) == 1 and parts[0] == address.strip() and "," in address:
        # An address alone carries its own parts, the province last.
        parts = [address.strip(), *address.split(",")[-1:]]
    return parts


def _sure(
    text: str,
    parts: list[str],
    has_province: bool,
    directory: PlaceDirectory,
    on: dt.date | None,
) -> Candidate | None:
    """The one candidate that explains every part: first in the era of the day, then elsewhere;
    first with its own parents, then with those of another era."""
    eras = _eras(directory, on)
    only_province = has_province and len(parts) == 1
    for vouch in (_all_own, _districts_own, _any):
        sure: list[Candidate] = []
        for era in eras:
            fitting = [
                candidate
                for candidate in ranked(text, directory, era.key, on, correct=False)
                if candidate.explains_all
                and candidate.type_agrees
                and candidate.marks_agree
                and (not only_province or candidate.place.level == PlaceLevel.PROVINCE)
                and vouch(candidate, directory)
            ]
            close = [c for c in fitting if c.score > fitting[0].score - CLOSE]
            if len({c.place.id for c in close}) > 1:
                return None
            sure += close[:1]
            if sure and on is not None:
                return sure[0]
        if len({candidate.meaning for candidate in sure}) > 1:
            return None
        if sure:
            return max(sure, key=lambda candidate: candidate.score)
    return None


def _eras(directory: PlaceDirectory, on: dt.date | None) -> list[EraInfo]:
    """The era of the day first, then the others, the latest first."""
    eras = sorted(
        directory.eras.values(), key=lambda era: era.first_day or dt.date.min, reverse=True
    )
    return sorted(eras, key=lambda era: on is not None and not era.holds(on))


def _all_own(candidate: Candidate, directory: PlaceDirectory) -> bool:
    own = {unit.id for unit in directory.ancestors(candidate.place.id)}
    return all(parent.id in own for parent in candidate.parents_matched)


def _districts_own(candidate: Candidate, directory: PlaceDirectory) -> bool:
    """An old commune may be printed with its new province, but a district is of its own era."""
    own = {unit.id for unit in directory.ancestors(candidate.place.id)}
    return all(
        parent.id in own
        for parent in candidate.parents_matched
        if parent.level == PlaceLevel.DISTRICT
    )


def _any(candidate: Candidate, directory: PlaceDirectory) -> bool:
    return True


def _offered(text: str, directory: PlaceDirectory, on: dt.date | None) -> Iterable[Candidate]:
    return ranked(text, directory, None, on, correct=True)


def _answer(
    candidate: Candidate, directory: PlaceDirectory, offered: tuple[Candidate, ...]
) -> PrintedPlace:
    place = candidate.place
    successors = directory.successors_now(place.id)
    now = successors[0].id if len(successors) == 1 else None
    certainty = _CERTAINTY.get(PlaceLevel(place.level))
    if certainty is None:
        certainty = PlaceCertainty.EXACT if now else PlaceCertainty.ONE_OF_SEVERAL
    return PrintedPlace(place.id, now, certainty, offered)
