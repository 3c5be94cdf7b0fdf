"""What waits for a second person is settled once, whatever it is."""

from django.utils import timezone

from registry.models import PendingAct, PendingCorrection, User
from registry.models.pending import PendingState
from registry.rules.checks import Problem
from registry.services.refusal import Refused


def refuse_settled(pending: PendingAct | PendingCorrection, message: str) -> None:
    """Raises Refused for what was settled already; `message` takes the `state` it is in."""
    if pending.state != PendingState.WAITING:
        state = PendingState(pending.state).label
        raise Refused([Problem("pending-settled", "state", message % {"state": state})])


def mark_settled(pending: PendingAct | PendingCorrection, actor: User, state: PendingState) -> None:
    """Says who settled it, how and when; the caller saves it."""
    pending.state = state
    pending.decided_by = actor
    pending.decided_at = timezone.now()
