"""The operations of the interface and its description (`/api/v1/docs`, OpenAPI 3.1)."""

import hashlib
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI, Query, Schema, Swagger
from ninja.errors import Throttled, ValidationError

from catalog.api import answers, cursors, errors, parameters
from catalog.api.headers import described
from catalog.api.limits import AddressThrottle
from catalog.api.schemas import (
    Failure,
    Result,
    SearchAnswer,
    SearchParameters,
    SuggestAnswer,
    Suggestion,
    SuggestParameters,
)
from catalog.presenters.suggestions import suggestions
from registry.gazetteer.directory import get_directory
from registry.selectors.items import items_by_ref
from search.service import Results, SearchUnavailable, today

# Long enough for a crowd that asks the same, short beside the two minutes of being late.
_FRESH_SECONDS = 30
_FAILURES = {304: None, 410: Failure, 422: Failure, 429: Failure, 503: Failure}

api = NinjaAPI(
    title="Sổ Vàng",
    version="1",
    urls_namespace="api-v1",
    docs=Swagger(),
    description=(
        "Certified rural products of Vietnam: public facts, free to read without a key. "
        "Answers carry an ETag; limits stand in the `RateLimit-*` headers."
    ),
)


@api.get(
    "search",
    response={200: SearchAnswer, **_FAILURES},
    throttle=[AddressThrottle("search")],
    openapi_extra=described(*_FAILURES),
    summary="Search products and craft villages",
)
def search(request: HttpRequest, asked: Query[SearchParameters]) -> HttpResponse:
    """The same search as the catalogue: main results page by page; on the first page, as far
    as `limit` allows, what fits elsewhere and what is related."""
    parameters.check(request.GET, SearchParameters)
    query, notes = parameters.query_of(asked)
    with translation.override(asked.lang):
        directory = get_directory()
        page = cursors.page(query, asked.limit, asked.cursor, today())
        found = page.results
        # Words were given, and none of them can be searched: that is nothing, not everything.
        is_void = bool(notes) and not query.text
        if is_void:
            page = cursors.Page(_nothing(found), (), None)
            found = page.results
        given = [
            (name, value)
            for name in request.GET
            for value in request.GET.getlist(name)
            if name not in ("cursor", "literal")
        ]
        answer = SearchAnswer(
            query=query.text,
            as_of=found.as_of,
            total=found.total,
            understood=answers.understood(found),
            correction=answers.correction(found, given),
            notes=notes,
            results=_results(page, asked),
            facets=answers.facets(found, directory),
            next=page.next.sealed() if page.next else None,
        )
    return _answered(request, answer, asked.lang)


@api.get(
    "suggest",
    response={200: SuggestAnswer, 304: None, 422: Failure, 429: Failure},
    throttle=[AddressThrottle("suggest")],
    openapi_extra=described(304, 422, 429),
    summary="Complete what is being typed",
)
def suggest(request: HttpRequest, asked: Query[SuggestParameters]) -> HttpResponse:
    """Phrases, products, villages, makers, places of all times and groups, the likeliest
    first. While search is down only places, phrases and groups are suggested."""
    parameters.check(request.GET, SuggestParameters)
    with translation.override(asked.lang):
        found = suggestions(asked.q, asked.limit)
        answer = SuggestAnswer(
            query=asked.q,
            suggestions=[
                Suggestion(
                    kind=row.kind,
                    text=row.text,
                    note=row.note,
                    url=answers.absolute(row.url),
                    marks=list(row.marks),
                )
                for row in found
            ],
        )
    return _answered(request, answer, asked.lang)


def _nothing(found: Results) -> Results:
    return replace(found, total=0, refs=(), facets={}, status_counts={}, elsewhere=(), related=())


def _results(page: cursors.Page, asked: SearchParameters) -> list[Result]:
    found, directory = page.results, get_directory()
    sections: dict[str, answers.Section] = dict.fromkeys(page.refs, "main")
    if not asked.cursor:
        for ref in found.elsewhere:
            sections.setdefault(ref, "elsewhere")
        for ref in found.related:
            sections.setdefault(ref, "related")
    wanted = list(sections)[: asked.limit]
    return [
        answers.result(record, sections[ref], directory, found.as_of)
        for ref, record in items_by_ref(wanted).items()
    ]


def _answered(request: HttpRequest, answer: Schema, language: str) -> HttpResponse:
    """The answer as JSON, or 304 where the asker holds it already."""
    content = answer.model_dump_json().encode()
    response = HttpResponse(content, content_type="application/json")
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    response["Content-Language"] = language
    same = get_conditional_response(request, etag=response["ETag"], response=response)
    return same if isinstance(same, HttpResponse) else response


@api.exception_handler(errors.Refused)
def _refused(request: HttpRequest, refused: errors.Refused) -> HttpResponse:
    return errors.response(refused)


@api.exception_handler(SearchUnavailable)
def _search_down(request: HttpRequest, error: SearchUnavailable) -> HttpResponse:
    return errors.response(errors.search_down())


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    message = "Too many requests from this address in this minute; wait as Retry-After says."
    return errors.response(errors.Refused(429, "too_many_requests", message))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Names are checked first in the operation, which a wrong value keeps from being reached.
    problems = parameters.form_problems(error.errors, request.GET)
    told = {problem.parameter for problem in problems}
    form = SuggestParameters if request.path.endswith("/suggest") else SearchParameters
    names = parameters.check_names(request.GET, form)
    return errors.response(
        errors.invalid([*(row for row in names if row.parameter not in told), *problems])
    )
