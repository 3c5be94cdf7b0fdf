"""Who comes to the desk: a running delegation opens it, the group only opens the admin shell.

Every view of the desk derives from `DeskView`, whose scope is read anew for each request, so
that an ended delegation ends access at once.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registry.models import User
from registry.selectors.staff import Scope, scope_of

GROUP_NAME = "Officials"
_Row = TypeVar("_Row", bound=Model)


def officials_group_ensure() -> Group:
    """The group that opens the admin shell and nothing else in it."""
    group, _is_new = Group.objects.get_or_create(name=GROUP_NAME)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return group


def scope_of_request(request: HttpRequest) -> Scope:
    """The scope of the account, read once for a request."""
    known: Scope | None = getattr(request, "_desk_scope", None)
    if known is None:
        assert isinstance(request.user, User)
        known = scope_of(request.user)
        request._desk_scope = known  # type: ignore[attr-defined]
    return known


def found_or_404(rows: "QuerySet[_Row]", key: int) -> _Row:
    """A row that the account may see; another one does not exist for it."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


class DeskView(WagtailAdminTemplateMixin, View):
    """A screen of the desk in Wagtail's shell. Subclasses name title, crumbs and template."""

    header_icon = "clipboard-list"
    crumbs: Sequence[tuple[str, Any]] = ()

    @cached_property
    def scope(self) -> Scope:
        return scope_of_request(self.request)

    @property
    def actor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.scope.is_empty:
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_crumbs(self) -> Sequence[tuple[str, Any]]:
        """Address and label of each step between the home page and this screen."""
        return self.crumbs

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *({"url": reverse(name), "label": label} for name, label in self.get_crumbs()),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scope=self.scope, **kwargs)


DECISIONS_CRUMB = ("desk_decisions", gettext_lazy("Decisions"))
CERTIFICATIONS_CRUMB = ("desk_certifications", gettext_lazy("Certifications"))
