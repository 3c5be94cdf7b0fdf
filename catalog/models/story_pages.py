"""News and stories: the list of them, and each of them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from catalog.blocks.streams import BodyBlock
from catalog.models.editorial import EditorialPage, ListPage


class StoryIndexPage(ListPage):
    """Lists the stories below it, the newest first."""

    ORDER = "-published_on"

    subpage_types = ["catalog.StoryPage"]
    template = "catalog/page_list.html"  # Wagtail gives each class one of its own otherwise

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")


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
