"""Lists of places: the provinces in force, and the units that a name may mean. No query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog import addresses
from catalog.days import day_text, number_text
from catalog.presenters.places import full_words
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.gazetteer.resolver import Candidate


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
