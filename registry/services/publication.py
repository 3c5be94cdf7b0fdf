"""Publishing: one certification, or all of a decision, by a second person.

What may not be published `publication_checks` says. It must not enter or change an entry.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from registry.events import event_record
from registry.models import Certification, Decision, User
from registry.models.choices import ActKind, EntryState
from registry.policies import Action, Rights
from registry.rules.checks import Problem
from registry.rules.status import End
from registry.selectors.items import subject_ref
from registry.selectors.regimes import Regimes, regimes_of
from registry.selectors.shown import Shown
from registry.services.act_record import ActEntry, act_write
from registry.services.certifications import (
    certification_locked,
    certification_return,
    certification_submit,
    require_state,
)
from registry.services.publication_checks import (
    changed_problems,
    equal_problems,
    publication_problems,
    repeated_number_problems,
    second_person_problems,
    warning_problems,
    written_by,
)
from registry.services.refusal import Refused, refuse_errors
from registry.services.shape import shape_problems
from registry.services.succession import (
    overlap_problems,
    published_of_all,
    second_in_force_problems,
    succession_problems,
    succession_right_problems,
    supersede,
)
from registry.services.writing import register_write
from registry.signals import items_changed
from registry.text import clean

_NO_SUCCESSIONS: Mapping[int, Sequence[Certification]] = {}
_NO_SUCCESSORS: Mapping[int, Certification] = {}


@register_write
def certification_publish(
    *,
    actor: User,
    certification_id: int,
    replaces: Sequence[Certification] = (),
    replaced_by: Certification | None = None,
    warnings_reason: str = "",
    repeated_number_reason: str = "",
    expected: Shown | None = None,
) -> Certification:
    """Publishes a submitted certification: the second person's act.

    `replaces` are certifications of the same product that this one renews, upgrades or
    lowers; each is closed on this one's day of issue, without gap or overlap. `replaced_by`
    closes this one the same way when an older certification is entered after a newer.
    `expected` is what the person was shown; what changed since is refused. Only who shows
    it to nobody leaves it out. Raises Refused, NotAllowed.
    """
    certification = certification_locked(certification_id)
    rights = Rights(actor)
    rights.require(Action.PUBLISH, authority=certification.issuer, scheme=certification.scheme)
    require_state(certification, EntryState.IN_REVIEW)
    refuse_errors(shape_problems(Certification, {"warnings_reason": warnings_reason}))
    if expected is not None:
        seen = {key: said for key, said in expected.rows.items() if key == certification_id}
        one = Shown(seen, expected.header)
        refuse_errors(changed_problems(certification.decision, [certification], one))
    refuse_errors(repeated_number_problems(certification.decision, repeated_number_reason))
    batch = _Batch(actor, rights, [certification], clean(warnings_reason))
    refuse_errors(batch.publish(certification, replaces, replaced_by))
    refuse_errors(batch.overlaps())
    items_changed.send(sender=Certification, refs=[subject_ref(certification)])
    return certification


@register_write
def decision_submit(*, actor: User, decision_id: int) -> list[Certification]:
    """Hands in all drafts of a decision. Raises Refused where there are none; NotAllowed."""
    decision = _locked(decision_id)
    return [
        certification_submit(actor=actor, certification_id=key)
        for key in _keys(decision, EntryState.DRAFT, _("There is no draft to hand in."))
    ]


@register_write
def decision_publish(
    *,
    actor: User,
    decision_id: int,
    warnings_reason: str = "",
    repeated_number_reason: str = "",
    replaces: Mapping[int, Sequence[Certification]] = _NO_SUCCESSIONS,
    replaced_by: Mapping[int, Certification] = _NO_SUCCESSORS,
    expected: Shown | None = None,
) -> list[Certification]:
    """Publishes all submitted certifications of a decision in one transaction.

    `replaces` names by certification key those it renews, upgrades or lowers, `replaced_by`
    the newer one that closes it. `expected` is what the person was shown, as for one
    certification. The same issuer and number twice in one year needs a reason. Raises
    Refused with the problems of every line, each field with the line's number before it
    (its place where it has none), and NotAllowed.
    """
    decision = _locked(decision_id)
    rights = Rights(actor)
    rights.require(Action.PUBLISH, authority=decision.issuer)
    refuse_errors(shape_problems(Certification, {"warnings_reason": warnings_reason}))
    rows = _waiting(decision)
    if expected is not None:
        refuse_errors(changed_problems(decision, rows, expected))
    if not rows:
        raise Refused([_nothing(_("There is nothing to publish."))])
    refuse_errors(repeated_number_problems(decision, repeated_number_reason))
    batch = _Batch(actor, rights, rows, clean(warnings_reason))
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        rights.require(Action.PUBLISH, authority=row.issuer, scheme=row.scheme)
        found = batch.publish(row, replaces.get(row.pk, ()), replaced_by.get(row.pk))
        problems += _of_line(row.line_no or number, found)
    # Nothing stays of what was written before: a refusal undoes the transaction.
    refuse_errors(problems)
    refuse_errors(batch.overlaps())
    items_changed.send(sender=Certification, refs=sorted({subject_ref(row) for row in rows}))
    event_record(
        tag="decision:record:publish",
        subject=decision,
        actor=actor,
        after={"certifications": [row.code for row in rows]},
        reason=clean(repeated_number_reason),
    )
    return rows


class _Batch:
    """Certifications published together, with what their checks need read once for all."""

    def __init__(
        self, actor: User, rights: Rights, rows: Sequence[Certification], reason: str
    ) -> None:
        self.actor, self.rights, self.rows, self.reason = actor, rights, rows, reason
        self._written = written_by(actor, rows)
        self._published = dict(published_of_all(rows))
        self._regimes: dict[int, Regimes] = {}

    def publish(
        self,
        row: Certification,
        replaces: Sequence[Certification],
        replaced_by: Certification | None,
    ) -> list[Problem]:
        """Publishes one; the problems that keep it from being published, else none."""
        older = [certification_locked(other.pk) for other in replaces]
        newer = certification_locked(replaced_by.pk) if replaced_by else None
        regimes, published = self._regimes_of(row), self._published_of(row)
        end = _end_of(row, regimes)
        kin = [*older, *([newer] if newer else [])]
        problems = [
            *second_person_problems(row, self._written),
            *publication_problems(row),
            *warning_problems(row, self.reason),
            *equal_problems(row, published),
            *succession_problems(row, regimes, older, newer),
            *(p for other in older for p in succession_right_problems(other, row, self.rights)),
            *second_in_force_problems(row, regimes, end, kin, published),
        ]
        if problems:
            return problems
        _issue(row, self.actor, end, self.reason)
        for other in older:
            supersede(other, row, self.actor)
        if newer is not None:
            supersede(row, newer, self.actor)
        # Another line of the same product has to find this one.
        self._published.pop((row.product_id, row.scheme_id), None)
        return []

    def overlaps(self) -> list[Problem]:
        """Two of a product in force on one day, from what is written now."""
        published = published_of_all(self.rows)
        products = {(row.product_id, row.scheme_id): row for row in self.rows}
        return [
            problem
            for key, row in products.items()
            for problem in overlap_problems(row, self._regimes_of(row), published.get(key, []))
        ]

    def _regimes_of(self, row: Certification) -> Regimes:
        if row.scheme_id not in self._regimes:
            self._regimes[row.scheme_id] = regimes_of(row.scheme)
        return self._regimes[row.scheme_id]

    def _published_of(self, row: Certification) -> list[Certification]:
        key = (row.product_id, row.scheme_id)
        if key not in self._published and any(
            other.pk != row.pk
            and (other.product_id, other.scheme_id) == key
            and other.entry_state == EntryState.PUBLISHED
            for other in self.rows
        ):
            self._published |= published_of_all([row])
        return self._published.get(key, [])


@register_write
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


def _waiting(decision: Decision) -> list[Certification]:
    """The submitted certifications of a decision, locked, with all that their checks read."""
    rows = decision.certifications.select_for_update(of=("self",)).filter(
        entry_state=EntryState.IN_REVIEW
    )
    related = rows.select_related(
        "scheme", "issuer", "product__maker", "craft_village", "decision", "regime", "entered_by"
    )
    return list(related.prefetch_related("evidence").order_by("line_no", "pk"))


def _keys(decision: Decision, state: EntryState, message: str) -> list[int]:
    rows = decision.certifications.filter(entry_state=state).order_by("line_no", "pk")
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        raise Refused([_nothing(message)])
    return keys


def _nothing(message: str) -> Problem:
    return Problem("nothing-to-do", "decision", message)


def _of_line(line: int, problems: Sequence[Problem]) -> list[Problem]:
    return [Problem(p.code, f"{line}:{p.field}", p.message, p.severity) for p in problems]


def _issue(certification: Certification, actor: User, end: End, reason: str) -> None:
    """Writes the issue, and with it the moment of publication."""
    certification.entry_state = EntryState.PUBLISHED
    certification.published_by = actor
    certification.warnings_reason = reason
    issue = act_write(
        certification=certification,
        entered_by=certification.entered_by,
        approved_by=actor,
        entry=ActEntry(
            act=ActKind.ISSUE,
            effective_on=certification.issued_on,
            effective_on_precision=certification.issued_on_precision,
            decision=certification.decision,
            issued_on=certification.issued_on,
            issued_on_precision=certification.issued_on_precision,
            end=end,
        ),
        before={"entry_state": EntryState.IN_REVIEW},
        reason=reason,
    )
    certification.published_at = issue.recorded_at
    certification.save(
        update_fields=["entry_state", "published_by", "published_at", "warnings_reason"]
    )


def _end_of(certification: Certification, regimes: Regimes) -> End:
    months = (
        certification.regime.validity_months
        if certification.regime
        else regimes.common_validity_months
    )
    return End(certification.validity_basis, certification.valid_until, months)
