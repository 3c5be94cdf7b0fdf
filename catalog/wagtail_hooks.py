"""The look of the admin: our mark and colours instead of the product's; nothing else."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def admin_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("catalog/admin.css"))


@hooks.register("construct_main_menu")
def no_product_help(request: HttpRequest, items: list[MenuItem]) -> None:
    # Its pages are in English and speak of the software, not of the register.
    items[:] = [item for item in items if item.name != "help"]
