"""Registrations of the screens of search in Wagtail's admin; nothing else is in here."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from search.backoffice.access import may_edit_search
from search.backoffice.urls import urlpatterns


class SearchMenuItem(MenuItem):
    """An item for those who may edit search."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_search(request)


@hooks.register("register_admin_urls")
def search_urls() -> list[Any]:
    return urlpatterns


@hooks.register("register_permissions")
def search_permissions() -> "QuerySet[Permission]":
    """Lets administrators give the permission to a group."""
    return Permission.objects.filter(content_type__app_label="search", codename="edit_search")


@hooks.register("register_admin_menu_item")
def search_menu() -> SubmenuMenuItem:
    screens = [
        ("search_report", _("State of search"), "search"),
        ("synonyms", _("Synonyms"), "list-ul"),
    ]
    items = [
        SearchMenuItem(label, reverse_lazy(name), name=name, icon_name=icon, order=order)
        for order, (name, label, icon) in enumerate(screens)
    ]
    return SubmenuMenuItem(
        _("Public search"),
        # The catalogue has a screen of its own beside these.
        Menu(items=items, register_hook_name="register_site_search_item"),
        name="site-search",
        icon_name="search",
        order=60,
    )
