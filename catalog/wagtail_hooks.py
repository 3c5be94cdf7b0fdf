"""The admin: our mark and colours instead of the product's, and the screens for photographs
and stories."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from catalog import menus
from catalog.backoffice import choices, photos, translation_gate
from catalog.backoffice.stories import StoryDeleteBulkAction, StoryGroup
from registry.backoffice.records import SUBJECT_PARTS


@hooks.register("insert_global_admin_css")
def admin_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("catalog/admin.css"))


@hooks.register("construct_main_menu")
def no_product_help(request: HttpRequest, items: list[MenuItem]) -> None:
    # Its pages are in English and speak of the software, not of the register.
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("register_admin_urls")
def photo_urls() -> list[Any]:
    return [
        path("photos/<slug:field>/<int:pk>/", photos.Photos.as_view(), name="photos"),
        path("photos/<int:pk>/edit/", photos.PhotoEdit.as_view(), name="photo_edit"),
        path("photos/<int:pk>/first/", photos.PhotoFirst.as_view(), name="photo_first"),
        path("photos/<int:pk>/remove/", photos.PhotoRemove.as_view(), name="photo_remove"),
    ]


@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
def tell_of_the_menus(request: HttpRequest, page: Page) -> None:
    """The link drops out of the menus by itself; whoever took the page away learns of it."""
    if menus.page_is_in_menus(page):
        messages.warning(
            request,
            _("The menus have a link to “%(page)s”. It is not shown as long as the page is away.")
            % {"page": page.title},
        )


register_snippet(choices.viewset)
# Before the package's own addresses, which are the same.
hooks.register("register_admin_urls", lambda: translation_gate.urlpatterns, order=-1)
hooks.register(SUBJECT_PARTS, photos.subject_part)


@hooks.register("construct_reports_menu")
def translations_for_translators(request: HttpRequest, items: list[MenuItem]) -> None:
    if not translation_gate.may_translate(request):
        report = reverse("wagtail_localize:translations_report")
        items[:] = [item for item in items if item.url != report]


register_snippet(StoryGroup)
# After Wagtail's own of the same name, which it replaces for stories.
hooks.register("register_bulk_action", StoryDeleteBulkAction, order=100)
