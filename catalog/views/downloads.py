"""A result list of the catalogue as a file: all its rows, in the order of the page.

What is found is fixed before the first byte, so that a search which is down answers with a
page and never with half a file.
"""

import csv
import io
import math
import tempfile
from collections.abc import Iterator, Sequence

import xlsxwriter
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import addresses, finding
from catalog.api.limits import SECONDS, AddressThrottle
from catalog.csv_file import BYTE_ORDER_MARK, safe_cell
from catalog.days import number_text
from catalog.presenters import catalogue as catalogue_presenter
from catalog.presenters import place_lists
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.result_file import Cell, Origin, header, row, text_row
from registry.gazetteer.directory import get_directory
from registry.selectors.items import items_by_ref
from search.query import Query, parse
from search.service import SearchUnavailable

MOST_ROWS = 50_000
_PIECE = 250
_WIDTHS = (12, 12, 34, 24, 34, 34, 30, 12, 18, 14, 16, 12, 30, 14, 40, 34, 18, 40)


@require_safe
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """The list as text that spreadsheets open rightly and cannot run."""
    prepared = _prepare(request)
    if isinstance(prepared, HttpResponse):
        return prepared
    refs, origin = prepared
    response = StreamingHttpResponse(_csv_pieces(refs, origin), "text/csv; charset=utf-8")
    response["Content-Disposition"] = _disposition(origin, "csv")
    return response


@require_safe
def xlsx_file(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook with real dates and a sheet that says what it is."""
    prepared = _prepare(request)
    if isinstance(prepared, HttpResponse):
        return prepared
    refs, origin = prepared
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    _write_workbook(file, refs, origin)
    file.seek(0)
    response = FileResponse(
        file,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = _disposition(origin, "xlsx")
    return response


def _prepare(request: HttpRequest) -> tuple[Sequence[str], Origin] | HttpResponse:
    """What the file holds and where it comes from; or the page that says why there is none."""
    directory = get_directory()
    throttle = AddressThrottle("download")
    if not throttle.allow_request(request):
        return _too_often(request, math.ceil(throttle.wait() or SECONDS))
    query, ignored = parse(request.GET, finding.PageVocabulary(directory))
    query = query.replace(page=1)
    if ignored:
        # The page names what it left out; a file that left it out would mislead.
        return redirect(f"{addresses.CATALOGUE}?{request.GET.urlencode()}")
    try:
        found = finding.every_ref(query, MOST_ROWS)
    except SearchUnavailable:
        return _down(request, query)
    if found.total > MOST_ROWS:
        return _too_long(request, query, found.total)
    site = settings.BASE_URL.rstrip("/")
    address = site + addresses.catalogue(query.to_params())
    return found.refs, Origin(site, address, timezone.localtime(), found.as_of)


def _rows(refs: Sequence[str], origin: Origin) -> Iterator[tuple[Cell, ...]]:
    directory = get_directory()
    for start in range(0, len(refs), _PIECE):
        for record in items_by_ref(refs[start : start + _PIECE]).values():
            yield row(record, directory, origin)


def _csv_pieces(refs: Sequence[str], origin: Origin) -> Iterator[str]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write(BYTE_ORDER_MARK)
    writer.writerow(header())
    try:
        for cells in _rows(refs, origin):
            writer.writerow([safe_cell(cell) for cell in text_row(cells)])
            if out.tell() > 1 << 16:
                yield _taken(out)
    except Exception:
        # A file that ends early must not look whole; the connection breaks as well.
        writer.writerow([_("ERROR: the list breaks off here. Download it again.")])
        yield _taken(out)
        raise
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _write_workbook(file: object, refs: Sequence[str], origin: Origin) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(_("List"))
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, header(), bold)
    count = 0
    for count, cells in enumerate(_rows(refs, origin), start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(count, column, cell)
            elif cell is not None:
                sheet.write_datetime(count, column, cell, day)
    sheet.autofilter(0, 0, max(count, 1), len(_WIDTHS) - 1)
    about = book.add_worksheet(_("About this file"))
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 90)
    facts = (
        (_("Address of this search"), origin.address),
        (_("State as of"), f"{origin.moment:%H:%M %d/%m/%Y}"),
        (_("Rows"), number_text(count)),
    )
    for number, (name, value) in enumerate(facts):
        about.write_string(number, 0, name, bold)
        about.write_string(number, 1, value)
    book.close()


def _disposition(origin: Origin, ending: str) -> str:
    return f'attachment; filename="so-vang-danh-muc-{origin.day.isoformat()}.{ending}"'


def _down(request: HttpRequest, query: Query) -> HttpResponse:
    directory = get_directory()
    context = _context(query) | {"provinces": place_lists.provinces(directory, None)}
    response = render(request, "catalog/catalogue_down.html", context, status=503)
    response["Retry-After"] = "30"
    return response


def _too_long(request: HttpRequest, query: Query, total: int) -> HttpResponse:
    message = _(
        "This list has %(total)s rows, and a file holds %(most)s at most. "
        "Choose a province, a scheme or a group, and download each part."
    ) % {"total": number_text(total), "most": number_text(MOST_ROWS)}
    context = _context(query) | {
        "heading": _("The list is too long for one file"),
        "message": message,
        "back": addresses.catalogue(query.to_params()),
    }
    return render(request, "catalog/catalogue_too_long.html", context, status=422)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """Refused before anything is searched; the address of the list stands in the answer."""
    query, _ignored = parse(request.GET, finding.PageVocabulary(get_directory()))
    message = _(
        "Too many lists were downloaded from your network in this minute. "
        "Wait %(seconds)s seconds and download it again."
    ) % {"seconds": wait}
    context = _context(query) | {
        "heading": _("Too many downloads"),
        "message": message,
        "back": addresses.catalogue(query.to_params()),
    }
    response = render(request, "catalog/catalogue_too_long.html", context, status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _context(query: Query) -> dict[str, object]:
    return {
        "page": catalogue_presenter.frame(query, (), get_directory(), None, False),
        "page_title": _("Download the list"),
        "crumbs": section_crumbs(_("Catalogue")),
    }
