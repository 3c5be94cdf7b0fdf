"""The register's own parts of the first page, as blocks that an editor places and sets.

What they show comes from `catalog.home_register`, worked out once for a page with all of its
parts (`register` in the context of the page); a preview of one block asks for its own.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog import addresses
from catalog.blocks.records import REGISTER
from catalog.blocks.text import FixedCharBlock, usual_heading

HOW_MANY = "how_many"
USUAL = 4
_MOST = 12


def _how_many() -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=_("How many at most"), default=USUAL, min_value=1, max_value=_MOST
    )


class RegisterPartBlock(blocks.StructBlock):
    """A part that the register fills; an editor sets its heading and what else it asks."""

    heading = usual_heading(80)

    # Has its own band across the page; blocks without stand together in one column.
    is_section = True

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if "register" not in context:
            from catalog.home_register import home_register

            context["register"] = home_register([(self.name, value)])
        return context

    def get_preview_value(self) -> Any:
        return self.get_default()

    class Meta:
        group = REGISTER
        icon = "table"


class SearchVerifyBlock(blocks.StructBlock):
    """The two fields that a visitor comes for. As the first block it stands in the band."""

    search = blocks.BooleanBlock(label=_("Search field"), required=False, default=True)
    verify = blocks.BooleanBlock(label=_("Field for a code"), required=False, default=True)
    example = FixedCharBlock(
        label=_("Example of a search"),
        required=False,
        max_length=60,
        default="ca phe lam dong",
        help_text=_("Shown as a link below the field; better one without accents."),
    )

    is_section = True

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["example_url"] = addresses.catalogue([("q", value["example"])])
        return context

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["search"] or cleaned["verify"]):
            raise blocks.StructBlockValidationError(
                {
                    "search": ValidationError(
                        _("Choose at least one of the two fields, or take the block out.")
                    )
                }
            )
        return cleaned

    def get_preview_value(self) -> Any:
        return self.get_default()

    class Meta:
        label = _("Search and verify")
        icon = "search"
        group = REGISTER
        template = "catalog/blocks/search_verify.html"
        preview_template = "catalog/blocks/preview_search_verify.html"
        description = _("The search field and the field for a code, each with a hint.")


class GroupsBlock(RegisterPartBlock):
    class Meta:
        label = _("Groups of products")
        icon = "grid"
        template = "catalog/blocks/groups.html"
        description = _("All groups with their drawings and how much each holds.")


class NewestBlock(RegisterPartBlock):
    how_many = _how_many()

    class Meta:
        label = _("Certified last")
        icon = "date"
        template = "catalog/blocks/newest.html"
        description = _("The newest certificates as cards.")


class MarksBlock(RegisterPartBlock):
    levels = blocks.BooleanBlock(label=_("Levels of rural industry"), required=False, default=True)
    stars = blocks.BooleanBlock(label=_("Stars of OCOP"), required=False, default=True)
    titles = blocks.BooleanBlock(label=_("Titles of craft villages"), required=False, default=True)

    class Meta:
        label = _("Levels and stars")
        icon = "info-circle"
        template = "catalog/blocks/marks.html"
        description = _("What the signs of the register mean.")


class EndingBlock(RegisterPartBlock):
    how_many = _how_many()

    class Meta:
        label = _("Ending soon")
        icon = "time"
        template = "catalog/blocks/ending.html"
        description = _("Certificates in force whose last day comes within 90 days.")


class VillagesBlock(RegisterPartBlock):
    how_many = _how_many()

    class Meta:
        label = _("Craft villages")
        icon = "home"
        template = "catalog/blocks/villages.html"
        description = _("Craft villages with the newest titles as cards.")


class FiguresBlock(RegisterPartBlock):
    class Meta:
        label = _("The register in figures")
        icon = "table"
        template = "catalog/blocks/figures.html"
        description = _("What has not ended, in all and by programme, each number with its list.")


class PlacesBlock(RegisterPartBlock):
    class Meta:
        label = _("Places")
        icon = "site"
        template = "catalog/blocks/places.html"
        description = _("All provinces with the number of entries of each.")


def register_blocks() -> list[tuple[str, blocks.Block]]:
    """In the order in which a new first page begins with them."""
    return [
        ("search_verify", SearchVerifyBlock()),
        ("groups", GroupsBlock()),
        ("newest", NewestBlock()),
        ("marks", MarksBlock()),
        ("ending", EndingBlock()),
        ("villages", VillagesBlock()),
        ("figures", FiguresBlock()),
        ("places", PlacesBlock()),
    ]


REGISTER_PARTS = tuple(name for name, _block in register_blocks())
