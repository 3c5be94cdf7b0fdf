"""Failures of the interface, each with one form: a code, a sentence, and what to mend.

Messages are English, for the people who write programs against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from catalog.api.schemas import Failure, Problem

# After so many seconds search is asked again; a rebuild of a small index takes that long.
SEARCH_RETRY_SECONDS = 30


@dataclass
class Refused(Exception):
    """A request that cannot be answered as it is."""

    status: int
    error: str
    message: str
    problems: Sequence[Problem] = field(default=())
    retry_after: int | None = None


# More wrong names than these are no slip of the pen, and would make an answer of a megabyte.
_MOST_PROBLEMS = 20


def invalid(problems: Sequence[Problem]) -> Refused:
    problems = problems[:_MOST_PROBLEMS]
    names = ", ".join(dict.fromkeys(problem.parameter for problem in problems))
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid_parameters",
        f"These parameters cannot be used: {names}.",
        problems,
    )


def search_down() -> Refused:
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "search_unavailable",
        "Search cannot answer now. Certificates can still be verified on the site.",
        retry_after=SEARCH_RETRY_SECONDS,
    )


def stale_cursor(message: str) -> Refused:
    return Refused(HTTPStatus.GONE, "stale_cursor", f"{message} Ask again without `cursor`.")


def response(refused: Refused) -> JsonResponse:
    told = Failure(error=refused.error, message=refused.message, details=list(refused.problems))
    made = JsonResponse(told.model_dump(), status=refused.status)
    if refused.retry_after is not None:
        made["Retry-After"] = str(refused.retry_after)
    return made


_BY_STATUS = {
    400: ("bad_request", "The request is malformed."),
    403: ("forbidden", "This is not allowed."),
    404: ("not_found", "There is nothing at this address; /api/v1/docs lists what there is."),
    405: ("method_not_allowed", "Use GET or HEAD."),
    500: ("internal_error", "This is a fault of the register; it has been noted."),
}


def of_status(status: int) -> Refused:
    """The failure that stands for a status which something outside the interface answered."""
    error, message = _BY_STATUS.get(status, ("failed", HTTPStatus(status).phrase))
    return Refused(status, error, message)


def nothing_here(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Every other address below /api/, so that no page of the site answers there."""
    return response(of_status(404))
