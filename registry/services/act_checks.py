"""Whether the decision of an act can be the one that ordered it: kind, issuer, days.

What no paper can say is an error; what a paper may oddly say is a warning with its reason.
"""

from django.utils.translation import gettext as _

from registry.models import Authority, Certification
from registry.models.choices import ActKind, DatePrecision, DecisionKind
from registry.policies import lineage
from registry.rules.checks import Problem, Severity
from registry.rules.competence import IssuerFacts
from registry.rules.validity import DayBounds, day_bounds
from registry.selectors.regimes import Regimes, competences
from registry.selectors.territory import place_is_within
from registry.services.act_record import ActEntry

DECISION_KINDS = {
    ActKind.WITHDRAW: {DecisionKind.WITHDRAW},
    ActKind.SUSPEND: {DecisionKind.SUSPEND},
    ActKind.EXTEND: {DecisionKind.EXTEND},
    ActKind.CORRECT: {DecisionKind.CORRECT},
    ActKind.ANNUL: {DecisionKind.ANNUL, DecisionKind.WITHDRAW},
}


def act_decision_problems(
    certification: Certification, entry: ActEntry, regimes: Regimes
) -> list[Problem]:
    """What is wrong with the decision that an act names."""
    decision = entry.decision
    if decision is None:
        return []
    signed = day_bounds(decision.signed_on, decision.signed_on_precision)
    return [
        *_kind_problems(entry),
        *_issuer_problems(certification, decision.issuer, signed, regimes),
        *_signing_problems(certification, entry, signed),
    ]


def _kind_problems(entry: ActEntry) -> list[Problem]:
    decision, kinds = entry.decision, DECISION_KINDS.get(entry.act)
    if decision is None or kinds is None or decision.kind in kinds:
        return []
    return [
        Problem(
            "decision-of-other-kind",
            "decision",
            _("This decision is of another kind (%(kind)s). Choose the one of this act.")
            % {"kind": DecisionKind(decision.kind).label},
        )
    ]


def _issuer_problems(
    certification: Certification, issuer: Authority, signed: DayBounds, regimes: Regimes
) -> list[Problem]:
    """Who gave a certification may take it back, whoever succeeds them, or who may give it."""
    if certification.issuer is not None and issuer.pk in lineage(certification.issuer):
        return []
    if _is_competent(certification, issuer, signed, regimes):
        return []
    return [
        Problem(
            "decision-of-incompetent-issuer",
            "issuer",
            _(
                "“%(issuer)s” cannot decide on this certification. Who issued it may, whoever "
                "succeeded them, or who could issue it on the day the decision was signed."
            )
            % {"issuer": issuer.name},
        )
    ]


def _is_competent(
    certification: Certification, issuer: Authority, signed: DayBounds, regimes: Regimes
) -> bool:
    facts = IssuerFacts(issuer.key, issuer.name, issuer.kind, issuer.valid_from, issuer.valid_to)
    grade = (certification.level, certification.stars, certification.title)
    place_id = certification.place_at_issue_id or certification.place_now_id
    for day, regime in regimes.within(signed):
        if regime is None or not facts.exists_on(day):
            continue
        for row in competences(regime, *grade):
            if not row.covers(facts):
                continue
            # A body of a territory decides within it; one that the rules name, everywhere.
            if row.keys or (
                issuer.place_id and place_id and place_is_within(place_id, issuer.place_id)
            ):
                return True
    return False


def _signing_problems(
    certification: Certification, entry: ActEntry, signed: DayBounds
) -> list[Problem]:
    issued = day_bounds(certification.issued_on, certification.issued_on_precision)
    if entry.act == ActKind.CORRECT and entry.issued_on_precision != DatePrecision.NONE:
        issued = day_bounds(entry.issued_on, entry.issued_on_precision)
    if signed.latest and issued.earliest and signed.latest < issued.earliest:
        return [
            Problem(
                "decision-before-issue",
                "signed_on",
                _(
                    "The decision was signed on %(signed)s, before the certification was issued "
                    "on %(issued)s. Compare both dates with the papers."
                )
                % {
                    "signed": signed.latest.strftime("%d/%m/%Y"),
                    "issued": issued.earliest.strftime("%d/%m/%Y"),
                },
            )
        ]
    effective = day_bounds(entry.effective_on, entry.effective_on_precision)
    # A correction says since when the register errs; only an act has an effect to date back.
    if entry.act == ActKind.CORRECT or not effective.latest or not signed.earliest:
        return []
    if effective.latest >= signed.earliest:
        return []
    return [
        Problem(
            "effect-before-signing",
            "effective_on",
            _(
                "The act would take effect on %(effective)s, before its decision was signed on "
                "%(signed)s."
            )
            % {
                "effective": effective.latest.strftime("%d/%m/%Y"),
                "signed": signed.earliest.strftime("%d/%m/%Y"),
            },
            Severity.WARNING,
        )
    ]
