"""Editors' texts × everyone else who comes into the admin: officials see no draft and change none.

The addresses come from the resolver, so that a screen which Wagtail or the translation package
adds later is walked too. An editor walks some of them and sees the draft: an empty page passes
nothing.
"""

import itertools
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from catalog.models import HomePage, ProductStory, StoryPage
from catalog.translating import english, translation_ensure
from registry.models import User
from registry.models.choices import Role
from tests.catalog import editors
from tests.factories import Desk
from tests.offices import Office, logged_in, record
from tests.security.asking import body_of
from tests.security.test_crawl import LEFT_OUT, admin_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
SECRET = "Bimatchuyen"
ACTIONS = ("delete", "publish", "unpublish", "approve", "reject")
FORM = {
    "title": "Doi trom", "slug": "doi-trom", "code": "", "lead": "Doi trom",
    "action-publish": "1", "action-submit": "1", "body-count": "0", "gallery-count": "0",
    "locales": "2", "id": "1", "publish": "1",
}  # fmt: skip


@pytest.fixture
def drafts(desk: Desk, thanh_hoa: Office) -> dict[str, set[str]]:
    """Drafts that wait for approval and a published text with its translation, with their keys."""
    call_command("pages_load", verbosity=0)
    public = record(desk, thanh_hoa, "Congkhai", state="published").certification.product
    assert public is not None
    writer = editors.author()
    draft = editors.product_story(public.code, f"Truyện {SECRET}", live=False)
    draft.save_revision(user=writer)
    draft.get_workflow().start(draft, writer)
    page = StoryPage(title=f"Tin {SECRET}", slug="tin-nhap", live=False)
    editors.index().add_child(instance=page)
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    shown = editors.story_page("Tin ra", "tin-ra")
    translation_ensure(shown, english(), {"Tin ra": "Out", "tin-ra": "out"})
    StoryPage.objects.filter(pk=shown.pk).update(draft_title=f"Sửa {SECRET}")
    return {
        "snippet": {str(draft.pk)},
        "page": {str(page.pk), str(shown.pk)},
        "task": {str(pk) for pk in TaskState.objects.values_list("pk", flat=True)},
        "revision": {
            str(pk) for pk in Revision.objects.order_by("-pk").values_list("pk", flat=True)[:4]
        },
        "translation": {str(Translation.objects.latest("pk").pk)},
        "string": {str(StringSegment.objects.latest("pk").pk)},
    }


# Parameters of routes that name one kind of thing; any other may name a story or a page.
KINDS = {
    "task_state_id": "task", "task_id": "task", "workflow_id": "task", "revision_id": "revision",
    "translation_id": "translation", "translation_source_id": "translation",
    "string_segment_id": "string", "page_id": "page", "parent_page_id": "page",
}  # fmt: skip
NAMED = {
    "app_label": "catalog", "app_name": "catalog", "model_name": "productstory",
    "content_type_app_name": "catalog", "content_type_model_name": "storypage",
    "content_type_app_label": "catalog", "language_code": "vi", "locale_code": "vi",
    "mode": "default",
}  # fmt: skip


def addresses(pattern: str, keys: dict[str, set[str]]) -> set[str]:
    """The addresses of a route with the keys of what its parameters name."""
    route = re.sub(r"\\Z|\^|\$", "", pattern).replace("\\", "")
    route = re.sub(r"\(\?P(<[^>]+>)[^)]*\)", r"\1", route)
    names = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    choices = [_values(converter, name, keys) for converter, name in names]
    found = set()
    for values in itertools.product(*choices):
        address = route
        for one in values:
            address = re.sub(r"<[^<>]+>", one, address, count=1)
        found.add("/" + re.sub(r"\([^)]*\)|\.\*|[?+*]", "", address))
    if "bulk" in route or "chosen" in route:
        every = keys["snippet"] | keys["page"]
        found = {f"{address}?id={key}" for address in found for key in every}
    return found


def _values(converter: str, name: str, keys: dict[str, set[str]]) -> list[str]:
    if name in NAMED:
        return [NAMED[name]]
    if "action" in name:
        return list(ACTIONS)
    if converter == "uuid":
        return ["00000000-0000-4000-8000-000000000000"]
    return sorted(keys[KINDS[name]] if name in KINDS else keys["snippet"] | keys["page"])


