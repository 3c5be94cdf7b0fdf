"""The page about the data: coverage, counting rules, limits, freshness, licence. No query."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, reference
from catalog.coverage import NO_PROVINCE, Coverage, Known
from catalog.days import moment_text, number_text
from catalog.presenters.grades import scheme_short_name
from registry.gazetteer.directory import PlaceDirectory


@dataclass(frozen=True, slots=True)
class Row:
    words: str
    url: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutPage:
    """`schemes` head the columns of both tables; an empty cell of a province says "none yet"."""

    schemes: tuple[str, ...]
    provinces: tuple[Row, ...]
    gaps: str
    facts: tuple[Row, ...]
    decisions: str
    counted_at: str
    updated: str
    late: str


def about_page(
    found: Coverage, directory: PlaceDirectory, updated: dt.datetime | None, late: str
) -> AboutPage:
    schemes = reference.schemes()
    codes = [scheme.code for scheme in schemes]
    provinces = [
        _row(place.short_name, addresses.place(place.public_id), place.public_id, codes, found)
        for place in directory.current_provinces()
    ]
    empty = sum(1 for place in directory.current_provinces() if not _total(place.public_id, found))
    provinces.append(_row(_("Province not known"), "", NO_PROVINCE, codes, found))
    return AboutPage(
        schemes=tuple(scheme_short_name(scheme) for scheme in schemes),
        provinces=tuple(provinces),
        gaps=ngettext(
            "Of %(count)s province the register holds nothing yet.",
            "Of %(count)s provinces the register holds nothing yet.",
            empty,
        )
        % {"count": number_text(empty)}
        if empty
        else _("The register holds something of every province; that does not make it complete."),
        facts=_facts(codes, found),
        decisions=_decisions(found),
        counted_at=moment_text(timezone.localtime(found.counted_at)),
        updated=moment_text(timezone.localtime(updated)) if updated else "",
        late=late,
    )


def _total(public_id: str, found: Coverage) -> int:
    return sum(number for (place, _scheme), number in found.titles.items() if place == public_id)


def _row(words: str, url: str, public_id: str, codes: list[str], found: Coverage) -> Row:
    numbers = [found.titles.get((public_id, code), 0) for code in codes]
    cells = [number_text(number) if number else _("none yet") for number in numbers]
    return Row(words, url, (*cells, number_text(sum(numbers))))


def _facts(codes: list[str], found: Coverage) -> tuple[Row, ...]:
    """Shares of each programme, with the numbers behind them."""
    none = Known(0, 0, 0, 0, 0)
    known = [found.known.get(code, none) for code in codes]
    rows = (
        (_("The decision is known"), [k.decision for k in known]),
        (_("The exact day of issue is known"), [k.day for k in known]),
        (_("A place is known"), [k.place for k in known]),
        (_("Entered from the signed decision itself"), [k.checked for k in known]),
    )
    return tuple(
        Row(words, "", tuple(_share(part, k.total) for part, k in zip(parts, known, strict=True)))
        for words, parts in rows
    )


def _share(part: int, total: int) -> str:
    if not total:
        return _("none yet")
    return _("%(part)s of %(total)s") % {"part": number_text(part), "total": number_text(total)}


def _decisions(found: Coverage) -> str:
    a = found.announced
    if not a.decisions and not a.silent:
        return _("The register holds no decision of recognition yet.")
    if not a.decisions:
        return _(
            "Of none of the %(silent)s decisions in the register is it known how many titles "
            "they announced, so nobody can say how much of them is missing."
        ) % {"silent": number_text(a.silent)}
    told = _(
        "%(decisions)s decisions say how many titles they announce: %(announced)s together, of "
        "which %(entered)s are entered. Of %(silent)s decisions that number is not known."
    )
    return told % {
        "decisions": number_text(a.decisions),
        "announced": number_text(a.announced),
        "entered": number_text(a.entered),
        "silent": number_text(a.silent),
    }
