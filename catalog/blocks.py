"""The few blocks that editors write pages with."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, form_classname="title")
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), features=["bold", "italic", "link", "ol", "ul"]
    )
    notice = blocks.RichTextBlock(label=_("Notice"), features=["bold", "link"])
    image = ImageBlock(label=_("Image"), required=False)
