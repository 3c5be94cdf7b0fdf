"""Delegating accounts, and ending a delegation."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import Authority, Delegation, Scheme, User
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import shape_problems
from registry.services.writing import register_write


@register_write
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
    """Gives an account a role; None as actor is the operator at the machine itself.

    Granting the same again returns the standing delegation; another scope or end for the
    same role, authority and first day is refused: end the standing one first.
    """
    if actor is not None:
        require(actor, Action.ADMINISTER, authority=authority)
    values = {"role": role, "valid_from": valid_from, "valid_to": valid_to}
    refuse_errors(shape_problems(Delegation, values))
    if valid_to is not None and valid_to < valid_from:
        raise Refused([Problem("days-disordered", "valid_to", _("It would end before it begins."))])
    wanted = {scheme.pk for scheme in schemes}
    standing = Delegation.objects.filter(
        user=user, authority=authority, role=role, valid_from=valid_from
    ).first()
    if standing is not None:
        scope = set(standing.schemes.values_list("pk", flat=True))
        if standing.valid_to == valid_to and scope == wanted:
            return standing
        raise Refused(
            [
                Problem(
                    "delegation-stands",
                    "valid_from",
                    _("This role was given from that day in another scope. End it first."),
                )
            ]
        )
    delegation = Delegation.objects.create(
        user=user, authority=authority, role=role, valid_from=valid_from, valid_to=valid_to
    )
    delegation.schemes.set(wanted)
    event_record(
        tag="delegation:record:grant",
        subject=delegation,
        actor=actor,
        after=columns_of(delegation) | {"schemes": sorted(wanted)},
    )
    return delegation


@register_write
def delegation_end(*, actor: User | None, delegation_id: int, on: dt.date) -> Delegation:
    """Ends a delegation; `on` is its last day, so that the day before today ends it at once."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation_id)
    if actor is not None:
        require(actor, Action.ADMINISTER, authority=delegation.authority)
    if on < delegation.valid_from:
        raise Refused([Problem("days-disordered", "valid_to", _("It would end before it begins."))])
    before = delegation.valid_to
    delegation.valid_to = on
    delegation.save(update_fields=["valid_to"])
    event_record(
        tag="delegation:record:end",
        subject=delegation,
        actor=actor,
        before={"valid_to": str(before) if before else None},
        after={"valid_to": str(on)},
    )
    return delegation
