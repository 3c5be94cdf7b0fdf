"""The desk's lists: rows that the account may see, filtered by the address, page by page.

A page asks for one row more than it shows instead of counting all, so that it costs the same
at 2,000 and at 200,000 records.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.backoffice import filters
from registry.backoffice.access import DeskView
from registry.backoffice.grades import award_words
from registry.backoffice.keys import count_read
from registry.backoffice.words import date_words
from registry.models import Certification, CraftVillage, Decision, Establishment, Product
from registry.models.choices import EntryState
from registry.policies import Action
from registry.rules.validity import legal_day
from registry.selectors import staff
from registry.selectors.items import certification_record

PAGE_SIZE = 25
_NONE = {"every": 0, "discarded": 0, "draft": 0, "in_review": 0}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its heading, what stands in it, perhaps an address and a tone of the status."""

    heading: Any
    text: Any
    url: str = ""
    tone: str = ""


class ListView(DeskView):
    """One list. Subclasses give the filter, the rows in their order, and the cells of a row."""

    template_name = "registry/desk/list.html"
    filter_class: type[Any]

    def rows(self) -> "QuerySet[Any]":
        raise NotImplementedError

    def cells(self, row: Any) -> list[Cell]:
        raise NotImplementedError

    def prepare(self, rows: list[Any]) -> None:
        """Reads what the cells of the page's rows need, for all of them at once."""

    def button(self) -> tuple[str, Any] | None:
        """Address and label of the one button above the list."""
        return None

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self.filter_class(request.GET, scope=self.scope)
        form.full_clean()
        page = max(count_read(request.GET.get("p"), most=10_000, default=1), 1)
        first = (page - 1) * PAGE_SIZE
        found = list(form.filtered(self.rows())[first : first + PAGE_SIZE + 1])
        self.prepare(found)
        return self.render_to_response(
            self.get_context_data(
                filter=form,
                lines=[self.cells(row) for row in found[:PAGE_SIZE]],
                page_number=page,
                before=self._address(page - 1) if page > 1 else "",
                after=self._address(page + 1) if len(found) > PAGE_SIZE else "",
                button=self.button(),
            )
        )

    def _address(self, page: int) -> str:
        query = self.request.GET.copy()
        query["p"] = str(page)
        return f"?{query.urlencode()}"


class DecisionList(ListView):
    page_title = _("Decisions")
    filter_class = filters.DecisionFilter

    def rows(self) -> "QuerySet[Decision]":
        return (
            staff.decisions_seen(self.scope)
            .select_related("issuer")
            .order_by(F("signed_on").desc(nulls_last=True), "-pk")
        )

    def prepare(self, rows: list[Decision]) -> None:
        counted = (
            staff.certifications_seen(self.scope, with_discarded=True)
            .filter(decision__in=[row.pk for row in rows])
            .order_by()
            .values("decision")
            .annotate(
                every=Count("pk", filter=~Q(entry_state=EntryState.DISCARDED)),
                discarded=Count("pk", filter=Q(entry_state=EntryState.DISCARDED)),
                draft=Count("pk", filter=Q(entry_state=EntryState.DRAFT)),
                in_review=Count("pk", filter=Q(entry_state=EntryState.IN_REVIEW)),
            )
        )
        self.counts = {row["decision"]: row for row in counted}

    def cells(self, row: Decision) -> list[Cell]:
        counts = self.counts.get(row.pk, _NONE)
        return [
            Cell(_("Number"), row.number, reverse("desk_decision", args=[row.pk])),
            Cell(_("Kind"), row.get_kind_display()),
            Cell(_("Signed on"), date_words(row.signed_on, row.signed_on_precision)),
            Cell(_("Issuer"), row.issuer.name),
            Cell(_("Certifications"), _entries_words(counts)),
            Cell(_("Drafts"), counts["draft"] or "–"),
            Cell(_("In review"), counts["in_review"] or "–"),
        ]

    def button(self) -> tuple[str, Any] | None:
        if not self.scope.may_anywhere(Action.ENTER):
            return None
        return reverse("desk_decision_enter"), _("Enter a decision")


