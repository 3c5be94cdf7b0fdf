"""Files in the private store that go when the transaction that wrote them is rolled back.

A process that is killed can still leave one; `files_check` finds it.
"""

from django.db import transaction

from registry.models import Decision
from registry.models.decisions import private_files


class Undo:
    """Kept by the transaction until it commits; dropped by a rollback, it removes the file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_kept = False

    def __call__(self) -> None:
        self.is_kept = True

    def __del__(self) -> None:
        if self.is_kept:
            return
        try:
            # A hook before this one may have failed after the commit: then the row stands.
            if not Decision.objects.filter(file=self.name).exists():
                private_files().delete(self.name)
        except Exception:  # noqa: S110 - at a broken connection the file stays for `files_check`
            pass


def remove_on_rollback(name: str) -> None:
    transaction.on_commit(Undo(name))


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
