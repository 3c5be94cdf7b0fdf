"""What waits for the account: drafts to finish, entries to publish, acts to approve."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from registry.backoffice.access import DeskView, scope_of_request
from registry.models import Authority, Certification, PendingAct
from registry.models.choices import EntryState
from registry.models.pending import PendingState
from registry.policies import Action
from registry.selectors import staff
from registry.selectors.staff import Scope

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: where, what, and how many certifications it is about."""

    url: str
    text: str
    issuer: str
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The three heaps; each at most `MOST_SHOWN` long, newest first."""

    to_publish: tuple[Item, ...]
    to_approve: tuple[Item, ...]
    drafts: tuple[Item, ...]

    @property
    def total(self) -> int:
        return len(self.to_publish) + len(self.to_approve) + len(self.drafts)


def waiting_for(scope: Scope) -> Waiting:
    """What one account has to do, in three queries."""
    own = staff.certifications_own(scope)
    drafts = own.filter(entry_state=EntryState.DRAFT, entered_by=scope.user_id)
    in_review = own.filter(entry_state=EntryState.IN_REVIEW).exclude(entered_by=scope.user_id)
    acts: list[PendingAct] = []
    if scope.may_anywhere(Action.PUBLISH):
        acts = list(
            staff.pending_acts_seen(scope)
            .filter(state=PendingState.WAITING)
            .exclude(entered_by=scope.user_id)
            .select_related("certification__product", "certification__craft_village")
            .select_related("certification__issuer")
            .order_by("-pk")[:MOST_SHOWN]
        )
    return Waiting(
        tuple(_by_decision(in_review, "desk_review")) if scope.may_anywhere(Action.PUBLISH) else (),
        tuple(_act_item(act) for act in acts if _may_approve(scope, act)),
        tuple(_by_decision(drafts, "desk_decision")) if scope.may_anywhere(Action.ENTER) else (),
    )


def _by_decision(rows: "QuerySet[Certification]", address: str) -> list[Item]:
    grouped = (
        rows.filter(decision__isnull=False)
        .order_by("-decision")
        .values("decision", "decision__number", "decision__issuer__name")
        .annotate(number_of=Count("pk"))[:MOST_SHOWN]
    )
    return [
        Item(
            reverse(address, args=[row["decision"]]),
            row["decision__number"],
            row["decision__issuer__name"],
            row["number_of"],
        )
        for row in grouped
    ]


def _may_approve(scope: Scope, act: PendingAct) -> bool:
    certification = act.certification
    return scope.may(Action.PUBLISH, certification.issuer_id, certification.scheme_id)


def _act_item(act: PendingAct) -> Item:
    certification = act.certification
    issuer: Authority | None = certification.issuer
    return Item(
        reverse("desk_act", args=[act.pk]),
        _("%(act)s: %(subject)s")
        % {
            "act": act.get_act_display(),
            "subject": certification.product or certification.craft_village,
        },
        issuer.name if issuer else "",
        1,
    )


class WaitingPage(DeskView):
    """The three heaps on a page of their own."""

    template_name = "registry/desk/waiting.html"
    page_title = gettext_lazy("Waiting for me")
    header_icon = "time"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                waiting=waiting_for(self.scope),
                may_enter=self.scope.may_anywhere(Action.ENTER),
            )
        )


class WaitingPanel(Component):
    """The same on the admin's home page."""

    name = "desk_waiting"
    template_name = "registry/desk/waiting_panel.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        scope = scope_of_request(self.request)
        return {
            "waiting": waiting_for(scope),
            "may_enter": scope.may_anywhere(Action.ENTER),
        }
