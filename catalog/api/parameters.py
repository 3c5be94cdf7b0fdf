"""From the parameters of the interface to a `Query`; what a page ignores is refused here.

Names and fixed values are English and stand in one table beside those of the pages, whose
reading (`search.query.parse`) is the only one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils import translation
from ninja import Schema

from catalog.api import errors
from catalog.api.schemas import Note, Problem, SearchParameters
from catalog.finding import PageVocabulary
from registry.gazetteer.directory import get_directory
from search.query import (
    COMMUNE,
    GRADE,
    GROUP,
    LITERAL,
    MAKER,
    NEAR,
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
    parse,
)

# Parameter of the interface → parameter of the pages.
PAGE_NAMES: Mapping[str, str] = {
    "q": Q,
    "scheme": SCHEME,
    "grade": GRADE,
    "group": GROUP,
    "province": PROVINCE,
    "commune": COMMUNE,
    "region": REGION,
    "village": VILLAGE,
    "maker_kind": MAKER,
    "place": PLACE,
    "near": NEAR,
    "km": RADIUS,
    "status": STATUS,
    "sort": SORT,
    "literal": LITERAL,
}
FIXED: Mapping[str, Mapping[object, str]] = {
    "status": {
        "open": StatusFilter.OPEN.value,
        "valid": StatusFilter.VALID.value,
        "valid_3_months": StatusFilter.THREE_MONTHS.value,
        "valid_6_months": StatusFilter.SIX_MONTHS.value,
        "valid_12_months": StatusFilter.TWELVE_MONTHS.value,
        "all": StatusFilter.ALL.value,
        "ended": StatusFilter.ENDED.value,
    },
    "sort": {
        "relevance": Sort.RELEVANCE.value,
        "name": Sort.NAME.value,
        "newest": Sort.NEWEST.value,
        "nearest": Sort.NEAREST.value,
    },
    "literal": {True: "1", False: ""},
}
_REMEDIES = {
    "scheme": "Use a code of `facets.schemes`.",
    "grade": "Write scheme, colon, grade as in `facets.grades`: ocop:4, cnnttb:province.",
    "group": "Use a code of `facets.groups`.",
    "province": "Use an id of `facets.provinces`, or `place` for a unit of earlier days.",
    "commune": "Use an id of `facets.communes`, or `place` for a unit of earlier days.",
    "region": "Use a code of `facets.regions`.",
    "village": "Use a code of `facets.villages`.",
    "maker_kind": "Use a value of `facets.maker_kinds`.",
    "place": "Take an id from /api/v1/suggest or from `places` of a result.",
    "near": "Give the public id of a unit, or latitude,longitude inside Vietnam.",
    "km": "Give 10, 25, 50 or 100 together with `near`.",
    "sort": "Leave `sort` out, or give `near` for `nearest`.",
    "cursor": "Give `next` of the answer before.",
}


def check_names(given: QueryDict, form: type[Schema]) -> list[Problem]:
    """Problems that no form sees: unknown names, and one value where several were given."""
    known = form.model_fields
    problems = [
        Problem(
            parameter=name[:80],
            value=(given.get(name) or "")[:80],
            problem="There is no such parameter.",
            remedy=f"Known are: {', '.join(known)}.",
        )
        for name in given
        if name not in known
    ]
    for name in given:
        values = given.getlist(name)
        if name not in known:
            continue
        if len(values) > 1 and not _is_list(form, name):
            problems.append(_problem(name, values[1], "It may be given once only."))
        elif name != "q" and any(not value.strip() for value in values):
            problems.append(_problem(name, "", "The value is empty."))
    return problems


def check(given: QueryDict, form: type[Schema]) -> None:
    """Raises Refused with every name that is wrong."""
    if problems := check_names(given, form):
        raise errors.invalid(problems)


def query_of(asked: SearchParameters) -> tuple[Query, list[Note]]:
    """The query, and what was left out of its text. Raises Refused for any other value."""
    params: dict[str, list[str]] = {}
    for name, page_name in PAGE_NAMES.items():
        value: Any = getattr(asked, name)
        if name in FIXED:
            value = FIXED[name][value]
        values = value if isinstance(value, list) else [value]
        params[page_name] = [str(one) for one in values if one not in ("", None)]
    with translation.override("en"):
        query, ignored = parse(params, PageVocabulary(get_directory()))
        problems = [_refusal(row) for row in ignored if row.param != Q]
        if problems:
            raise errors.invalid(problems)
        notes = [Note(parameter="q", note=str(row.reason)) for row in ignored]
    return query, notes


def form_problems(found: Iterable[Mapping[str, Any]], given: QueryDict) -> list[Problem]:
    """The form's own findings in the words of the interface, each with the value as given."""
    problems = []
    for row in found:
        where = [part for part in row["loc"] if isinstance(part, str)]
        name = next((part for part in reversed(where) if part in _NAMES), where[-1])
        at = next((part for part in row["loc"] if isinstance(part, int)), -1)
        values = given.getlist(name)
        value = values[at] if at < len(values) and values else ""
        problems.append(_problem(name, value, f"{row['msg']}."))
    return problems


def api_name(page_name: str) -> str:
    return next((name for name, known in PAGE_NAMES.items() if known == page_name), page_name)


_NAMES = frozenset(SearchParameters.model_fields)


def _is_list(form: type[Schema], name: str) -> bool:
    return str(form.model_fields[name].annotation).startswith("list")


def _refusal(row: Ignored) -> Problem:
    name = api_name(row.param)
    fixed = {value: str(own) for own, value in FIXED.get(name, {}).items()}
    return _problem(name, fixed.get(row.value, row.value), str(row.reason))


def _problem(name: str, value: str, problem: str) -> Problem:
    remedy = _REMEDIES.get(name, "See /api/v1/docs for what it takes, or leave it out.")
    return Problem(parameter=name, value=value[:80], problem=problem, remedy=remedy)
