"""Headers of answers as the description of the interface names them."""

from typing import Any


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


_RATE = {
    "RateLimit-Limit": _header("Requests that one address may make in a minute", "integer"),
    "RateLimit-Remaining": _header("Requests that are left in this minute", "integer"),
    "RateLimit-Reset": _header("Seconds until the next minute begins", "integer"),
}
_KEPT = {
    "ETag": _header("Changes with the content; send it back in If-None-Match"),
    "Cache-Control": _header("How long the answer may be kept"),
    "Content-Language": _header("Language of the words in the answer: vi or en"),
}
_LATER = {"Retry-After": _header("Seconds to wait before asking again", "integer")}


def described(*statuses: int) -> dict[str, Any]:
    """What an operation adds to its description: the headers of each of its answers."""
    told = {
        200: _KEPT | _RATE,
        304: _KEPT | _RATE,
        429: _RATE | _LATER,
        503: _RATE | _LATER,
    }
    return {
        "responses": {status: {"headers": told.get(status, _RATE)} for status in (200, *statuses)}
    }
