"""Editorial pages: the home page and explanation pages. Legal records are never pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog import addresses
from catalog.blocks import BodyBlock
from catalog.office import office
from catalog.page_head import absolute, page_head
from catalog.page_links import page_languages


class HomePage(Page):
    """The first page. The register adds its own parts below what editors write here."""

    headline = models.CharField(_("headline"), max_length=120)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["catalog.ExplanationPage"]
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
        from catalog import finding, selection, structured_data
        from catalog.presenters.home import HOME_ITEMS, ending_until, home_part
        from registry.gazetteer.directory import get_directory

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["page_title"] = self.seo_title or self.headline
        context["page_description"] = self.search_description or self.introduction
        context["headline"] = self.headline
        if get_language() == "en":
            # Editors write Vietnamese; the page itself and its window say what it is.
            context["page_title"] = gettext("Certified rural products of Vietnam in one place")
            context["headline"] = context["page_title"]
            context["page_description"] = gettext(
                "The public register of rural products certified by the state: typical rural "
                "industrial products, OCOP, craft villages, geographical indications."
            )
        now = timezone.localtime()
        context["register"] = home_part(
            finding.overview(),
            selection.home_items(now.date(), ending_until(now.date()), HOME_ITEMS),
            get_directory(),
            now,
        )
        context["lateness"] = finding.lateness()
        context["languages"] = page_languages(self, request)
        context["canonical"] = absolute(addresses.HOME)
        context["head"] = page_head([structured_data.organization(office(request))])
        return context


class ExplanationPage(Page):
    """A page that explains a scheme, a mark or the register itself."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["catalog.HomePage"]
    subpage_types: list[str] = []
    template = "catalog/explanation.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("explanation page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from catalog.presenters.crumbs import section_crumbs
        from catalog.presenters.legend import LEGEND_SLUG, legend

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["page_title"] = self.seo_title or self.title
        context["page_description"] = self.search_description or self.lead
        context["crumbs"] = section_crumbs(self.title)
        context["languages"] = page_languages(self, request)
        context["canonical"] = absolute(request.path)
        if self.slug == LEGEND_SLUG:
            context["legend"] = legend()
        return context
