"""What editors put above the results of a text: an item of the register or a page, with a reason.

It is Wagtail content, never a legal record, and says nothing of a state: pages compute that. Pages
read it through `catalog.editors_choice`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, Page, PreviewableMixin

from catalog.parameters import code_in
from registry.rules.identifiers import code_normalise
from registry.selectors import public
from registry.selectors.items import craft_village_ref, product_ref
from search.analysis import folded_parts


def text_key(text: str) -> str:
    """What makes two texts the same search: marks, case and spaces are forgiven."""
    return "".join(folded_parts(text))


class EditorsChoice(PreviewableMixin, ClusterableModel):
    """What stands above the results of one text, from a day and until another."""

    text = models.CharField(
        _("text of the search"),
        max_length=100,
        help_text=_("As readers type it. Marks, capitals and spaces make no difference."),
    )
    text_key = models.CharField(max_length=100, unique=True, editable=False)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        InlinePanel("entries", min_num=1, max_num=6, heading=_("Chosen")),
    ]

    class Meta:
        verbose_name = _("editors' choice")
        verbose_name_plural = _("editors' choices")
        ordering = ["text"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__isnull=True)
                | models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="editorschoice_days_ordered",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        self.text_key = text_key(self.text)[:100]
        if not self.text_key:
            raise ValidationError({"text": gettext("Write at least one letter or digit.")})
        others = EditorsChoice.objects.filter(text_key=self.text_key).exclude(pk=self.pk)
        if (other := others.first()) is not None:
            raise ValidationError(
                {
                    "text": gettext(
                        "There is a choice for this text already: “%(text)s”. Change it."
                    )
                    % {"text": other.text}
                }
            )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "catalog/chosen_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from catalog.editors_choice import preview_context  # it reads this model

        return preview_context(self)


class ChosenEntry(Orderable):
    """One chosen item or page. `ref` names the item as lists do; a page has none."""

    choice = ParentalKey(EditorsChoice, on_delete=models.CASCADE, related_name="entries")
    item = models.CharField(
        _("product or craft village"),
        max_length=200,
        blank=True,
        help_text=_("Its code, or the address of its page."),
    )
    ref = models.CharField(max_length=11, blank=True, editable=False)
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("or a page"),
    )
    reason = models.CharField(
        _("reason"), max_length=160, help_text=_("Why it stands here; readers see it.")
    )
    reason_en = models.CharField(_("reason in English"), max_length=160, blank=True)

    panels = [
        FieldPanel("item"),
        FieldPanel("page"),
        FieldPanel("reason"),
        FieldPanel("reason_en"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(ref="") & models.Q(page__isnull=False))
                | (~models.Q(ref="") & models.Q(page__isnull=True)),
                name="chosenentry_item_or_page",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if bool(self.item) == (self.page_id is not None):
            raise ValidationError(
                {"item": gettext("Choose either a product or village by its code, or a page.")}
            )
        self.ref = _public_ref(self.item) if self.item else ""
        if self.item and not self.ref:
            raise ValidationError(
                {
                    "item": gettext(
                        "No public product or craft village has the code “%(code)s”. "
                        "Copy the code or the address from its page."
                    )
                    % {"code": self.item}
                }
            )
        self.item = self.ref.partition(":")[2]


def _public_ref(typed: str) -> str:
    """The reference of what a code or an address names; empty where nothing public is there."""
    code = code_normalise(code_in(typed))
    if public.products().filter(code=code).exists():
        return product_ref(code)
    if public.craft_villages().filter(code=code).exists():
        return craft_village_ref(code)
    return ""
