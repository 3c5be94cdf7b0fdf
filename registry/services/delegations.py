"""Delegating accounts."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from registry.events import columns_of, event_record
from registry.models import Authority, Delegation, Scheme, User
from registry.policies import Action, require


@transaction.atomic
def delegation_grant(
    *,
    actor: User | None,
    user: User,
    role: str,
    authority: Authority | None,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    schemes: Iterable[Scheme] = (),
) -> Delegation:
    """Gives an account a role; None as actor is the operator at the machine itself."""
    if actor is not None:
        require(actor, Action.ADMINISTER, authority=authority)
    delegation, is_new = Delegation.objects.get_or_create(
        user=user,
        authority=authority,
        role=role,
        valid_from=valid_from,
        defaults={"valid_to": valid_to},
    )
    if is_new:
        delegation.schemes.set(schemes)
        event_record(
            tag="delegation:record:grant",
            subject=delegation,
            actor=actor,
            after=columns_of(delegation),
        )
    return delegation
