"""What the log says that proposed corrections hold. Reads only.

`warnings` alone is not said: approving asks for them anew and never reads what is kept.
"""

from collections.abc import Iterator
from typing import Any

from cryptography.fernet import InvalidToken

from registry.events import columns_of
from registry.models import Event, PendingCorrection
from registry.models.corrections import CorrectedKind
from registry.models.pending import PendingState
from registry.reading import Unread, key_ranges, readable
from registry.replay import Difference, agrees, differing, said_by
from registry.replay_certifications import moment_of, settlement
from registry.services.correction_values import NUMBER_DIGEST, TAX_CODE
from registry.services.corrections import TAG_NOUNS
from registry.services.personal import personal_digest, values_unseal

_UNSAID = frozenset({"warnings"})


def correction_differences() -> Iterator[Difference]:
    """Proposed corrections that are not as they were proposed and settled."""
    for low, high, rows in key_ranges(PendingCorrection.objects.all()):
        proposals, settled = _entries(low, high)
        for row in rows:
            key = row.key if isinstance(row, Unread) else row.pk
            proposal = proposals.pop(key, None)
            if isinstance(row, Unread) or proposal is None:
                yield Difference(PendingCorrection, row, proposal)
                continue
            changed = _changed(row, proposal, settled.get(key))
            if changed:
                yield Difference(PendingCorrection, row, proposal, changed)
        for proposal in proposals.values():
            yield Difference(PendingCorrection, None, proposal)


def _entries(low: int, high: int | None) -> tuple[dict[int, Event], dict[int, tuple[str, Event]]]:
    """Proposals and settlements of the corrections of a range of keys."""
    nouns = TAG_NOUNS.values()
    tags = [
        *(f"{noun}:correction:{verb}" for noun in nouns for verb in ("propose", "return")),
        *(f"{noun}:record:correct" for noun in nouns),
        "craft_village:figures:correct",
    ]
    proposals: dict[int, Event] = {}
    settled: dict[int, tuple[str, Event]] = {}
    wanted = Event.objects.filter(tag__in=tags, after__pending_id__gt=low)
    if high is not None:
        wanted = wanted.filter(after__pending_id__lte=high)
    for event in readable(wanted.order_by("sequence")):
        if isinstance(event, Unread):
            continue
        key, verb = said_by(event).get("pending_id"), event.tag.rsplit(":", 1)[1]
        if not isinstance(key, int):
            continue
        if verb == "propose":
            proposals[key] = event
        else:
            state = PendingState.RETURNED if verb == "return" else PendingState.APPROVED
            settled[key] = (state.value, event)
    return proposals, settled


def _changed(
    row: PendingCorrection, proposal: Event, end: tuple[str, Event] | None
) -> tuple[str, ...]:
    said: dict[str, Any] = {
        "id": row.pk,
        "kind": proposal.subject_type,
        "subject_id": proposal.subject_id,
        "before": proposal.before,
        "after": {k: v for k, v in said_by(proposal).items() if k != "pending_id"},
        "ground": proposal.reason,
        "entered_by_id": proposal.actor_id,
        "created_at": moment_of(proposal, row.created_at),
        "warnings_reason": said_by(end[1]).get("warnings_reason", "") if end else "",
        **settlement(end, row),
    }
    found = {name: value for name, value in columns_of(row).items() if name not in _UNSAID}
    changed = differing(row, found, said)
    return changed if _seal_is_whole(row) else (*changed, "sealed")


def _seal_is_whole(row: PendingCorrection) -> bool:
    """Whether what is sealed says what the row says in the clear or by digest."""
    if not isinstance(row.after, dict):
        return False
    if row.sealed is None:
        # Digests can only have come from values that were sealed.
        is_waiting = row.state == PendingState.WAITING
        return not (is_waiting and row.after.get(NUMBER_DIGEST))
    try:
        kept = values_unseal(bytes(row.sealed))
    except (InvalidToken, TypeError, ValueError):
        return False
    number = kept.get(TAX_CODE)
    digest = row.after.get(NUMBER_DIGEST) if row.kind == CorrectedKind.ESTABLISHMENT else None
    if digest and (not number or personal_digest(str(number)) != digest):
        return False
    return all(agrees(kept[name], value) for name, value in row.after.items() if name in kept)
