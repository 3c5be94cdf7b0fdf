"""The catalogue page: what was understood, results, filters, paging, and ways on from nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import number_text
from catalog.finding import counts
from catalog.presenters import chips, filters
from catalog.presenters.cards import Card, cards
from catalog.presenters.chips import Chip, UrlOf
from catalog.presenters.filters import Counted, Facet, Opened
from catalog.presenters.paging import Paging, paging
from catalog.presenters.place_pages import Choice
from registry.gazetteer.directory import PlaceDirectory
from registry.rules.identifiers import code_grouped, code_is_valid, code_normalise
from registry.selectors.items import ItemRecord
from search.nearby import RADII, without_points
from search.query import (
    COMMUNE,
    GRADE,
    GROUP,
    LISTS,
    LITERAL,
    MAKER,
    NEAR,
    PAGE,
    PAGE_SIZE,
    PLACE,
    PROVINCE,
    RADIUS,
    REGION,
    SCHEME,
    SORT,
    STATUS,
    VILLAGE,
    Ignored,
    Q,
    Query,
    Sort,
    StatusFilter,
)
from search.service import Results

LIST_VIEW = ("bay", "danh-sach")


@dataclass(frozen=True, slots=True)
class Switch:
    words: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an empty result: what to leave off, and how many results that gives."""

    words: str
    url: str


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


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """A typed place name that means several units or none; the reader decides."""

    typed: str
    message: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    text: str
    hidden: tuple[tuple[str, str], ...]
    hidden_for_filters: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    clear_url: str
    ignored: tuple[str, ...]
    has_ignored_place: bool
    question: PlaceQuestion | None
    code_words: str
    code_url: str
    radii: tuple[Switch, ...] = ()
    facets: tuple[Facet, ...] = ()
    opened: str = ""
    filter_words: str = ""
    heading: str = ""
    note: str = ""
    note_words: str = ""
    note_url: str = ""
    cards: tuple[Card, ...] = ()
    is_list: bool = False
    views: tuple[Switch, ...] = ()
    sorts: tuple[Switch, ...] = ()
    paging: Paging | None = None
    notes: tuple[str, ...] = ()
    correction: Corrected | None = None
    sections: tuple[Section, ...] = ()
    ways: tuple[Way, ...] = field(default=())
    csv_url: str = ""
    xlsx_url: str = ""


def frame(
    query: Query,
    ignored: Sequence[Ignored],
    directory: PlaceDirectory,
    question: PlaceQuestion | None,
    is_list: bool,
) -> CataloguePage:
    """The part of the page that stands without an answer of search."""
    url_of = address_of(is_list)
    code = code_normalise(query.text)
    has_code = code_is_valid(code)
    chosen = chips.chips(query, directory, url_of)
    params = query.replace(text="", page=1, literal=False).to_params()
    kept = (PLACE, SORT, NEAR)
    view = (LIST_VIEW,) if is_list else ()
    return CataloguePage(
        text=query.text,
        hidden=(*params, *view),
        hidden_for_filters=(
            *((("q", query.text),) if query.text else ()),
            *((name, value) for name, value in params if name in kept),
            *view,
        ),
        chips=chosen,
        clear_url=url_of(Query()) if len(chosen) > 1 else "",
        radii=_radii(query),
        ignored=tuple(_ignored_words(row) for row in ignored),
        has_ignored_place=any(row.param in (PLACE, PROVINCE, COMMUNE, NEAR) for row in ignored),
        question=question,
        code_words=_("%(code)s is a code of the register: verify it") % {"code": code_grouped(code)}
        if has_code
        else "",
        code_url=addresses.verify(code) if has_code else "",
        is_list=is_list,
    )


