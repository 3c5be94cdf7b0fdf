"""Editing one draft certification in the row of the entry page."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registry.backoffice.access import DECISIONS_CRUMB, DeskView, found_or_404
from registry.backoffice.day_fields import PartialDay
from registry.backoffice.entry import schemes_entered
from registry.backoffice.entry_forms import UNSAID, RowForm
from registry.backoffice.grades import award_of, awards
from registry.backoffice.groups import GroupChoices, group_choices
from registry.backoffice.meanings import meanings_offer
from registry.backoffice.row_writing import RowWriter
from registry.models import Certification
from registry.models.choices import EntryState
from registry.policies import Action, NotAllowed
from registry.selectors import staff
from registry.services.refusal import Refused
from registry.services.writing import register_transaction


class CertificationEdit(DeskView):
    """A draft certification, shown in the row of the entry page."""

    template_name = "registry/desk/certification_edit.html"
    crumbs = [DECISIONS_CRUMB]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page_title = _("Edit the draft")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        groups = group_choices()
        form = RowForm(
            prefix="row-0", awards=awards(), groups=groups, initial=_initial(row, groups)
        )
        meanings_offer([form], self.scope, row.issued_on)
        return self._page(row, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        form = RowForm(
            request.POST,
            prefix="row-0",
            awards=awards(schemes_entered(self.scope)),
            groups=group_choices(),
        )
        meanings_offer([form], self.scope, row.decision.signed_on if row.decision else None)
        if request.POST.get("action") != "save" or not form.is_valid():
            return self._page(row, form, status=422 if form.errors else 200)
        assert row.decision is not None  # _row finds no other
        try:
            with register_transaction():
                RowWriter(self.actor, self.scope, row.decision).edit(form, row)
        except Refused as refusal:
            form.take(refusal.problems)
            return self._page(row, form, status=422)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self._page(row, form, status=422)
        messages.success(request, _("The draft was changed."))
        return redirect("desk_certification", pk)

    def _row(self, pk: int) -> Certification:
        """A certification of an own decision; without a decision it came from an import."""
        row = found_or_404(
            staff.certifications_own(self.scope)
            .filter(decision__isnull=False)
            .select_related(
                "scheme", "regime", "issuer", "decision__issuer", "product__maker", "craft_village"
            ),
            pk,
        )
        if not self.scope.may(Action.ENTER, row.issuer_id, row.scheme_id):
            raise Http404
        return row

    def _page(self, row: Certification, form: RowForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                certification=row, row=form, is_draft=row.entry_state == EntryState.DRAFT
            ),
            status=status,
        )


def _initial(row: Certification, groups: GroupChoices) -> dict[str, Any]:
    source = row.evidence.order_by("pk").first()
    subject = row.product_id or row.craft_village_id
    place = row.place_at_issue_id
    taxonomy_id = row.regime.taxonomy_id if row.regime else None
    return {
        "award": award_of(row).key,
        "product_name_printed": row.product_name_printed,
        "product_choice": str(subject),
        "maker_choice": UNSAID,
        "group": groups.browsing_key_of(row.product or row.craft_village),
        "maker_name_printed": row.maker_name_printed,
        "place_printed": row.place_printed,
        "place_choice": str(place) if place else "",
        "issued_on": PartialDay(row.issued_on, row.issued_on_precision) if row.issued_on else None,
        "scheme_group": groups.key_of(row.group_printed, taxonomy_id),
        "grade": row.grade,
        "source_url": source.source_url if source else "",
        "certificate_no": row.certificate_no,
        "valid_to": row.valid_until - dt.timedelta(days=1)
        if row.valid_until and row.validity_basis == "printed"
        else None,
    }