class CertificationList(ListView):
    page_title = _("Certifications")
    filter_class = filters.CertificationFilter

    def rows(self) -> "QuerySet[Certification]":
        return (
            staff.certifications_seen(self.scope, with_discarded=True)
            .select_related("scheme", "product__maker", "craft_village", "issuer", "decision")
            .prefetch_related("events")
            .order_by("-pk")
        )

    def cells(self, row: Certification) -> list[Cell]:
        subject = row.product or row.craft_village
        maker = row.product.maker if row.product else None
        found = certification_record(row).status(legal_day(timezone.now()))
        return [
            Cell(_("Product"), subject, reverse("desk_certification", args=[row.pk])),
            Cell(_("Maker"), maker.name if maker else "–"),
            Cell(_("Grade"), award_words(row)),
            Cell(_("Decision"), row.decision.number if row.decision else "–"),
            Cell(_("Issued on"), date_words(row.issued_on, row.issued_on_precision)),
            Cell(_("Entry"), row.get_entry_state_display(), tone=row.entry_state),
            Cell(_("Status today"), found.label if found else "–", tone=found or ""),
        ]


class ProductList(ListView):
    page_title = _("Products")
    filter_class = filters.ProductFilter

    def rows(self) -> "QuerySet[Product]":
        return staff.products_seen(self.scope).select_related("maker", "group").order_by("-pk")

    def prepare(self, rows: list[Product]) -> None:
        counted = (
            staff.certifications_seen(self.scope)
            .filter(product__in=[row.pk for row in rows])
            .order_by()
            .values_list("product")
            .annotate(Count("pk"))
        )
        self.counts = dict(counted)

    def cells(self, row: Product) -> list[Cell]:
        return [
            Cell(_("Product"), row.name, reverse("desk_product", args=[row.pk])),
            Cell(_("Code"), row.code),
            Cell(_("Maker"), row.maker.name if row.maker else "–"),
            Cell(_("Group"), row.group.label_vi if row.group else "–"),
            Cell(_("Certifications"), self.counts.get(row.pk, 0)),
        ]


class EstablishmentList(ListView):
    page_title = _("Establishments")
    filter_class = filters.EstablishmentFilter

    def rows(self) -> "QuerySet[Establishment]":
        return staff.establishments_seen(self.scope).order_by("-pk")

    def prepare(self, rows: list[Establishment]) -> None:
        counted = (
            staff.products_seen(self.scope)
            .filter(maker__in=[row.pk for row in rows])
            .order_by()
            .values_list("maker")
            .annotate(Count("pk"))
        )
        self.counts = dict(counted)

    def cells(self, row: Establishment) -> list[Cell]:
        return [
            Cell(_("Establishment"), row.name, reverse("desk_establishment", args=[row.pk])),
            Cell(_("Kind"), row.get_legal_kind_display()),
            Cell(_("Tax code"), row.enterprise_number or "–"),
            Cell(_("Products"), self.counts.get(row.pk, 0)),
        ]


class VillageList(ListView):
    page_title = _("Craft villages")
    filter_class = filters.VillageFilter

    def rows(self) -> "QuerySet[CraftVillage]":
        return staff.craft_villages_seen(self.scope).order_by("-pk")

    def cells(self, row: CraftVillage) -> list[Cell]:
        return [
            Cell(_("Craft village"), row.name, reverse("desk_village", args=[row.pk])),
            Cell(_("Trade"), row.trade or "–"),
            Cell(_("Place"), row.place_text or "–"),
            Cell(_("Households"), "–" if row.households_total is None else row.households_total),
        ]


def _entries_words(counts: Any) -> Any:
    """How many certifications a decision holds; one whose drafts all went says so."""
    if not counts["every"] and counts["discarded"]:
        return _("none: all drafts discarded")
    return counts["every"]
