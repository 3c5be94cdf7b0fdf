"""The catalogue page: what was understood, results, filters, paging, and ways on from nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import number_text
from catalog.finding import counts
from catalog.presenters import answers, chips, filters
from catalog.presenters.cards import Asked, Card, cards
from catalog.presenters.chips import Chip
from catalog.presenters.filters import Counted, Facet, Opened
from catalog.presenters.ignored import ignored_words
from catalog.presenters.paging import Paging, paging
from catalog.presenters.place_lists import Choice
from catalog.presenters.switch import Switch
from catalog.presenters.ways import LIST_VIEW, Way, address_of
from registry.gazetteer.directory import PlaceDirectory
from registry.rules.identifiers import code_grouped, code_is_valid, code_normalise
from registry.selectors.items import ItemRecord
from search.nearby import RADII
from search.query import (
    COMMUNE,
    NEAR,
    PAGE_SIZE,
    PLACE,
    PROVINCE,
    SORT,
    Ignored,
    Query,
    Sort,
    StatusFilter,
)
from search.service import Results


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
    folded_words: str = ""
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
    correction: answers.Corrected | None = None
    sections: tuple[answers.Section, ...] = ()
    ways: tuple[Way, ...] = field(default=())
    diagram_url: str = ""
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
        ignored=tuple(ignored_words(row) for row in ignored),
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
        query.replace(status=found.status),
        found.status_counts,
        {name: counts(found, name) for name in found.facets},
        directory,
        url_of,
        opened,
    )
    chosen = len(chips.conditions(query, directory)) - (1 if query.text else 0)
    sure = found.status_counts.get(StatusFilter.VALID, 0)
    has_note = found.status is StatusFilter.OPEN and 0 < sure < found.total
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
        folded_words=_("No filter would find more: nothing fits the words themselves.")
        if _filters_are_idle(found) and not opened.name
        else "",
        heading=_heading(found.total, found.status, len(page.chips)),
        note=_("%(sure)s surely valid today, %(unsure)s whose validity is not known.")
        % {"sure": number_text(sure), "unsure": number_text(found.total - sure)}
        if has_note
        else "",
        note_words=_("Only those that are surely valid") if has_note else "",
        note_url=url_of(query.replace(status=StatusFilter.VALID)) if has_note else "",
        cards=cards(
            (records[ref] for ref in found.refs if ref in records),
            directory,
            found.as_of,
            Asked(query.schemes, query.grades),
        ),
        views=_views(query, page.is_list),
        sorts=_sorts(query, url_of) if found.total > 1 else (),
        paging=paging(
            found.page,
            found.page_count,
            found.total,
            PAGE_SIZE,
            lambda number: url_of(query.replace(page=number)),
        ),
        notes=answers.notes(found, directory),
        correction=answers.correction(found, url_of),
        sections=answers.sections(found, records, directory),
        ways=ways,
        diagram_url=addresses.light(addresses.DIAGRAM, query.replace(page=1).to_params()),
        csv_url=addresses.light(addresses.CATALOGUE_CSV, query.replace(page=1).to_params()),
        xlsx_url=addresses.light(addresses.CATALOGUE_XLSX, query.replace(page=1).to_params()),
    )


def _filters_are_idle(found: Results) -> bool:
    """Whether every choice of every filter would give nothing, so that all would stand at 0."""
    values = (value for name in found.facets for value in found.facets[name])
    return not (
        found.total or any(found.status_counts.values()) or any(value.count for value in values)
    )


def _radii(query: Query) -> tuple[Switch, ...]:
    """The choices of the field beside a typed place; without one, only that place."""
    return (
        Switch(_("only this place"), "", not query.near),
        *(
            Switch(_("within %(km)s km") % {"km": km}, str(km), query.near != "" and query.km == km)
            for km in RADII
        ),
    )


def _heading(total: int, status: StatusFilter, conditions: int) -> str:
    if total == 0:
        if conditions > 1:
            return _("Nothing matches all %(count)s conditions") % {"count": conditions}
        return _("Nothing matches")
    values = {"count": number_text(total), "months": status.months}
    if status.months:
        return (
            ngettext(
                "%(count)s result that stays surely valid for %(months)s months more",
                "%(count)s results that stay surely valid for %(months)s months more",
                total,
            )
            % values
        )
    if status is StatusFilter.VALID:
        return (
            ngettext(
                "%(count)s result that is surely valid today",
                "%(count)s results that are surely valid today",
                total,
            )
            % values
        )
    if status is StatusFilter.ENDED:
        return (
            ngettext("%(count)s result that has ended", "%(count)s results that have ended", total)
            % values
        )
    if status is StatusFilter.ALL:
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
    if query.near:
        words[Sort.NEAREST] = _("Nearest")
    current = query.sort if query.sort in words else Sort.NAME
    return tuple(
        Switch(label, url_of(query.replace(sort=sort)), sort is current)
        for sort, label in words.items()
    )
