"""Pages that editors build: the first page and its parts, stories, collections, their English."""

import importlib
import itertools
import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from catalog import finding, reference
from catalog.blocks.register import REGISTER_PARTS
from catalog.models import CollectionIndexPage, CollectionPage, ExplanationPage, HomePage, StoryPage
from catalog.page_head import absolute
from catalog.translating import translation_ensure
from registry.rules.identifiers import code_grouped
from tests.catalog import editors
from tests.catalog.pages import parse, queries
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db


def publish(page: Page, **values: object) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    reference.forget()


def collection(**values: object) -> CollectionPage:
    made = CollectionPage(title="Tuyển thử", slug="tuyen-thu", **values)
    made.full_clean(exclude=["path", "depth"])
    CollectionIndexPage.objects.get(locale__language_code="vi").add_child(instance=made)
    made.save_revision().publish()
    return made


def test_an_address_has_no_marks(shelf: Shelf) -> None:
    made = editors.story_page("Ốc đảo", "thử-đậm")
    other = StoryPage(title="Được mùa")
    editors.index().add_child(instance=other)

    assert (made.slug, other.slug) == ("thu-dam", "duoc-mua")
    with pytest.raises(ValidationError, match="thu-dam"):
        editors.story_page("Trùng", "thủ-đam")


# The first page


def test_an_editor_orders_the_parts_of_the_first_page_and_sets_them(
    site: Client, shelf: Shelf
) -> None:
    body = [
        ("paragraph", "<p>Lời chào</p>"),
        ("newest", {"heading": "Vừa được công nhận", "how_many": 1}),
        ("search_verify", {"search": True, "verify": False, "example": ""}),
        ("marks", {"heading": "", "levels": False, "stars": True, "titles": False}),
        ("chosen_products", {"heading": "", "items": [shelf.withdrawn.product.code]}),
    ]
    publish(editors.home(), body=body)

    response = site.get("/")
    page = parse(response)

    assert [words for _level, words in page.headings][:7] == [
        page.headings[0][1],
        "Vừa được công nhận",
        page.headings[2][1],
        "Đọc dấu trong sổ",
        "Ngôi sao: OCOP",
        "Sản phẩm được nhắc ở đây",
        shelf.withdrawn.product.name,
    ]
    content = response.content.decode()
    assert content.count('id="q"') == 1 and 'id="ma"' not in content
    assert "q-masthead" not in content
    assert "không còn hiệu lực" in page.text
    levels = [level for level, _words in page.headings]
    assert levels.count(1) == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_a_first_page_without_a_search_field_has_one_in_its_masthead(
    site: Client, shelf: Shelf
) -> None:
    publish(editors.home(), body=[("places", {"heading": ""})])

    assert "q-masthead" in site.get("/").content.decode()


def test_the_first_page_asks_for_no_record_that_it_does_not_show(
    site: Client, shelf: Shelf
) -> None:
    whole = queries(site, ["/"])["/"]
    publish(editors.home(), body=[("figures", {"heading": ""})])

    assert queries(site, ["/"])["/"] < whole


def test_an_editor_saves_the_first_page_through_the_admin(shelf: Shelf) -> None:
    home = editors.home()
    client = editors.client_of(editors.editor())
    part = {"heading": "", "how_many": "99"}
    form = {
        "title": home.title, "slug": home.slug, "headline": "Dòng mới", "introduction": "",
        "seo_title": "", "search_description": "", "body": streamfield([("newest", part)]),
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": 0, "action-publish": "1",
    }  # fmt: skip
    refused = client.post(f"/admin/pages/{home.pk}/edit/", nested_form_data(form))
    assert refused.status_code == 200
    home.refresh_from_db()
    assert home.headline != "Dòng mới"
    form["body"] = streamfield([("newest", part | {"how_many": "2"})])

    assert client.post(f"/admin/pages/{home.pk}/edit/", nested_form_data(form)).status_code == 302

    home.refresh_from_db()
    assert home.headline == "Dòng mới"
    assert [(child.block_type, child.value["how_many"]) for child in home.body] == [("newest", 2)]


def test_the_parts_come_into_an_older_first_page_and_its_drafts_and_out_again(
    shelf: Shelf,
) -> None:
    move = importlib.import_module("catalog.migrations.0004_editorial_pages")
    home = editors.home()
    old = [("heading", "Của biên tập"), ("paragraph", "<p>Giữ nguyên</p>")]
    publish(home, body=old)

    move.put_parts(apps, None)

    home.refresh_from_db()
    names = [child.block_type for child in home.body]
    assert names == [REGISTER_PARTS[0], "heading", "paragraph", *REGISTER_PARTS[1:]]
    draft = home.get_latest_revision_as_object()
    assert [child.block_type for child in draft.body] == names
    move.put_parts(apps, None)
    home.refresh_from_db()
    assert [child.block_type for child in home.body] == names
    move.take_parts(apps, None)
    home.refresh_from_db()
    assert [child.block_type for child in home.body] == ["heading", "paragraph"]
    newest = Revision.objects.filter(object_id=home.pk).latest("pk")
    kept = [block["type"] for block in json.loads(newest.content["body"])]
    assert kept == ["heading", "paragraph"]


