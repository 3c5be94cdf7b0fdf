"""The frame of every service: one transaction, and one writer of the log at a time."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from registry.events import chain_lock

P = ParamSpec("P")
R = TypeVar("R")


def register_write(service: Callable[P, R]) -> Callable[P, R]:
    """Runs a service in a transaction that holds the chain's lock from its first statement.

    Every writer takes that lock first and the rows it needs after, so that two can neither
    deadlock nor each find nothing of what the other is about to write.
    """

    @wraps(service)
    def framed(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            chain_lock()
            return service(*args, **kwargs)

    return framed
