"""Entering a decision with its certifications on one page, and what follows until review.

All of a page is written in one transaction or nothing of it; what was typed is shown again
with the problems at their fields.
"""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.access import DECISIONS_CRUMB, DeskView, found_or_404
from registry.backoffice.day_fields import PartialDay
from registry.backoffice.entry_forms import (
    DecisionForm,
    RowForm,
    row_forms,
    with_row,
    without_row,
)
from registry.backoffice.grades import Award, award_of, awards
from registry.backoffice.groups import group_choices
from registry.backoffice.keys import key_read
from registry.backoffice.meanings import meanings_offer
from registry.backoffice.records import DecisionPage
from registry.backoffice.row_writing import RowWriter
from registry.backoffice.words import signed_words
from registry.models import Decision
from registry.models.choices import DecisionKind, EntryState
from registry.policies import Action, NotAllowed
from registry.rules.checks import Problem
from registry.rules.identifiers import decision_number_normalise
from registry.selectors import staff
from registry.services.decisions import decision_enter, decision_file_attach
from registry.services.publication import decision_submit
from registry.services.refusal import Refused
from registry.services.writing import register_transaction
from registry.text import clean

# What tells one line of a decision from another, besides its award.
_PRINTED = ("product_name_printed", "maker_name_printed", "place_printed", "certificate_no")


class _ShownAgain(Exception):
    """The forms hold problems; the transaction is undone and the page shown again."""


