"""The field in which an editor names an entry of the register by its public code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from catalog import parameters
from registry.rules.identifiers import code_grouped, code_is_valid, code_normalise
from registry.selectors import public

PRODUCT, VILLAGE, ANY = "product", "village", ""


class CodeInput(forms.TextInput):
    """A text field that offers entries while one types; without script the code is typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "data-record-code": "", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return code_grouped(value) if isinstance(value, str) and code_is_valid(value) else value

    class Media:
        js = ["catalog/record_code.js"]


class RecordCodeField(forms.CharField):
    """Takes a code as printed, or the address of the entry's page; gives the bare code."""

    widget = CodeInput

    def __init__(self, kind: str = ANY, **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault(
            "help_text",
            gettext_lazy("Type a name and choose, or type the nine characters of the code."),
        )
        super().__init__(**{"max_length": 200, **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return code_of_public_entry(typed, self.kind) if typed else ""


def code_of_public_entry(typed: str, kind: str = ANY) -> str:
    """The code of an entry that is public; raises ValidationError with the remedy."""
    code = code_normalise(parameters.code_in(typed))
    if not code_is_valid(code):
        raise ValidationError(
            _("“%(typed)s” is no code of the register: one has nine letters and digits. Copy it "
              "from the page of the entry.") % {"typed": typed[:60]}
        )  # fmt: skip
    if not _is_public(code, kind):
        raise ValidationError(
            _("No public entry of this kind has the code %(code)s. Look it up in the catalogue, "
              "or take the line out.") % {"code": code_grouped(code)}
        )  # fmt: skip
    return code


def _is_public(code: str, kind: str) -> bool:
    return (kind != VILLAGE and public.products().filter(code=code).exists()) or (
        kind != PRODUCT and public.craft_villages().filter(code=code).exists()
    )


class RecordCodeBlock(blocks.FieldBlock):
    """An entry by its code. No text block, so that no translator is asked to translate it."""

    def __init__(self, kind: str = ANY, required: bool = True, **kwargs: Any) -> None:
        self.field = RecordCodeField(kind, required=required)
        super().__init__(**kwargs)

    class Meta:
        icon = "tag"
        label = gettext_lazy("Entry")
        default = ""
