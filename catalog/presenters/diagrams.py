"""The diagram of places: circles by number of items, the same numbers as the list. No query."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import number_text
from catalog.diagram.archipelagos import ARCHIPELAGOS
from catalog.diagram.labels import SIZE, Box, Circle, Label, place_labels
from catalog.diagram.projection import WIDTH, Sheet, around, country
from catalog.diagram.tiles import Tile
from catalog.presenters import chips
from catalog.presenters.places import unit_name
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models.choices import PlaceLevel
from search.query import Query

# Radii in units of the sheet; areas grow with the number.
_LEAST, _MOST, _EMPTY = 5.0, 30.0, 3.0
_LEAST_COMMUNE, _MOST_COMMUNE, _EMPTY_COMMUNE = 6.0, 22.0, 2.5

UrlOf = Callable[[Query], str]


@dataclass(frozen=True, slots=True)
class Bubble:
    """A unit on the sheet and in the list; positions are text, so that no locale changes them."""

    name: str
    words: str
    count: str
    is_none: bool
    x: str
    y: str
    radius: str
    url: str
    list_url: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class IslandGroup:
    """A special zone of islands with its name in two lines."""

    name: str
    of: str
    words: str
    url: str
    dots: tuple[tuple[str, str], ...]
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """`bubbles` in the order of the list; `unplaced` says what has no place on the sheet."""

    heading: str
    lead: str
    view_box: str
    is_country: bool
    bubbles: tuple[Bubble, ...]
    without: tuple[Bubble, ...]
    islands: tuple[IslandGroup, ...]
    tiles: tuple[Tile, ...]
    unplaced: str
    conditions: tuple[chips.Chip, ...]
    list_url: str
    list_words: str
    country_url: str
    place_url: str
    place_words: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What is drawn: the query, its total and counts by unit; None while search is down."""

    query: Query
    total: int | None
    counts: Mapping[str, int] | None
    directory: PlaceDirectory


def url_of(query: Query) -> str:
    return addresses.with_params(addresses.DIAGRAM, query.replace(page=1).to_params())


def country_diagram(told: Counted, draw_tiles: Callable[[Sheet], tuple[Tile, ...]]) -> Diagram:
    """One circle for each province of today; both archipelagos always."""
    sheet, directory = country(), told.directory
    islands = tuple(_islands(sheet, directory))
    units = [
        (unit, point)
        for unit in directory.current_provinces()
        if (point := directory.point_of(unit.id)) is not None
    ]
    sizes = (_EMPTY, _LEAST, _MOST)
    taken = [_label_box(group) for group in islands]
    bubbles = _bubbles(told, sheet, units, sizes, taken, _province_words)
    return _diagram(told, sheet, bubbles, islands, draw_tiles, None)


def province_diagram(
    told: Counted, province: PlaceInfo, draw_tiles: Callable[[Sheet], tuple[Tile, ...]]
) -> Diagram:
    """A dot for each commune of a province of today."""
    directory = told.directory
    units = [
        (unit, point)
        for unit in directory.children(province.id)
        if unit.level == PlaceLevel.COMMUNE and (point := directory.point_of(unit.id)) is not None
    ]
    far = [one for one in ARCHIPELAGOS if one.place in {unit.public_id for unit, _ in units}]
    points = [point for _, point in units] + [dot for one in far for dot in one.islands]
    sheet = around(points or [(16.0, 107.0)])
    sizes = (_EMPTY_COMMUNE, _LEAST_COMMUNE, _MOST_COMMUNE)
    bubbles = _bubbles(told, sheet, units, sizes, (), _commune_words)
    islands = tuple(
        group
        for group in _islands(sheet, directory)
        if group.url in {addresses.place(one.place) for one in far}
    )
    return _diagram(told, sheet, bubbles, islands, draw_tiles, province)


def _diagram(
    told: Counted,
    sheet: Sheet,
    bubbles: Sequence[Bubble],
    islands: tuple[IslandGroup, ...],
    draw_tiles: Callable[[Sheet], tuple[Tile, ...]],
    province: PlaceInfo | None,
) -> Diagram:
    bare = told.query.replace(provinces=(), communes=(), page=1)
    return Diagram(
        heading=_heading(told, province),
        lead=_lead(told, province),
        view_box=sheet.view_box,
        is_country=province is None,
        bubbles=tuple(one for one in bubbles if not one.is_none or told.counts is None),
        without=tuple(one for one in bubbles if one.is_none and told.counts is not None),
        islands=islands,
        tiles=draw_tiles(sheet),
        unplaced=_unplaced(told, province),
        conditions=chips.chips(bare, told.directory, url_of),
        list_url=addresses.catalogue(told.query.to_params()),
        list_words=_list_words(told.total),
        country_url=url_of(bare) if province else "",
        place_url=addresses.place(province.public_id) if province else "",
        place_words=_("About %(place)s") % {"place": unit_name(province)} if province else "",
    )


