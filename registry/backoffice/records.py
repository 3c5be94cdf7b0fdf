"""Pages of one record: its facts, what belongs to it, and its whole history in words.

The internal history (drafts, returns, names of accounts) is shown to those who read the
record as an office; of another office's public record only the legal acts are shown.
"""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail import hooks

from registry.backoffice.access import (
    CERTIFICATIONS_CRUMB,
    DECISIONS_CRUMB,
    DeskView,
    found_or_404,
    scope_of_request,
)
from registry.backoffice.corrections import correction_offer
from registry.backoffice.counts import count_warning, count_words
from registry.backoffice.grades import award_words
from registry.backoffice.words import date_words, history_words, person_words
from registry.models import Certification, Decision, Event
from registry.models.choices import ActKind, EntryState, RegionKind
from registry.models.corrections import CorrectedKind
from registry.policies import Action
from registry.rules.transitions import ALLOWED_FROM
from registry.rules.validity import legal_day
from registry.selectors import staff
from registry.selectors.items import certification_record
from registry.selectors.places import place_regions
from registry.selectors.regimes import act_is_possible, regimes_of
from registry.services.acts import proposing

Fact = tuple[Any, Any]
# Parts that other applications add to the page of a product, maker or village: functions of
# request and record that give HTML, "" for nothing.
SUBJECT_PARTS = "desk_subject_parts"
# Acts that the desk offers now; the services know more.
OFFERED_ACTS = (ActKind.WITHDRAW, ActKind.CORRECT, ActKind.ANNUL)


def events_of(kind: str, key: int) -> "QuerySet[Event]":
    return Event.objects.filter(subject_type=kind, subject_id=key).select_related("actor")


def certification_lines(rows: "QuerySet[Certification]") -> list[dict[str, Any]]:
    """Certifications as the lists inside other records show them, in a fixed number of queries."""
    today = legal_day(timezone.now())
    wanted = rows.select_related(
        "scheme", "product__maker", "craft_village", "issuer", "decision", "entered_by"
    ).prefetch_related("events")
    lines = []
    for row in wanted:
        found = certification_record(row).status(today)
        lines.append(
            {
                "row": row,
                "subject": row.product or row.craft_village,
                "maker": row.product.maker if row.product else None,
                "award": award_words(row),
                "issued": date_words(row.issued_on, row.issued_on_precision),
                "state": row.entry_state,
                "status": found.label if found else "–",
                "tone": found or "",
                "entered_by": person_words(row.entered_by),
            }
        )
    return lines


class RecordView(DeskView):
    """One record; `kind` is its name in the log."""

    kind = ""

    def history(self, key: int, *loaded: Any) -> list[Any]:
        """Names of the rows loaded already are not asked for again."""
        return history_words(events_of(self.kind, key), loaded=loaded)


class DecisionPage(RecordView):
    template_name = "registry/desk/decision.html"
    kind = "decision"
    crumbs = [DECISIONS_CRUMB]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = self._open(pk)
        self.page_title = _("Decision %(number)s") % {"number": decision.number}
        seen = staff.certifications_seen(self.scope).filter(decision=decision)
        lines = certification_lines(seen.order_by("line_no", "pk"))
        is_own = self.scope.owns_issuer(decision.issuer_id)
        states = {line["state"] for line in lines}
        may_restore = self.scope.may(Action.ENTER, decision.issuer_id)
        may_enter = may_restore and not decision.is_discarded
        may_publish = self.scope.may(Action.PUBLISH, decision.issuer_id)
        return self.render_to_response(
            self.get_context_data(
                decision=decision,
                lines=lines,
                facts=self._facts(decision, lines, is_own),
                count_warning=count_warning(decision, lines) if is_own else "",
                discarded=decision.discarded if is_own else 0,
                is_own=is_own,
                may_discard=may_enter and not lines,
                may_restore=may_restore and decision.is_discarded,
                may_enter=may_enter,
                may_submit=may_enter and EntryState.DRAFT in states,
                may_review=may_publish and EntryState.IN_REVIEW in states,
                may_release=may_publish and not decision.is_discarded,
                history=self.history(pk, decision.issuer, decision.entered_by) if is_own else [],
                **correction_offer(self.scope, CorrectedKind.DECISION, decision),
            )
        )

    def _open(self, pk: int) -> Any:
        """One that is seen, or an own one that was discarded, with the number of own
        certifications of it that were (`discarded`)."""
        own = staff.certifications_own(self.scope, with_discarded=True).order_by()
        gone = own.filter(decision=OuterRef("pk"), entry_state=EntryState.DISCARDED)
        number = gone.values("decision").annotate(number=Count("pk")).values("number")
        wanted = Decision.objects.select_related("issuer", "entered_by").annotate(
            discarded=Coalesce(Subquery(number), 0)
        )
        seen = Q(pk__in=staff.decisions_seen(self.scope).filter(pk=pk).values("pk"))
        discarded = Q(pk__in=staff.decisions_discarded(self.scope).values("pk"))
        return found_or_404(wanted.filter(seen | discarded), pk)

    def _facts(self, decision: Decision, lines: list[Any], is_own: bool) -> list[Fact]:
        facts: list[Fact] = [
            (_("Issuer"), decision.issuer.name),
            (_("Signed on"), date_words(decision.signed_on, decision.signed_on_precision)),
            (_("Kind"), decision.get_kind_display()),
            (_("Certifications"), count_words(decision, lines)),
        ]
        if is_own:
            facts.append((_("Entered by"), person_words(decision.entered_by)))
        return facts


