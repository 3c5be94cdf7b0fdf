"""Small values kept in the cache, or made anew while the cache is stopped.

A page must never fail because a cache does: what is kept here can always be made again.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache

T = TypeVar("T")
BELIEVED_SECONDS = 1.0
# Values and until when they are believed; nobody changes them.
_believed: dict[str, tuple[Any, float]] = {}
_MOST_BELIEVED = 200
logger = logging.getLogger(__name__)


def kept(key: str, make: Callable[[], T], seconds: int) -> T:
    """The value of a key; made where it is missing or the cache does not answer.

    A process asks the cache, which takes a copy each time, at most once a second.
    """
    believed: tuple[T, float] | None = _believed.get(key)
    now = time.monotonic()
    if believed is not None and now < believed[1]:
        return believed[0]
    found = _from_cache(key, make, seconds)
    if len(_believed) >= _MOST_BELIEVED:
        # Keys name the edition that they are of, so older ones are never asked for again.
        _believed.clear()
    _believed[key] = found, now + BELIEVED_SECONDS
    return found


def _from_cache(key: str, make: Callable[[], T], seconds: int) -> T:
    try:
        found = cache.get(key)
    except Exception as error:  # every backend has failures of its own
        logger.warning("The cache does not answer: %s", type(error).__name__)
        return make()
    if found is not None:
        return found
    made = make()
    keep(key, made, seconds)
    return made


def keep(key: str, value: object, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except Exception as error:
        logger.warning("The cache does not keep: %s", type(error).__name__)


def forget(keys: Iterable[str]) -> None:
    gone = list(keys)
    for key in gone:
        _believed.pop(key, None)
    try:
        cache.delete_many(gone)
    except Exception as error:
        logger.warning("The cache does not forget: %s", type(error).__name__)


def clear() -> None:
    """Forgets everything, as a new process with an empty cache would know nothing."""
    _believed.clear()
    cache.clear()
