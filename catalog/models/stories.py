"""Stories of records: text and pictures that editors write about a product or a craft village.

A story is Wagtail content beside a legal record, not a part of it: it names the record by its
public code, is shown on the record's page once it is published, and decides nothing about any
certification. Without a story the page stands from the record alone.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField

from catalog import addresses
from catalog.blocks import codes
from catalog.blocks.streams import GalleryBlock, TextStreamBlock
from catalog.models.editorial import ILLUSTRATIVE_HELP
from catalog.page_head import absolute
from catalog.story_forms import StoryForm
from registry.rules.identifiers import CODE_LENGTH, code_grouped


class RecordStory(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """The story of one record in one language; its kinds say which records they are about."""

    KIND = codes.ANY

    code = models.CharField(_("entry"), max_length=CODE_LENGTH)
    title = models.CharField(_("title"), max_length=120)
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = StreamField(TextStreamBlock(), blank=True, verbose_name=_("story"))
    gallery = StreamField(
        GalleryBlock(required=False),
        blank=True,
        verbose_name=_("gallery"),
        help_text=_("An image without alternative text, rights holder or consent is not shown."),
    )
    is_illustrative = models.BooleanField(
        _("illustrative text"), default=False, help_text=ILLUSTRATIVE_HELP
    )

    panels = [
        FieldPanel("code", required_on_save=True),
        FieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("gallery"),
        FieldPanel("is_illustrative"),
    ]
    base_form_class = StoryForm
    # The entry is the same in every language.
    override_translatable_fields = [SynchronizedField("code", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({code_grouped(self.code)})"

    @property
    def record_path(self) -> str:
        """The address of the record's page."""
        raise NotImplementedError

    def get_full_url(self) -> str | None:
        """Where the story is seen; previews are made as if that page were asked for."""
        return absolute(self.record_path) if self.code else None

    full_url = property(get_full_url)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        from catalog.views.items import story_preview  # it reads models, which are loading here

        return story_preview(request, self)


class ProductStory(RecordStory):
    KIND = codes.PRODUCT

    class Meta(RecordStory.Meta):
        abstract = False
        verbose_name = _("story of a product")
        verbose_name_plural = _("stories of products")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "locale"],
                name="productstory_one_a_language",
                violation_error_message=_("This product has a story in this language already."),
            )
        ]

    @property
    def record_path(self) -> str:
        return addresses.product(self.code)


class VillageStory(RecordStory):
    KIND = codes.VILLAGE

    class Meta(RecordStory.Meta):
        abstract = False
        verbose_name = _("story of a craft village")
        verbose_name_plural = _("stories of craft villages")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "locale"],
                name="villagestory_one_a_language",
                violation_error_message=_("This village has a story in this language already."),
            )
        ]

    @property
    def record_path(self) -> str:
        return addresses.craft_village(self.code)


STORY_MODELS: tuple[Any, ...] = (ProductStory, VillageStory)
