"""Import and export of synonym rules in the text format, with a look at what would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.backoffice.access import SearchView
from search.backoffice.synonyms import CRUMB, rule_of
from search.models import SynonymRule
from search.synonym_rules import (
    ImportReport,
    SynonymsRefused,
    place_refusal,
    read_rules,
    synonym_rules_export,
    synonym_rules_import,
)

_MOST_BYTES = 1_000_000
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; lists show the first hundred of each."""

    created: list[str]
    changed: list[str]
    deleted: list[str]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.changed or self.deleted)

    @property
    def parts(self) -> list[tuple[Any, int, list[str]]]:
        told = (
            (_("New"), self.created), (_("Changed"), self.changed), (_("Deleted"), self.deleted),
        )  # fmt: skip
        return [(label, len(lines), lines[:_SHOWN]) for label, lines in told if lines]


def plan_of(text: str, *, replace: bool) -> Plan:
    """What importing the text would change. Raises SynonymsRefused with every wrong line."""
    rules = {rule.text: rule for rule in read_rules(text, place_refusal)}
    held = {row.rule: rule_of(row).line for row in SynonymRule.objects.order_by("rule")}
    changed = [
        f"{held[name]} → {rule.line}"
        for name, rule in rules.items()
        if name in held and held[name] != rule.line
    ]
    return Plan(
        created=[rule.line for name, rule in rules.items() if name not in held],
        changed=changed,
        deleted=[line for name, line in held.items() if name not in rules] if replace else [],
        unchanged=sum(name in held for name in rules) - len(changed),
    )


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    text = forms.CharField(
        label=gettext_lazy("or rules, one a line"),
        required=False,
        strip=False,
        max_length=_MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Delete the rules that are not in it"), required=False
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if file := told.get("file"):
            if file.size > _MOST_BYTES:
                raise forms.ValidationError(_("The file is larger than 1 MB."))
            try:
                told["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(_("The file is not in UTF-8.")) from error
        if not (told.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file or write rules."))
        return told


class RuleImport(SearchView):
    """First what would change, then, with the same text, the change itself."""

    page_title = gettext_lazy("Import synonyms")
    template_name = "search/backoffice/import.html"
    crumbs = (CRUMB,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=ImportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        text, replace = form.cleaned_data["text"], form.cleaned_data["replace"]
        plan: Plan | None = None
        wrong: Sequence[tuple[int, str]] = ()
        try:
            if request.POST.get("action") == "write":
                done = synonym_rules_import(actor=self.actor, text=text, replace=replace)
                messages.success(request, _told(done))
                return redirect("synonyms")
            plan = plan_of(text, replace=replace)
        except SynonymsRefused as refused:
            wrong = refused.lines[:_SHOWN]
        # A file comes only once: its text goes on in the field.
        again = ImportForm(initial={"text": text, "replace": replace})
        return self.page(form=again, plan=plan, wrong=wrong)


def _told(done: ImportReport) -> str:
    counts = (done.created, done.changed, done.deleted, done.unchanged)
    words = (_("New"), _("Changed"), _("Deleted"), _("As before"))
    return ", ".join(f"{word}: {count}" for word, count in zip(words, counts, strict=True))


class RuleExport(SearchView):
    """Every rule as a text file; importing it again changes nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(synonym_rules_export(), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="synonyms.txt"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
