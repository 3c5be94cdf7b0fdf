"""Acts on a published certification: one person proposes, a second approves or returns."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.access import CERTIFICATIONS_CRUMB, DeskView, found_or_404
from registry.backoffice.day_fields import (
    PartialDay,
    day_field,
    partial_day_field,
)
from registry.backoffice.entry_forms import DeskForm, issuer_label
from registry.backoffice.grades import award_words
from registry.backoffice.records import OFFERED_ACTS
from registry.backoffice.words import date_words, person_words
from registry.models import Authority, Certification, Decision, PendingAct, User
from registry.models.choices import (
    ActKind,
    DatePrecision,
    DecisionKind,
    EntryState,
    ValidityBasis,
)
from registry.models.pending import PendingState
from registry.policies import Action, NotAllowed
from registry.rules.checks import Problem
from registry.rules.status import End
from registry.rules.validity import add_months, legal_day
from registry.selectors import staff
from registry.selectors.items import certification_record
from registry.services.act_record import ActEntry
from registry.services.acts import proposing
from registry.services.decisions import decision_enter
from registry.services.pending import act_approve, act_propose, act_return
from registry.services.refusal import Refused

_DECISION_KINDS = {
    ActKind.WITHDRAW: DecisionKind.WITHDRAW,
    ActKind.CORRECT: DecisionKind.CORRECT,
    ActKind.ANNUL: DecisionKind.ANNUL,
}

_ORDERED = {
    ActKind.WITHDRAW: gettext_lazy("A withdrawal needs the decision that orders it."),
    ActKind.ANNUL: gettext_lazy("An annulment needs the decision that orders it."),
}


class ActForm(DeskForm):
    """An act with its ground and the decision that orders it."""

    effective_on = day_field(gettext_lazy("Takes effect on"))
    ground = forms.CharField(
        label=gettext_lazy("Ground"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Why, in one sentence; the public reads it"),
    )
    number = forms.CharField(label=gettext_lazy("Number of the decision"), required=False)
    issuer = forms.ChoiceField(label=gettext_lazy("Issuer of the decision"), required=False)
    signed_on = day_field(gettext_lazy("Decision signed on"))
    warnings_reason = forms.CharField(
        label=gettext_lazy("Reason for going on in spite of warnings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only where the page has warned; both persons see it"),
    )

    def __init__(self, *args: Any, issuers: list[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issuers = {str(issuer.pk): issuer for issuer in issuers}
        self.fields["issuer"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose the issuer")),
            *((key, issuer_label(issuer)) for key, issuer in self.issuers.items()),
        ]


class CorrectForm(ActForm):
    """A correction restates the day of issue and the end of validity."""

    issued_on = partial_day_field(gettext_lazy("Right day of issue"))
    valid_to = day_field(gettext_lazy("Right last day of validity, if printed"))

    field_order = ["issued_on", "valid_to", "effective_on", "ground"]


class ActEnter(DeskView):
    """The first person's form for one act on one certification."""

    template_name = "registry/desk/act_enter.html"
    crumbs = [CERTIFICATIONS_CRUMB]

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        row = self._open(pk, act)
        return self._page(row, self._form(row))

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        row = self._open(pk, act)
        form = self._form(row, request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    pending = self._propose(row, form)
            except Refused as refusal:
                form.take(refusal.problems)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The act waits for the approval of a second person."))
                return redirect("desk_act", pending.pk)
        return self._page(row, form, status=422)

    def _open(self, pk: int, act: str) -> Certification:
        if act not in OFFERED_ACTS:
            raise Http404
        self.act = ActKind(act)
        row = found_or_404(
            staff.certifications_own(self.scope)
            .filter(entry_state=EntryState.PUBLISHED)
            .select_related("scheme", "issuer", "product", "craft_village"),
            pk,
        )
        if not self.scope.may(proposing(self.act), row.issuer_id, row.scheme_id):
            raise Http404
        self.page_title = str(self.act.label)
        self.page_subtitle = str(row.product or row.craft_village)
        return row

    def _form(self, row: Certification, data: Any = None) -> ActForm:
        issuers = list(staff.issuers_enterable(self.scope))
        initial: dict[str, Any] = {"issuer": str(row.issuer_id or "")}
        if self.act != ActKind.CORRECT:
            return ActForm(data, issuers=issuers, initial=initial)
        if row.issued_on:
            initial["issued_on"] = PartialDay(row.issued_on, row.issued_on_precision)
        if row.valid_until and row.validity_basis == ValidityBasis.PRINTED:
            initial["valid_to"] = row.valid_until - dt.timedelta(days=1)
        return CorrectForm(data, issuers=issuers, initial=initial)

    def _propose(self, row: Certification, form: ActForm) -> PendingAct:
        values = form.cleaned_data
        decision = self._decision(form)
        problems = []
        if self.act == ActKind.CORRECT and row.issued_on and not values["issued_on"]:
            message = _(
                "The day of issue is empty. Leave the one that stands if it is right; a known "
                "day is never made unknown."
            )
            problems.append(Problem("required", "issued_on", message))
        if self.act in _ORDERED and decision is None:
            problems.append(Problem("required", "number", str(_ORDERED[self.act])))
        effective_on = values["effective_on"]
        if self.act == ActKind.CORRECT and effective_on is None:
            effective_on = legal_day(timezone.now())
        if effective_on is None:
            problems.append(
                Problem("required", "effective_on", _("Say on which day it takes effect."))
            )
        if problems:
            raise Refused(problems)
        return act_propose(
            actor=self.actor,
            certification_id=row.pk,
            entry=ActEntry(
                act=self.act,
                effective_on=effective_on,
                decision=decision,
                ground=values["ground"],
                warnings_reason=values["warnings_reason"],
                **(_restated(row, values) if self.act == ActKind.CORRECT else {}),
            ),
        )

    def _decision(self, form: ActForm) -> Decision | None:
        """The decision named, entered if it does not stand yet; None where none is named."""
        values = form.cleaned_data
        if not values["number"]:
            return None
        problems = [
            Problem("required", name, _("This is empty. Fill it in."))
            for name in ("issuer", "signed_on")
            if not values[name]
        ]
        if problems:
            raise Refused(problems)
        return decision_enter(
            actor=self.actor,
            issuer=form.issuers[values["issuer"]],
            number=values["number"],
            kind=_DECISION_KINDS[self.act],
            signed_on=values["signed_on"],
        )

    def _page(self, row: Certification, form: ActForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(certification=row, form=form, act=self.act), status=status
        )


class ActPage(DeskView):
    """A proposed act: the second person approves or returns it, its author takes it back."""

    template_name = "registry/desk/act.html"
    crumbs = [CERTIFICATIONS_CRUMB]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._open(pk), [])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pending = self._open(pk)
        action = request.POST.get("action", "")
        try:
            if action == "approve":
                act_approve(actor=self.actor, pending_id=pk)
                messages.success(request, _("The act is in force and public."))
            elif action == "return":
                act_return(
                    actor=self.actor,
                    pending_id=pk,
                    reason=request.POST.get("return_reason", ""),
                )
                messages.success(request, _("The act was returned."))
            else:
                return self._page(pending, [])
        except Refused as refusal:
            return self._page(self._open(pk), [p.message for p in refusal.problems], status=422)
        except NotAllowed as refusal:
            return self._page(self._open(pk), [str(refusal)], status=422)
        return redirect("desk_certification", pending.certification_id)

    def _open(self, pk: int) -> PendingAct:
        pending = found_or_404(
            staff.pending_acts_seen(self.scope).select_related(
                "certification__scheme", "certification__issuer", "certification__product",
                "certification__craft_village", "decision__issuer", "entered_by", "decided_by",
            ),
            pk,
        )  # fmt: skip
        row = pending.certification
        self.page_title = str(pending.get_act_display())
        self.page_subtitle = str(row.product or row.craft_village)
        return pending

    def _page(self, pending: PendingAct, problems: list[str], status: int = 200) -> HttpResponse:
        row = pending.certification
        found = certification_record(row).status(legal_day(timezone.now()))
        is_waiting = pending.state == PendingState.WAITING
        is_author = pending.entered_by_id == self.scope.user_id
        may_publish = self.scope.may(Action.PUBLISH, row.issuer_id, row.scheme_id)
        return self.render_to_response(
            self.get_context_data(
                pending=pending,
                certification=row,
                award=award_words(row),
                status=found,
                facts=_facts(pending),
                problems=problems,
                may_approve=is_waiting and may_publish and not is_author,
                may_return=is_waiting and (may_publish or is_author),
                is_author=is_author,
            ),
            status=status,
        )


