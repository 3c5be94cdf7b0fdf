"""Taking a draft or an empty decision off the desk, after a page that says what happens.

Nothing is deleted; the services keep the row, the reason and the way back.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.access import (
    CERTIFICATIONS_CRUMB,
    DECISIONS_CRUMB,
    DeskView,
    found_or_404,
)
from registry.backoffice.grades import award_words
from registry.backoffice.words import date_words
from registry.models import Certification, Decision
from registry.models.choices import EntryState
from registry.policies import Action, NotAllowed
from registry.selectors import staff
from registry.services.discarding import (
    certification_discard,
    certification_restore,
    decision_discard,
    decision_restore,
)
from registry.services.refusal import Refused


class DiscardView(DeskView):
    """The page before a discard: what it is about, what follows, and the reason."""

    template_name = "registry/desk/discard.html"
    done: Any = ""
    record_address = ""

    def open(self, pk: int) -> Any:
        raise NotImplementedError

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        raise NotImplementedError

    def discard(self, pk: int, reason: str) -> Any:
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.open(pk), [])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.open(pk)
        try:
            self.discard(pk, request.POST.get("reason", ""))
        except (Refused, NotAllowed) as refusal:
            return self._page(row, _words(refusal), status=422)
        messages.success(request, str(self.done))
        return redirect(self.record_address, pk)

    def _page(self, row: Any, problems: list[str], status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                row=row,
                facts=self.facts(row),
                problems=problems,
                typed=self.request.POST.get("reason", ""),
                back=self.record_address,
            ),
            status=status,
        )


class CertificationDiscard(DiscardView):
    page_title = gettext_lazy("Discard the draft")
    crumbs = [CERTIFICATIONS_CRUMB]
    record_address = "desk_certification"
    done = gettext_lazy("The draft was discarded. It can be put back on its page.")

    def open(self, pk: int) -> Certification:
        return _own_certification(self, pk)

    def facts(self, row: Certification) -> list[tuple[Any, Any]]:
        return [
            (_("Product as printed"), row.product_name_printed),
            (_("Maker as printed"), row.maker_name_printed or "–"),
            (_("Grade"), award_words(row)),
            (_("Decision"), row.decision.number if row.decision else "–"),
        ]

    def discard(self, pk: int, reason: str) -> Certification:
        return certification_discard(actor=self.actor, certification_id=pk, reason=reason)


class DecisionDiscard(DiscardView):
    page_title = gettext_lazy("Discard the decision")
    crumbs = [DECISIONS_CRUMB]
    record_address = "desk_decision"
    done = gettext_lazy("The decision was discarded. It can be put back on its page.")

    def open(self, pk: int) -> Decision:
        row = found_or_404(staff.decisions_own(self.scope).select_related("issuer"), pk)
        if not self.scope.may(Action.ENTER, row.issuer_id):
            raise Http404
        return row

    def facts(self, row: Decision) -> list[tuple[Any, Any]]:
        return [
            (_("Number"), row.number),
            (_("Issuer"), row.issuer.name),
            (_("Signed on"), date_words(row.signed_on, row.signed_on_precision)),
        ]

    def discard(self, pk: int, reason: str) -> Decision:
        return decision_discard(actor=self.actor, decision_id=pk, reason=reason)


class RestoreView(DeskView):
    """Puts a discarded record back; it harms nothing, so it asks nothing."""

    http_method_names = ["post", "options"]
    record_address = ""
    done: Any = ""

    def restore(self, pk: int) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            self.restore(pk)
        except (Refused, NotAllowed) as refusal:
            messages.error(request, " ".join(_words(refusal)))
        else:
            messages.success(request, str(self.done))
        return redirect(self.record_address, pk)


class CertificationRestore(RestoreView):
    record_address = "desk_certification"
    done = gettext_lazy("The draft is back on the desk.")

    def restore(self, pk: int) -> None:
        _own_certification(self, pk)
        certification_restore(actor=self.actor, certification_id=pk)


class DecisionRestore(RestoreView):
    record_address = "desk_decision"
    done = gettext_lazy("The decision is back on the desk.")

    def restore(self, pk: int) -> None:
        found_or_404(staff.decisions_discarded(self.scope), pk)
        decision_restore(actor=self.actor, decision_id=pk)


def _own_certification(view: DeskView, pk: int) -> Certification:
    """An own one that the account enters; the service says whether it is a draft now."""
    row = found_or_404(
        staff.certifications_own(view.scope, with_discarded=True)
        .filter(entry_state__in=(EntryState.DRAFT, EntryState.DISCARDED))
        .select_related("scheme", "product", "craft_village", "decision"),
        pk,
    )
    if not view.scope.may(Action.ENTER, row.issuer_id, row.scheme_id):
        raise Http404
    return row


def _words(refusal: Exception) -> list[str]:
    if isinstance(refusal, Refused):
        return [problem.message for problem in refusal.problems]
    return [str(refusal)]
