"""Registrations of the desk in Wagtail's admin; nothing else is in here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from registry.backoffice.access import scope_of_request
from registry.backoffice.accounts import account_delete_refused, accounts_delete_refused
from registry.backoffice.urls import urlpatterns
from registry.backoffice.waiting import WaitingPanel


class DeskMenuItem(MenuItem):
    """An item for those whom a running delegation lets in."""

    def is_shown(self, request: HttpRequest) -> bool:
        return not scope_of_request(request).is_empty


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def desk_menu() -> SubmenuMenuItem:
    screens = [
        ("desk_waiting", _("Waiting for me"), "time"),
        ("desk_decisions", _("Decisions"), "doc-full"),
        ("desk_certifications", _("Certifications"), "success"),
        ("desk_products", _("Products"), "tag"),
        ("desk_establishments", _("Establishments"), "home"),
        ("desk_villages", _("Craft villages"), "group"),
    ]
    items = [
        DeskMenuItem(label, reverse_lazy(name), name=name, icon_name=icon, order=order)
        for order, (name, label, icon) in enumerate(screens)
    ]
    return SubmenuMenuItem(
        _("Register desk"), Menu(items=items), name="desk", icon_name="clipboard-list", order=50
    )


hooks.register("before_delete_user", account_delete_refused)
hooks.register("before_bulk_action", accounts_delete_refused)


@hooks.register("construct_homepage_panels")
def desk_panel(request: HttpRequest, panels: list[Any]) -> None:
    if not scope_of_request(request).is_empty:
        panels.append(WaitingPanel(request))
