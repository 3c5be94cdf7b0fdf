"""Every state of a certification on its two pages, and the pages of faults, in Chromium: whole at
every width, accessible, in words where colours are the system's, and on paper."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from catalog.models import ChosenEntry, EditorsChoice, SiteOffice
from registry.models.choices import ActKind, DecisionKind
from tests.browser.test_pages import shelf, walk  # noqa: F401  a fixture
from tests.catalog.shelf import TODAY, Shelf


def states(made: Shelf) -> dict[str, tuple[str, str]]:
    """Certificate and words of its state, those that the shelf lacks among them."""
    desk = made.desk
    pausing = desk.decision("15/QĐ-SHTT", desk.ip_office, kind=DecisionKind.SUSPEND,
                            signed_on=dt.date(2026, 10, 9))  # fmt: skip
    desk.act(made.indication, ActKind.SUSPEND, dt.date(2026, 10, 10), decision=pausing)
    held = made.valid
    ahead = TODAY + dt.timedelta(days=7)
    coming = desk.published(
        product=desk.product("Trà hoa vàng thử nghiệm", maker=held.product.maker),
        product_name_printed="Trà hoa vàng thử nghiệm", issued_on=ahead, place_now=held.place_now,
    )  # fmt: skip
    return {
        "suspended": (made.indication.code, "tạm đình chỉ"),
        "surrendered": (made.surrendered.code, "trả lại"),
        "annulled": (made.annulled.code, "hủy"),
        "withdrawn": (made.withdrawn.code, "thu hồi"),
        "superseded": (made.superseded.code, "thay"),
        "expired": (made.expired.code, "ết hạn"),
        "not-yet-valid": (coming.code, "Chưa có hiệu lực"),
        "unknown": (made.no_date.code, "hưa rõ"),
    }


def item_url(code: str) -> str:
    from registry.models import Certification

    held = Certification.objects.select_related("product", "craft_village").get(code=code)
    subject = held.product or held.craft_village
    return f"/{'i' if held.product else 'v'}/{subject.code}"


@pytest.mark.timeout(300)
def test_every_state_is_whole_and_said_in_words(
    shelf: Shelf,  # noqa: F811
    page,  # type: ignore[no-untyped-def]
    screenshot,  # type: ignore[no-untyped-def]
    assert_accessible,  # type: ignore[no-untyped-def]
) -> None:
    found = states(shelf)
    places = {f"verify-{name}": f"/c/{code}" for name, (code, _words) in found.items()}
    places |= {f"product-{name}": item_url(code) for name, (code, _words) in found.items()}
    walk(places, page, screenshot, assert_accessible, "-state")
    for name, (code, words) in found.items():
        # The page of a product speaks of what replaced an earlier certificate.
        own = (f"/c/{code}",) if name == "superseded" else (f"/c/{code}", item_url(code))
        for address in own:
            page.goto(address)
            expect(page.locator(".verdict").first).to_contain_text(words, ignore_case=True)


@pytest.mark.timeout(240)
def test_a_state_keeps_frame_and_words_without_colours_and_on_paper(
    shelf: Shelf,  # noqa: F811
    page,  # type: ignore[no-untyped-def]
    screenshot,  # type: ignore[no-untyped-def]
) -> None:
    found = {"valid": shelf.valid, "withdrawn": shelf.withdrawn, "annulled": shelf.annulled}
    page.emulate_media(forced_colors="active")
    for name, held in found.items():
        page.goto(f"/c/{held.code}")
        frame = page.locator(".verdict").first.evaluate(
            "e => getComputedStyle(e, '::after').borderTopWidth"
        )
        assert frame == "3px", name
        expect(page.locator(".verdict__state")).to_be_visible()
        screenshot(f"verify-{name}-forced-colours")
    page.emulate_media(forced_colors="none", media="print")
    for name, held in found.items():
        for kind, address in (("verify", f"/c/{held.code}"), ("product", item_url(held.code))):
            page.goto(address)
            expect(page.locator(".verdict").first).to_be_visible()
            expect(page.locator(".masthead__nav")).to_be_hidden()
            screenshot(f"{kind}-{name}-print")


@pytest.mark.timeout(240)
def test_faults_notices_and_choices_are_whole(
    shelf: Shelf,  # noqa: F811
    page,  # type: ignore[no-untyped-def]
    screenshot,  # type: ignore[no-untyped-def]
    assert_accessible,  # type: ignore[no-untyped-def]
    settings,  # type: ignore[no-untyped-def]
) -> None:
    SiteOffice.objects.create(
        site=Site.objects.get(is_default_site=True), name="Sở Thử nghiệm tỉnh Ví Dụ",
        email="so-vang-cua-tinh-vi-du@so-thu-nghiem.vi-du.gov.vn", telephone="0263 3822 333",
        notice="Trang tạm nghỉ để bảo trì tối thứ Bảy.", notice_until=TODAY,
    )  # fmt: skip
    choice = EditorsChoice(text="chè")
    choice.entries = [ChosenEntry(item=shelf.valid.product.code, reason="Đang vào vụ")]
    choice.full_clean()
    for entry in choice.entries.all():
        entry.clean()
    choice.save()
    settings.API_RATES = {**settings.API_RATES, "verify": 60_000}
    places = {
        "chosen": "/danh-muc/?q=che",
        "left-out": "/dia-phuong/?mau-sac=%C4%91%E1%BB%8F",
        "about-data": "/ve-du-lieu/",
    }
    walk(places, page, screenshot, assert_accessible)
    expect(page.locator(".site-notice")).to_contain_text("Trang tạm nghỉ")
    settings.API_RATES = {**settings.API_RATES, "verify": 0}
    response = page.goto(f"/c/{shelf.valid.code}")
    assert response.status == 429
    screenshot("too-many")
    assert_accessible()
