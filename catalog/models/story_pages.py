"""News and stories: the list of them, and each of them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from catalog.blocks.streams import BodyBlock
from catalog.models.editorial import EditorialPage


class StoryIndexPage(EditorialPage):
    """Lists the stories below it, the newest first."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("introduction"))

    parent_page_types = ["catalog.HomePage"]
    subpage_types = ["catalog.StoryPage"]
    template = "catalog/page_list.html"
    content_panels = [*EditorialPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog.page_lists import listed

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | listed(self, StoryPage, "-published_on", request)


class StoryPage(EditorialPage):
    """A story or a piece of news, written by editors. It decides nothing about a certificate."""

    published_on = models.DateField(
        _("day shown"), default=timezone.localdate, help_text=_("Stories stand in its order.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["catalog.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "catalog/story.html"
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
