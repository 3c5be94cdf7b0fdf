"""What waits for the account: drafts, entries to publish, acts and corrections to approve."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from registry.backoffice.access import DeskView, scope_of_request
from registry.backoffice.words import person_words
from registry.models import Authority, Certification, PendingAct
from registry.models.choices import EntryState
from registry.models.pending import PendingState
from registry.policies import Action
from registry.selectors import staff
from registry.selectors.corrections import MODELS
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
    """The four heaps; each at most `MOST_SHOWN` long, newest first."""

    to_publish: tuple[Item, ...]
    to_approve: tuple[Item, ...]
    to_correct: tuple[Item, ...]
    drafts: tuple[Item, ...]

    @property
    def total(self) -> int:
        heaps = (self.to_publish, self.to_approve, self.to_correct, self.drafts)
        return sum(len(heap) for heap in heaps)


def waiting_for(scope: Scope) -> Waiting:
    """What one account has to do; the number of queries does not grow with the register."""
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
        tuple(_corrections(scope)) if scope.may_anywhere(Action.PUBLISH) else (),
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


def _corrections(scope: Scope) -> Iterator[Item]:
    """Corrections that others propose, named by their records; one query for each kind."""
    waiting = list(
        staff.corrections_seen(scope)
        .filter(state=PendingState.WAITING)
        .exclude(entered_by=scope.user_id)
        .select_related("entered_by")
        .order_by("-pk")[:MOST_SHOWN]
    )
    names: dict[tuple[str, int], str] = {}
    for kind, model in MODELS.items():
        keys = [row.subject_id for row in waiting if row.kind == kind]
        if keys:
            rows: dict[int, Model] = model._default_manager.in_bulk(keys)
            names |= {(kind, key): str(row) for key, row in rows.items()}
    for row in waiting:
        yield Item(
            reverse("desk_correction", args=[row.pk]),
            _("%(kind)s: %(subject)s")
            % {
                "kind": row.get_kind_display(),
                "subject": names.get((row.kind, row.subject_id), ""),
            },
            person_words(row.entered_by),
            1,
        )


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
    """The heaps on a page of their own."""

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
