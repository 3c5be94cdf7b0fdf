"""An author and an editor as `pages_load` equips their groups, and what they fill in."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from catalog.editors import AUTHORS, EDITORS
from catalog.models import HomePage, ProductStory, StoryIndexPage, StoryPage
from registry.models import User
from tests import factories


def author() -> User:
    return _member(AUTHORS)


def editor() -> User:
    return _member(AUTHORS, EDITORS)


def _member(*groups: str) -> User:
    made = factories.user()
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def client_of(user: User) -> Client:
    made = Client(headers={"accept-language": "vi"})
    made.force_login(user)
    return made


def home() -> HomePage:
    return HomePage.objects.get(locale__language_code="vi")


def vietnamese() -> Locale:
    return Locale.objects.get(language_code="vi")


def index() -> StoryIndexPage:
    return StoryIndexPage.objects.get(locale__language_code="vi")


def story_page(title: str, slug: str, body: Any = (), **values: Any) -> StoryPage:
    made = StoryPage(title=title, slug=slug, body=list(body), **values)
    index().add_child(instance=made)
    made.save_revision().publish()
    return made


def product_story(code: str, title: str, *, live: bool = True, **values: Any) -> ProductStory:
    values.setdefault("locale", vietnamese())
    made = ProductStory(code=code, title=title, live=False, **values)
    made.save()
    revision = made.save_revision()
    if live:
        revision.publish()
        made.refresh_from_db()
    return made


def story_form(code: str, title: str, words: str, **more: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "code": code,
            "title": title,
            "lead": "",
            "body": streamfield([("heading", words)]),
            "gallery": streamfield([]),
            **more,
        }
    )