def state() -> tuple[Any, ...]:
    return (
        list(ProductStory.objects.order_by("pk").values_list()),
        list(Page.objects.order_by("pk").values_list()),
        list(HomePage.objects.order_by("pk").values_list()),
        list(WorkflowState.objects.order_by("pk").values_list("pk", "status")),
        list(TaskState.objects.order_by("pk").values_list("pk", "status")),
        Revision.objects.count(), Translation.objects.count(),
    )  # fmt: skip


def leaks_of(client: Client, found: set[str]) -> list[str]:
    leaks = []
    for address in sorted(found):
        for method, form in (("get", {}), ("post", FORM)):
            if SECRET in body_of(client, method, address, form):
                leaks.append(f"{method} {address}")
    return leaks


def routes() -> list[str]:
    """Screens of pages, snippets, translations, approvals, reports, choosers and the first one."""
    return [p for p in admin_patterns() if p not in LEFT_OUT and _ABOUT.search(p)]


_ABOUT = re.compile(r"^admin/$|page|snippet|localize|workflow|report|bulk|block-preview|chooser")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR])
def test_no_official_sees_or_changes_what_editors_write(
    thanh_hoa: Office, drafts: dict[str, set[str]], role: Role
) -> None:
    found = {one for pattern in routes() for one in addresses(pattern, drafts)}
    before = state()

    leaks = leaks_of(thanh_hoa.client(role), found)

    assert not leaks, "\n".join(leaks)
    assert state() == before
    assert len(found) > 300


def test_an_editor_sees_the_drafts_on_some_of_the_same_addresses(
    drafts: dict[str, set[str]],
) -> None:
    client = editors.client_of(editors.editor())
    for address in (
        "/admin/snippets/catalog/productstory/",
        "/admin/reports/workflow/",
        "/admin/localize/api/snippets/catalog/productstory/",
        "/admin/pages/",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
    assert SECRET in client.get("/admin/snippets/catalog/productstory/").content.decode()
    assert SECRET in client.get("/admin/reports/workflow/").content.decode()


def test_an_author_neither_publishes_nor_approves(drafts: dict[str, set[str]]) -> None:
    author: User = editors.author()
    client = logged_in(author)
    live = set(Page.objects.live().values_list("pk", flat=True))
    for pattern in routes():
        if "action" in pattern or "publish" in pattern or "bulk" in pattern:
            leaks_of(client, addresses(pattern, drafts))

    assert not ProductStory.objects.filter(live=True).exists()
    assert set(Page.objects.live().values_list("pk", flat=True)) == live


def test_who_translates_does_not_publish(drafts: dict[str, set[str]]) -> None:
    shown = StoryPage.objects.get(slug="tin-ra")
    fresh = editors.story_page("Tin hai", "tin-hai")
    client = logged_in(editors.author())
    locale = str(english().pk)

    client.post(f"/admin/localize/submit/page/{fresh.pk}/", {"locales": [locale]})

    made = fresh.get_translations().get()
    assert not made.live, "a new translation waits as a draft"
    source = TranslationSource.objects.get_for_instance(shown)
    theirs = shown.get_translations().get()
    for address, form in (
        (f"/admin/localize/update/{source.pk}/", {"publish_translations": "on"}),
        (f"/admin/localize/page/{theirs.pk}/convert_to_alias/", {}),
    ):
        before = list(Page.objects.order_by("pk").values_list())
        assert client.post(address, form).status_code == 302
        assert list(Page.objects.order_by("pk").values_list()) == before, address
    assert client.post(f"/admin/localize/update/{source.pk}/", {}).status_code == 302
    editor = logged_in(editors.editor())
    assert editor.get(f"/admin/localize/page/{theirs.pk}/convert_to_alias/").status_code == 200
    editor.post(f"/admin/localize/update/{source.pk}/", {"publish_translations": "on"})
    assert theirs.specific_class.objects.get(pk=theirs.pk).latest_revision_id != (
        theirs.latest_revision_id
    )
