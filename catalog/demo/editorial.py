"""Loads the demo's stories and collections. What exists already, in whatever state, is left."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from wagtail.models import Locale, Page

from catalog.demo.editorial_texts import COLLECTIONS, ENGLISH, PICTURES, RECORD_STORIES, STORIES
from catalog.models import (
    CatalogImage,
    CollectionIndexPage,
    CollectionPage,
    ProductStory,
    StoryIndexPage,
    StoryPage,
    VillageStory,
)
from catalog.translating import english, translation_ensure
from registry.selectors import public

_FOLDER = Path(__file__).resolve().parent / "pictures"
_RIGHTS = "Sổ Vàng"
_CONSENT = "Tranh do ban biên tập tự vẽ cho bản minh họa"


@transaction.atomic
def editorial_load() -> int:
    """How many pages and stories were made. Expects `pages_load` and the demo register."""
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    pictures = {name: _picture(name, *words) for name, *words in PICTURES}
    made: list[Any] = []
    stories = StoryIndexPage.objects.filter(locale=locale).first()
    collections = CollectionIndexPage.objects.filter(locale=locale).first()
    for text in STORIES if stories else ():
        made += _page(stories, StoryPage, text, pictures)
    for text in COLLECTIONS if collections else ():
        made += _page(collections, CollectionPage, text, pictures)
    for text in RECORD_STORIES:
        made += _record_story(text, pictures, locale)
    for one in made:
        translation_ensure(one, english(), ENGLISH)
    return len(made)


def _picture(name: str, title: str, shows: str, shows_en: str) -> CatalogImage:
    found = CatalogImage.objects.filter(title=title, consent_reference=_CONSENT).first()
    if found is not None:
        return found
    with (_FOLDER / f"{name}.webp").open("rb") as file:
        image = CatalogImage(
            title=title,
            file=File(file, name=f"{name}.webp"),
            description=shows,
            description_en=shows_en,
            rights_holder=_RIGHTS,
            consent_reference=_CONSENT,
            is_illustration=True,
        )
        image.save()
    return image


def _page(
    parent: Any, model: Any, text: dict[str, Any], pictures: dict[str, CatalogImage]
) -> list[Page]:
    if parent.get_children().filter(slug=text["slug"]).exists():
        return []
    values = {name: text[name] for name in ("title", "slug", "lead")}
    page = model(
        locale=parent.locale,
        image=pictures[text["picture"]],
        is_illustrative=True,
        body=[_with_codes(block) for block in text["body"]],
        **values,
    )
    if "rule" in text:
        page.rule = text["rule"]
        page.items = [
            ("item", {"code": code, "note": note})
            for name, note in text["items"]
            if (code := _code(name))
        ]
    parent.add_child(instance=page)
    page.save_revision().publish()
    _show_in_menus(parent)
    return [page]


def _with_codes(block: tuple[str, Any]) -> tuple[str, Any]:
    """A block whose entries are given by name, with their codes in this database."""
    kind, value = block
    if kind != "chosen_products":
        return block
    return kind, value | {"items": [code for name in value["items"] if (code := _code(name))]}


def _code(name: str) -> str:
    """The code of a public entry; codes are drawn anew in each database."""
    for rows in (public.products(), public.craft_villages()):
        found = rows.filter(name=name).order_by("pk").values_list("code", flat=True).first()
        if found:
            return str(found)
    return ""


def _show_in_menus(index: Any) -> None:
    """A list comes into the menu with its first page."""
    if not index.show_in_menus:
        index.show_in_menus = True
        index.save_revision().publish()


def _record_story(
    text: dict[str, Any], pictures: dict[str, CatalogImage], locale: Locale
) -> list[Any]:
    code = _code(text["record"])
    is_product = public.products().filter(code=code).exists()
    model = ProductStory if is_product else VillageStory
    if not code or model.objects.filter(code=code).exists():
        return []
    story = model(
        code=code,
        locale=locale,
        title=text["title"],
        lead=text["lead"],
        body=list(text["body"]),
        gallery=[("picture", {"image": pictures[text["picture"]], "caption": text["caption"]})],
        is_illustrative=True,
        live=False,
    )
    story.save()
    story.save_revision().publish()
    return [story]
