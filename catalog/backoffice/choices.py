"""The screens of the editors' choices: Wagtail's own for snippets, below "Public search"."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.models import EditorsChoice


class EditorsChoiceViewSet(SnippetViewSet):
    model = EditorsChoice
    icon = "pick"
    menu_label = _("Editors' choices")
    menu_name = "editors-choices"
    menu_order = 5
    menu_hook = "register_site_search_item"
    list_display = [
        "text",
        Column("first_day", label=_("First day"), sort_key="first_day"),
        Column("last_day", label=_("Last day"), sort_key="last_day"),
    ]
    search_fields = ["text"]
    list_per_page = 50
    copy_view_enabled = False


viewset = EditorsChoiceViewSet()
