"""Which blocks stand on which kind of page, and the one rule about their order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from catalog.blocks.links import (
    CallToActionBlock,
    CardsBlock,
    ChosenCollectionsBlock,
    ChosenStoriesBlock,
)
from catalog.blocks.records import ChosenProductsBlock, ChosenVillagesBlock, CollectionItemBlock
from catalog.blocks.register import REGISTER_PARTS, register_blocks
from catalog.blocks.text import PictureBlock, text_blocks

# Blocks that bring a heading of their own, so that a subheading may follow.
_HEADED = frozenset(
    {
        "heading", "cards", "chosen_products", "chosen_villages", "chosen_stories",
        "chosen_collections",
    }
)  # fmt: skip


class OrderedStreamBlock(blocks.StreamBlock):
    """A subheading needs a heading before it: levels of headings never jump."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        has_heading = False
        for index, child in enumerate(cleaned):
            has_heading = has_heading or child.block_type in (*_HEADED, *REGISTER_PARTS)
            if child.block_type == "subheading" and not has_heading:
                message = _("A subheading needs a heading before it. Use a heading here.")
                raise blocks.StreamBlockValidationError({index: ValidationError(message)})
        return cleaned


def _page_blocks() -> list[tuple[str, blocks.Block]]:
    return [
        *text_blocks(),
        ("cards", CardsBlock()),
        ("call", CallToActionBlock()),
        ("chosen_products", ChosenProductsBlock()),
        ("chosen_villages", ChosenVillagesBlock()),
        ("chosen_stories", ChosenStoriesBlock()),
        ("chosen_collections", ChosenCollectionsBlock()),
    ]


class TextStreamBlock(OrderedStreamBlock):
    """The story of a record: text and pictures alone, because it stands inside another page."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or text_blocks(), **kwargs)


class BodyBlock(OrderedStreamBlock):
    """The body of a story, a collection or an explanation."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or _page_blocks(), **kwargs)


class HomeBodyBlock(OrderedStreamBlock):
    """The first page: all of that and the parts of the register, each of these once."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or [*register_blocks(), *_page_blocks()], **kwargs)

    class Meta:
        block_counts = {name: {"max_num": 1} for name in REGISTER_PARTS}


class CollectionItemsBlock(blocks.StreamBlock):
    item = CollectionItemBlock()

    class Meta:
        block_counts = {"item": {"max_num": 60}}


class GalleryImageBlock(blocks.StructBlock):
    """A picture of a gallery with what it shows."""

    image = PictureBlock(label=gettext_lazy("Image"))
    caption = blocks.CharBlock(
        label=gettext_lazy("Caption"), required=False, default="", max_length=200
    )

    def get_preview_value(self) -> Any:
        return self.normalize(
            {"image": PictureBlock().get_preview_value(), "caption": "Thùng ủ trong nhà lều"}
        )

    class Meta:
        label = gettext_lazy("Picture")
        icon = "image"
        template = "catalog/blocks/gallery_image.html"
        description = gettext_lazy("A picture of the library with a caption.")


class GalleryBlock(blocks.StreamBlock):
    picture = GalleryImageBlock()

    class Meta:
        block_counts = {"picture": {"max_num": 12}}
