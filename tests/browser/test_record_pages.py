"""Figures, makers, decisions, programmes and the log in Chromium, in Vietnamese and English."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from catalog import addresses as public
from tests.browser.test_pages import shelf, walk  # noqa: F401  a fixture
from tests.catalog.shelf import Shelf, unit


def addresses(made: Shelf) -> dict[str, str]:
    """One page of every kind, by the name of its picture."""
    old = unit("Tỉnh Đắk Nông", "Tỉnh Đắk Nông")
    decision = made.valid.decision
    assert decision is not None
    return {
        "figures": "/so-lieu/",
        "figures-old-place": f"/so-lieu/?ngay=30/06/2025&noi={old.public_id}",
        "figures-errors": "/so-lieu/?ngay=31/02/2026&biet-den=x&noi=y&chuong-trinh=z",
        "figures-list": "/so-lieu/danh-sach/?chuong-trinh=ocop&cach=con-hieu-luc",
        "figures-provinces": "/so-lieu/theo-tinh/",
        "maker": public.maker(made.valid.product.maker.code),
        "maker-household": public.maker(made.no_date.product.maker.code),
        "decision": public.decision(decision),
        "programmes": "/chuong-trinh/",
        "programme-ocop": "/chuong-trinh/ocop/",
        "programme-craft": "/chuong-trinh/craft/",
        "log": "/nhat-ky/",
    }


@pytest.mark.timeout(240)
def test_every_page_fits_every_width_and_is_accessible_in_both_languages(
    shelf: Shelf,  # noqa: F811
    page,  # type: ignore[no-untyped-def]
    screenshot,  # type: ignore[no-untyped-def]
    assert_accessible,  # type: ignore[no-untyped-def]
) -> None:
    for language in ("vi", "en"):
        page.goto(f"/nhat-ky/?ngon-ngu={language}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        walk(addresses(shelf), page, screenshot, assert_accessible, f"-{language}")


def test_the_masthead_fits_at_the_width_where_it_opens(shelf, page) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    for language in ("vi", "en"):
        page.goto(f"/?ngon-ngu={language}")
        for width in (895, 896, 960):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".masthead").bounding_box()["height"] < 90, (language, width)


def test_a_reader_asks_for_a_day_and_opens_the_list_without_script(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport="phone", java_script_enabled=False).new_page()
    page.goto("/so-lieu/")
    page.get_by_label("Tính đến hết ngày").fill("02/03/2026")
    page.get_by_label("Chương trình", exact=True).select_option("ocop")
    page.get_by_role("button", name="Tính").click()
    expect(page.get_by_text("Tính đến hết ngày 02/03/2026, sổ có")).to_be_visible()

    page.locator(".table__total a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("danh hiệu, lũy kế")

    page.goto("/so-lieu/?ngay=30/06/2020")
    page.get_by_text("Mục lục").click()
    page.get_by_role("link", name="English").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Figures")
    expect(page.get_by_label("Up to the end of the day")).to_have_value("30/06/2020")
    page.goto("about:blank")