def with_results(
    page: CataloguePage,
    found: Results,
    records: Mapping[str, ItemRecord],
    directory: PlaceDirectory,
    ways: tuple[Way, ...],
    opened: Opened,
) -> CataloguePage:
    """The page with its results; `records` are those of every reference in the answer."""
    query, url_of = found.query, address_of(page.is_list)
    told = Counted(
        query,
        found.status_counts,
        {name: counts(found, name) for name in found.facets},
        directory,
        url_of,
        opened,
    )
    chosen = sum(1 for chip in page.chips) - (1 if query.text else 0)
    sure = found.status_counts.get(StatusFilter.VALID, 0)
    has_note = query.status is StatusFilter.OPEN and 0 < sure < found.total
    read = chips.understood_chips(found.understood, directory, url_of)
    made = tuple(filters.facets(told))
    return replace(
        page,
        chips=(*page.chips, *read),
        facets=made,
        opened=opened.name if any(facet.is_open for facet in made) else "",
        filter_words=ngettext("Filter (%(count)s chosen)", "Filter (%(count)s chosen)", chosen)
        % {"count": chosen}
        if chosen
        else _("Filter"),
        heading=_heading(found.total, query, len(page.chips)),
        note=_("%(sure)s surely valid today, %(unsure)s whose validity is not known.")
        % {"sure": number_text(sure), "unsure": number_text(found.total - sure)}
        if has_note
        else "",
        note_words=_("Only those that are surely valid") if has_note else "",
        note_url=url_of(query.replace(status=StatusFilter.VALID)) if has_note else "",
        cards=cards((records[r] for r in found.refs if r in records), directory, found.as_of),
        views=_views(query, page.is_list),
        sorts=_sorts(query, url_of) if found.total > 1 else (),
        paging=paging(
            found.page,
            found.page_count,
            found.total,
            PAGE_SIZE,
            lambda number: url_of(query.replace(page=number)),
        ),
        notes=_notes(found, directory),
        correction=_correction(found, url_of),
        sections=_sections(found, records, directory),
        ways=ways,
        csv_url=addresses.with_params(addresses.CATALOGUE_CSV, query.replace(page=1).to_params()),
        xlsx_url=addresses.with_params(addresses.CATALOGUE_XLSX, query.replace(page=1).to_params()),
    )


def _notes(found: Results, directory: PlaceDirectory) -> tuple[str, ...]:
    """What a reader must know of these results: pages that are not, and how places count."""
    query, notes = found.query, []
    if found.page != query.page:
        notes.append(
            _("There is no page %(asked)s; page %(page)s is the last and is shown.")
            % {"asked": number_text(query.page), "page": number_text(found.page)}
        )
    if query.places or query.near:
        notes.append(
            _("An item counts in the place that its decision names and in the unit there now.")
        )
    if query.near:
        notes.append(
            _(
                "Distances are between centres of communes. "
                "Items of which only the province is known are left out."
            )
        )
        if missing := without_points(directory):
            names = ", ".join(chips.province_words(one, directory) for one in missing)
            notes.append(
                _("The positions of some communes are not known in: %(provinces)s.")
                % {"provinces": names}
            )
    return tuple(notes)


def _correction(found: Results, url_of: UrlOf) -> Corrected | None:
    if found.correction is None:
        return None
    return Corrected(
        found.correction.text,
        _("Search exactly “%(text)s”") % {"text": found.query.text},
        url_of(found.correction.literal),
    )


