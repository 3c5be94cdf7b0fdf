"""The frame of every service: one transaction, and one writer of the log at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from registry.events import chain_lock
from registry.services.private_files import files_of_transaction

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def register_transaction() -> Iterator[None]:
    """A transaction of several services that holds the chain's lock from its first statement.

    What such a transaction looks up before it writes, no other can be about to write. Files
    that it stored go with it when it fails.
    """
    with files_of_transaction(), transaction.atomic():
        chain_lock()
        yield


def register_write(service: Callable[P, R]) -> Callable[P, R]:
    """Runs a service in a transaction that holds the chain's lock from its first statement.

    Every writer takes that lock first and the rows it needs after, so that two can neither
    deadlock nor each find nothing of what the other is about to write.
    """

    @wraps(service)
    def framed(*args: P.args, **kwargs: P.kwargs) -> R:
        with register_transaction():
            return service(*args, **kwargs)

    return framed
