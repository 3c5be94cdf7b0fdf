"""The public pages in Chromium: no sideways scroll, no axe finding, usable without script."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import BrowserContext, expect

from catalog import reference
from registry.schemes.load import regimes_load
from search import service
from tests.catalog.conftest import NOON, index, middleware
from tests.catalog.shelf import Shelf, fill, unit

WIDTHS = (320, 360, 1280)
SMALLEST_TARGET = 24


@pytest.fixture
def shelf(live_server, gazetteer, settings, tmp_path: Path):  # type: ignore[no-untyped-def]
    """The demo site with the small register, on the server's database and clock."""
    settings.IS_DEMO = True
    settings.SEARCH_INDEX_DIR = tmp_path
    settings.MIDDLEWARE = middleware()
    with time_machine.travel(NOON, tick=True):
        reference.forget()
        regimes_load()
        call_command("pages_load", verbosity=0)
        made = fill()
        index()
        yield made
    reference.forget()
    service._engine.cache_clear()
    service._freshness = None


def addresses(shelf: Shelf) -> dict[str, str]:
    """One page of every kind and state, by the name of its picture."""
    old = unit("Huyện Đắk Song", "Tỉnh Đắk Nông")
    province = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25")
    return {
        "home": "/",
        "catalogue": "/danh-muc/",
        "catalogue-list": "/danh-muc/?bay=danh-sach&hieu-luc=tat-ca",
        "catalogue-empty": "/danh-muc/?q=ruou&muc=ocop:4",
        "catalogue-ignored": "/danh-muc/?muc=ocop:9&trang=-4",
        "catalogue-question": "/danh-muc/?ten-noi=hiep+thanh",
        "product-valid": f"/i/{shelf.valid.product.code}",
        "product-expired": f"/i/{shelf.expired.product.code}",
        "product-withdrawn": f"/i/{shelf.withdrawn.product.code}",
        "product-unknown": f"/i/{shelf.no_date.product.code}",
        "product-levels": f"/i/{shelf.nation.product.code}",
        "village": f"/v/{shelf.village.craft_village.code}",
        "place-now": f"/dia-phuong/{province.public_id}/",
        "place-old": f"/dia-phuong/{old.public_id}/",
        "places": "/dia-phuong/?ten=hiep+thanh",
        "verify-form": "/kiem-tra/",
        "verify-valid": f"/c/{shelf.valid.code}",
        "verify-withdrawn": f"/c/{shelf.withdrawn.code}",
        "verify-replaced": f"/c/{shelf.superseded.code}",
        "verify-village": f"/c/{shelf.village.code}",
        "verify-other-day": f"/kiem-tra/?ma={shelf.withdrawn.code}&ngay=02/03/2026",
        "verify-product": f"/kiem-tra/?ma={shelf.no_date.product.code}",
        "verify-unknown": "/kiem-tra/?ma=4K7M92QD7",
        "verify-mistyped": "/kiem-tra/?ma=4K7M92QDA",
        "verify-bad-day": f"/kiem-tra/?ma={shelf.valid.code}&ngay=31/02/2026",
        "explanation": "/dau-trong-so/",
        "sources": "/nguon-du-lieu/",
        "not-found": "/khong-co-trang-nay/",
    }


def walk(places, page, screenshot, assert_accessible, ending: str = "") -> None:  # type: ignore[no-untyped-def]
    """Opens every place at every width: nothing is wider than the screen, axe finds nothing."""
    for name, address in places.items():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name}{ending} is {wide} px wide at {width} px"
            if width != 320:
                screenshot(f"{name}{ending}-{width}")
        assert_accessible()


def test_every_page_fits_every_width_and_is_accessible(
    shelf, page, screenshot, assert_accessible
) -> None:  # type: ignore[no-untyped-def]
    walk(addresses(shelf), page, screenshot, assert_accessible)


def test_everything_to_press_is_large_enough(shelf, page) -> None:  # type: ignore[no-untyped-def]
    """WCAG 2.5.8: 24 px, except links inside a sentence."""
    names = ("home", "catalogue", "product-valid", "place-now", "verify-valid")
    for name, width in itertools.product(names, (360, 1280)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(addresses(shelf)[name])
        small = page.evaluate(
            """least => [...document.querySelectorAll(
                   'button, input:not([type=hidden]), summary, .nav a, .chip, .switch a, .pages a')]
               .filter(e => e.checkVisibility() && e.type !== 'checkbox' && e.type !== 'radio')
               .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
               .filter(([, box]) => box.height < least || box.width < least)
               .map(([html]) => html)""",
            SMALLEST_TARGET,
        )
        assert not small, f"{name} at {width} px: {small}"


def test_dark_pages_are_accessible_too(
    shelf, new_context: Callable[..., BrowserContext], faults
) -> None:  # type: ignore[no-untyped-def]
    from axe_playwright_python.sync_playwright import Axe

    page = new_context(viewport="phone", color_scheme="dark").new_page()
    for name in ("home", "catalogue", "product-withdrawn", "verify-unknown"):
        page.goto(addresses(shelf)[name])
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        assert not results.violations_count, results.generate_report()
    page.goto("about:blank")
    assert not faults


def test_a_reader_finds_verifies_and_filters_without_script(
    shelf, new_context: Callable[..., BrowserContext]
) -> None:  # type: ignore[no-untyped-def]
    page = new_context(viewport="phone", java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("Tìm sản phẩm, cơ sở hoặc địa phương").fill("chanh day")
    page.get_by_role("button", name="Tìm kiếm").click()
    expect(page.get_by_role("heading", name="Chanh dây sấy dẻo thử nghiệm")).to_be_visible()

    page.get_by_text("Lọc kết quả").click()
    page.get_by_label("Chắc chắn còn hiệu lực hôm nay").check()
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.get_by_role("heading", name="Không có kết quả nào khớp")).to_be_visible()

    page.goto("/kiem-tra/")
    page.get_by_label("Mã hoặc số trên bao bì hay giấy chứng nhận").fill(
        shelf.withdrawn.code.lower()
    )
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("đã bị thu hồi")
    page.goto("about:blank")


def test_the_keyboard_reaches_the_main_content_first_and_print_keeps_the_verdict(
    shelf, page
) -> None:  # type: ignore[no-untyped-def]
    page.goto("/danh-muc/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.emulate_media(media="print")
    page.goto(f"/c/{shelf.withdrawn.code}")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("form").first).to_be_hidden()


def test_a_fact_of_a_certificate_has_room_for_a_date_on_a_phone(
    new_context: Callable[..., BrowserContext], shelf: Shelf
) -> None:
    """A date must not break in the middle; at 360 px a value had room for nine signs only."""
    page = new_context(viewport="phone").new_page()
    page.goto(f"/i/{shelf.nation.product.code}")
    facts = page.locator(".entry .facts dd")

    assert facts.count() > 4
    for value in facts.all():
        box = value.bounding_box()
        assert box is not None
        assert box["width"] >= 150
