"""Photographs on the public pages: only complete ones, only ready files, one query."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog import renditions
from catalog.models import CatalogImage, ExplanationPage, HomePage, PhotoView
from tests.catalog.pictures import image_made, photo_made, worker_runs
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
DRAWING = "Tranh vẽ chung của nhóm"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    renditions._swept_at = -renditions._SWEEP_SECONDS


def product(shelf: Shelf):  # type: ignore[no-untyped-def]
    return shelf.by_state()["valid"].product


def page(site: Client, address: str) -> BeautifulSoup:
    response = site.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def figure(soup: BeautifulSoup):  # type: ignore[no-untyped-def]
    return soup.select_one("figure.gallery-figure")


def test_without_a_photograph_the_drawing_of_the_group_says_what_it_is(
    site: Client, shelf: Shelf
) -> None:
    shown = figure(page(site, f"/i/{product(shelf).code}"))

    assert "illustrations/" in shown.img["src"]
    assert f"{DRAWING} Cà phê" in shown.get_text() or DRAWING in shown.get_text()
    assert "không phải ảnh sản phẩm" in shown.get_text()


def test_a_gallery_has_formats_sizes_and_a_large_picture(site: Client, shelf: Shelf) -> None:
    item = product(shelf)
    photo_made(item, view=PhotoView.PACK_FRONT, caption="Mẫu bao bì năm 2026", position=1)
    photo_made(item, image_made(description="Hạt cà phê rang"), view=PhotoView.ITEM, position=2)
    worker_runs()

    soup = page(site, f"/i/{item.code}")
    shown = figure(soup)
    sources = shown.select("source")

    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]
    assert all("960w" in source["srcset"] and source["sizes"] for source in sources)
    image = shown.img
    assert image["alt"] == "Gói cà phê đặt trên bàn gỗ"
    assert (image["width"], image["height"]) == ("640", "480")
    assert "loading" not in image.attrs
    assert shown.a["href"].endswith(".jpg")
    assert (
        "Mặt trước bao bì" in shown.get_text() and "Mẫu bao bì năm 2026. Ảnh: " in shown.get_text()
    )
    assert "Hợp tác xã Thử" in shown.get_text() and DRAWING not in soup.get_text()
    thumbs = soup.select(".thumbs li")
    assert thumbs[0].img["loading"] == "lazy" and thumbs[0].img["alt"] == "Hạt cà phê rang"
    assert [li.get_text(" ", strip=True) for li in thumbs[1:]] == [
        "Chưa có ảnh Mặt sau bao bì, có mã",
        "Chưa có ảnh Nơi sản xuất",
    ]


@pytest.mark.parametrize("field", ["description", "rights_holder", "consent_reference"])
def test_what_lacks_something_is_not_shown_and_holds_nothing_back(
    site: Client, shelf: Shelf, field: str
) -> None:
    item = product(shelf)
    image = image_made(**{field: "  "})
    photo_made(item, image)
    worker_runs()
    image.refresh_from_db()

    soup = page(site, f"/i/{item.code}")

    assert "illustrations/" in figure(soup).img["src"]
    assert "/media/" not in str(soup)
    assert "Đang có hiệu lực" in soup.get_text()


def test_while_files_are_not_ready_the_drawing_stands_and_no_page_renders(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = product(shelf)
    image = photo_made(item).image
    monkeypatch.setattr(
        "wagtail.images.models.AbstractImage.get_rendition", lambda *a: pytest.fail("rendered")
    )

    for address in (f"/i/{item.code}", "/danh-muc/", "/"):
        assert "/media/" not in str(page(site, address))

    assert not image.renditions.exists()


def test_cards_show_the_first_photograph(site: Client, shelf: Shelf) -> None:
    item = product(shelf)
    photo_made(item, image_made(description="Ảnh sau"), position=2)
    photo_made(item, image_made(description="Ảnh đầu"), position=1)
    worker_runs()

    for address in ("/danh-muc/", "/danh-muc/?xem=danh-sach"):
        soup = page(site, address)
        assert [img["alt"] for img in soup.select("main picture img")] == ["Ảnh đầu"], address
        images = soup.select("main .picture img")
        assert "loading" not in images[0].attrs
        assert all(img["loading"] == "lazy" for img in images[1:])
        assert all(img["width"] and img["height"] for img in images)


def test_photographs_cost_one_query_whatever_their_number(
    site: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a slow machine the question whether the places have changed would come in between.
    monkeypatch.setattr("registry.gazetteer.directory.BELIEVED_FOR", 3600.0)
    items = [row.product for row in shelf.by_state().values() if row.product]
    photo_made(items[0])
    worker_runs()
    counts = {}
    for address in ("/danh-muc/", "/", f"/i/{items[0].code}"):
        site.get(address)
        with CaptureQueriesContext(connection) as before:
            site.get(address)
        counts[address] = len(before)
        assert sum("catalog_itemphoto" in query["sql"] for query in before) == 1, address
    image = image_made()
    shared: set[int] = set()
    for item in items:
        photo_made(item, image_made())
        if item.pk not in shared:
            photo_made(item, image)
        shared.add(item.pk)
    worker_runs()

    for address, count in counts.items():
        site.get(address)
        with CaptureQueriesContext(connection) as after:
            site.get(address)
        assert len(after) == count, address


def test_a_maker_and_a_village_show_theirs(site: Client, shelf: Shelf) -> None:
    maker = product(shelf).maker
    photo_made(maker, image_made(description="Xưởng rang"))
    village = next(row.craft_village for row in shelf.by_state().values() if row.craft_village)
    photo_made(village, image_made(description="Cổng làng"), view=PhotoView.PLACE)
    worker_runs()

    assert "Xưởng rang" in str(page(site, f"/co-so/{maker.code}/"))
    soup = page(site, f"/v/{village.code}")
    assert figure(soup).img["alt"] == "Cổng làng"
    assert not soup.select(".picture--missing")


def test_an_illustration_says_that_it_is_none_of_the_product(site: Client, shelf: Shelf) -> None:
    item = product(shelf)
    photo_made(item, image_made(is_illustration=True))
    worker_runs()

    assert "không phải ảnh chụp sản phẩm" in figure(page(site, f"/i/{item.code}")).get_text()


def test_english_pages_mark_a_vietnamese_text(site: Client, shelf: Shelf) -> None:
    item = product(shelf)
    photo_made(item, position=1)
    photo_made(item, image_made(description_en="A cup of coffee"), position=2)
    worker_runs()
    site.cookies["ngon-ngu"] = "en"

    with translation.override("vi"):  # the language of a request outlives it
        soup = page(site, f"/i/{item.code}")

    assert soup.html["lang"] == "en"
    images = soup.select("main picture img")
    assert images[0]["lang"] == "vi" and images[1]["alt"] == "A cup of coffee"
    assert "lang" not in images[1].attrs


def test_an_image_of_an_editors_page_follows_the_same_rules(site: Client, shelf: Shelf) -> None:
    complete, lacking = image_made(), image_made(rights_holder="")
    made = ExplanationPage(
        title="Ảnh",
        slug="anh",
        body=[
            ("image", picture_value(complete, "Chữ riêng của trang")),
            ("image", picture_value(lacking, "Không được hiện")),
        ],
    )
    HomePage.objects.get(locale__language_code="vi").add_child(instance=made)
    assert not page(site, made.url).select("main figure")
    worker_runs()

    soup = page(site, made.url)

    assert [img["alt"] for img in soup.select("main figure img")] == ["Chữ riêng của trang"]
    assert "Hợp tác xã Thử" in soup.select_one("main figcaption").get_text()


def picture_value(image: CatalogImage, words: str) -> CatalogImage:
    image.contextual_alt_text, image.decorative = words, False
    return image


def test_verification_shows_the_pack_to_compare_with(site: Client, shelf: Shelf) -> None:
    item, code = product(shelf), shelf.valid.code
    missing = "Cơ sở chưa gửi ảnh bao bì"
    assert missing in site.get(f"/c/{code}").content.decode()
    photo_made(item, image_made(description="Mặt sau"), view=PhotoView.PACK_BACK, position=1)
    photo_made(item, image_made(description="Mặt trước"), view=PhotoView.PACK_FRONT, position=2)
    photo_made(item, image_made(description="Vườn"), view=PhotoView.PLACE, position=3)
    photo_made(
        item, image_made(description="Không phép", consent_reference=""),
        view=PhotoView.PACK_FRONT, position=0,
    )  # fmt: skip
    worker_runs()

    for path in (f"/c/{code}", f"/kiem-tra/?ma={item.code}"):
        shown = page(site, path).select_one("section[aria-labelledby=compare]")
        assert shown is not None
        assert [img["alt"] for img in shown.select("img")] == ["Mặt trước", "Mặt sau"], path
        assert missing not in shown.text
        assert len(site.get(path).content) <= 50_000
