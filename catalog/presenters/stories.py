"""The story of a record as the record's page shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from catalog.days import day_text
from catalog.localized import language_of_text


@dataclass(frozen=True, slots=True)
class StoryPart:
    """`lang` is set where the text is not in the language of the frame."""

    title: str
    lead: str
    body: Any
    gallery: Any
    lang: str
    changed: str
    is_illustrative: bool


def story_part(story: Any) -> StoryPart:
    moment = story.last_published_at
    return StoryPart(
        title=story.title,
        lead=story.lead,
        body=story.body,
        gallery=story.gallery,
        lang=language_of_text(story),
        changed=day_text(timezone.localdate(moment)) if moment else "",
        is_illustrative=story.is_illustrative,
    )