# Stories


def test_an_author_submits_a_story_and_an_editor_publishes_it(site: Client, shelf: Shelf) -> None:
    writer, decider = editors.author(), editors.editor()
    form = {
        "title": "Tin thử", "slug": "tin-thu", "lead": "Đoạn đầu", "image": "",
        "published_on": "05/08/2026", "seo_title": "", "search_description": "",
        "body": streamfield([("heading", "Đầu đề")]),
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": 0, "action-submit": "1",
    }  # fmt: skip
    address = f"/admin/pages/add/catalog/storypage/{editors.index().pk}/"

    answer = editors.client_of(writer).post(address, nested_form_data(form))

    assert answer.status_code == 302, answer.content.decode()[:3000]
    story = StoryPage.objects.get(slug="tin-thu")
    assert not story.live and site.get("/chuyen/tin-thu/").status_code == 404
    task = story.current_workflow_task_state
    action = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", task.pk])
    editors.client_of(writer).post(action, {})
    assert site.get("/chuyen/tin-thu/").status_code == 404

    assert editors.client_of(decider).post(action, {}).status_code == 302

    page = parse(site.get("/chuyen/tin-thu/"))
    assert page.headings[:2] == [(1, "Tin thử"), (2, "Đầu đề")]
    assert "05/08/2026" in page.text
    assert [url for url, _ in page.links if url == "/chuyen/"]
    assert "Tin thử" in parse(site.get("/chuyen/")).text


def test_a_story_says_its_address_its_languages_and_that_it_is_invented(
    site: Client, shelf: Shelf
) -> None:
    story = editors.story_page(
        "Bài thử", "bai-thu", [("paragraph", "<p>Nội dung</p>")], lead="Mở đầu",
        is_illustrative=True,
    )  # fmt: skip
    content = site.get("/chuyen/bai-thu/").content.decode()
    assert 'hreflang="en"' not in content.split("</head>")[0]
    assert "Bài minh họa: nội dung hư cấu" in content
    assert 'property="og:type" content="article"' in content
    words = {"Bài thử": "A test story", "bai-thu": "a-test", "Mở đầu": "Lead", "Nội dung": "Text"}
    assert translation_ensure(story, Locale.objects.get(language_code="en"), words)

    vietnamese = site.get("/chuyen/bai-thu/").content.decode().split("</head>")[0]
    english = Client().get("/en/stories/a-test/")
    head = english.content.decode().split("</head>")[0]

    for found in (vietnamese, head):
        for code, path in (("vi", "/chuyen/bai-thu/"), ("en", "/en/stories/a-test/"),
                           ("x-default", "/chuyen/bai-thu/")):  # fmt: skip
            assert f'hreflang="{code}" href="{absolute(path)}"' in found
    assert f'rel="canonical" href="{absolute("/en/stories/a-test/")}"' in head
    assert '<html lang="en">' in head and english.headers["Content-Language"] == "en"


def test_an_english_address_speaks_english_and_its_reader_goes_on_in_english(
    shelf: Shelf,
) -> None:
    reader = Client()
    assert reader.get("/ve-so/").headers["Content-Language"] == "vi"

    page = reader.get("/en/about/")

    assert page.headers["Content-Language"] == "en"
    assert parse(page).headings[0] == (1, "About the register")
    assert reader.get("/danh-muc/").headers["Content-Language"] == "en"
    # The same page again, and back to Vietnamese by the switch.
    assert parse(reader.get("/ve-so/")).headings[0] == (1, "About the register")
    (back,) = {url for url, attrs in parse(page).links if attrs.get("hreflang") == "vi"}
    assert back == "/ve-so/?ngon-ngu=vi"
    assert parse(reader.get(back)).headings[0] == (1, "Về sổ")
    assert parse(reader.get("/ve-so/")).headings[0] == (1, "Về sổ")
    # A choice that was made is not undone by an address.
    reader.get("/en/about/")
    assert reader.get("/danh-muc/").headers["Content-Language"] == "vi"


