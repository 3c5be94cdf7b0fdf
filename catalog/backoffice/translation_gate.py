"""Keeps some screens of the translation package to those who translate, or who may publish.

Its report and its list of snippets ask for no permission, so that anyone who comes into the
admin would read the titles of drafts there. Two other screens let whoever translates put a text
before the public. The same addresses stand here first.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet
from wagtail_localize.views.update_translations import UpdateTranslationsView

PERMISSION = "wagtail_localize.submit_translation"
View = Callable[..., HttpResponseBase]


def may_translate(request: HttpRequest) -> bool:
    return request.user.has_perm(PERMISSION)


def for_translators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if may_translate(request) else _refusal(request)

    return guarded


def _refusal(request: HttpRequest) -> HttpResponseBase:
    answer: HttpResponseBase = permission_denied(request)
    return answer


def may_publish(request: HttpRequest, text: Model) -> bool:
    """Whether the account may put this page or story before the public."""
    if isinstance(text, Page):
        return bool(text.permissions_for_user(request.user).can_publish())
    name = get_permission_codename("publish", text._meta)
    return request.user.has_perm(f"{text._meta.app_label}.{name}")


def update_translations(request: HttpRequest, translation_source_id: int) -> HttpResponseBase:
    """Takes over what has changed in the original; its check box publishes that at once."""
    if "publish_translations" in request.POST:
        source = get_object_or_404(TranslationSource, pk=translation_source_id)
        family = source.get_source_instance().get_translations(inclusive=True)
        if not all(may_publish(request, one) for one in family):
            return _refusal(request)
    view: View = UpdateTranslationsView.as_view()
    return view(request, translation_source_id=translation_source_id)


def become_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Puts the original's newest text, drafts too, in the place of a translation."""
    view: View = convert_to_alias
    may = may_publish(request, get_object_or_404(Page, pk=page_id))
    return view(request, page_id) if may else _refusal(request)


_API = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
_REPORT = "localize/reports/translations/"
urlpatterns: list[URLPattern] = [
    path(_API, for_translators(SnippetViewSet.as_view({"get": "list"}))),
    path(f"{_API}<str:pk>/", for_translators(SnippetViewSet.as_view({"get": "retrieve"}))),
    path("localize/update/<int:translation_source_id>/", update_translations),
    path("localize/page/<int:page_id>/convert_to_alias/", become_alias),
    path(_REPORT, for_translators(TranslationsReportView.as_view())),
    path(f"{_REPORT}results/", for_translators(TranslationsReportView.as_view(results_only=True))),
]
