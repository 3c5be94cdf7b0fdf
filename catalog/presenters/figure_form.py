"""The form over the figures: what was typed, what can be chosen, what is wrong. Makes no query."""

import datetime as dt
from dataclasses import dataclass

from catalog import addresses, reference
from catalog.days import day_text
from catalog.figure_request import SCHEME, FigureRequest
from catalog.presenters.grades import scheme_label
from catalog.presenters.statistics import place_words, region_words
from registry.gazetteer.directory import PlaceDirectory
from registry.selectors.regions import regions_all


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FigureForm:
    """The form over the figures, with what was typed and what is wrong with it."""

    day: str
    known: str
    place_id: str
    place_words: str
    place_name: str
    without_place_url: str
    regions: tuple[Option, ...]
    schemes: tuple[Option, ...]
    groups: tuple[Option, ...]
    errors: dict[str, str]


def figure_form(
    request: FigureRequest,
    directory: PlaceDirectory,
    today: dt.date,
    place_name: str = "",
    place_error: str = "",
) -> FigureForm:
    errors = dict(request.errors)
    if place_error:
        errors["ten-noi"] = place_error
    rest = [
        ("ngay", request.day.typed),
        ("biet-den", request.known.typed),
        (SCHEME, request.scheme),
        ("nhom", request.group),
    ]
    return FigureForm(
        day=request.day.typed or day_text(today),
        known=request.known.typed,
        place_id=request.place.public_id if request.place else "",
        place_words=place_words(request.place, directory) if request.place else "",
        place_name=place_name,
        without_place_url=addresses.with_params(
            addresses.STATISTICS, [pair for pair in rest if pair[1]]
        ),
        regions=_region_options(request.region.public_id if request.region else "", directory),
        schemes=tuple(
            Option(scheme.code, scheme_label(scheme), scheme.code == request.scheme)
            for scheme in reference.schemes()
        ),
        groups=tuple(
            Option(code, group.label, code == request.group)
            for code, group in reference.groups().items()
        ),
        errors={name.replace("-", "_"): text for name, text in errors.items()},
    )


def _region_options(chosen: str, directory: PlaceDirectory) -> tuple[Option, ...]:
    return tuple(
        Option(found.public_id, region_words(found), found.public_id == chosen)
        for found in regions_all(directory)
    )
