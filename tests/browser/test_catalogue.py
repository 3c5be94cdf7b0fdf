"""The catalogue in Chromium: filters on a phone, long lists, the position, with no script too."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from registry.models import User
from tests.browser.test_pages import WIDTHS, shelf  # noqa: F401  a fixture
from tests.catalog.shelf import Shelf, unit

HERE = {"latitude": 12.27123, "longitude": 107.64123}


@pytest.mark.parametrize("width", WIDTHS)
def test_open_lists_radius_and_notes_are_accessible(
    shelf: Shelf,  # noqa: F811
    page: Any,
    screenshot: Any,
    assert_accessible: Any,
    width: int,
) -> None:
    commune = unit("Xã Thuận Hạnh", "Tỉnh Lâm Đồng", era="f25").public_id
    places = {
        "catalogue-province": f"/danh-muc/?tinh=f25-68&xa={commune}&q=thu",
        "catalogue-opened": "/danh-muc/?tinh=f25-68&mo=xa",
        "catalogue-near": "/danh-muc/?gan=b25-672&km=100&noi=b25-67",
    }
    for name, address in places.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        if width < 900 and "opened" not in name:
            page.locator(".sheet > summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        screenshot(f"{name}-{width}")
        assert_accessible()


def test_a_word_of_any_length_is_no_wider_than_a_phone(shelf: Shelf, page: Any) -> None:  # noqa: F811
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"/danh-muc/?q={'đ' * 58}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_sheet_is_worked_by_keyboard(shelf: Shelf, page: Any) -> None:  # noqa: F811
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/danh-muc/")
    expect(page.get_by_role("button", name="Xem kết quả")).to_be_hidden()
    page.locator(".sheet > summary").focus()
    page.keyboard.press("Enter")
    page.locator('input[name="muc"][value="ocop:4"]').focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Xem kết quả").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**muc=ocop*")
    expect(page.locator(".chip").first).to_contain_text("OCOP 4 sao")


def test_the_position_is_rounded_before_it_leaves_the_browser(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    context = new_context(permissions=["geolocation"], geolocation=HERE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto("/danh-muc/?gan=b25-672&km=25")
    page.get_by_role("button", name="Gần vị trí của tôi").click()
    page.wait_for_url("**gan=12.25*")
    assert "gan=12.25%2C107.65" in page.url and "km=25" in page.url
    assert page.url.count("gan=") == 1
    assert not any("12.27" in url for url in asked)
    expect(page.locator(".understood")).to_contain_text("quanh vị trí của bạn")


def test_a_refused_position_is_told_and_without_script_a_name_is_enough(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(permissions=[]).new_page()
    page.goto("/danh-muc/")
    page.get_by_role("button", name="Gần vị trí của tôi").click()
    expect(page.get_by_text("Trình duyệt không cho biết vị trí.")).to_be_visible()

    plain = new_context(java_script_enabled=False).new_page()
    plain.goto("/danh-muc/")
    expect(plain.get_by_role("button", name="Gần vị trí của tôi")).to_have_count(0)
    plain.get_by_label("Nơi, theo tên cũ hoặc mới").fill("huyện Đắk Song, tỉnh Đắk Nông")
    plain.get_by_label("Phạm vi quanh nơi đó").select_option("25")
    plain.get_by_role("button", name="Xem kết quả").click()
    expect(plain.locator(".understood")).to_contain_text("trong khoảng 25 km quanh huyện Đắk Song")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_of_search_are_accessible(
    shelf: Shelf,  # noqa: F811
    page: Any,
    screenshot: Any,
    assert_accessible: Any,
    client: Any,
    live_server: Any,
    width: int,
) -> None:
    from search.synonym_rules import synonym_rule_save

    boss = User.objects.create_superuser("boss", password="x" * 20)
    rule = synonym_rule_save(actor=boss, line="trà = chè @0.5")
    client.force_login(boss)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for name, address in {
        "search-report": "/admin/search-report/",
        "synonyms": "/admin/synonyms/",
        "synonym": f"/admin/synonyms/{rule.pk}/",
        "synonyms-import": "/admin/synonyms/import/",
    }.items():
        page.goto(address)
        screenshot(f"{name}-{width}")
        assert_accessible()
