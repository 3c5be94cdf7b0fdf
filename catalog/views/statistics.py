"""Figures of the register as of a day (`/so-lieu/`), the lists behind them, and the file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, figure_lists, figure_things, parameters
from catalog.csv_file import csv_text
from catalog.editions import edition_of
from catalog.figure_lists import ListAsked
from catalog.figure_request import (
    FORMAT,
    PARAMETERS,
    PLACE,
    PLACE_NAME,
    REGION,
    TITLES,
    FigureRequest,
    read,
)
from catalog.page_head import absolute
from catalog.presenters import figure_form, figure_pages, figure_parts, place_lists
from catalog.presenters import statistics as presenter
from catalog.presenters.crumbs import section_crumbs
from catalog.views.taking import takes
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.resolver import resolve
from registry.selectors.figures import figures
from registry.selectors.regions import RegionAsked, region_asked, regions_named

_MOST_CHOICES = 12
_AS_FILE = {FORMAT: "csv".__eq__}


@require_safe
@takes(*PARAMETERS)
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures of a day; a name typed for the place leads to the address with its id."""
    directory, now = get_directory(), timezone.localtime()
    asked = read(request.GET, directory, now)
    typed = parameters.text(request.GET, PLACE_NAME, 120)
    choices: tuple[place_lists.Choice, ...] = ()
    place_error = ""
    region = _region(request, directory, typed)
    if region is not None:
        return redirect(_with_place(request, region.public_id))
    if typed:
        found = resolve(typed, directory=directory)
        if found.best is not None and not found.is_ambiguous:
            return redirect(_with_place(request, found.best.place.public_id))
        place_error = _place_error(typed, bool(found.candidates))
        choices = tuple(
            place_lists.Choice(shown.words, _with_place(request, c.place.public_id), shown.note)
            for c in found.candidates[:_MOST_CHOICES]
            for shown in (place_lists.choice(c.place, directory),)
        )
    context = _context(asked, directory, now, typed, place_error)
    context["choices"] = choices
    if asked.query is not None and not place_error:
        context["page"] = presenter.figure_page(
            figures(asked.query), directory, _known(request, now)
        )
    return render(request, "catalog/statistics.html", context)


@require_safe
@takes(*PARAMETERS, checks=_AS_FILE)
def provinces(request: HttpRequest) -> HttpResponse:
    """The figures of the country or a region by province, in one of the three ways."""
    directory, now = get_directory(), timezone.localtime()
    asked = read(request.GET, directory, now)
    if asked.query is None or asked.place is not None:
        return _back(request)
    way = asked.way
    rows = figure_lists.by_province(asked.query, way, directory, asked.region)
    page = figure_parts.provinces_page(
        asked.query, way, rows, directory, asked.region, _known(request, now)
    )
    return _parts(request, page, _("By province"), addresses.STATISTICS_PROVINCES)


@require_safe
@takes(*PARAMETERS, checks=_AS_FILE)
def groups(request: HttpRequest) -> HttpResponse:
    """The figures of the country, a region or a unit by the groups that readers see."""
    directory, now = get_directory(), timezone.localtime()
    asked = read(request.GET, directory, now)
    if asked.query is None or asked.group:
        return _back(request)
    way = asked.way
    rows = figure_lists.by_group(asked.query, way)
    page = figure_parts.groups_page(asked.query, way, rows, directory, _known(request, now))
    return _parts(request, page, _("By group"), addresses.STATISTICS_GROUPS)


def _parts(
    request: HttpRequest, page: figure_parts.PartsPage, crumb: str, url: str
) -> HttpResponse:
    """A breakdown as a page, or as a file where the address asks for one."""
    if parameters.text(request.GET, FORMAT, 10) == "csv":
        rows = figure_parts.part_file_rows(page, request.build_absolute_uri(page.permanent_url))
        return _csv(rows, f"so-vang-{page.file_name}.csv")
    context = {
        "page": page,
        "page_title": page.title,
        "crumbs": figure_pages.crumbs(crumb),
        "canonical": absolute(url),
    }
    return render(request, "catalog/statistics_parts.html", context)


