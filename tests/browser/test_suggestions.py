"""Suggestions under the search fields: by keyboard, by pointer, by input method, without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import test_pages
from tests.suggestion_fixture import fresh_suggestions  # noqa: F401

# The same small register as on the other pages.
shelf = test_pages.shelf

WIDTHS = (360, 1280)
FIELD = "Tìm sản phẩm, cơ sở hoặc địa phương"
pytestmark = pytest.mark.usefixtures("fresh_suggestions")


def field(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("combobox", name=FIELD)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_chooses_and_the_reader_hears(
    shelf,
    page,
    assert_accessible,
    screenshot,
    width,  # type: ignore[no-untyped-def]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    search = field(page)
    expect(search).to_have_attribute("aria-expanded", "false")
    search.press_sequentially("ca phe n")
    options = page.get_by_role("option")
    expect(page.get_by_role("listbox", name="Gợi ý")).to_be_visible()
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="gợi ý")).to_have_text(
        f"Có {options.count()} gợi ý"
    )
    expect(options.first.locator("mark")).to_have_text("Cà phê N")
    assert_accessible()
    screenshot(f"suggestions-{width}", full_page=False)

    search.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert search.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(search).to_be_focused()
    assert_accessible()
    search.press("ArrowUp")
    expect(search).not_to_have_attribute("aria-activedescendant", re.compile("."))
    search.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    search.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(search).to_have_value("ca phe n")

    search.press("ArrowDown")
    search.press("ArrowDown")
    search.press("Enter")
    page.wait_for_url(f"**/i/{shelf.valid.product.code}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_place_leads_to_its_filter_from_the_masthead(
    shelf,
    page,
    assert_accessible,
    screenshot,
    width,  # type: ignore[no-untyped-def]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/i/{shelf.valid.product.code}")
    field(page).press_sequentially("đắk nôn")
    place = page.get_by_role("option", name="Tỉnh Đắk Nông")
    expect(place).to_contain_text("cũ, nay thuộc tỉnh Lâm Đồng")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(f"suggestions-masthead-{width}", full_page=False)
    assert_accessible()
    place.click()
    page.wait_for_url(re.compile(r"/danh-muc/\?noi=b25-"))
    expect(page.get_by_text("tỉnh Đắk Nông (đơn vị cũ)")).to_be_visible()


def test_a_place_that_is_chosen_keeps_the_other_filters(shelf, page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/danh-muc/?chuong-trinh=ocop&hieu-luc=tat-ca")
    box = page.locator("#q")
    box.press_sequentially("đắk nôn")
    page.get_by_role("option", name="Tỉnh Đắk Nông").click()
    page.wait_for_url(re.compile(r"/danh-muc/\?noi=b25-"))
    assert "chuong-trinh=ocop" in page.url
    assert "hieu-luc=tat-ca" in page.url


def test_enter_without_a_choice_searches_as_the_form_does(shelf, page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/danh-muc/?muc=ocop:3")
    search = field(page)
    search.press_sequentially("macca")
    expect(page.get_by_role("option").first).to_be_visible()
    search.press("Enter")
    page.wait_for_url(re.compile(r"muc=ocop%3A3&q=macca"))


def test_nothing_is_asked_while_a_syllable_is_composed(shelf, page) -> None:  # type: ignore[no-untyped-def]
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/api/v1/suggest" in one.url else None)
    page.goto("/")
    search = field(page)
    search.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "mật", "selectionStart": 3, "selectionEnd": 3}
    )
    page.wait_for_timeout(400)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "macc"})
    expect(page.get_by_role("option").first).to_contain_text("Macca")
    assert len(asked) == 1


def test_fast_typing_asks_once(shelf, page) -> None:  # type: ignore[no-untyped-def]
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/api/v1/suggest" in one.url else None)
    page.goto("/")
    field(page).press_sequentially("tieu khong", delay=5)
    expect(page.get_by_role("option", name="Tiêu không hạt thử nghiệm")).to_be_visible()
    assert len(asked) == 1


def test_a_failing_request_leaves_the_form_as_it_is(shelf, page) -> None:  # type: ignore[no-untyped-def]
    page.route("**/api/v1/suggest**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto("/")
    search = field(page)
    search.press_sequentially("macca")
    page.wait_for_timeout(300)
    expect(page.get_by_role("listbox")).to_be_hidden()
    search.press("Enter")
    page.wait_for_url("**/danh-muc/?q=macca")


def test_without_script_the_masthead_searches(
    shelf,  # type: ignore[no-untyped-def]
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport="phone", java_script_enabled=False).new_page()
    page.goto("/kiem-tra/")
    page.get_by_label(FIELD).fill("macca")
    page.get_by_role("button", name="Tìm kiếm").click()
    expect(page.get_by_role("heading", name="Macca sấy thử nghiệm")).to_be_visible()
    page.goto("about:blank")


def test_the_description_of_the_interface_shows_under_the_policy(shelf, page) -> None:  # type: ignore[no-untyped-def]
    page.goto("/api/v1/docs")
    expect(page.get_by_text("/api/v1/search").first).to_be_visible()
