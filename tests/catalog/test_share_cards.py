"""The card of a shared link: drawn from what is public, named by what it says, cheaply."""

import datetime as dt
import io
import json
import re
from dataclasses import replace

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from PIL import Image, ImageFont

from catalog import addresses
from catalog.share import drawing, redraw
from catalog.share.card import Facts, Line
from registry.models.choices import ActKind
from registry.rules.validity import LEGAL_TIME_ZONE
from tests.catalog.shelf import TODAY, Shelf

pytestmark = pytest.mark.django_db
FACTS = Facts("i", "ABC", "Sản phẩm", "Chè", "Hợp tác xã", (Line("stars-4", "OCOP 4 sao"),),
              "Tính đến ngày 01/12/2026", "che", "vi-du.gov.vn", "vi")  # fmt: skip


@pytest.fixture(autouse=True)
def no_cards() -> None:
    caches["cards"].clear()


def head(site: Client, path: str) -> dict[str, str]:
    content = site.get(path).content.decode()
    found = re.findall(
        r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)"', content
    )
    return dict(found)


def card(site: Client, path: str) -> str:
    return head(site, path)["og:image"].removeprefix("http://testserver")


def pages(shelf: Shelf) -> list[str]:
    valid = shelf.valid
    return [
        addresses.product(valid.product.code),
        addresses.craft_village(shelf.village.craft_village.code),
        addresses.certificate(valid.code),
        addresses.maker(valid.product.maker.code),
        addresses.place(valid.place_now.public_id),
    ]


def test_every_kind_of_record_has_a_card_of_the_right_size(site: Client, shelf: Shelf) -> None:
    for path in pages(shelf):
        told = head(site, path)
        assert told["twitter:card"] == "summary_large_image"
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert told["og:image:alt"]
        response = site.get(card(site, path))
        assert response.status_code == 200, path
        assert response["Content-Type"] == "image/png"
        assert "immutable" in response["Cache-Control"]
        assert not response.cookies
        image = Image.open(io.BytesIO(response.content))
        assert image.size == (1200, 630)
        assert len(response.content) < 100_000


def test_every_other_page_has_the_card_of_the_site(site: Client, shelf: Shelf) -> None:
    for path in ("/", "/danh-muc/", "/so-lieu/", "/ve-so/", "/dia-phuong/", "/nhat-ky/"):
        assert card(site, path) == "/static/catalog/card.png", path
    with Image.open(redraw.DEFAULT) as image:
        assert image.size == (1200, 630)


def test_what_it_says_is_in_its_address_and_an_older_one_leads_to_it(
    site: Client, shelf: Shelf
) -> None:
    path = addresses.certificate(shelf.valid.code)
    before = card(site, path)
    assert "Còn hiệu lực đến hết" in head(site, path)["og:image:alt"]
    shelf.desk.act(shelf.valid, ActKind.WITHDRAW, dt.date(2026, 11, 1))
    after = card(site, path)

    assert after != before
    assert "thu hồi" in head(site, path)["og:image:alt"]
    led = site.get(before)
    assert (led.status_code, led["Location"]) == (302, after)
    with time_machine.travel(
        dt.datetime.combine(TODAY + dt.timedelta(days=1), dt.time(12), LEGAL_TIME_ZONE), tick=True
    ):
        assert card(site, path) != after


def test_it_speaks_the_language_of_its_page(site: Client, shelf: Shelf) -> None:
    path = addresses.product(shelf.valid.product.code)
    vietnamese = card(site, path)
    english = card(site, f"{path}?ngon-ngu=en")

    assert "/vi-" in vietnamese and "/en-" in english
    site.cookies.clear()
    assert site.get(english).status_code == site.get(vietnamese).status_code == 200


