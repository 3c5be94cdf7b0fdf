"""Entries of the register that an editor chooses; their state is worked out for the day."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from catalog.blocks import codes
from catalog.blocks.text import usual_heading
from registry.gazetteer.directory import get_directory
from registry.selectors import public

REGISTER = gettext_lazy("Register")
_MOST = 12


class ChosenRecordsBlock(blocks.StructBlock):
    """Cards of chosen entries under a heading, so that the levels of headings stay right."""

    heading = usual_heading()

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from catalog.chosen import records_by_code
        from catalog.presenters.chosen import chosen_list

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = context.get("records")
        if found is None:
            found = records_by_code(value["items"])
        context["heading"] = value["heading"] or self._usual()
        context["chosen"] = chosen_list(
            [(code, "") for code in value["items"]], found, get_directory(), timezone.localdate()
        )
        return context

    def _usual(self) -> str:
        return _("Products named here")

    def _first_codes(self) -> list[str]:
        return list(public.products().order_by("pk").values_list("code", flat=True)[:3])

    def get_preview_value(self) -> Any:
        return self.normalize({"heading": "", "items": self._first_codes()})

    class Meta:
        group = REGISTER
        icon = "tag"
        template = "catalog/blocks/chosen.html"


class ChosenProductsBlock(ChosenRecordsBlock):
    items = blocks.ListBlock(
        codes.RecordCodeBlock(codes.PRODUCT),
        label=gettext_lazy("Products"),
        min_num=1,
        max_num=_MOST,
    )

    class Meta:
        label = gettext_lazy("Chosen products")
        description = gettext_lazy("Cards of products, each with its state of today.")


class ChosenVillagesBlock(ChosenRecordsBlock):
    items = blocks.ListBlock(
        codes.RecordCodeBlock(codes.VILLAGE),
        label=gettext_lazy("Craft villages"),
        min_num=1,
        max_num=_MOST,
    )

    def _usual(self) -> str:
        return _("Craft villages named here")

    def _first_codes(self) -> list[str]:
        return list(public.craft_villages().order_by("pk").values_list("code", flat=True)[:3])

    class Meta:
        label = gettext_lazy("Chosen craft villages")
        icon = "home"
        description = gettext_lazy("Cards of craft villages, each with the state of its title.")


class CollectionItemBlock(blocks.StructBlock):
    """One entry of a collection and why it is in it."""

    code = codes.RecordCodeBlock()
    note = blocks.CharBlock(
        label=gettext_lazy("Why it is here"), required=False, default="", max_length=200
    )

    class Meta:
        label = gettext_lazy("Entry")
        icon = "tag"
        template = "catalog/blocks/collection_item.html"
        description = gettext_lazy("An entry of the register by its code.")

    def get_preview_value(self) -> Any:
        code = public.products().order_by("pk").values_list("code", flat=True).first()
        return self.normalize({"code": code or "", "note": "Được ủ trong thùng gỗ"})
