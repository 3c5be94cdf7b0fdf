"""Small values kept in the cache, or made anew while the cache is stopped.

A page must never fail because a cache does: what is kept here can always be made again.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.core.cache import cache

T = TypeVar("T")
logger = logging.getLogger(__name__)


def kept(key: str, make: Callable[[], T], seconds: int) -> T:
    """The value of a key; made where it is missing or the cache does not answer."""
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
    try:
        cache.delete_many(list(keys))
    except Exception as error:
        logger.warning("The cache does not forget: %s", type(error).__name__)
