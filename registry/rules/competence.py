"""Whether an authority may issue a grade on a day, by the regime then in force. Pure.

Invariant 3 of the register: the issuer existed on the signing date and was competent. In a
gap between regimes (1 to 5 July 2025 for OCOP 3 stars: districts had ended, Decision
1489/QĐ-TTg began on 6 July) it is a warning that needs a reason, not a refusal.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.models.choices import AuthorityKind
from registry.rules.checks import Problem, Severity


@dataclass(frozen=True, slots=True)
class IssuerFacts:
    """The issuer as the rule sees it; the days it exists are inclusive."""

    key: str
    name: str
    kind: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    def exists_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Competence:
    """One kind of authority that may issue a grade, and of that kind only the keys, if any."""

    kind: str
    keys: tuple[str, ...] = ()

    def covers(self, issuer: IssuerFacts) -> bool:
        return issuer.kind == self.kind and (not self.keys or issuer.key in self.keys)


def competence_problems(
    issuer: IssuerFacts,
    day: dt.date,
    competent: Collection[Competence],
    existing_kinds: Collection[str],
    next_competent: Collection[Competence] = (),
) -> list[Problem]:
    """Problems of an issuer for one grade on a day.

    `competent` are those that the regime of the day names for the grade, at least one;
    `existing_kinds` the kinds of which any body exists then; `next_competent` those of the
    regime that follows. Only where no competent body exists any more, and only for bodies
    that either regime names, is it a warning.
    """
    shown = {"issuer": issuer.name, "day": day.strftime("%d/%m/%Y")}
    named = any(row.covers(issuer) for row in competent)
    is_gap = not {row.kind for row in competent} & set(existing_kinds)
    is_between = is_gap and (named or any(row.covers(issuer) for row in next_competent))
    if not issuer.exists_on(day):
        return [
            Problem(
                "issuer-did-not-exist",
                "issuer",
                _("“%(issuer)s” did not exist on %(day)s. Choose the body of that day.") % shown,
                Severity.WARNING if is_gap and named else Severity.ERROR,
            )
        ]
    if named:
        return []
    kinds = ", ".join(
        str(AuthorityKind(kind).label) for kind in sorted({row.kind for row in competent})
    )
    if is_between:
        message = _(
            "On %(day)s no body competent for this grade existed (%(kinds)s): "
            "the rules were between two regimes. Give the reason for this issuer."
        )
    else:
        message = _(
            "“%(issuer)s” could not issue this grade on %(day)s. Competent then: %(kinds)s."
        )
    severity = Severity.WARNING if is_between else Severity.ERROR
    return [
        Problem("issuer-not-competent", "issuer", message % {**shown, "kinds": kinds}, severity)
    ]
