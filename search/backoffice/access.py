"""Who comes to the screens of search: administrators, and accounts with the one permission.

The permission `search.edit_search` is given to an account or a group in the admin. It opens
neither the register nor its desk. It is asked anew at each request.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registry.models import User

PERMISSION = "search.edit_search"


def may_edit_search(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.has_perm(PERMISSION)


class SearchView(WagtailAdminTemplateMixin, View):
    """A screen of search in the admin's shell. Subclasses name title, crumbs and template."""

    header_icon = "search"
    crumbs: Sequence[tuple[str, Any]] = ()

    @property
    def actor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_edit_search(request):
            refused: HttpResponseBase = permission_denied(request)
            return refused
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def page(self, **context: Any) -> HttpResponse:
        """The screen with what it shows."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *({"url": reverse(name), "label": label} for name, label in self.crumbs),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
