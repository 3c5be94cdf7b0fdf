"""Keeps two screens of the translation package to those who translate.

Its report and its list of snippets ask for no permission, so that anyone who comes into the
admin would read the titles of drafts there. The same addresses stand here first.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from wagtail.admin.auth import permission_denied
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet

PERMISSION = "wagtail_localize.submit_translation"
View = Callable[..., HttpResponseBase]


def may_translate(request: HttpRequest) -> bool:
    return request.user.has_perm(PERMISSION)


def for_translators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_translate(request):
            refused: HttpResponseBase = permission_denied(request)
            return refused
        return view(request, *args, **kwargs)

    return guarded


_API = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
_REPORT = "localize/reports/translations/"
urlpatterns: list[URLPattern] = [
    path(_API, for_translators(SnippetViewSet.as_view({"get": "list"}))),
    path(f"{_API}<str:pk>/", for_translators(SnippetViewSet.as_view({"get": "retrieve"}))),
    path(_REPORT, for_translators(TranslationsReportView.as_view())),
    path(f"{_REPORT}results/", for_translators(TranslationsReportView.as_view(results_only=True))),
]
