"""Makes an English page or story from ready texts, the way translators make theirs.

The result belongs to the translators' screens from then on: a change of the Vietnamese text
shows there as a string to translate anew.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

ENGLISH_CODE = "en"


def english() -> Locale:
    locale, _is_new = Locale.objects.get_or_create(language_code=ENGLISH_CODE)
    return locale


def translation_ensure(original: Any, locale: Locale, texts: Mapping[str, str]) -> bool:
    """Makes and publishes the translation of a published page or story; True if it was made.

    Nothing happens where one exists in whatever state, or where `texts` lack one of its strings:
    then an editor has changed the original. A page's parent has to be translated first.
    """
    if original.get_translations().filter(locale=locale).exists():
        return False
    with transaction.atomic():
        source, _is_new = TranslationSource.get_or_create_from_instance(original)
        segments = list(source.stringsegment_set.select_related("string", "context"))
        if any(segment.string.data not in texts for segment in segments):
            transaction.set_rollback(True)
            return False
        translation = Translation.objects.create(source=source, target_locale=locale)
        for segment in segments:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={
                    "data": texts[segment.string.data],
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                },
            )
        translation.save_target(publish=False)
        # By itself it would publish after the whole transaction, from a copy of the page that
        # knows nothing of the children made meanwhile.
        translation.get_target_instance().get_latest_revision().publish()
    return True
