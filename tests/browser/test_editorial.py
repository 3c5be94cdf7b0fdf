"""Editors' pages in Chromium: how they look and read, and the previews in the editor's screens."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import CollectionIndexPage, CollectionPage, ProductStory
from catalog.translating import english, translation_ensure
from tests.browser.test_pages import shelf  # noqa: F401  a fixture
from tests.catalog import editors
from tests.catalog.shelf import Shelf

PASSWORD = "mot-mat-khau-thu-nghiem"
BODY = [
    ("heading", "Hỏi về đúng sản phẩm"),
    ("paragraph", "<p>Một đoạn với <b>chữ đậm</b>.</p>"),
    ("subheading", "Phần nhỏ"),
    ("notice", "<p>Một điều phải nhớ.</p>"),
    ("quote", {"quote": "Một câu được nêu bật trong bài.", "source": "Ban biên tập"}),
    ("call", {"text": "Có gói hàng?", "words": "Kiểm tra một mã",
              "link": {"page": None, "address": "/kiem-tra/"}}),
    ("cards", {"heading": "Xem tiếp", "cards": [
        {"title": "Danh mục", "text": "Mọi mục.",
         "link": {"page": None, "address": "/danh-muc/"}}]}),
]  # fmt: skip


def written(shelf: Shelf) -> dict[str, str]:  # noqa: F811
    """A story in both languages, a collection and the story of a product, all invented."""
    codes = [shelf.valid.product.code, shelf.withdrawn.product.code]
    products = ("chosen_products", {"heading": "", "items": codes})
    story = editors.story_page(
        "Xem gì trên bao bì", "xem-gi", [*BODY, products], lead="Ba điều để hỏi.",
        is_illustrative=True, search_description="Ba điều để hỏi.",
    )  # fmt: skip
    words = {"Xem gì trên bao bì": "What to look for", "xem-gi": "what", "Ba điều để hỏi.": "Ask.",
             "Hỏi về đúng sản phẩm": "Ask about it", "Một đoạn với <b>chữ đậm</b>.": "A text.",
             "Phần nhỏ": "A part", "Một điều phải nhớ.": "Remember.", "Ban biên tập": "Editors",
             "Một câu được nêu bật trong bài.": "One sentence.", "Có gói hàng?": "A pack?",
             "Kiểm tra một mã": "Verify a code", "Xem tiếp": "Go on", "Danh mục": "Catalogue",
             "Mọi mục.": "All."}  # fmt: skip
    assert translation_ensure(story, english(), words)
    collection = CollectionPage(
        title="Tuyển thử", slug="tuyen-thu", lead="Một danh sách thử.",
        items=[("item", {"code": code, "note": "Vì lý do thử"}) for code in codes],
        rule="/danh-muc/?chuong-trinh=ocop",
    )  # fmt: skip
    CollectionIndexPage.objects.get(locale__language_code="vi").add_child(instance=collection)
    collection.save_revision().publish()
    editors.product_story(
        codes[0], "Chuyện thử", lead="Mở đầu.", body=BODY[:5], is_illustrative=True
    )
    return {
        "story": "/chuyen/xem-gi/",
        "story-en": "/en/stories/what/",
        "stories": "/chuyen/",
        "stories-en": "/en/stories/",
        "collection": "/tuyen-chon/tuyen-thu/",
        "product-story": f"/i/{codes[0]}",
    }


@pytest.mark.timeout(300)
def test_editors_pages_fit_every_width_and_are_accessible(
    shelf: Shelf,  # noqa: F811
    page: Page,
    screenshot,  # type: ignore[no-untyped-def]
    assert_accessible,  # type: ignore[no-untyped-def]
) -> None:
    for name, address in written(shelf).items():
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(address)
            assert answer is not None and answer.status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            if width != 320:
                assert_accessible()
                screenshot(f"editorial-{name}-{width}")
        page.emulate_media(color_scheme="dark")
        page.goto(address)
        assert_accessible()
        page.emulate_media(color_scheme="light")
    assert page.locator("#story").count() == 1


@pytest.mark.timeout(300)
def test_the_preview_has_the_sites_style_and_wagtails_checker_finds_nothing(
    shelf: Shelf,  # noqa: F811
    page: Page,
    screenshot,  # type: ignore[no-untyped-def]
) -> None:
    written(shelf)
    user = editors.editor()
    # Who may what is tried elsewhere; a test that emptied the tables took the groups' rights away.
    user.is_superuser = True
    user.set_password(PASSWORD)
    user.save()
    page.goto("/admin/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto(f"/admin/snippets/catalog/productstory/edit/{ProductStory.objects.get().pk}/")
    _checked(page, "/productstory/preview/", "h3", "Chuyện thử")
    screenshot("editorial-preview-of-a-story", full_page=False)

    page.goto(f"/admin/pages/{editors.home().pk}/edit/")

    _checked(page, "/pages/", "h1", "Sản phẩm nông thôn được công nhận, ghi ở một nơi")
    screenshot("editorial-preview-of-the-home-page", full_page=False)


def _checked(page: Page, address: str, level: str, heading: str) -> None:
    """Opens the panel of checks, which loads the preview and runs the checker in it."""
    page.wait_for_load_state("networkidle")
    page.locator('[data-side-panel-toggle="checks"]').first.click()
    page.wait_for_function(
        """() => [...document.querySelectorAll("iframe")].some((one) => {
          const inner = one.contentDocument;
          return inner?.readyState === "complete" && one.contentWindow.axe
            && inner.querySelector("main");
        })"""
    )
    frame = next(one for one in page.frames if "preview" in one.url and address in one.url)
    # A large title holds its compound words together.
    shown = " ".join(frame.locator(level).all_inner_texts()).replace("\u00a0", " ")
    assert heading in shown
    assert "Be Vietnam Pro" in frame.evaluate("getComputedStyle(document.body).fontFamily")
    # The panel fills in when the checker has looked through the preview.
    expect(page.locator('[data-side-panel="checks"] [data-content-word-count]')).not_to_have_text(
        "-"
    )
    expect(page.locator('[data-side-panel="checks"] [data-content-checker-count]')).to_have_text(
        "0"
    )
