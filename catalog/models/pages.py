"""The home page and explanation pages. Legal records are never pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog import addresses
from catalog.blocks.streams import BodyBlock, HomeBodyBlock
from catalog.models.editorial import EditorialPage
from catalog.office import office
from catalog.page_head import absolute, page_head


class HomePage(Page):
    """The first page. Its parts are blocks; those of the register fill themselves."""

    headline = models.CharField(_("headline"), max_length=120)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(HomeBodyBlock(), blank=True, verbose_name=_("parts of the page"))

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "catalog.ExplanationPage",
        "catalog.StoryIndexPage",
        "catalog.CollectionIndexPage",
    ]
    template = "catalog/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # They read models, which are loading here.
        from catalog import editorial, finding, structured_data
        from catalog.home_register import home_register
        from catalog.presenters.home import home_sections

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= editorial.shared_context(self, request)
        context["page_title"] = self.seo_title or self.headline
        context["page_description"] = self.search_description or self.introduction
        context["register"] = home_register((child.block_type, child.value) for child in self.body)
        context["hero"], context["sections"] = home_sections(self.body)
        context["lateness"] = finding.lateness()
        context["canonical"] = absolute(addresses.HOME)
        context["head"] = page_head([structured_data.organization(office(request))])
        has_search = any(c.block_type == "search_verify" and c.value["search"] for c in self.body)
        request.has_own_search = has_search  # type: ignore[attr-defined]
        return context


class ExplanationPage(EditorialPage):
    """A page that explains a scheme, a mark or the register itself."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["catalog.HomePage"]
    subpage_types: list[str] = []
    template = "catalog/explanation.html"
    content_panels = [*EditorialPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("explanation page")
        verbose_name_plural = _("explanation pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog.presenters.legend import LEGEND_SLUG, legend

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if self.source_slug() == LEGEND_SLUG:
            context["legend"] = legend()
        return context
