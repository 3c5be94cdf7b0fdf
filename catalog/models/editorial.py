"""What stories, collections and explanations have in common."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog.blocks.streams import BodyBlock
from catalog.models.images import CatalogImage

ILLUSTRATIVE_HELP = _("The page says that its text is invented to show what one looks like.")


class EditorialPage(Page):
    """A page with a lead and an image; its kinds add their bodies."""

    lead = models.CharField(
        _("lead"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences; they stand below the title and on cards."),
    )
    image = models.ForeignKey(
        CatalogImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("Shown once its alternative text, rights holder and consent are filled in."),
    )
    is_illustrative = models.BooleanField(
        _("illustrative text"), default=False, help_text=ILLUSTRATIVE_HELP
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("image"),
        FieldPanel("is_illustrative"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog import editorial  # it reads models, which are loading here

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | editorial.page_context(self, request)

    def source_slug(self) -> str:
        """The slug of the page in the site's language, by which the program knows a page."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return str(self.slug)
        rows = self.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE)
        found: str | None = rows.values_list("slug", flat=True).first()
        return found or str(self.slug)


class ListPage(EditorialPage):
    """Lists the pages of its one kind that stand below it, a few at a time."""

    # The column by which it lists them.
    ORDER = "title"

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("introduction"))

    parent_page_types = ["catalog.HomePage"]
    content_panels = [*EditorialPage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog.page_lists import listed  # it reads models, which are loading here

        (kind,) = self.allowed_subpage_models()
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | listed(self, kind, self.ORDER, request)