def test_a_page_without_english_is_marked_vietnamese_in_an_english_frame(
    site: Client, shelf: Shelf
) -> None:
    editors.story_page("Chỉ tiếng Việt", "chi-tieng-viet", [("paragraph", "<p>Nội dung</p>")])
    site.get("/?ngon-ngu=en")

    content = site.get("/chuyen/chi-tieng-viet/").content.decode()

    assert '<html lang="en">' in content
    assert '<article class="wrap explanation" lang="vi">' in content
    assert "This page is written in Vietnamese only." in content
    listed = site.get("/en/stories/").content.decode()
    assert 'lang="vi"' in listed.split("Chỉ tiếng Việt")[0].rsplit("<article", 1)[1]
    assert site.get("/en/chi-tieng-viet/").status_code == 404


def test_an_english_page_taken_off_leaves_the_vietnamese_one(site: Client, shelf: Shelf) -> None:
    ExplanationPage.objects.get(slug="about").unpublish()
    reference.forget()
    assert site.get("/en/about/").status_code == 404
    site.get("/?ngon-ngu=en")

    assert parse(site.get("/ve-so/")).headings[0] == (1, "Về sổ")
    assert ("/ve-so/", "Về sổ") in [(guide.url, guide.words) for guide in reference.guides()]


def test_names_of_pages_in_the_menus_follow_the_language(site: Client, shelf: Shelf) -> None:
    site.get("/?ngon-ngu=en")
    response = site.get("/danh-muc/")
    links = [(item.url, item.words) for item in response.context["frame"].menu]

    assert ("/en/about/", "About the register") in links
    marks = parse(site.get("/")).links
    assert "/en/marks/" in [url for url, _ in marks]
    assert parse(site.get("/en/marks/")).text.count("OCOP") > 3


# Collections


def test_a_collection_tells_what_has_ended_and_what_is_gone(site: Client, shelf: Shelf) -> None:
    valid, gone = shelf.valid.product, shelf.withdrawn.product
    items = [("item", {"code": code, "note": note}) for code, note in
             ((valid.code, "Vì còn hiệu lực"), (gone.code, ""), ("4K7M92QD7", ""))]  # fmt: skip
    collection(items=items)

    page = parse(site.get("/tuyen-chon/tuyen-thu/"))

    assert "Vì còn hiệu lực" in page.text
    assert "1 trong 2 mục ở đây không còn hiệu lực" in page.text
    assert "Đã bị thu hồi" in page.text
    assert f"{code_grouped('4K7M92QD7')}: hiện không có mục công khai nào mang mã này" in page.text
    assert "/kiem-tra/?ma=4K7M92QD7" in [url for url, _ in page.links]


def test_a_rule_is_an_address_of_the_catalogue_and_finds_anew(site: Client, shelf: Shelf) -> None:
    group = shelf.valid.product.group.code
    made = collection(rule=f"https://vi.du/danh-muc/?nhom={group}&trang=2")
    assert made.rule == f"/danh-muc/?nhom={group}"

    page = parse(site.get("/tuyen-chon/tuyen-thu/"))

    assert shelf.valid.product.name in page.text
    assert made.rule in [url for url, _ in page.links]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/danh-muc/", "toàn bộ danh mục"),
        ("/so-lieu/?nhom=che", "không phải địa chỉ của danh mục"),
        ("/danh-muc/?nhom=khong-co", "nhom=khong-co"),
        ("/danh-muc/?la=1&nhom=che", "la=1"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told(shelf: Shelf, typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CollectionPage(title="Thử", slug="thu", rule=typed).clean()

    assert said in " ".join(refused.value.message_dict["rule"])


def test_a_collection_without_search_shows_what_was_picked(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection(items=[("item", {"code": shelf.valid.product.code, "note": ""})],
               rule="/danh-muc/?chuong-trinh=ocop")  # fmt: skip
    monkeypatch.setattr(finding, "search", _away)

    page = parse(site.get("/tuyen-chon/tuyen-thu/"))

    assert shelf.valid.product.name in page.text
    assert "Tìm kiếm đang không trả lời" in page.text


def _away(*args: object, **kwargs: object) -> None:
    raise finding.SearchUnavailable


def test_the_queries_of_pages_do_not_grow_with_what_is_on_them(site: Client, shelf: Shelf) -> None:
    codes = [
        certification.product.code
        for certification in shelf.by_state().values()
        if certification.product
    ]
    few = [("chosen_products", {"heading": "", "items": codes[:1]})]
    many = [("chosen_products", {"heading": "", "items": codes})] * 3
    editors.story_page("Ít", "it", few)
    editors.story_page("Nhiều", "nhieu", many)
    found = queries(site, ["/chuyen/it/", "/chuyen/nhieu/"])

    assert found["/chuyen/nhieu/"] <= found["/chuyen/it/"]
    before = queries(site, ["/chuyen/"])["/chuyen/"]
    for number in range(6):
        editors.story_page(f"Bài {number}", f"bai-{number}")
    assert queries(site, ["/chuyen/"])["/chuyen/"] <= before
    assert HomePage.objects.filter(locale__language_code="vi").count() == 1