def _bubbles(
    told: Counted,
    sheet: Sheet,
    units: Sequence[tuple[PlaceInfo, tuple[float, float]]],
    sizes: tuple[float, float, float],
    taken: Sequence[Box],
    words: Callable[[PlaceInfo], str],
) -> list[Bubble]:
    counts = told.counts or {}
    most = max((counts.get(unit.public_id, 0) for unit, _ in units), default=0)
    empty, least, greatest = sizes
    circles = []
    for unit, point in units:
        count = counts.get(unit.public_id, 0)
        radius = least + (greatest - least) * math.sqrt(count / most) if count else empty
        circles.append(Circle(*sheet.place(point), radius, words(unit)))
    named = [n for n, (unit, _) in enumerate(units) if counts.get(unit.public_id) or not counts]
    labels: dict[int, Label | None] = dict(
        zip(
            named,
            place_labels([circles[n] for n in named], WIDTH, sheet.height, taken),
            strict=True,
        )
    )
    found = []
    for n, ((unit, _point), circle) in enumerate(zip(units, circles, strict=True)):
        count = counts.get(unit.public_id, 0)
        found.append(_bubble(told, unit, circle, count, labels.get(n), words(unit)))
    return found


def _bubble(
    told: Counted, unit: PlaceInfo, circle: Circle, count: int, label: Label | None, words: str
) -> Bubble:
    if unit.level == PlaceLevel.PROVINCE:
        narrowed = told.query.replace(provinces=(unit.public_id,), communes=(), page=1)
    else:
        narrowed = told.query.replace(provinces=(), communes=(unit.public_id,), page=1)
    listed = addresses.catalogue(narrowed.to_params())
    if told.counts is None:
        url = listed = addresses.place(unit.public_id)
    else:
        url = url_of(narrowed) if unit.level == PlaceLevel.PROVINCE else listed
    return Bubble(
        name=words,
        words=f"{words}: {_items(count)}" if told.counts is not None else words,
        count=number_text(count) if told.counts is not None else "",
        is_none=count == 0,
        x=_number(circle.x),
        y=_number(circle.y),
        radius=_number(circle.radius),
        url=url,
        list_url=listed,
        label=label,
    )


def _islands(sheet: Sheet, directory: PlaceDirectory) -> list[IslandGroup]:
    """The archipelagos that the gazetteer holds; it always holds both once it is loaded."""
    found = []
    for one in ARCHIPELAGOS:
        zone = directory.by_public_id(one.place)
        if zone is None:
            continue
        name = zone.full_name[:1].lower() + zone.full_name[1:]
        province = directory.province(zone.id).short_name
        x, y = sheet.place(one.label_at)
        half = _half_width(name)
        x, y = min(max(x, half), WIDTH - half), min(y, sheet.height - SIZE * 2.5)
        dots = tuple((_number(a), _number(b)) for a, b in map(sheet.place, one.islands))
        found.append(
            IslandGroup(
                name=name,
                of=f"({province})",
                words=f"{name} ({province})",
                url=addresses.place(zone.public_id),
                dots=dots,
                label_x=_number(x),
                label_y=_number(y),
            )
        )
    return found


def _half_width(name: str) -> float:
    """Half of what the name of a special zone takes on a phone, where letters are largest."""
    return len(name) * SIZE * 2 * 0.55 / 2


def _label_box(group: IslandGroup) -> Box:
    """The room of a name in two lines as wide as it is on a phone, where letters are largest."""
    half = _half_width(group.name)
    x, y = float(group.label_x), float(group.label_y)
    return x - half, y - SIZE * 2, x + half, y + SIZE * 2.5


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _province_words(unit: PlaceInfo) -> str:
    return unit.short_name


def _commune_words(unit: PlaceInfo) -> str:
    return unit.full_name


def _items(count: int) -> str:
    return ngettext("%(count)s item", "%(count)s items", count) % {"count": number_text(count)}


def _heading(told: Counted, province: PlaceInfo | None) -> str:
    if told.total is None:
        return province.full_name if province else _("The provinces and cities of today")
    values = {"count": number_text(told.total), "place": unit_name(province) if province else ""}
    if province:
        return (
            ngettext("%(count)s item in %(place)s", "%(count)s items in %(place)s", told.total)
            % values
        )
    return (
        ngettext(
            "%(count)s item in the whole country",
            "%(count)s items in the whole country",
            told.total,
        )
        % values
    )


def _lead(told: Counted, province: PlaceInfo | None) -> str:
    if told.counts is None:
        return _(
            "Search is resting, so the circles have no numbers. Choose a place to see its page."
        )
    if province:
        return _("A circle stands at the middle of a commune, ward or special zone.")
    return _("The larger the circle, the more items. Choose a province to see its communes.")


def _unplaced(told: Counted, province: PlaceInfo | None) -> str:
    """How many items at least stand nowhere on the sheet; an item of several places counts once."""
    if told.total is None or told.counts is None:
        return ""
    missing = told.total - sum(told.counts.values())
    if missing <= 0:
        return ""
    if province:
        text = ngettext(
            "%(count)s item or more of the province names no commune of today, and has no dot.",
            "%(count)s items or more of the province name no commune of today, and have no dot.",
            missing,
        )
    else:
        text = ngettext(
            "%(count)s item or more has no known province, and is not on the diagram.",
            "%(count)s items or more have no known province, and are not on the diagram.",
            missing,
        )
    return text % {"count": number_text(missing)}


def _list_words(total: int | None) -> str:
    if total is None:
        return _("See the whole catalogue")
    return ngettext("See the list of %(count)s item", "See the list of %(count)s items", total) % {
        "count": number_text(total)
    }