def test_what_is_not_public_has_none(site: Client, shelf: Shelf) -> None:
    draft = shelf.desk.draft(product=shelf.desk.product("Chưa công bố"))
    version = "0" * 12

    for kind, code in (("i", draft.product.code), ("c", draft.code), ("v", draft.product.code),
                       ("co-so", "ABC"), ("dia-phuong", "f25-zz"), ("i", shelf.valid.code),
                       ("c", shelf.valid.product.code), ("i", "x" * 40)):  # fmt: skip
        assert site.get(f"/chia-se/{kind}/{code}/vi-{version}.png").status_code == 404, (kind, code)
    for wrong in (
        "/chia-se/",
        "/chia-se/i/ABC/vi-0.png",
        "/chia-se/x/ABC/vi-000000000000.png",
        "/chia-se/i/../vi-000000000000.png",
        f"/chia-se/i/{'x' * 99}/vi-{version}.png",
    ):
        assert site.get(wrong).status_code == 404, wrong


def test_it_is_drawn_once_and_so_many_for_an_address(
    site: Client, shelf: Shelf, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    drawn = []
    monkeypatch.setattr("catalog.views.share.png", lambda facts: drawn.append(facts) or b"x")
    monkeypatch.setitem(settings.API_RATES, "card", 2)
    cache.clear()
    urls = [card(site, path) for path in pages(shelf)]

    for url in (urls[0], urls[0], urls[1]):
        assert site.get(url).status_code == 200
    assert len(drawn) == 2
    refused = site.get(urls[2])
    assert (refused.status_code, refused["Location"]) == (302, "/static/catalog/card.png")
    assert len(drawn) == 2
    # What is kept goes to everyone.
    assert site.get(urls[0]).status_code == 200


def test_it_is_drawn_while_the_caches_are_stopped(site: Client, shelf: Shelf, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    url = card(site, addresses.product(shelf.valid.product.code))

    def stopped(*args: object, **kwargs: object) -> None:
        raise ConnectionError("stopped")

    for kept in (cache._connections[cache._alias], caches["cards"]):
        for name in ("get", "set", "add", "incr"):
            monkeypatch.setattr(kept, name, stopped)
    assert site.get(url).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["ẫ ỵ Ữ Ặ Ợ đ", "e\u0301" * 300, "A" * 500, "", "😀 一 \u202e", "Chè " * 120, "\x00\x1b",
     "ﷺ" * 50],
)  # fmt: skip
def test_no_name_breaks_it(name: str) -> None:
    image = Image.open(io.BytesIO(drawing.png(replace(FACTS, name=name, under=name))))

    assert image.size == (1200, 630)


def test_the_fonts_hold_every_vietnamese_letter() -> None:
    """A letter that a font lacks is drawn as its empty box."""
    letters = "ẫỵỮẶỢđĐ" + "".join(
        chr(code) for code in range(0x1EA0, 0x1EFA)
    )  # fmt: skip
    for font in ("SoVangDisplay-600", "BeVietnamPro-400", "BeVietnamPro-600"):
        loaded = ImageFont.truetype(str(drawing._FONTS / f"{font}.woff2"), 40)
        box = bytes(loaded.getmask("\uffff"))
        for letter in letters:
            assert bytes(loaded.getmask(letter)) != box, (font, letter)


def test_a_name_never_runs_into_the_drawing_or_the_foot() -> None:
    long = " ".join(["Bộ sản phẩm đông trùng hạ thảo sấy khô"] * 4)
    lines = (
        Line("stars-4", "OCOP 4 sao"),
        Line("status-valid", "Có hiệu lực, không ghi ngày hết hạn"),
    )
    with_long = drawing.png(replace(FACTS, name=long, under=long, lines=lines))
    image = Image.open(io.BytesIO(with_long)).convert("L")
    without = Image.open(io.BytesIO(drawing.png(replace(FACTS, name="", under="", lines=()))))
    bare = without.convert("L")
    for box in ((660, 130, 1200, 630), (60, 545, 660, 630)):
        difference = [
            abs(a - b) > 90
            for a, b in zip(image.crop(box).tobytes(), bare.crop(box).tobytes(), strict=True)
        ]
        assert not any(difference), box


def test_the_prepared_signs_are_those_of_the_site() -> None:
    """Run `python -m catalog.share.redraw` after a drawing has changed."""
    assert json.loads(redraw.SOURCES.read_text(encoding="utf-8")) == redraw.digests()
    for name in redraw.sources():
        assert (redraw.DRAWN / f"{name}.png").exists()