def _sections(
    found: Results, records: Mapping[str, ItemRecord], directory: PlaceDirectory
) -> tuple[Section, ...]:
    """What lies elsewhere and what is related, where there is any."""
    places = [
        chips.asked_place_words(one.value, directory)
        for one in found.understood
        if one.kind == "place"
    ]
    if found.total:
        elsewhere = _("Elsewhere") if places else _("With another grade or maker")
    elif places:
        elsewhere = _("Not in %(place)s; similar products elsewhere") % {"place": ", ".join(places)}
    else:
        elsewhere = _("Nothing with all of this; similar products")
    wanted = (
        ("elsewhere", elsewhere, "", found.elsewhere),
        (
            "related",
            _("Related products"),
            _("They fit in part and are not counted."),
            found.related,
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


def _radii(query: Query) -> tuple[Switch, ...]:
    """The choices of the field beside a typed place; without one, only that place."""
    return (
        Switch(_("only this place"), "", not query.near),
        *(
            Switch(_("within %(km)s km") % {"km": km}, str(km), query.near != "" and query.km == km)
            for km in RADII
        ),
    )


def address_of(is_list: bool) -> Callable[[Query], str]:
    """How a query becomes an address in the chosen view."""
    view = (LIST_VIEW,) if is_list else ()
    return lambda query: addresses.catalogue([*query.to_params(), *view])


def looser(query: Query, directory: PlaceDirectory) -> list[tuple[str, Query]]:
    """The query with one of its conditions left off, each with the words of that condition."""
    found: list[tuple[str, Query]] = []
    for name, _label, words in chips.list_filters(query, directory):
        if values := getattr(query, name):
            told = ", ".join(words(value) for value in values)
            found.append((told, query.replace(**{name: ()})))
    if query.near:
        found.append((chips.near_words(query, directory), query.replace(near="", km=0)))
    if query.status is not StatusFilter.ALL:
        found.append((chips.status_words(query.status), query.replace(status=StatusFilter.ALL)))
    if query.text:
        found.append((query.text, query.replace(text="")))
    return found


def alone(query: Query, directory: PlaceDirectory) -> list[tuple[str, Query]]:
    """Each condition by itself; for a reader whose conditions exclude each other."""
    found = []
    for words, without in looser(query, directory):
        changed = {
            name: getattr(query, name)
            for name in ("text", *LISTS.values(), "near", "km")
            if getattr(query, name) != getattr(without, name)
        }
        if changed:
            found.append((words, Query(**changed)))
    return found


def way_alone(words: str, query: Query, total: int, is_list: bool) -> Way:
    return Way(
        ngettext("Only “%(words)s”: %(count)s result", "Only “%(words)s”: %(count)s results", total)
        % {"words": words, "count": number_text(total)},
        address_of(is_list)(query),
    )


def way(words: str, query: Query, total: int, is_list: bool) -> Way:
    return Way(
        ngettext(
            "Without “%(words)s” there is %(count)s result",
            "Without “%(words)s” there are %(count)s results",
            total,
        )
        % {"words": words, "count": number_text(total)},
        address_of(is_list)(query),
    )


def _heading(total: int, query: Query, conditions: int) -> str:
    if total == 0:
        if conditions > 1:
            return _("Nothing matches all %(count)s conditions") % {"count": conditions}
        return _("Nothing matches")
    values = {"count": number_text(total), "months": query.status.months}
    if query.status.months:
        return (
            ngettext(
                "%(count)s result that stays surely valid for %(months)s months more",
                "%(count)s results that stay surely valid for %(months)s months more",
                total,
            )
            % values
        )
    if query.status is StatusFilter.VALID:
        return (
            ngettext(
                "%(count)s result that is surely valid today",
                "%(count)s results that are surely valid today",
                total,
            )
            % values
        )
    if query.status is StatusFilter.ALL:
        return (
            ngettext(
                "%(count)s result, ended ones included",
                "%(count)s results, ended ones included",
                total,
            )
            % values
        )
    return (
        ngettext(
            "%(count)s result that has not ended", "%(count)s results that have not ended", total
        )
        % values
    )


def _views(query: Query, is_list: bool) -> tuple[Switch, ...]:
    return (
        Switch(_("Grid"), address_of(False)(query), not is_list),
        Switch(_("List"), address_of(True)(query), is_list),
    )


def _sorts(query: Query, url_of: Callable[[Query], str]) -> tuple[Switch, ...]:
    words = {Sort.NAME: _("Name"), Sort.NEWEST: _("Newest")}
    if query.text:
        words = {Sort.RELEVANCE: _("Best match"), **words}
    current = query.sort if query.sort in words else Sort.NAME
    return tuple(
        Switch(label, url_of(query.replace(sort=sort)), sort is current)
        for sort, label in words.items()
    )


def _ignored_words(row: Ignored) -> str:
    names = {
        Q: _("Words"),
        SCHEME: _("Scheme"),
        GRADE: _("Grade"),
        GROUP: _("Group"),
        REGION: _("Region"),
        PROVINCE: _("Province or city"),
        COMMUNE: _("Commune or ward"),
        VILLAGE: _("Craft village"),
        MAKER: _("Maker"),
        PLACE: _("Place"),
        NEAR: _("Near"),
        RADIUS: _("Distance"),
        STATUS: _("Validity"),
        SORT: _("Order"),
        PAGE: _("Page"),
        LITERAL: _("As typed"),
    }
    value = row.value if len(row.value) <= 60 else f"{row.value[:60]}…"
    return _("%(name)s “%(value)s”: %(reason)s") % {
        "name": names.get(row.param, row.param),
        "value": value,
        "reason": row.reason,
    }