class CertificationPage(RecordView):
    template_name = "registry/desk/certification.html"
    kind = "certification"
    crumbs = [CERTIFICATIONS_CRUMB]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        certification = found_or_404(
            staff.certifications_seen(self.scope, with_discarded=True).select_related(
                "scheme", "regime", "product__maker", "craft_village", "issuer", "decision",
                "entered_by", "published_by", "place_at_issue", "place_now",
            ).prefetch_related("events__decision", "evidence"),
            pk,
        )  # fmt: skip
        subject = certification.product or certification.craft_village
        self.page_title = str(subject)
        self.page_subtitle = award_words(certification)
        reads_within = self.scope.reads_within(certification)
        events = events_of(self.kind, pk)
        if not reads_within:
            events = events.filter(tag__startswith="certification:status:")
        found = certification_record(certification).status(legal_day(timezone.now()))
        waiting = (
            staff.pending_acts_seen(self.scope)
            .filter(certification=certification, state="waiting")
            .first()
        )
        may_enter = self.scope.may(Action.ENTER, certification.issuer_id, certification.scheme_id)
        is_draft = certification.entry_state == EntryState.DRAFT
        return self.render_to_response(
            self.get_context_data(
                certification=certification,
                subject=subject,
                facts=self._facts(certification, reads_within),
                evidence=certification.evidence.all(),
                status=found,
                warnings=certification.warnings if reads_within else [],
                may_edit=may_enter and is_draft,
                may_restore=may_enter and certification.entry_state == EntryState.DISCARDED,
                waiting=waiting,
                acts=self._acts(certification, found) if may_enter and not waiting else [],
                reads_within=reads_within,
                history=history_words(events, with_people=reads_within),
                **correction_offer(self.scope, CorrectedKind.CERTIFICATION, certification),
            )
        )

    def _acts(self, certification: Certification, found: Any) -> list[tuple[str, Any]]:
        """Acts that the regime of today has a text for and the status of today allows."""
        if found is None:
            return []
        regimes = regimes_of(certification.scheme)
        regime = regimes.on(legal_day(timezone.now())) or certification.regime
        return [
            (reverse("desk_act_enter", args=[certification.pk, act.value]), act.label)
            for act in OFFERED_ACTS
            if regime
            and act_is_possible(regime, act)
            and found in ALLOWED_FROM[act]
            and self.scope.may(proposing(act), certification.issuer_id, certification.scheme_id)
        ]

    def _facts(self, row: Certification, reads_within: bool) -> list[Fact]:
        maker = row.product.maker if row.product else None
        facts: list[Fact] = [
            (_("Code"), row.code),
            (_("Product as printed"), row.product_name_printed),
            (_("Maker"), maker.name if maker else "–"),
            (_("Maker as printed"), row.maker_name_printed or "–"),
            (_("Issuer"), row.issuer.name if row.issuer else _("not known")),
            (_("Issued on"), date_words(row.issued_on, row.issued_on_precision)),
            (_("First day no longer valid"), self._end(row)),
            (_("Certificate number"), row.certificate_no or "–"),
            (_("Group of the scheme"), row.group_printed or "–"),
            (_("Place as printed"), row.place_printed or "–"),
            (_("Place at issue"), row.place_at_issue.full_name if row.place_at_issue else "–"),
            (_("Place now"), row.place_now.full_name if row.place_now else "–"),
            (_("Voting region"), _voting_region(row)),
            (_("Grade of evidence"), row.get_grade_display()),
        ]
        if reads_within:
            facts.append((_("Entered by"), person_words(row.entered_by)))
            if row.published_by:
                facts.append((_("Published by"), person_words(row.published_by)))
        if row.warnings_reason and reads_within:
            facts.append((_("Reason in spite of warnings"), row.warnings_reason))
        return facts

    def _end(self, row: Certification) -> str:
        if row.valid_until is None:
            return str(row.get_validity_basis_display())
        return f"{row.valid_until:%d/%m/%Y} ({row.get_validity_basis_display()})"


