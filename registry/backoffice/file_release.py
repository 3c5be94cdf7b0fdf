"""Showing the scan of a decision to the public and taking it back, after a page that says what
happens."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.access import DECISIONS_CRUMB, DeskView, found_or_404
from registry.backoffice.words import date_words
from registry.models import Decision
from registry.policies import Action, NotAllowed
from registry.selectors import staff
from registry.services.file_release import decision_file_release, decision_file_withhold
from registry.services.refusal import Refused


class _FileView(DeskView):
    template_name = "registry/desk/file_release.html"
    crumbs = [DECISIONS_CRUMB]
    is_release = True
    done: Any = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._open(pk), [])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = self._open(pk)
        try:
            self.write(pk)
        except (Refused, NotAllowed) as refusal:
            problems = (
                [problem.message for problem in refusal.problems]
                if isinstance(refusal, Refused)
                else [str(refusal)]
            )
            return self._page(decision, problems, status=422)
        messages.success(request, str(self.done))
        return redirect("desk_decision", pk)

    def write(self, pk: int) -> None:
        raise NotImplementedError

    def _open(self, pk: int) -> Decision:
        rows = staff.decisions_own(self.scope).select_related("issuer")
        row = found_or_404(rows.exclude(file=""), pk)
        if not self.scope.may(Action.PUBLISH, row.issuer_id):
            raise Http404
        return row

    def _page(self, decision: Decision, problems: list[str], status: int = 200) -> HttpResponse:
        facts = [
            (_("Number"), decision.number),
            (_("Issuer"), decision.issuer.name),
            (_("Signed on"), date_words(decision.signed_on, decision.signed_on_precision)),
        ]
        return self.render_to_response(
            self.get_context_data(
                decision=decision,
                facts=facts,
                problems=problems,
                is_release=self.is_release,
                typed=self.request.POST.get("reason", ""),
            ),
            status=status,
        )


class FileRelease(_FileView):
    page_title = gettext_lazy("Show the file to the public")
    done = gettext_lazy("The public sees the file now, on the page of the decision.")

    def write(self, pk: int) -> None:
        is_read = self.request.POST.get("is_read") == "1"
        decision_file_release(actor=self.actor, decision_id=pk, is_read=is_read)


class FileWithhold(_FileView):
    page_title = gettext_lazy("Take the file back from the public")
    is_release = False
    done = gettext_lazy("The public does not see the file any more.")

    def write(self, pk: int) -> None:
        reason = self.request.POST.get("reason", "")
        decision_file_withhold(actor=self.actor, decision_id=pk, reason=reason)
