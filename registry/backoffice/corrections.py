"""Corrections at the desk: the form of one record, and the second person's page.

What may be corrected, by whom and whether it waits is the services' to say; the pages show
before and after beside each other, and ask.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.access import (
    CERTIFICATIONS_CRUMB,
    DECISIONS_CRUMB,
    DeskView,
    found_or_404,
)
from registry.backoffice.correction_forms import FORMS, CorrectionForm
from registry.backoffice.words import FIELDS, Change, change_words, person_words
from registry.models import Certification, PendingCorrection
from registry.models.choices import EntryState
from registry.models.corrections import CorrectedKind
from registry.models.pending import PendingState
from registry.policies import Action, NotAllowed
from registry.selectors import staff
from registry.selectors.corrections import MODELS, correction_waiting, is_public
from registry.services.correction_values import NUMBER_DIGEST, outcome
from registry.services.corrections import (
    correction_approve,
    correction_enter,
    correction_return,
    pending_values,
)
from registry.services.refusal import Refused

# The page of each kind of record, and the list it stands in.
PAGES = {
    CorrectedKind.CERTIFICATION: "desk_certification",
    CorrectedKind.PRODUCT: "desk_product",
    CorrectedKind.ESTABLISHMENT: "desk_establishment",
    CorrectedKind.CRAFT_VILLAGE: "desk_village",
    CorrectedKind.DECISION: "desk_decision",
}
_CRUMBS = {
    CorrectedKind.CERTIFICATION: CERTIFICATIONS_CRUMB,
    CorrectedKind.PRODUCT: ("desk_products", gettext_lazy("Products")),
    CorrectedKind.ESTABLISHMENT: ("desk_establishments", gettext_lazy("Establishments")),
    CorrectedKind.CRAFT_VILLAGE: ("desk_villages", gettext_lazy("Craft villages")),
    CorrectedKind.DECISION: DECISIONS_CRUMB,
}
_PRESETS = ("village_text", "village_choice")  # what a link from a village's page fills in


def correction_offer(scope: staff.Scope, kind: CorrectedKind, row: Any) -> dict[str, Any]:
    """For a record's own page: the address of its form, and the correction that waits."""
    if kind == CorrectedKind.CERTIFICATION and row.entry_state != EntryState.PUBLISHED:
        return {"correction_url": "", "correction_waiting": None}
    waiting = correction_waiting(kind, row.pk)
    if waiting and not staff.corrections_seen(scope).filter(pk=waiting.pk).exists():
        waiting = None
    # A decision belongs to its issuer, which the row says; of others the database is asked.
    is_decision = kind == CorrectedKind.DECISION
    offered = waiting is None and (
        scope.may(Action.ENTER, row.issuer_id)
        if is_decision
        else staff.may_correct(scope, Action.ENTER, kind, row.pk)
    )
    address = reverse(f"{PAGES[kind]}_correct", args=[row.pk]) if offered else ""
    return {"correction_url": address, "correction_waiting": waiting}


class CorrectionEnter(DeskView):
    """The form of one record; what it says stands in it already."""

    template_name = "registry/desk/correct.html"
    page_title = gettext_lazy("Correct")
    kind: CorrectedKind = CorrectedKind.PRODUCT  # each address names its own

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._open(pk)
        preset = {name: request.GET[name] for name in _PRESETS if name in request.GET}
        return self._page(row, self._form(row, None, preset))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._open(pk)
        form = self._form(row, request.POST, {})
        if request.POST.get("action") == "check" or not form.is_valid():
            return self._page(row, form, status=422 if form.errors else 200)
        undecided = list(form.undecided())
        form.take(undecided)
        if undecided:
            return self._page(row, form, status=422)
        try:
            with transaction.atomic():
                entered = correction_enter(
                    actor=self.actor,
                    kind=self.kind,
                    key=pk,
                    values=form.values(),
                    reason=form.cleaned_data["reason"],
                )
        except Refused as refusal:
            form.take(refusal.problems)
            return self._page(row, form, status=422)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self._page(row, form, status=422)
        if entered.pending is not None:
            messages.success(
                request, _("The correction waits for the approval of a second person.")
            )
            return redirect("desk_correction", entered.pending.pk)
        messages.success(request, _("The record was changed."))
        return redirect(PAGES[self.kind], pk)

    def _open(self, pk: int) -> Any:
        row = found_or_404(staff.records_own(self.scope, self.kind), pk)
        if not staff.may_correct(self.scope, Action.ENTER, self.kind, pk):
            raise Http404
        if self.kind == CorrectedKind.CERTIFICATION and row.entry_state != EntryState.PUBLISHED:
            raise Http404
        self.crumbs = [_CRUMBS[self.kind]]
        self.page_subtitle = _subject_words(row)
        return row

    def _form(self, row: Any, data: Any, preset: dict[str, str]) -> CorrectionForm:
        return FORMS[self.kind](data, row=row, scope=self.scope, preset=preset)

    def _page(self, row: Any, form: CorrectionForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                row=row,
                form=form,
                kind=self.kind,
                is_public=is_public(self.kind, row.pk),
                waiting=correction_waiting(self.kind, row.pk),
                back=reverse(PAGES[self.kind], args=[row.pk]),
            ),
            status=status,
        )


