"""Blocks that lead on: cards with links, chosen pages, the call to action."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail import blocks

from catalog.blocks.text import FixedCharBlock, usual_heading

WAYS_ON = gettext_lazy("Ways on")
_ADDRESS = re.compile(r"/(?![/\\])\S*|https://[^\s/]+\S*")


class LinkBlock(blocks.StructBlock):
    """A page of the site or an address; exactly one of them."""

    page = blocks.PageChooserBlock(label=gettext_lazy("Page of this site"), required=False)
    address = FixedCharBlock(
        label=gettext_lazy("Or an address"),
        required=False,
        default="",
        max_length=500,
        help_text=gettext_lazy(
            "Begins with / on this site, for example /danh-muc/?nhom=che, or with https://."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError(_("Give either a page or an address, not both."))}
            )
        if cleaned["address"] and not _ADDRESS.fullmatch(cleaned["address"]):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError(_("An address begins with / or with https://."))}
            )
        return cleaned

    class Meta:
        icon = "link"
        label = gettext_lazy("Link")


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    text = blocks.TextBlock(label=gettext_lazy("Text"), required=False, default="", max_length=300)
    link = LinkBlock(label=gettext_lazy("Link"))

    class Meta:
        icon = "link"
        label = gettext_lazy("Card")


class CardsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120)
    cards = blocks.ListBlock(CardBlock(), label=gettext_lazy("Cards"), min_num=1, max_num=12)

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from catalog.localized import addresses_of_links

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        urls = addresses_of_links([card["link"] for card in value["cards"]], context)
        context["cards"] = [
            {"title": card["title"], "text": card["text"], "url": url}
            for card, url in zip(value["cards"], urls, strict=True)
        ]
        return context

    class Meta:
        label = gettext_lazy("Cards with links")
        icon = "grid"
        group = WAYS_ON
        template = "catalog/blocks/cards.html"
        preview_value = {
            "heading": "Xem tiếp",
            "cards": [
                {
                    "title": "Kiểm tra một giấy chứng nhận",
                    "text": "Gõ mã in trên bao bì.",
                    "link": {"page": None, "address": "/kiem-tra/"},
                },
                {
                    "title": "Tìm theo tên nơi cũ",
                    "text": "Tên tỉnh, huyện, xã trước ngày 01/07/2025 đều tìm được.",
                    "link": {"page": None, "address": "/dia-phuong/"},
                },
            ],
        }
        description = gettext_lazy("One to twelve ways on, each with a sentence.")


class CallToActionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Text"), required=False, default="", max_length=300)
    words = blocks.CharBlock(
        label=gettext_lazy("Words of the button"),
        max_length=60,
        help_text=gettext_lazy("What happens next, for example “Verify a certificate”."),
    )
    link = LinkBlock(label=gettext_lazy("Link"))

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from catalog.localized import addresses_of_links

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        (context["url"],) = addresses_of_links([value["link"]], context)
        return context

    class Meta:
        label = gettext_lazy("Call to action")
        icon = "arrow-right"
        group = WAYS_ON
        template = "catalog/blocks/call.html"
        preview_value = {
            "text": "Có gói hàng trong tay? Gõ mã in trên bao bì.",
            "words": "Kiểm tra giấy chứng nhận",
            "link": {"page": None, "address": "/kiem-tra/"},
        }
        description = gettext_lazy("One button that says what happens next.")


class ChosenPagesBlock(blocks.StructBlock):
    """Stories or collections as cards under a heading."""

    heading = usual_heading()

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from catalog.localized import live_in_language
        from catalog.presenters.teasers import teasers

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        pages = live_in_language([page for page in value["pages"] if page])
        context["heading"] = value["heading"] or self._usual()
        context["teasers"] = teasers(pages, context.get("request"))
        return context

    def _usual(self) -> str:
        return _("Stories")

    def _first_pages(self) -> list[Any]:
        from catalog.models import StoryPage

        return list(StoryPage.objects.live().order_by("pk")[:3])

    def get_preview_value(self) -> Any:
        return self.normalize({"heading": "", "pages": self._first_pages()})

    class Meta:
        group = WAYS_ON
        icon = "doc-full"
        template = "catalog/blocks/pages.html"


class ChosenStoriesBlock(ChosenPagesBlock):
    pages = blocks.ListBlock(
        blocks.PageChooserBlock("catalog.StoryPage"),
        label=gettext_lazy("Stories"),
        min_num=1,
        max_num=6,
    )

    class Meta:
        label = gettext_lazy("Chosen stories")
        description = gettext_lazy("Cards of stories, in the language of the reader if translated.")


class ChosenCollectionsBlock(ChosenPagesBlock):
    pages = blocks.ListBlock(
        blocks.PageChooserBlock("catalog.CollectionPage"),
        label=pgettext_lazy("pages", "Collections"),
        min_num=1,
        max_num=6,
    )

    def _usual(self) -> str:
        return pgettext("pages", "Collections")

    def _first_pages(self) -> list[Any]:
        from catalog.models import CollectionPage

        return list(CollectionPage.objects.live().order_by("pk")[:3])

    class Meta:
        label = gettext_lazy("Chosen collections")
        icon = "folder-open-inverse"
        description = gettext_lazy("Cards of collections.")
