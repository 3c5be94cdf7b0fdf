"""Stories of products and villages: who writes, who approves, where and how they are shown."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry, TaskState

from catalog.models import ProductStory, VillageStory
from catalog.translating import translation_ensure
from registry.models import Certification
from registry.models.choices import Role
from tests.catalog import editors
from tests.catalog.pages import parse, queries
from tests.catalog.pictures import image_made, worker_runs
from tests.catalog.shelf import Shelf
from tests.offices import logged_in, official

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/catalog/productstory/add/"


def headings(site: Client, path: str) -> list[tuple[int, str]]:
    return parse(site.get(path)).headings


def test_an_author_submits_an_editor_approves_and_the_page_shows_it(
    site: Client, shelf: Shelf
) -> None:
    product = shelf.valid.product
    before = site.get(f"/i/{product.code}").content.decode()
    assert 'id="story"' not in before
    writer, decider = editors.author(), editors.editor()
    form = editors.story_form(
        f"https://vi.du/i/{product.code}", "Chuyện thử", "Đầu đề thử",
        **{"action-submit": "Trình duyệt"},
    )  # fmt: skip

    answer = editors.client_of(writer).post(ADD, form)

    assert answer.status_code == 302, answer.content.decode()[:2000]
    story = ProductStory.objects.get()
    assert (story.code, story.live) == (product.code, False)
    assert "Chuyện thử" not in site.get(f"/i/{product.code}").content.decode()
    task = TaskState.objects.get()
    address = reverse(
        "wagtailsnippets_catalog_productstory:workflow_action",
        args=[story.pk, "approve", task.pk],
    )
    editors.client_of(writer).post(address, {})
    story.refresh_from_db()
    assert not story.live

    assert editors.client_of(decider).post(address, {}).status_code == 302

    story.refresh_from_db()
    assert story.live
    page = parse(site.get(f"/i/{product.code}"))
    assert (2, "Chuyện về sản phẩm") in page.headings
    assert (3, "Chuyện thử") in page.headings and (4, "Đầu đề thử") in page.headings
    assert "Bài của ban biên tập, không thuộc giấy chứng nhận nào." in page.text
    levels = [level for level, _words in page.headings]
    assert levels.count(1) == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_an_author_cannot_publish_and_an_official_can_do_nothing(shelf: Shelf) -> None:
    product = shelf.valid.product
    form = editors.story_form(product.code, "Chuyện", "Đầu", **{"action-publish": "1"})
    editors.client_of(editors.author()).post(ADD, form)
    assert not ProductStory.objects.filter(live=True).exists()
    ProductStory.objects.all().delete()
    for role in Role:
        client = logged_in(official(role, shelf.valid.issuer))
        for path in (
            ADD,
            "/admin/snippets/catalog/productstory/",
            "/admin/snippets/",
            "/admin/pages/",
        ):
            assert client.get(path).status_code in (302, 403), (role, path)
        client.post(ADD, form)
        assert "Chuyện về các mục" not in client.get("/admin/").content.decode()
    assert not ProductStory.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ABC", "không phải mã của sổ"),
        ("4K7 M92 QD7", "Không có mục công khai nào thuộc loại này"),
        ("", "bắt buộc"),
    ],
)
def test_a_wrong_code_is_told_at_its_field_and_nothing_is_written(
    shelf: Shelf, typed: str, said: str
) -> None:
    client = editors.client_of(editors.editor())

    answer = client.post(ADD, editors.story_form(typed, "Chuyện", "Đầu"))

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not ProductStory.objects.exists()


def test_a_village_is_no_product_and_a_product_has_one_story_in_a_language(shelf: Shelf) -> None:
    client = editors.client_of(editors.editor())
    village = Certification.objects.exclude(craft_village=None).first().craft_village
    answer = client.post(ADD, editors.story_form(village.code, "Chuyện", "Đầu"))
    assert "Không có mục công khai nào thuộc loại này" in answer.content.decode()
    editors.product_story(shelf.valid.product.code, "Chuyện đầu")

    answer = client.post(ADD, editors.story_form(shelf.valid.product.code, "Chuyện", "Đầu"))

    assert "đã có chuyện bằng ngôn ngữ này" in answer.content.decode()
    assert ProductStory.objects.count() == 1


def test_a_story_stands_in_the_readers_language_or_in_marked_vietnamese(
    site: Client, shelf: Shelf
) -> None:
    code = shelf.valid.product.code
    story = editors.product_story(code, "Chuyện tiếng Việt", lead="Đoạn mở đầu")
    site.get("/?ngon-ngu=en")

    page = site.get(f"/i/{code}").content.decode()

    assert '<div lang="vi"><h3>Chuyện tiếng Việt</h3>' in page
    assert "It is in Vietnamese only." in page
    words = {"Chuyện tiếng Việt": "A story in English", "Đoạn mở đầu": "The lead"}
    english = Locale.objects.get(language_code="en")
    assert translation_ensure(story, english, words)
    assert not translation_ensure(story, english, words)
    page = site.get(f"/i/{code}").content.decode()
    assert "<h3>A story in English</h3>" in page and "It is in Vietnamese only." not in page
    site.get("/?ngon-ngu=vi")
    assert "Chuyện tiếng Việt" in site.get(f"/i/{code}").content.decode()


def test_a_village_without_a_story_says_so_and_with_one_shows_it(
    site: Client, shelf: Shelf
) -> None:
    village = Certification.objects.exclude(craft_village=None).first().craft_village
    assert "Chưa có ai viết" in parse(site.get(f"/v/{village.code}")).text or (
        'id="story"' in site.get(f"/v/{village.code}").content.decode()
    )
    story = VillageStory(
        code=village.code, title="Chuyện làng thử", locale=editors.vietnamese(), live=False
    )
    story.save()
    story.save_revision().publish()

    found = headings(site, f"/v/{village.code}")

    assert (3, "Chuyện làng thử") in found
    assert site.get(f"/v/{village.code}").content.decode().count('id="story"') == 1


def test_a_gallery_shows_only_images_with_rights_consent_and_words(
    site: Client,
    shelf: Shelf,
    settings,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    complete, lacking = image_made(description="Ảnh đủ"), image_made(rights_holder="")
    for image in (complete, lacking):
        image.contextual_alt_text, image.decorative = image.description, False
    worker_runs()
    complete.refresh_from_db()
    code = shelf.valid.product.code
    editors.product_story(
        code, "Chuyện", gallery=[("picture", {"image": one, "caption": "Chú thích"})
                                 for one in (complete, lacking)],
    )  # fmt: skip

    shown = site.get(f"/i/{code}").content.decode().split('id="story"')[1]

    assert shown.count("<figure") == 1 and 'alt="Ảnh đủ"' in shown


def test_a_story_changes_no_state_and_ends_with_it(site: Client, shelf: Shelf) -> None:
    gone = shelf.withdrawn.product
    editors.product_story(gone.code, "Chuyện của sản phẩm bị thu hồi")

    page = parse(site.get(f"/i/{gone.code}"))

    assert page.text.index("thu hồi") < page.text.index("Chuyện của sản phẩm bị thu hồi")


def test_deleting_many_leaves_an_entry_in_the_log_for_each(shelf: Shelf) -> None:
    made = [
        editors.product_story(certification.product.code, f"Chuyện {certification.pk}")
        for certification in (shelf.valid, shelf.withdrawn)
    ]
    client = editors.client_of(editors.editor())
    keys = "&".join(f"id={story.pk}" for story in made)

    client.post(f"/admin/bulk/catalog/productstory/delete/?{keys}&next=/admin/", {})

    assert not ProductStory.objects.exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 2


def test_a_story_costs_one_query_and_its_page_no_more_than_before(
    site: Client, shelf: Shelf
) -> None:
    code = shelf.valid.product.code
    without = queries(site, [f"/i/{code}"])[f"/i/{code}"]
    editors.product_story(code, "Chuyện", body=[("heading", "Một"), ("paragraph", "<p>Hai</p>")])

    assert queries(site, [f"/i/{code}"])[f"/i/{code}"] <= without
