"""Publishing a whole decision: all of its certifications, or none."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from registry.events import event_record
from registry.models import Certification, Decision, User
from registry.models.choices import EntryState
from registry.policies import Action, require
from registry.rules.checks import Problem
from registry.services.certifications import (
    certification_publish,
    certification_return,
    certification_submit,
)
from registry.services.refusal import Refused
from registry.text import clean

_NO_SUCCESSIONS: Mapping[int, Sequence[Certification]] = {}


@transaction.atomic
def decision_submit(*, actor: User, decision_id: int) -> list[Certification]:
    """Hands in all drafts of a decision. Raises Refused where there are none; NotAllowed."""
    decision = _locked(decision_id)
    return [
        certification_submit(actor=actor, certification_id=key)
        for key in _keys(decision, EntryState.DRAFT, _("There is no draft to hand in."))
    ]


@transaction.atomic
def decision_publish(
    *,
    actor: User,
    decision_id: int,
    warnings_reason: str = "",
    repeated_number_reason: str = "",
    replaces: Mapping[int, Sequence[Certification]] = _NO_SUCCESSIONS,
) -> list[Certification]:
    """Publishes all submitted certifications of a decision in one transaction.

    `replaces` names by certification key those it renews, upgrades or lowers. The same
    issuer and number twice in one year needs a reason. Raises Refused with the problems of
    every line (its field begins with the line's number), and NotAllowed.
    """
    decision = _locked(decision_id)
    require(actor, Action.PUBLISH, authority=decision.issuer)
    if _number_stands_in_the_year(decision) and not clean(repeated_number_reason):
        raise Refused(
            [
                Problem(
                    "number-repeated",
                    "repeated_number_reason",
                    _("This issuer has another decision of this number in the year. Say why."),
                )
            ]
        )
    published, problems = [], []
    keys = _keys(decision, EntryState.IN_REVIEW, _("There is nothing to publish."))
    for number, key in enumerate(keys, start=1):
        try:
            with transaction.atomic():
                published.append(
                    certification_publish(
                        actor=actor,
                        certification_id=key,
                        replaces=replaces.get(key, ()),
                        warnings_reason=warnings_reason,
                    )
                )
        except Refused as refusal:
            problems += [
                Problem(
                    problem.code, f"{number}:{problem.field}", problem.message, problem.severity
                )
                for problem in refusal.problems
            ]
    if problems:
        raise Refused(problems)
    event_record(
        tag="decision:record:publish",
        subject=decision,
        actor=actor,
        after={"certifications": [row.code for row in published]},
        reason=clean(repeated_number_reason),
    )
    return published


@transaction.atomic
def decision_return(*, actor: User, decision_id: int, reason: str) -> list[Certification]:
    """Sends all submitted certifications of a decision back to draft, with the reason."""
    decision = _locked(decision_id)
    return [
        certification_return(actor=actor, certification_id=key, reason=reason)
        for key in _keys(decision, EntryState.IN_REVIEW, _("There is nothing to send back."))
    ]


def _locked(decision_id: int) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("issuer")
        .get(pk=decision_id)
    )


def _keys(decision: Decision, state: EntryState, message: str) -> list[int]:
    rows = decision.certifications.filter(entry_state=state).order_by("line_no", "pk")
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        raise Refused([Problem("nothing-to-do", "decision", message)])
    return keys


def _number_stands_in_the_year(decision: Decision) -> bool:
    if decision.signed_on is None:
        return False
    return (
        Decision.objects.filter(
            issuer=decision.issuer,
            number_normalised=decision.number_normalised,
            signed_on__year=decision.signed_on.year,
        )
        .exclude(pk=decision.pk)
        .exists()
    )
