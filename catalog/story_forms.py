"""The form of a story: its record is given by the code as printed, or by the page's address."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.blocks.codes import RecordCodeField


class StoryForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            kind = self._meta.model.KIND
            self.fields["code"] = RecordCodeField(kind, label=self.fields["code"].label)

    def clean_code(self) -> str:
        """The language is no field of the form, so the constraint is not asked by itself."""
        code: str = self.cleaned_data["code"]
        model, story = self._meta.model, self.instance
        others = model.objects.filter(code=code, locale=story.locale_id).exclude(pk=story.pk)
        if code and others.exists():
            (constraint,) = model._meta.constraints
            raise ValidationError(constraint.violation_error_message)
        return code
