"""Proof that the register says what its log recorded: the chain, the acts, the records.

Reads only, a range of rows at a time, and names faults as it finds them. A row changed, removed
or added by hand, in the log or beside it, is named. A log written anew as a whole proves
itself; only a head noted elsewhere tells (`head_fault`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from registry.events import broken_entries
from registry.models import (
    Consent,
    Contact,
    Decision,
    EstablishmentAddress,
    EstablishmentName,
    Event,
    ProductSetMember,
)
from registry.reading import Unread, all_read
from registry.replay import RECORDS, Difference, record_differences
from registry.replay_certifications import certification_differences
from registry.replay_corrections import correction_differences

# Tables that no service writes yet: a row in one of them came in by hand.
UNWRITTEN: tuple[type[Model], ...] = (
    ProductSetMember,
    EstablishmentName,
    EstablishmentAddress,
    Contact,
    Consent,
)
_FILE_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit; `sequence` is the log entry it was found at, if any."""

    sequence: int | None
    message: str


def faults() -> Iterator[Fault]:
    """All faults, the first broken entry of the chain first."""
    for broken in broken_entries():
        yield Fault(
            broken.sequence,
            _("The chain breaks at entry %(number)s (%(tag)s): it or one before was changed.")
            % {"number": broken.sequence, "tag": broken.tag},
        )
    found = chain(
        certification_differences(),
        *(record_differences(kind) for kind in RECORDS),
        correction_differences(),
    )
    for difference in found:
        yield _fault(difference)
    for model in UNWRITTEN:
        for row in all_read(model, "pk"):
            yield _fault(Difference(model, row, None))


def file_faults() -> Iterator[Fault]:
    """Files of decisions that are gone or have another content than their SHA-256."""
    for decision in all_read(Decision, "pk"):
        if isinstance(decision, Unread) or not decision.file:
            continue
        digest = hashlib.sha256()
        try:
            with decision.file.open("rb") as stored:
                while block := stored.read(_FILE_CHUNK):
                    digest.update(block)
        except OSError:
            message = _("The file of decision %(number)s (row %(key)s) cannot be read.")
        else:
            if digest.hexdigest() == decision.file_sha256:
                continue
            message = _("The file of decision %(number)s (row %(key)s) was changed.")
        yield Fault(None, message % {"number": decision.number, "key": decision.pk})


def head_fault(sequence: int, digest: str) -> Fault | None:
    """Whether a head that somebody noted earlier still stands in the chain."""
    found = Event.objects.filter(sequence=sequence).values_list("hash", flat=True).first()
    if found == digest:
        return None
    if found is None:
        message = _("Entry %(number)d, noted as head earlier, is not in the log.")
    else:
        message = _("Entry %(number)d is another than the one noted as head earlier.")
    return Fault(sequence, message % {"number": sequence})


def _fault(found: Difference) -> Fault:
    """A difference in words."""
    name = str(found.model._meta.verbose_name)
    sequence = found.entry.sequence if found.entry else None
    if isinstance(found.row, Unread):
        message = _("The row %(key)s of “%(record)s” holds what cannot be read.")
        return Fault(sequence, message % {"key": found.row.key, "record": name})
    if found.row is None:
        message = _("The “%(record)s” of entry %(number)s is no longer in the register.")
        return Fault(sequence, message % {"number": sequence, "record": name})
    values: dict[str, Any] = {"key": _named(found.row), "record": name}
    if not found.columns:
        message = _("The row %(key)s of “%(record)s” has no entry in the log.")
        return Fault(sequence, message % values)
    message = _("The row %(key)s of “%(record)s” differs from the log in: %(columns)s.")
    return Fault(sequence, message % (values | {"columns": ", ".join(found.columns)}))


def _named(row: Any) -> str:
    """The key of a row, and its public code where it has one."""
    code = getattr(row, "code", "")
    return f"{row.pk} ({code})" if code else str(row.pk)
