"""Photographs in Chromium at 360 and 1280 px: the gallery, its zoom without a script, the cards."""

from pathlib import Path

import pytest

from catalog import addresses
from catalog.models import PhotoView
from tests.browser.test_pages import shelf  # noqa: F401  a fixture
from tests.catalog.pictures import drawn, encoded, image_made, photo_made, worker_runs
from tests.catalog.shelf import Shelf


@pytest.mark.timeout(240)
def test_a_gallery_shows_fits_and_opens_the_large_picture(
    shelf: Shelf,  # noqa: F811
    settings,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    page,  # type: ignore[no-untyped-def]
    screenshot,  # type: ignore[no-untyped-def]
    assert_accessible,  # type: ignore[no-untyped-def]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    product = shelf.valid.product
    photo_made(product, view=PhotoView.PACK_FRONT, caption="Mẫu bao bì năm 2026", position=1)
    tall = image_made(encoded(drawn(900, 1600)), description="Hạt cà phê rang trong bát")
    photo_made(product, tall, view=PhotoView.ITEM, position=2)
    worker_runs()
    pages = {"product": addresses.product(product.code), "catalogue": "/danh-muc/"}

    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for name, address in pages.items():
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, name
            shown = page.locator("main picture img").first
            shown.scroll_into_view_if_needed()
            # The browser chose the first format that it knows.
            page.wait_for_function(
                "() => document.querySelector('main picture img').currentSrc.endsWith('.avif')"
            )
            assert shown.evaluate("image => image.naturalWidth") > 0
            assert_accessible()
            screenshot(f"photographs-{name}-{width}")
    page.goto(pages["product"])
    page.locator("main a.zoom").first.click()
    page.wait_for_url("**/media/images/*.jpg")
