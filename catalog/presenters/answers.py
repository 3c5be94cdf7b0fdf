"""What an answer tells beside its results: corrections, notes, and records that are no results."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.days import number_text
from catalog.presenters import chips
from catalog.presenters.cards import Card, cards
from catalog.presenters.chips import UrlOf
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.items import ItemRecord
from search.nearby import without_points
from search.service import Results

# What is no result must not outweigh the page: of related records so many are shown.
_MOST_RELATED = 12


@dataclass(frozen=True, slots=True)
class Section:
    """Records that are no results: under their own heading and never counted."""

    key: str
    heading: str
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was searched instead of what was typed, and the way to what was typed."""

    text: str
    literal_words: str
    literal_url: str


def notes(found: Results, directory: PlaceDirectory) -> tuple[str, ...]:
    """What a reader must know of these results: pages that are not, and how places count."""
    query, told = found.query, []
    if found.page != query.page:
        told.append(
            _("There is no page %(asked)s; page %(page)s is the last and is shown.")
            % {"asked": number_text(query.page), "page": number_text(found.page)}
        )
    if query.places or query.near:
        told.append(
            _("An item counts in the place that its decision names and in the unit there now.")
        )
    if query.near:
        told.append(
            _(
                "Distances are between centres of communes. "
                "Items of which only the province is known are left out."
            )
        )
        if missing := without_points(directory):
            names = ", ".join(chips.province_words(one, directory) for one in missing)
            told.append(
                _("The positions of some communes are not known in: %(provinces)s.")
                % {"provinces": names}
            )
    return tuple(told)


def correction(found: Results, url_of: UrlOf) -> Corrected | None:
    if found.correction is None:
        return None
    return Corrected(
        found.correction.text,
        _("Search exactly “%(text)s”") % {"text": found.query.text},
        url_of(found.correction.literal),
    )


def sections(
    found: Results, records: Mapping[str, ItemRecord], directory: PlaceDirectory
) -> tuple[Section, ...]:
    """What lies elsewhere and what is related, where there is any."""
    places = [
        chips.read_place_words(one, directory) for one in found.understood if one.kind == "place"
    ]
    # With a grade asked for too, what is listed may lie in the place and lack the grade.
    is_place_alone = len(places) == len(found.understood)
    if found.total and not places:
        elsewhere = _("With another grade or maker")
    elif found.total:
        elsewhere = _("Elsewhere") if is_place_alone else _("With only part of this")
    elif places and is_place_alone:
        elsewhere = _("Not in %(place)s; similar products elsewhere") % {"place": ", ".join(places)}
    else:
        elsewhere = _("Nothing with all of this; similar products")
    wanted = (
        ("elsewhere", elsewhere, "", found.elsewhere),
        (
            "related",
            _("Related products"),
            _("They fit in part and are not counted."),
            found.related[:_MOST_RELATED],
        ),
    )
    made = (
        Section(
            key,
            heading,
            note,
            cards((records[ref] for ref in refs if ref in records), directory, found.as_of),
        )
        for key, heading, note, refs in wanted
    )
    return tuple(section for section in made if section.cards)
