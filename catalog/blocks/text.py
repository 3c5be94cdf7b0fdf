"""Blocks of text and pictures. Their headings follow the place where a body stands.

`heading_level` of the surrounding page says which level a heading has there (2 by itself).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT = _("Text")
PREVIEW_PARAGRAPH = (
    "<p>Nước mắm được ủ trong thùng gỗ <b>từ mười hai tháng</b>. Đoạn văn nói điều người đọc cần "
    "biết trước, rồi mới kể chuyện.</p>"
)


def usual_heading(max_length: int = 120) -> blocks.CharBlock:
    """A heading that has its usual words where an editor writes none."""
    return blocks.CharBlock(
        label=_("Heading"),
        required=False,
        default="",
        max_length=max_length,
        help_text=_("Leave it empty for the usual words."),
    )


class FixedCharBlock(blocks.CharBlock):
    """An address or a code: the same in every language, so no translator is asked for it."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []


class HeadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Heading")
        icon = "h2"
        group = TEXT
        template = "catalog/blocks/heading.html"
        preview_value = "Từ cá cơm và muối"
        description = _("Begins a part of the page. Readers of a screen reader jump by headings.")


class SubheadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Subheading")
        icon = "h3"
        group = TEXT
        template = "catalog/blocks/subheading.html"
        preview_value = "Chọn cá"
        description = _("Divides a part that a heading has begun.")


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Paragraph")
        icon = "pilcrow"
        group = TEXT
        template = "catalog/blocks/paragraph.html"
        preview_value = PREVIEW_PARAGRAPH
        description = _("Text with links and lists.")


class NoticeBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Notice")
        icon = "warning"
        group = TEXT
        template = "catalog/blocks/notice.html"
        preview_value = "<p>Không thấy tên trong sổ chưa đủ để nói hàng là giả.</p>"
        description = _("A short text that must not be missed.")


class QuoteBlock(blocks.StructBlock):
    """Words that stand out. A living person is quoted only with written consent."""

    quote = blocks.TextBlock(label=pgettext_lazy("quotation", "Words"), max_length=400)
    source = blocks.CharBlock(
        label=_("Who says so"),
        required=False,
        default="",
        max_length=120,
        help_text=_("A document, a body, or a person who has agreed in writing to be named."),
    )

    class Meta:
        label = _("Pull quote")
        icon = "openquote"
        group = TEXT
        template = "catalog/blocks/quote.html"
        preview_value = {
            "quote": "Giấy chứng nhận chỉ nói về đúng sản phẩm có tên trên giấy.",
            "source": "Quy định minh họa",
        }
        description = _("One sentence of the text, set large.")


class PictureBlock(ImageBlock):
    """An image of the library. One without rights, consent or alternative text is not shown."""

    def get_preview_value(self) -> Any:
        from catalog.models import CatalogImage, complete_images

        image = CatalogImage.objects.filter(complete_images()).order_by("-rendered_at").first()
        if image is not None:
            image.contextual_alt_text = image.description
            image.decorative = False
        return image

    class Meta:
        label = _("Image")
        icon = "image"
        group = TEXT
        template = "catalog/blocks/image.html"
        description = _(
            "Shown once its alternative text, rights holder and consent are filled in in the "
            "library of images."
        )


def text_blocks() -> list[tuple[str, blocks.Block]]:
    """What every body is made of; the names of the first four stand in saved pages."""
    return [
        ("heading", HeadingBlock(max_length=120, form_classname="title")),
        ("subheading", SubheadingBlock(max_length=120)),
        ("paragraph", ParagraphBlock(features=["bold", "italic", "link", "ol", "ul"])),
        ("notice", NoticeBlock(features=["bold", "link"])),
        ("image", PictureBlock(required=False)),
        ("quote", QuoteBlock()),
    ]