class _SentBefore(Exception):
    """The same page was saved already, by a double click or after a lost connection."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(decision.number)


class EntryView(DeskView):
    """A new decision, or more certifications of one that stands (with `pk`)."""

    template_name = "registry/desk/entry.html"
    crumbs = [DECISIONS_CRUMB]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.decision: Decision | None = None

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        self._open(pk)
        form = None if self.decision else self._decision_form()
        rows = [RowForm(prefix="row-0", awards=self._awards(), groups=group_choices())]
        return self._page(form, rows)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        self._open(pk)
        action = request.POST.get("action", "")
        data = request.POST
        if action == "add":
            data = with_row(data)
        elif action.startswith("remove-") and (removed := key_read(action[7:])) is not None:
            data = without_row(data, removed)
        form = None if self.decision else self._decision_form(data, request.FILES)
        rows = row_forms(data, self._awards(), group_choices())
        signed_on = self.decision.signed_on if self.decision else self._typed_day(form)
        meanings_offer(rows, self.scope, signed_on)
        if action not in {"draft", "submit"}:
            return self._page(form, rows)
        try:
            # Whether the page was sent before is asked under the lock of all writers: a second
            # request waits here and then finds what the first one wrote.
            with register_transaction():
                saved = self._save(form, rows, is_submitted=action == "submit")
        except _ShownAgain:
            return self._page(form, rows, has_problems=True)
        except _SentBefore as before:
            messages.warning(
                request,
                _("This page was sent twice. Decision %(number)s stands once, as sent first.")
                % {"number": before.decision.number},
            )
            return redirect("desk_decision", before.decision.pk)
        messages.success(
            request,
            _("Decision %(number)s was submitted for review.") % {"number": saved.number}
            if action == "submit"
            else _("Decision %(number)s was saved as a draft.") % {"number": saved.number},
        )
        return redirect("desk_decision", saved.pk)

    def _open(self, pk: int | None) -> None:
        if not self.scope.may_anywhere(Action.ENTER):
            raise Http404
        if pk is not None:
            self.decision = found_or_404(
                staff.decisions_own(self.scope).select_related("issuer"), pk
            )
            if not self.scope.may(Action.ENTER, self.decision.issuer_id):
                raise Http404
        self.page_title = (
            _("Add certifications to %(number)s") % {"number": self.decision.number}
            if self.decision
            else _("Enter a decision")
        )

    def _awards(self) -> dict[str, Award]:
        if not hasattr(self, "_known_awards"):
            self._known_awards = awards(schemes_entered(self.scope))
        return self._known_awards

    def _decision_form(self, data: Any = None, files: Any = None) -> DecisionForm:
        issuers = list(staff.issuers_enterable(self.scope))
        initial = {"kind": DecisionKind.RECOGNISE}
        return DecisionForm(data, files, issuers=issuers, initial=initial)

    def _typed_day(self, form: DecisionForm | None) -> dt.date | None:
        assert form is not None
        form.full_clean()
        signed: PartialDay | None = form.cleaned_data.get("signed_on")
        return signed.day if signed else None

    def _save(
        self, form: DecisionForm | None, rows: list[RowForm], *, is_submitted: bool
    ) -> Decision:
        decision = self.decision or self._decision_entered(form, rows)
        if self.decision is not None:
            self._refuse_sent_before(self.decision, rows)
        writer = RowWriter(self.actor, self.scope, decision)
        filled = [row for row in rows if not row.is_blank]
        if self.decision is not None and not filled:
            if rows:
                rows[0].add_error("product_name_printed", _("This is empty. Fill it in."))
            raise _ShownAgain
        first = decision.certifications.count() + 1
        is_wrong = False
        for line_no, row in enumerate(filled, start=first):
            if not row.is_valid():
                is_wrong = True
                continue
            try:
                with transaction.atomic():
                    writer.enter(row, line_no)
            except Refused as refusal:
                row.take(refusal.problems)
                is_wrong = True
            except NotAllowed as refusal:
                row.add_error("award", str(refusal))
                is_wrong = True
        if is_wrong:
            raise _ShownAgain
        if is_submitted:
            self._submit(form, rows, decision)
        return decision

    def _refuse_sent_before(self, decision: Decision, rows: list[RowForm]) -> None:
        """Raises _SentBefore where the account entered just these lines of the decision."""
        own = decision.certifications.exclude(entry_state=EntryState.DISCARDED)
        standing = {
            (award_of(row).key, *(getattr(row, name) for name in _PRINTED))
            for row in own.filter(entered_by=self.actor).select_related("scheme")
        }
        typed = {
            (row.typed("award"), *(clean(row.typed(name)) for name in _PRINTED))
            for row in rows
            if not row.is_blank
        }
        is_header_again = not typed and not standing and self.decision is None
        if is_header_again or (typed and typed <= standing):
            raise _SentBefore(decision)

    def _decision_entered(self, form: DecisionForm | None, rows: list[RowForm]) -> Decision:
        assert form is not None
        if not form.require_all():
            raise _ShownAgain
        values = form.cleaned_data
        issuer = form.issuers[values["issuer"]]
        standing = Decision.objects.filter(
            issuer=issuer,
            number_normalised=decision_number_normalise(values["number"]),
            signed_on=values["signed_on"].day,
            signed_on_precision=values["signed_on"].precision,
            is_discarded=False,
        ).first()
        if standing is not None and standing.entered_by_id == self.actor.pk:
            self._refuse_sent_before(standing, rows)
        try:
            if standing is not None:
                raise Refused(
                    [
                        Problem(
                            "decision-stands",
                            "number",
                            _(
                                "This decision is entered already. Open it in the list of "
                                "decisions and add certifications there."
                            ),
                        )
                    ]
                )
            decision = decision_enter(
                actor=self.actor,
                issuer=issuer,
                number=values["number"],
                kind=values["kind"],
                signed_on=values["signed_on"].day,
                signed_on_precision=values["signed_on"].precision,
                announced_count=values["announced_count"],
            )
            if values["file"]:
                decision = decision_file_attach(
                    actor=self.actor, decision_id=decision.pk, upload=values["file"]
                )
        except Refused as refusal:
            form.take(refusal.problems)
            raise _ShownAgain from refusal
        except NotAllowed as refusal:
            form.add_error("issuer", str(refusal))
            raise _ShownAgain from refusal
        return decision

    def _submit(self, form: DecisionForm | None, rows: list[RowForm], decision: Decision) -> None:
        try:
            decision_submit(actor=self.actor, decision_id=decision.pk)
        except (Refused, NotAllowed) as refusal:
            target = form or (rows[0] if rows else None)
            if target is not None:
                target.add_error(None, _words(refusal))
            raise _ShownAgain from refusal

    def _page(
        self, form: DecisionForm | None, rows: list[RowForm], *, has_problems: bool = False
    ) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                rows=rows,
                decision=self.decision,
                signed=signed_words(self.decision) if self.decision else "",
                has_problems=has_problems,
                has_file=bool(self.request.FILES),
            ),
            status=422 if has_problems else 200,
        )


class DecisionStep(DecisionPage):
    """A step taken on a decision's page by POST; problems are shown on that page."""

    http_method_names = ["post", "options"]
    done = gettext_lazy("Done.")

    def act(self, request: HttpRequest, pk: int) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found_or_404(staff.decisions_own(self.scope), pk)
        try:
            self.act(request, pk)
        except (Refused, NotAllowed) as refusal:
            self.extra_context = {"problems": _messages(refusal)}
            response = self.get(request, pk)
            response.status_code = 422
            return response
        messages.success(request, str(self.done))
        return redirect(reverse("desk_decision", args=[pk]))


class DecisionSubmit(DecisionStep):
    done = gettext_lazy("All drafts were submitted for review.")

    def act(self, request: HttpRequest, pk: int) -> None:
        decision_submit(actor=self.actor, decision_id=pk)


class DecisionAttach(DecisionStep):
    done = gettext_lazy("The file was attached.")

    def act(self, request: HttpRequest, pk: int) -> None:
        upload = request.FILES.get("file")
        if upload is None:
            raise Refused([Problem("required", "file", _("Choose a file first."))])
        decision_file_attach(actor=self.actor, decision_id=pk, upload=upload)


def schemes_entered(scope: Any) -> frozenset[int]:
    """The schemes that an account may enter; empty means all."""
    found: set[int] = set()
    for grant in scope.grants:
        if not grant.schemes:
            return frozenset()
        found |= grant.schemes
    return frozenset(found)


def _messages(refusal: Exception) -> list[str]:
    if isinstance(refusal, Refused):
        return [problem.message for problem in refusal.problems]
    return [str(refusal)]


def _words(refusal: Exception) -> str:
    return " ".join(_messages(refusal))
