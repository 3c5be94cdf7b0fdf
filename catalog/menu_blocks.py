"""What editors build the menus with: sections of the register, pages, addresses.

The defaults are the menus of a new site. What a block leads to is worked out in `catalog.menus`.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from catalog.sections import SECTIONS

_ADDRESS = re.compile(r"/(?![/\\])\S*|https?://[^\s/]+\S*")
_MASTHEAD = ("catalogue", "verify", "places", "figures", "programmes")
_LOOK_UP = ("catalogue", "verify", "places", "diagram", "figures")
_ABOUT = ("about_data", "follow", "sources", "log")
Row = tuple[str, Any]


class _WordsBlock(blocks.StructBlock):
    words = blocks.CharBlock(
        label=_("Other words"),
        required=False,
        max_length=60,
        help_text=_("Empty: the name of the section or page itself."),
    )
    words_en = blocks.CharBlock(label=_("Other words in English"), required=False, max_length=60)


class SectionBlock(_WordsBlock):
    section = blocks.ChoiceBlock(
        label=_("Section"), choices=[(key, found.long) for key, found in SECTIONS.items()]
    )

    class Meta:
        icon = "list-ul"
        label = _("Section of the register")


class PageBlock(_WordsBlock):
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "doc-empty"
        label = _("Page")


class AddressBlock(blocks.StructBlock):
    address = blocks.CharBlock(
        label=_("Address"),
        max_length=300,
        help_text=_("An address of this site from its slash on, or a whole one with https://."),
    )
    words = blocks.CharBlock(label=pgettext_lazy("menu", "Words"), max_length=60)
    words_en = blocks.CharBlock(label=_("Words in English"), required=False, max_length=60)

    class Meta:
        icon = "link"
        label = _("Address")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not _ADDRESS.fullmatch(cleaned["address"]):
            message = gettext(
                "“%(address)s” is no address. Write one that begins with / or with https://."
            ) % {"address": cleaned["address"]}
            raise StructBlockValidationError({"address": ValidationError(message)})
        return cleaned


class LinksBlock(blocks.StreamBlock):
    section = SectionBlock()
    page = PageBlock()
    address = AddressBlock()
    guides = blocks.StaticBlock(
        icon="help",
        label=_("All explanation pages"),
        admin_text=_("Every explanation page that is marked “show in menus”."),
    )


class ColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60)
    heading_en = blocks.CharBlock(label=_("Heading in English"), required=False, max_length=60)
    links = LinksBlock(label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Column")


class ColumnsBlock(blocks.StreamBlock):
    column = ColumnBlock()


def default_masthead() -> list[Row]:
    return _sections(_MASTHEAD)


def default_more() -> list[Row]:
    return [*_sections(("diagram",)), ("guides", None)]


def default_columns() -> list[Row]:
    about = [*_sections(("programmes",)), ("guides", None), *_sections(_ABOUT)]
    return [
        ("column", {"heading": "Tra cứu", "heading_en": "Look up", "links": _sections(_LOOK_UP)}),
        ("column", {"heading": "Về sổ", "heading_en": "About the register", "links": about}),
    ]


def _sections(keys: tuple[str, ...]) -> list[Row]:
    return [("section", {"section": key, "words": "", "words_en": ""}) for key in keys]
