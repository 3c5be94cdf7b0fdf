"""Screens for the stories of records in Wagtail's admin: Wagtail's own, for editors alone.

Who may use them is a matter of permissions on these models, which officials of the register
have none of (`catalog.editors`).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.actions.delete import DeleteAction
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from catalog.models import ProductStory, VillageStory
from catalog.models.stories import STORY_MODELS, RecordStory


class StoryViewSet(SnippetViewSet):
    list_display = [
        "__str__",
        LocaleColumn(),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    search_fields = ["title", "code"]
    copy_view_enabled = False


class ProductStoryViewSet(StoryViewSet):
    model = ProductStory
    icon = "tag"
    menu_label = _("Of products")


class VillageStoryViewSet(StoryViewSet):
    model = VillageStory
    icon = "home"
    menu_label = _("Of craft villages")


class StoryGroup(SnippetViewSetGroup):
    items = (ProductStoryViewSet, VillageStoryViewSet)
    menu_label = _("Stories of records")
    menu_name = "record-stories"
    menu_icon = "openquote"
    menu_order = 250


class StoryDeleteBulkAction(DeleteBulkAction):
    """Deletes many at once with an entry in the log for each; Wagtail's own writes none."""

    models = list(STORY_MODELS)

    @classmethod
    def execute_action(cls, objects: list[RecordStory], user: Any = None, **kwargs: Any) -> Any:
        for story in objects:
            DeleteAction(story, user=kwargs["self"].request.user).execute()
        return len(objects), 0
