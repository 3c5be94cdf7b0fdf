"""From a craft village to its products: finds the product, whose own correction links it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.backoffice.access import DeskView, found_or_404
from registry.models import CraftVillage, Product
from registry.models.corrections import CorrectedKind
from registry.policies import Action
from registry.rules.identifiers import code_normalise
from registry.selectors import staff
from registry.text import fold

MOST_FOUND = 25


class VillageLinks(DeskView):
    """Own products by name, maker or code; each with the way to its form, the village filled in."""

    template_name = "registry/desk/village_links.html"
    crumbs = [("desk_villages", gettext_lazy("Craft villages"))]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        village = found_or_404(staff.craft_villages_seen(self.scope), pk)
        if not self.scope.may_anywhere(Action.ENTER):
            raise Http404
        self.page_title = _("Link a product")
        self.page_subtitle = village.name
        typed = request.GET.get("q", "").strip()
        lines = self._lines(village, typed) if typed else []
        return self.render_to_response(
            self.get_context_data(village=village, typed=typed, lines=lines)
        )

    def _lines(self, village: CraftVillage, typed: str) -> list[dict[str, Any]]:
        preset = urlencode({"village_text": village.name, "village_choice": str(village.pk)})
        return [
            {
                "row": row,
                "is_linked": row.craft_village_id == village.pk,
                "url": f"{reverse('desk_product_correct', args=[row.pk])}?{preset}",
            }
            for row in self._found(typed)
        ]

    def _found(self, typed: str) -> "QuerySet[Product]":
        name = fold(typed)
        return (
            staff.records_own(self.scope, CorrectedKind.PRODUCT)
            .filter(
                Q(name_folded__contains=name)
                | Q(maker__name_folded__contains=name)
                | Q(code=code_normalise(typed))
            )
            .select_related("maker")
            .order_by("name_folded", "pk")[:MOST_FOUND]
        )
