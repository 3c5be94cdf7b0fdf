"""Which act is possible on a certification in which status: the transition table. Pure."""

import datetime as dt

from django.utils.translation import gettext as _

from registry.models.choices import ActKind, CertificationStatus
from registry.rules.checks import Problem
from registry.rules.status import (
    History,
    end_bounds,
    has_ended_by_act,
    stated_end,
    status,
)

S = CertificationStatus
_RUNNING = frozenset({S.VALID, S.VALIDITY_UNKNOWN, S.SUSPENDED})

# An expired one may still be withdrawn: Đồng Tháp did so with 41 products in 2024.
ALLOWED_FROM: dict[ActKind, frozenset[CertificationStatus]] = {
    ActKind.CORRECT: frozenset(S) - {S.ANNULLED},
    ActKind.EXTEND: _RUNNING | {S.EXPIRED},
    ActKind.SUSPEND: frozenset({S.VALID, S.VALIDITY_UNKNOWN}),
    ActKind.REINSTATE: frozenset({S.SUSPENDED, S.VALIDITY_UNKNOWN}),
    ActKind.WITHDRAW: _RUNNING | {S.EXPIRED, S.NOT_YET_VALID},
    ActKind.SURRENDER: _RUNNING | {S.NOT_YET_VALID},
    ActKind.SUPERSEDE: _RUNNING | {S.EXPIRED},
    ActKind.ANNUL: frozenset(S) - {S.ANNULLED},
}


def act_problems(
    history: History,
    act: ActKind,
    on: dt.date,
    *,
    new_end: dt.date | None = None,
    extension_max_days: int | None = None,
) -> list[Problem]:
    """Why an act effective on a day is not possible, from all that is recorded.

    `new_end` is what an extension gives, the first day no longer valid; it may be at most
    `extension_max_days` after the end that issue and corrections give.
    """
    found = status(history, on)
    if found is None:
        return [Problem("not-issued", "certification", _("It has not been published yet."))]
    if act in (ActKind.WITHDRAW, ActKind.SURRENDER) and has_ended_by_act(history):
        return [
            Problem(
                "ended-already",
                "act",
                _("An act that ended it is recorded already. Correct that one instead."),
            )
        ]
    if found not in ALLOWED_FROM[act]:
        return [
            Problem(
                "act-impossible",
                "act",
                _("“%(act)s” is not possible on %(day)s: its status then is “%(status)s”.")
                % {"act": act.label, "day": on.strftime("%d/%m/%Y"), "status": found.label},
            )
        ]
    if act == ActKind.EXTEND and new_end is not None:
        return _extension_problems(history, on, new_end, extension_max_days)
    return []


def _extension_problems(
    history: History, on: dt.date, new_end: dt.date, max_days: int | None
) -> list[Problem]:
    standing = end_bounds(history, on)
    if standing is None or standing.latest is None:
        return [
            Problem(
                "extension-of-nothing",
                "valid_until",
                _("Its end is not known, so it cannot be extended. Correct its dates first."),
            )
        ]
    if new_end <= standing.latest:
        return [
            Problem(
                "extension-not-later",
                "valid_until",
                _("The new end must lie after the present one."),
            )
        ]
    first = stated_end(history)
    if max_days is not None and first is not None and (new_end - first).days > max_days:
        return [
            Problem(
                "extension-too-long",
                "valid_until",
                _("An extension ends at most %(days)d days after the first end of validity.")
                % {"days": max_days},
            )
        ]
    return []