def _facts(pending: PendingAct) -> list[tuple[Any, Any]]:
    row, decision = pending.certification, pending.decision
    decided: User | None = pending.decided_by
    facts: list[tuple[Any, Any]] = [
        (_("State"), pending.get_state_display()),
        (_("Takes effect on"), date_words(pending.effective_on, pending.effective_on_precision)),
        (_("Ground"), pending.ground or "–"),
        (
            _("Decision"),
            f"{decision.number}, {decision.issuer.name}, "
            f"{date_words(decision.signed_on, decision.signed_on_precision)}"
            if decision
            else "–",
        ),
        (_("Proposed by"), person_words(pending.entered_by)),
    ]
    if pending.act == ActKind.CORRECT:
        facts += [
            (
                _("Issued on"),
                _("%(before)s → %(after)s")
                % {
                    "before": date_words(row.issued_on, row.issued_on_precision),
                    "after": date_words(pending.issued_on, pending.issued_on_precision),
                },
            ),
            (
                _("First day no longer valid"),
                _("%(before)s → %(after)s")
                % {"before": _day(row.valid_until), "after": _day(pending.valid_until)},
            ),
        ]
    if decided is not None:
        facts.append((_("Settled by"), person_words(decided)))
    if pending.warnings:
        facts.append((_("Warnings"), " ".join(pending.warnings)))
        facts.append((_("Reason for going on in spite of warnings"), pending.warnings_reason))
    if pending.return_reason:
        facts.append((_("Reason"), pending.return_reason))
    return facts


def _day(day: dt.date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "–"


def _restated(row: Certification, values: dict[str, Any]) -> dict[str, Any]:
    """What a correction says anew; an end computed by a rule moves with the day of issue."""
    issued, last_day = values["issued_on"], values["valid_to"]
    issue = row.events.filter(act=ActKind.ISSUE).first()
    months = issue.validity_months if issue else None
    if last_day:
        end = End(ValidityBasis.PRINTED, last_day + dt.timedelta(days=1), months)
    elif row.validity_basis == ValidityBasis.COMPUTED and issued and issued.is_exact and months:
        end = End(ValidityBasis.COMPUTED, add_months(issued.day, months), months)
    elif row.validity_basis == ValidityBasis.NO_END:
        end = End(ValidityBasis.NO_END)
    else:
        end = End(ValidityBasis.UNKNOWN, None, months)
    return {
        "issued_on": issued.day if issued else None,
        "issued_on_precision": issued.precision if issued else DatePrecision.NONE,
        "end": end,
    }
