"""The list of synonym rules and the screen of one. Writing belongs to `search.synonym_rules`."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from registry.text import clean
from search.backoffice.access import SearchView
from search.models import SynonymKind, SynonymRule
from search.synonym_rules import SynonymsRefused, synonym_rule_save
from search.synonyms import Rule, parse_held

PAGE_SIZE = 50
CRUMB = ("synonyms", gettext_lazy("Synonyms"))


class RuleFilter(forms.Form):
    q = forms.CharField(label=pgettext_lazy("search", "Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("all")), *SynonymKind.choices],
    )
    force = forms.ChoiceField(
        label=gettext_lazy("In force"),
        required=False,
        choices=[("", gettext_lazy("all")), ("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))],
    )

    def narrowed(self, rows: "QuerySet[SynonymRule]") -> "QuerySet[SynonymRule]":
        """The rows that fit; what is not valid narrows nothing."""
        told = self.cleaned_data
        if text := clean(told.get("q") or "").lower():
            rows = rows.filter(rule__icontains=text)
        if kind := told.get("kind"):
            rows = rows.filter(kind=kind)
        if force := told.get("force"):
            rows = rows.filter(active=force == "1")
        return rows


class RuleForm(forms.Form):
    line = forms.CharField(
        label=gettext_lazy("Rule"),
        max_length=600,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy(
            "a = b: each also finds the other. a > b, c: a also finds b and c. a ! b c: inside "
            "“b c” the word a is not meant. At the end a weight, such as @0.6. A ~ in front "
            "keeps the rule without force."
        ),
    )


class RuleList(SearchView):
    page_title = gettext_lazy("Synonyms")
    template_name = "search/backoffice/synonyms.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = RuleFilter(request.GET)
        form.full_clean()
        rows = form.narrowed(SynonymRule.objects.select_related("changed_by").order_by("rule"))
        total = rows.count()
        pages = max(1, -(-total // PAGE_SIZE))
        typed = request.GET.get("p", "1")
        page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
        page = min(max(page, 1), pages)
        return self.page(
            filter=form,
            rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            total=total,
            page_number=page,
            before=self._address(page - 1) if page > 1 else "",
            after=self._address(page + 1) if page < pages else "",
        )

    def _address(self, page: int) -> str:
        query = self.request.GET.copy()
        query["p"] = str(page)
        return f"?{query.urlencode()}"


class RuleEdit(SearchView):
    """A rule as one line of the text format, new or held."""

    template_name = "search/backoffice/synonym.html"
    crumbs = (CRUMB,)

    def get_page_title(self) -> Any:
        return _("Change a rule") if self.kwargs.get("pk") else _("Add a rule")

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        line = rule_of(get_object_or_404(SynonymRule, pk=pk)).line if pk else ""
        return self.page(form=RuleForm(initial={"line": line}))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = RuleForm(request.POST)
        if form.is_valid():
            try:
                row = synonym_rule_save(actor=self.actor, line=form.cleaned_data["line"], pk=pk)
            except SynonymRule.DoesNotExist as error:
                raise Http404 from error
            except SynonymsRefused as refused:
                for _number, message in refused.lines:
                    form.add_error("line", message)
            else:
                messages.success(request, _("Saved: %(rule)s") % {"rule": rule_of(row).line})
                return redirect("synonyms")
        return self.page(form=form)


class RuleForce(SearchView):
    """Puts a rule out of force, or in force again; the rule itself stays."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(SynonymRule, pk=pk)
        wanted = request.POST.get("force")
        if wanted in ("0", "1"):
            held = rule_of(row)
            rule = Rule(held.kind, held.left, held.right, held.weight, wanted == "1")
            synonym_rule_save(actor=self.actor, line=rule.line, pk=pk)
            messages.success(request, _("Saved: %(rule)s") % {"rule": rule.line})
        return redirect("synonyms")


def rule_of(row: SynonymRule) -> Rule:
    """The rule of a row, with its weight and force."""
    rule = parse_held(row.rule)
    assert rule is not None
    return Rule(rule.kind, rule.left, rule.right, row.weight, row.active)
