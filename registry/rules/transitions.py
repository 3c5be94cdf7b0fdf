"""Which act is possible on a certification in which status: the transition table. Pure."""

import datetime as dt

from django.utils.translation import gettext as _

from registry.models.choices import ActKind, CertificationStatus
from registry.rules.checks import Problem
from registry.rules.status import History, end_bounds, status

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
    history: History, act: ActKind, on: dt.date, *, extension_max_days: int | None = None
) -> list[Problem]:
    """Why an act effective on a day is not possible, from all that is recorded."""
    found = status(history, on)
    if found is None:
        return [Problem("not-issued", "certification", _("It has not been published yet."))]
    if found not in ALLOWED_FROM[act]:
        return [
            Problem(
                "act-impossible",
                "act",
                _("“%(act)s” is not possible on %(day)s: its status then is “%(status)s”.")
                % {"act": act.label, "day": on.strftime("%d/%m/%Y"), "status": found.label},
            )
        ]
    if act == ActKind.EXTEND and found == S.EXPIRED and extension_max_days is not None:
        end = end_bounds(history, on)
        if end and end.latest and (on - end.latest).days > extension_max_days:
            return [
                Problem(
                    "extension-too-late",
                    "effective_on",
                    _("It ended more than %(days)d days before; it can no longer be extended.")
                    % {"days": extension_max_days},
                )
            ]
    return []