class CorrectionPage(DeskView):
    """A proposed correction: the second person approves or returns it, its author takes it back."""

    template_name = "registry/desk/correction.html"
    page_title = gettext_lazy("Proposed correction")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._open(pk), [])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pending = self._open(pk)
        action, posted = request.POST.get("action", ""), request.POST
        try:
            if action == "approve":
                correction_approve(
                    actor=self.actor,
                    pending_id=pk,
                    warnings_reason=posted.get("warnings_reason", ""),
                )
                messages.success(request, _("The record says what was proposed from now on."))
            elif action == "return":
                correction_return(
                    actor=self.actor, pending_id=pk, reason=posted.get("return_reason", "")
                )
                messages.success(request, _("The correction was returned."))
            else:
                return self._page(pending, [])
        except Refused as refusal:
            return self._page(self._open(pk), [p.message for p in refusal.problems], status=422)
        except NotAllowed as refusal:
            return self._page(self._open(pk), [str(refusal)], status=422)
        return redirect(PAGES[CorrectedKind(pending.kind)], pending.subject_id)

    def _open(self, pk: int) -> PendingCorrection:
        pending = found_or_404(
            staff.corrections_seen(self.scope).select_related("entered_by", "decided_by"), pk
        )
        self.kind = CorrectedKind(pending.kind)
        self.row = MODELS[self.kind]._default_manager.get(pk=pending.subject_id)
        self.crumbs = [_CRUMBS[self.kind]]
        self.page_subtitle = _subject_words(self.row)
        return pending

    def _page(
        self, pending: PendingCorrection, problems: list[str], status: int = 200
    ) -> HttpResponse:
        is_waiting = pending.state == PendingState.WAITING
        is_author = pending.entered_by_id == self.scope.user_id
        may_publish = staff.may_correct(self.scope, Action.PUBLISH, self.kind, pending.subject_id)
        return self.render_to_response(
            self.get_context_data(
                pending=pending,
                row=self.row,
                kind=self.kind.label,
                changes=self._changes(pending),
                is_stale=is_waiting and self._is_stale(pending),
                facts=_facts(pending),
                problems=problems,
                may_approve=is_waiting and may_publish and not is_author,
                may_return=is_waiting and (may_publish or is_author),
                is_author=is_author,
                is_waiting=is_waiting,
                back=reverse(PAGES[self.kind], args=[pending.subject_id]),
                posted=self.request.POST,
            ),
            status=status,
        )

    def _changes(self, pending: PendingCorrection) -> tuple[Change, ...]:
        """Before and after in words; while it waits, personal values in the clear."""
        before, after = dict(pending.before), dict(pending.after)
        if pending.state != PendingState.WAITING or not pending.sealed:
            return change_words(pending.kind, before, after)
        found = outcome(self.kind, self.row, pending_values(pending))
        for name in after:
            if hasattr(found.row, name):
                before[name], after[name] = getattr(self.row, name), getattr(found.row, name)
        number = after.pop(NUMBER_DIGEST, None)
        changes = change_words(pending.kind, before, after)
        if number is None or not found.number:
            return changes
        # Enough of a person's number to compare it with the paper, not enough to use it.
        shown = _("ends in %(digits)s") % {"digits": found.number[-4:]}
        kept = _("withheld: a person's number") if before.get(NUMBER_DIGEST) else ""
        label = str(FIELDS[NUMBER_DIGEST])
        return (*(c for c in changes if c.label != label), Change(label, kept, shown))

    def _is_stale(self, pending: PendingCorrection) -> bool:
        found = outcome(self.kind, self.row, pending_values(pending))
        return found.before != pending.before or found.after != pending.after


def _subject_words(row: Any) -> str:
    return row.product_name_printed if isinstance(row, Certification) else str(row)


def _facts(pending: PendingCorrection) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [
        (_("State"), pending.get_state_display()),
        (_("Ground"), pending.ground),
        (_("Proposed by"), person_words(pending.entered_by)),
    ]
    if pending.decided_by is not None:
        facts.append((_("Settled by"), person_words(pending.decided_by)))
    if pending.return_reason:
        facts.append((_("Reason"), pending.return_reason))
    if pending.warnings_reason:
        facts.append((_("Reason in spite of warnings"), pending.warnings_reason))
    return facts