class SubjectPage(RecordView):
    """A product, maker or craft village with its visible certifications."""

    template_name = "registry/desk/subject.html"
    list_crumb: tuple[str, Any]

    def show(
        self, row: Any, facts: list[Fact], rows: "QuerySet[Certification]", **more: Any
    ) -> HttpResponse:
        self.page_title = row.name
        self.crumbs = [self.list_crumb]
        lines = certification_lines(rows.order_by("-issued_on", "-pk")[:100])
        is_own = staff.reads_record(self.scope, CorrectedKind(self.kind), row.pk)
        return self.render_to_response(
            self.get_context_data(
                row=row,
                facts=facts,
                lines=lines,
                history=self.history(row.pk) if is_own else [],
                is_own=is_own,
                parts=[part(self.request, row) for part in hooks.get_hooks(SUBJECT_PARTS)],
                **correction_offer(self.scope, CorrectedKind(self.kind), row),
                **more,
            )
        )


class ProductPage(SubjectPage):
    kind = "product"
    list_crumb = ("desk_products", gettext_lazy("Products"))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        product = found_or_404(
            staff.products_seen(self.scope).select_related("maker", "group", "craft_village"), pk
        )
        facts: list[Fact] = [
            (_("Code"), product.code),
            (_("Kind"), product.get_kind_display()),
            (_("Maker"), product.maker.name if product.maker else "–"),
            (_("Group"), product.group.label_vi if product.group else "–"),
            (_("Brand"), product.brand or "–"),
            (_("English name"), product.name_en or "–"),
            (_("Craft village"), product.craft_village or "–"),
        ]
        seen = staff.certifications_seen(self.scope).filter(product=product)
        return self.show(product, facts, seen)


class EstablishmentPage(SubjectPage):
    kind = "establishment"
    list_crumb = ("desk_establishments", gettext_lazy("Establishments"))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        maker = found_or_404(staff.establishments_seen(self.scope), pk)
        facts: list[Fact] = [
            (_("Code"), maker.code),
            (_("Legal kind"), maker.get_legal_kind_display()),
            (_("Trade name"), maker.trade_name or "–"),
            (_("Tax code"), maker.enterprise_number or "–"),
        ]
        seen = staff.certifications_seen(self.scope).filter(product__maker=maker)
        return self.show(maker, facts, seen)


class VillagePage(SubjectPage):
    kind = "craftvillage"
    list_crumb = ("desk_villages", gettext_lazy("Craft villages"))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        village = found_or_404(staff.craft_villages_seen(self.scope).select_related("group"), pk)
        total, engaged = village.households_total, village.households_engaged
        facts: list[Fact] = [
            (_("Code"), village.code),
            (_("Trade"), village.trade or "–"),
            (_("Group"), village.group.label_vi if village.group else "–"),
            (_("Place"), village.place_text or "–"),
            (_("Households"), "–" if total is None else total),
            (_("Households in the craft"), "–" if engaged is None else engaged),
            (
                _("Day of the figures"),
                village.figures_on.strftime("%d/%m/%Y") if village.figures_on else "–",
            ),
        ]
        seen = staff.certifications_seen(self.scope).filter(craft_village=village)
        linked = staff.products_seen(self.scope).filter(craft_village=village)
        return self.show(
            village,
            facts,
            seen,
            linked=linked.select_related("maker").order_by("name", "pk")[:100],
            may_link=self.scope.may_anywhere(Action.ENTER),
            is_village=True,
        )


class DecisionFile(View):
    """The scanned decision, as an attachment, for those who read its issuer's records.

    The public sees it only where `file_release` shows it: a scan may name persons.
    """

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        scope = scope_of_request(request)
        if scope.is_empty:
            raise Http404
        decision = found_or_404(staff.decisions_own(scope), pk)
        if not decision.file:
            raise Http404
        extension = (decision.file.name or "").rsplit(".", 1)[-1]
        response = FileResponse(
            decision.file.open("rb"),
            as_attachment=True,
            filename=f"{decision.number_normalised.replace('/', '-')}.{extension}",
            content_type="application/octet-stream",
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


def _voting_region(row: Certification) -> str:
    """The region of the rural industry vote on the day of issue; unverified ones say so."""
    place_id = row.place_at_issue_id or row.place_now_id
    if place_id is None:
        return "–"
    regions = place_regions(place_id, RegionKind.VOTING, row.issued_on)
    return (
        ", ".join(
            region.name_vi
            if region.is_verified
            else _("%(region)s (membership not verified)") % {"region": region.name_vi}
            for region in regions
        )
        or "–"
    )
