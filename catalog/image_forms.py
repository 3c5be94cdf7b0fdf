"""The image form of the admin: its file goes through the one door, its gaps are said in words.

Wagtail builds every form for an image on this one (single and multiple upload, chooser, API),
so that none has a door of its own. It must not decide what is public: the model does.
"""

import io
from typing import Any

import willow
from django.forms.fields import FileField
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from catalog.image_intake import ENDINGS, MOST_BYTES, MOST_PIXELS, taken_in

FILE_HELP = (MOST_BYTES // (1024 * 1024), MOST_PIXELS // 1_000_000)


def file_help() -> str:
    return _(
        "JPEG, PNG or WebP, at most %(size)d MB and %(pixels)d megapixels. The place and other "
        "details that a camera writes into the file are removed."
    ) % {"size": FILE_HELP[0], "pixels": FILE_HELP[1]}


class CheckedImageField(WagtailImageField):
    """Wagtail's field with our door; what comes out is the clean copy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = file_help()

    def to_python(self, data: Any) -> Any:
        # The field's own file check comes first: no file, an empty one, a name too long.
        found = FileField.to_python(self, data)
        if found is None:
            return None
        clean = taken_in(found)
        clean.image = willow.Image.open(io.BytesIO(clean.read()))
        clean.seek(0)
        return clean


class CatalogImageForm(BaseImageForm):
    """Says under each empty field that the image stays out of the public pages without it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields.get("file")
        if known is not None:
            self.fields["file"] = CheckedImageField(
                label=known.label, required=known.required, widget=known.widget
            )
        missing = {field for field, _words in self.instance.lacking()} if self.instance.pk else ()
        for name in ("description", "rights_holder", "consent_reference"):
            if name in self.fields:
                self.fields[name].help_text = _help(name, name in missing)


def _help(name: str, is_missing: bool) -> str:
    said = {
        "description": _(
            "Alternative text: what the picture shows, in one sentence for who cannot see it."
        ),
        "rights_holder": _("Who holds the rights: a person or body."),
        "consent_reference": _(
            "The consent to show it: kind and date of the paper, such as “Letter of 05/08/2026”."
        ),
    }[name]
    if not is_missing:
        return said
    missing = _("Missing: the image is not shown in public until this is filled in.")
    return f"{said} {missing}"


ACCEPTED = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)
