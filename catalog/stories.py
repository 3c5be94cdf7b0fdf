"""Which story stands on the page of a record: the published one in the reader's language, else
the one in the site's own. One query."""

from django.conf import settings
from django.utils.translation import get_language

from catalog.models import ProductStory, VillageStory
from catalog.models.stories import RecordStory
from registry.models import CraftVillage, Product


def story_of(subject: Product | CraftVillage) -> RecordStory | None:
    model = ProductStory if isinstance(subject, Product) else VillageStory
    wanted = list(dict.fromkeys((get_language() or "", settings.LANGUAGE_CODE)))
    rows = model.objects.filter(
        code=subject.code, live=True, locale__language_code__in=wanted
    ).select_related("locale")
    found = {row.locale.language_code: row for row in rows}
    return next((found[code] for code in wanted if code in found), None)
