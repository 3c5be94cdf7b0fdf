"""Who may do what in the register, by delegated role, authority, scheme and day.

Knows no Wagtail and no request. An account writes records whose issuing authority is its
own or one that its authority succeeds; an ended delegation ends access at once.
"""

import datetime as dt
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Authority, Delegation, Scheme, User
from registry.models.choices import Role
from registry.rules.validity import legal_day


class Action(StrEnum):
    ENTER = "enter"
    PUBLISH = "publish"
    ADMINISTER = "administer"


ROLES_FOR = {
    Action.ENTER: frozenset({Role.CLERK, Role.APPROVER}),
    Action.PUBLISH: frozenset({Role.APPROVER}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}


class NotAllowed(PermissionError):
    """The account's delegations do not cover the action; the message says which would."""


def require(
    actor: User,
    action: Action,
    *,
    authority: Authority | None,
    scheme: Scheme | None = None,
    on: dt.date | None = None,
) -> None:
    """Raises NotAllowed unless the actor may do the action for an authority's records today.

    Without an authority (its issuer is not known) only a register-wide delegation will do.
    """
    Rights(actor, on).require(action, authority=authority, scheme=scheme)


def may(
    actor: User,
    action: Action,
    *,
    authority: Authority | None,
    scheme: Scheme | None = None,
    on: dt.date | None = None,
) -> bool:
    return Rights(actor, on).may(action, authority=authority, scheme=scheme)


class Rights:
    """What an account may do on a day, its delegations read once for many questions."""

    def __init__(self, actor: User, on: dt.date | None = None) -> None:
        self.actor = actor
        self._lineages: dict[int, set[int]] = {}
        self._scopes: dict[int, tuple[str, int | None, set[int]]] = {}
        if not actor.is_active:
            return
        found = delegations_on(actor, on or legal_day(timezone.now()))
        for pk, role, authority_id, scheme_id in found.values_list(
            "pk", "role", "authority", "schemes"
        ):
            schemes = self._scopes.setdefault(pk, (role, authority_id, set()))[2]
            if scheme_id is not None:
                schemes.add(scheme_id)

    def may(
        self, action: Action, *, authority: Authority | None, scheme: Scheme | None = None
    ) -> bool:
        fitting = [
            authority_id
            for role, authority_id, schemes in self._scopes.values()
            if role in ROLES_FOR[action] and (not schemes or scheme is None or scheme.pk in schemes)
        ]
        if None in fitting:
            return True
        return bool(fitting) and not self._lineage(authority).isdisjoint(fitting)

    def require(
        self, action: Action, *, authority: Authority | None, scheme: Scheme | None = None
    ) -> None:
        """Raises NotAllowed where `may` says no."""
        if not self.may(action, authority=authority, scheme=scheme):
            raise _not_allowed(self.actor, authority)

    def _lineage(self, authority: Authority | None) -> set[int]:
        if authority is None:
            return set()
        if authority.pk not in self._lineages:
            self._lineages[authority.pk] = lineage(authority)
        return self._lineages[authority.pk]


def _not_allowed(actor: User, authority: Authority | None) -> NotAllowed:
    return NotAllowed(
        _("%(user)s has no role for this act at “%(authority)s”.")
        % {
            "user": actor.get_username(),
            "authority": authority.name if authority else _("the whole register"),
        }
    )


def delegations_on(user: User, day: dt.date) -> QuerySet[Delegation]:
    """The delegations of an account that run on a day."""
    return Delegation.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), user=user, valid_from__lte=day
    )


def lineage(authority: Authority | None) -> set[int]:
    """An authority and all that succeeded it, nearest first."""
    lineage: set[int] = set()
    while authority is not None and authority.pk not in lineage:
        lineage.add(authority.pk)
        authority = authority.successor
    return lineage
