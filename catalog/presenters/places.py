"""Names of places in words, from the directory in memory. No query."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import addresses
from catalog.days import day_text
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models import Certification
from registry.models.choices import PlaceCertainty, PlaceLevel

# The day on which districts ended and the 34 provinces began (Resolution 202/2025/QH15).
REFORM = dt.date(2025, 7, 1)
# So many parts of a divided unit are named in a list.
_NAMED_PARTS = 3
_CERTAINTY_NOTES = {
    PlaceCertainty.ONE_OF_SEVERAL: gettext_noop(
        "The old unit was divided; the source does not say more."
    ),
    PlaceCertainty.DISTRICT_ONLY: gettext_noop("The source names the district only."),
    PlaceCertainty.PROVINCE_ONLY: gettext_noop("The source names the province only."),
}


@dataclass(frozen=True, slots=True)
class PlaceLink:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ThenNow:
    """Where a product came from when it was certified, and how that place is called now."""

    then_words: str
    then_url: str
    then_note: str
    now: tuple[PlaceLink, ...]
    now_lead: str
    now_note: str
    differs: bool


def unit_name(place: PlaceInfo) -> str:
    """ "xã Trường Xuân": the full name as it stands inside a sentence."""
    return unit_words(place.full_name)


def unit_words(full_name: str) -> str:
    return full_name[:1].lower() + full_name[1:]


def full_words(directory: PlaceDirectory, place_id: int, on: dt.date | None = None) -> str:
    """The unit with all units above it, in full, as they were called on a day."""
    return directory.label(place_id, on)


def short_words(directory: PlaceDirectory, place_id: int) -> str:
    """The unit for lists: the province by its bare name."""
    kept: dict[int, str] = directory.derived.setdefault("short words", {})
    if place_id not in kept:
        units = (directory.get(place_id), *directory.ancestors(place_id))
        kept[place_id] = ", ".join(
            unit.short_name if unit.level == PlaceLevel.PROVINCE else unit_name(unit)
            for unit in units
        )
    return kept[place_id]


def link(directory: PlaceDirectory, place: PlaceInfo) -> PlaceLink:
    return PlaceLink(full_words(directory, place.id), addresses.place(place.public_id))


def list_words(c: Certification, directory: PlaceDirectory) -> str:
    """The place of a certification in one line for lists: now, and then where it differs."""
    then = short_words(directory, c.place_at_issue_id) if c.place_at_issue_id else ""
    now = ""
    if c.place_now_id:
        now = short_words(directory, c.place_now_id)
    elif c.place_at_issue_id and (province := directory.province_now(c.place_at_issue_id)):
        now = province.short_name
    if not now:
        return then or c.place_printed or _("place not known")
    if then and then != now:
        return _("%(now)s (when issued: %(then)s)") % {"now": now, "then": then}
    return now


def one_of_words(c: Certification, directory: PlaceDirectory) -> str:
    """ "one of: xã Thuận Hạnh, xã Đức An" where the unit at issue was divided; else empty."""
    if not c.place_at_issue_id:
        return ""
    is_unsure = c.place_certainty == PlaceCertainty.ONE_OF_SEVERAL or not c.place_now_id
    units = directory.successors_now(c.place_at_issue_id) if is_unsure else ()
    if len(units) < 2:
        return ""
    names = ", ".join(unit_name(unit) for unit in units[:_NAMED_PARTS])
    if len(units) <= _NAMED_PARTS:
        return _("one of: %(units)s") % {"units": names}
    return _("one of %(count)s units: %(units)s …") % {"count": len(units), "units": names}


def then_now(c: Certification, directory: PlaceDirectory) -> ThenNow | None:
    """Both places of a certification; None where the source names none."""
    at_issue = directory.get(c.place_at_issue_id) if c.place_at_issue_id else None
    if at_issue is None and not c.place_printed and not c.place_now_id:
        return None
    then = c.place_printed or (full_words(directory, at_issue.id, c.issued_on) if at_issue else "")
    now = _units_now(c, at_issue, directory)
    one_of = c.place_certainty == PlaceCertainty.ONE_OF_SEVERAL or len(now) > 1
    differs = at_issue is not None and [unit.id for unit in now] != [at_issue.id]
    return ThenNow(
        then_words=then,
        then_url=addresses.place(at_issue.public_id) if at_issue else "",
        then_note=_("Kept as printed when it was issued.")
        if then
        else _("The source does not name it."),
        now=tuple(link(directory, unit) for unit in now),
        now_lead=_now_lead(now, directory, one_of=one_of, differs=differs),
        now_note=_certainty_note(c.place_certainty),
        differs=differs,
    )


def _now_lead(
    now: Sequence[PlaceInfo], directory: PlaceDirectory, *, one_of: bool, differs: bool
) -> str:
    """From when a place is called so; a unit renamed after the reform is only called so now."""
    day = day_text(REFORM)
    if any(directory.label(unit.id, REFORM) != directory.label(unit.id) for unit in now):
        return _("Now one of:") if one_of else _("Now")
    if one_of:
        return _("Since %(day)s, one of:") % {"day": day}
    return _("Since %(day)s") % {"day": day} if differs else _("Now")


def _units_now(
    c: Certification, at_issue: PlaceInfo | None, directory: PlaceDirectory
) -> list[PlaceInfo]:
    if c.place_now_id:
        return [directory.get(c.place_now_id)]
    if at_issue is None:
        return []
    return list(directory.successors_now(at_issue.id))


def _certainty_note(certainty: str) -> str:
    note = _CERTAINTY_NOTES.get(PlaceCertainty(certainty)) if certainty else None
    return _(note) if note else ""
