"""Collections: entries of the register that an editor has picked by hand or by a rule.

An entry is kept by its public code, so that its state is always the register's own of today.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from catalog.blocks.streams import BodyBlock, CollectionItemsBlock
from catalog.models.editorial import EditorialPage, ListPage


class CollectionIndexPage(ListPage):
    """Lists the collections below it by title."""

    subpage_types = ["catalog.CollectionPage"]
    template = "catalog/page_list.html"  # Wagtail gives each class one of its own otherwise

    class Meta:
        verbose_name = _("list of collections")
        verbose_name_plural = _("lists of collections")


class CollectionPage(EditorialPage):
    """A set of entries with an introduction, picked by hand, by a rule, or both."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("introduction"))
    items = StreamField(
        CollectionItemsBlock(required=False), blank=True, verbose_name=_("entries picked by hand")
    )
    rule = models.CharField(
        _("rule"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Narrow the catalogue to what the collection shall hold and copy the address here. "
            "Entries are looked up anew each time the page is shown."
        ),
    )
    rule_most = models.PositiveSmallIntegerField(
        _("entries by the rule at most"), default=12, help_text=_("From 1 to 24.")
    )

    parent_page_types = ["catalog.CollectionIndexPage"]
    subpage_types: list[str] = []
    template = "catalog/collection.html"
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("body"),
        FieldPanel("items"),
        MultiFieldPanel([FieldPanel("rule"), FieldPanel("rule_most")], heading=_("By a rule")),
    ]
    # An address and a number are the same in every language.
    override_translatable_fields = [SynchronizedField("rule"), SynchronizedField("rule_most")]

    class Meta:
        verbose_name = pgettext_lazy("pages", "collection")
        verbose_name_plural = pgettext_lazy("pages", "collections")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule_most__range=(1, 24)), name="collectionpage_rule_most_range"
            )
        ]

    def clean(self) -> None:
        from catalog.collection_rules import rule_from

        super().clean()
        if self.rule:
            try:
                self.rule = rule_from(self.rule)
            except ValidationError as error:
                raise ValidationError({"rule": error}) from error

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog.collected import collected

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | collected(self, context["records"])