def _csv(rows: Iterable[list[str]], name: str) -> HttpResponse:
    response = HttpResponse(csv_text(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@takes(*PARAMETERS, checks={**_AS_FILE, "trang": parameters.is_page_number})
def behind(request: HttpRequest) -> HttpResponse:
    """What is behind a figure: certifications with their state on the day, or things by name."""
    directory, now = get_directory(), timezone.localtime()
    asked = read(request.GET, directory, now)
    if asked.query is None:
        return _back(request)
    wanted = ListAsked(asked.query, asked.way, asked.grade, asked.things, asked.rest)
    if parameters.text(request.GET, FORMAT, 10) == "csv":
        return _list_file(request, wanted, directory, now)
    number = parameters.page_number(request.GET)
    if wanted.things == TITLES:
        found = figure_lists.behind(wanted, directory, number)
        page = figure_pages.list_page(wanted, found, directory, _known(request, now))
    else:
        things = figure_things.things_behind(wanted, directory, number)
        page = figure_pages.things_page(wanted, things, directory, _known(request, now))
    context = {
        "page": page,
        "page_title": page.title,
        "crumbs": figure_pages.crumbs(_("List")),
        "canonical": absolute(figure_pages.list_address(wanted, wanted.query)),
    }
    return render(request, "catalog/statistics_list.html", context)


def _list_file(
    request: HttpRequest, asked: ListAsked, directory: PlaceDirectory, now: dt.datetime
) -> HttpResponse:
    fixed = replace(asked, query=presenter.as_known(asked.query, _known(request, now)))
    address = request.build_absolute_uri(figure_pages.list_address(fixed, fixed.query))
    is_titles = asked.things == TITLES
    read_rows = figure_things.every_title if is_titles else figure_things.every_thing
    rows = figure_pages.list_file_rows(fixed, read_rows(fixed, directory), address)
    return _csv(rows, f"so-vang-{asked.things}-{asked.query.on.isoformat()}.csv")


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The same figures as a CSV file; what cannot be read leads to the form that says why."""
    directory, now = get_directory(), timezone.localtime()
    asked = read(request.GET, directory, now)
    if asked.query is None:
        return _back(request)
    query = presenter.as_known(asked.query, _known(request, now))
    address = request.build_absolute_uri(presenter.permanent_url(query, now))
    rows = presenter.file_rows(figures(query), directory, address)
    return _csv(rows, f"so-vang-so-lieu-{asked.query.on.isoformat()}.csv")


def _known(request: HttpRequest, now: dt.datetime) -> dt.datetime:
    """Up to when the register is known now, so that a page stays the same as long as it is."""
    return min(edition_of(request).recorded_at or now, now)


def _context(
    asked: FigureRequest,
    directory: PlaceDirectory,
    now: dt.datetime,
    place_name: str,
    place_error: str,
) -> dict[str, object]:
    day = asked.day.day or now.date()
    return {
        "form": figure_form.figure_form(asked, directory, now.date(), place_name, place_error),
        "page_title": _("Figures"),
        "canonical": absolute(addresses.STATISTICS),
        "page_description": _(
            "Titles, products, establishments and craft villages of the register on any day."
        ),
        "crumbs": section_crumbs(_("Figures")),
        "is_future": day > now.date(),
    }


def _region(request: HttpRequest, directory: PlaceDirectory, typed: str) -> RegionAsked | None:
    """A region chosen of the list, or typed by its name; by its provinces in force then."""
    if typed:
        return next(iter(regions_named(typed, directory)), None)
    return region_asked(parameters.text(request.GET, REGION, 80), directory)


def _place_error(typed: str, has_candidates: bool) -> str:
    if has_candidates:
        return _("Error: “%(name)s” is the name of several units. Choose one below.") % {
            "name": typed
        }
    return _(
        "Error: no place is called “%(name)s”, now or before 01/07/2025. "
        "Write another spelling, or the name of the province."
    ) % {"name": typed}


def _with_place(request: HttpRequest, public_id: str) -> str:
    """The same question for a place; what was typed in other fields stays as it is."""
    pairs = [
        (name, parameters.text(request.GET, name))
        for name in request.GET
        if name not in (PLACE, PLACE_NAME, REGION)
    ]
    return addresses.with_params(
        addresses.STATISTICS, [*[pair for pair in pairs if pair[1]], (PLACE, public_id)]
    )


def _back(request: HttpRequest) -> HttpResponse:
    pairs = [(name, parameters.text(request.GET, name)) for name in request.GET]
    return redirect(addresses.with_params(addresses.STATISTICS, pairs))
