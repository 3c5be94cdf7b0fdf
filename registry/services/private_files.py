"""Files in the private store that go when the transaction that wrote them is rolled back.

A process that is killed, or a caller that rolls back a transaction of its own, can still
leave one; `files_check` finds it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from registry.models import Decision
from registry.models.decisions import private_files


class _Written(threading.local):
    """Names of files written in the transaction that is open in this thread."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.depth = 0


_written = _Written()


def file_written(name: str) -> None:
    """To be called within `files_of_transaction`."""
    _written.names.append(name)


@contextmanager
def files_of_transaction() -> Iterator[None]:
    """Around a transaction: when that ends by an error, the files written in it are removed."""
    first = len(_written.names)
    _written.depth += 1
    try:
        yield
    except BaseException:
        _remove(_written.names[first:])
        del _written.names[first:]
        raise
    finally:
        _written.depth -= 1
        if not _written.depth:
            _written.names.clear()


def _remove(names: list[str]) -> None:
    for name in names:
        try:
            # A hook may have failed after the commit: then the row stands.
            if not Decision.objects.filter(file=name).exists():
                private_files().delete(name)
        except (DatabaseError, OSError):
            # The error that ended the transaction says more; the file stays for `files_check`.
            continue


def orphans() -> list[str]:
    """Names of files in the store that no decision names."""
    return sorted(_stored("decisions") - set(Decision.objects.values_list("file", flat=True)))


def missing() -> list[str]:
    """Names of files that decisions name and the store lacks."""
    named = set(Decision.objects.exclude(file="").values_list("file", flat=True))
    return sorted(named - _stored("decisions"))


def _stored(folder: str) -> set[str]:
    store = private_files()
    if not store.exists(folder):
        return set()
    folders, files = store.listdir(folder)
    found = {f"{folder}/{name}" for name in files}
    for inner in folders:
        found |= _stored(f"{folder}/{inner}")
    return found
