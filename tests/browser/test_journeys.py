"""The journeys of a reader (JA1 to JA13, JA16) from the first page to the answer.

Each is walked on a small phone and on a desktop. What one page shows in detail is held by the
tests of that page; here the steps have to lead on to each other.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from catalog import addresses as public
from search.service import SearchUnavailable
from tests.browser.test_pages import shelf  # noqa: F401  a fixture
from tests.catalog.shelf import Shelf, unit

SCREENS = ((360, 640), (1280, 900))
MOST_OF_A_PAGE = 50_000
UNKNOWN, MISTYPED = "4K7M92QD7", "4K7M92QDA"
CODE_FIELD = "Mã hoặc số trên bao bì hay giấy chứng nhận"
# Text that a reader of English hears with the wrong voice: Vietnamese letters, not marked so.
UNMARKED = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), parent = walk.currentNode.parentElement;
    const spoken = parent.closest('[lang]').getAttribute('lang');
    if (/[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(text)
        && !parent.closest('script, style') && spoken !== 'vi'
        && text !== 'Sổ Vàng') found.push(text);
  }
  return found;
}"""


def screens(page: Page) -> Iterator[int]:
    """Every width in turn; a journey starts from the first step on each."""
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        yield width


def opened(page: Page, address: str, status: int = 200) -> Response:
    answer = page.goto(address)
    assert answer is not None and answer.status == status, address
    return answer


def number(text: str | None) -> int:
    """The first number of a text: "1.204 kết quả"."""
    found = re.search(r"\d[\d.]*", text or "")
    assert found is not None, text
    return int(found[0].replace(".", ""))


def verify(page: Page, code: str, day: str = "") -> None:
    page.goto("/kiem-tra/")
    page.get_by_label(CODE_FIELD).fill(code)
    page.get_by_label("Tình trạng vào ngày").fill(day)
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_url("**/kiem-tra/?*")


def words(found: Locator) -> str:
    """The text as it is read: compounds are held together by spaces that do not break."""
    return " ".join(found.inner_text().split())


def state(page: Page) -> str:
    return words(page.locator("h1.verdict__state"))


def search(page: Page, typed: str) -> list[str]:
    page.goto("/")
    page.get_by_label("Tìm sản phẩm, cơ sở hoặc địa phương").fill(typed)
    page.locator(".hero").get_by_role("button", name="Tìm kiếm").click()
    page.wait_for_url("**/danh-muc/?*")
    return [words(name) for name in page.locator(".card__name").all()]


def test_ja1_the_first_page_offers_both_ways_at_once_and_works_without_script(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    for (width, height), (name, typed) in itertools.product(
        SCREENS, (("q", "ca phe"), ("ma", shelf.valid.code))
    ):
        page.set_viewport_size({"width": width, "height": height})
        opened(page, "/")
        for field in ("q", "ma"):
            box = page.locator(f".hero #{field}").bounding_box()
            assert box is not None and box["y"] + box["height"] <= height
        page.locator(f".hero #{name}").fill(typed)
        page.locator(f".hero form:has(#{name}) .button").click()
        found = ".card__name" if name == "q" else ".verdict__state"
        expect(page.locator(found).first).to_be_visible()


def test_ja2_a_scanned_code_is_answered_while_search_and_cache_stand_still(
    shelf: Shelf,  # noqa: F811
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.core.cache.backends.locmem import LocMemCache

    def down(*args: Any, **kwargs: Any) -> None:
        raise SearchUnavailable("down")

    def stopped(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("the cache is stopped")

    monkeypatch.setattr("catalog.finding.search", down)
    for name in ("get", "set", "add", "get_many", "set_many", "incr"):
        monkeypatch.setattr(LocMemCache, name, stopped)
    code = shelf.valid.code
    for _ in screens(page):
        for scanned in (f"/c/{code}", f"/C/{code}", f"/c/{code.lower()}"):
            answer = opened(page, scanned)
            before = answer.request.redirected_from
            assert before is None or before.redirected_from is None, scanned
            assert len(answer.body()) <= MOST_OF_A_PAGE
            assert page.locator("script").count() == 0
            assert "đang có hiệu lực" in state(page)


def test_ja3_the_verdict_is_the_first_text_and_a_full_sentence(
    shelf: Shelf,  # noqa: F811
    page: Page,
    screenshot: Any,
) -> None:
    for width in screens(page):
        opened(page, f"/c/{shelf.valid.code}")
        first = words(page.locator("main"))
        for part in (
            "Giấy chứng nhận đang có hiệu lực", "Cà phê Nắng Vàng thử nghiệm", "OCOP 3 sao",
            "Ủy ban nhân dân tỉnh Lâm Đồng", "05/08/2026", "đến hết ngày 04/08/2029",
            "Kiểm tra lúc",
        ):  # fmt: skip
            assert part in first[:400], part
        expect(page.locator(".verdict > svg")).to_have_attribute("aria-hidden", "true")
        screenshot(f"ja3-verdict-{width}", full_page=False)
        answer = words(page.locator(".verdict__checked"))
        assert re.search(r"\d\d:\d\d ngày \d\d/\d\d/\d{4}", answer), answer


def test_ja4_what_the_certificate_does_not_cover_is_said_as_loudly(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    for _ in screens(page):
        opened(page, f"/c/{shelf.valid.code}")
        compare = page.get_by_role("region", name="So với bao bì")
        expect(compare).to_contain_text("Cà phê Nắng Vàng thử nghiệm")
        others = page.get_by_role("region", name="Sản phẩm khác của cơ sở")
        expect(others).to_contain_text("không áp dụng cho sản phẩm mang tên khác")

        compare.get_by_role("link", name="Trang của sản phẩm").click()
        page.get_by_role("link", name=shelf.valid.product.maker.name).first.click()
        covered = page.get_by_role("heading", name=re.compile("^Đang có chứng nhận: "))
        not_covered = page.get_by_role("heading", name=re.compile("^Không còn chứng nhận: "))
        expect(covered).to_be_visible()
        sizes = [
            heading.evaluate("e => getComputedStyle(e).fontSize + e.tagName")
            for heading in (covered, not_covered)
        ]
        assert sizes[0] == sizes[1]


def test_ja5_a_slip_of_the_hand_is_forgiven_or_named_and_never_called_false(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    code = next(
        (row.code for row in shelf.by_state().values() if set(row.code) & set("01")),
        shelf.valid.code,
    )
    by_hand = code.replace("0", "o").replace("1", "l").lower()
    spaced = f" {by_hand[:3]} {by_hand[3:6]}-{by_hand[6:]} "
    for _ in screens(page):
        verify(page, spaced)
        grouped = f"{code[:3]} {code[3:6]} {code[6:]}"
        expect(page.locator(".verdict__checked .code")).to_have_text(grouped)

        verify(page, MISTYPED)
        assert state(page) == "Mã gõ chưa đúng"
        assert "giả" not in page.locator(".verdict").inner_text().split()
        expect(page.get_by_label(CODE_FIELD)).to_have_value(re.compile("4K7 ?M92 ?QDA"))


def test_ja6_six_kinds_of_unknown_have_six_answers_and_ways_on(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    asked = {
        MISTYPED: 200,
        UNKNOWN: 404,
        "9999/QĐ-UBND": 404,
        "8930000000019": 404,
        "8930000000012": 200,
        "VietGAP-TT-13-01": 404,
    }
    shelf.desk.province.place = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25")
    shelf.desk.province.save()
    for _ in screens(page):
        told = set()
        for number_typed, status in asked.items():
            opened(page, public.verify(number_typed), status)
            told.add(state(page))
            expect(page.get_by_role("heading", name="Kiểm tra lại mã")).to_be_visible()
            expect(page.get_by_label("Tên ghi trên bao bì")).to_be_visible()
        assert len(told) == len(asked)

        opened(page, public.verify(UNKNOWN), 404)
        page.get_by_label("Tỉnh, thành phố của cơ quan ghi trên giấy").select_option(
            label="Tỉnh Lâm Đồng"
        )
        page.get_by_role("button", name="Xem").click()
        page.wait_for_url("**noi=**")
        office = page.get_by_role("region", name="Mức đầy đủ của cơ quan cấp")
        expect(office).to_contain_text(shelf.desk.province.name)
        expect(office).to_contain_text("Sổ có 1 quyết định của cơ quan này.")


def test_ja7_what_has_ended_stays_at_its_address_with_reason_decision_and_successor(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    for _ in screens(page):
        opened(page, f"/c/{shelf.withdrawn.code}")
        assert page.url.endswith(f"/c/{shelf.withdrawn.code}")
        assert "đã bị thu hồi" in state(page)
        verdict = page.locator(".verdict")
        expect(verdict).to_contain_text("03/03/2026")
        expect(verdict).to_contain_text("không còn sản xuất")
        act = page.locator(".timeline li", has_text="858/QĐ-UBND")
        act.get_by_role("link", name="Xem quyết định").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("858/QĐ-UBND")

        opened(page, f"/c/{shelf.superseded.code}")
        assert page.url.endswith(f"/c/{shelf.superseded.code}")
        page.locator(f'main a[href="/c/{shelf.successor.code}"]').first.click()
        assert "đang có hiệu lực" in state(page)


def test_ja8_a_day_in_the_past_has_its_own_answer_and_address(
    shelf: Shelf,  # noqa: F811
    page: Page,
    new_context: Callable[..., BrowserContext],
) -> None:
    for _ in screens(page):
        verify(page, shelf.withdrawn.code, "02/03/2026")
        answer = state(page)
        assert answer.startswith("Vào ngày 02/03/2026") and "đang có hiệu lực" in answer
        expect(page.locator(".verdict")).to_contain_text("thu hồi")

        friend = new_context().new_page()
        friend.goto(page.url)
        assert state(friend) == answer
        friend.close()

        page.get_by_role("link", name="Xem tình trạng hôm nay").click()
        assert "đã bị thu hồi" in state(page)


def test_ja9_words_without_accents_with_accents_and_with_a_slip_find_the_same(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    name = "Cà phê Nắng Vàng thử nghiệm"
    for _ in screens(page):
        assert name in search(page, "ca phe nang vang")[:3]
        assert search(page, "cà phê nắng vàng")[0] == name
        assert name in search(page, "ca phe nag vang")[:3]


def test_ja10_every_count_of_a_filter_is_kept_by_its_list(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    for _ in screens(page):
        opened(page, "/danh-muc/")
        expect(page.locator(".toolbar__count")).to_contain_text("chưa hết hạn")
        assert page.locator('input[name="tinh"]').count() == 34
        counts = {
            (box.get_attribute("name"), box.get_attribute("value")): number(
                box.locator("xpath=..").locator(".num").text_content()
            )
            for box in page.locator('.facet .check input:not([name="tinh"])').all()
        }
        assert len(counts) > 10
        for (name, value), count in counts.items():
            if not count or name not in ("muc", "chuong-trinh", "hieu-luc"):
                continue
            opened(page, f"/danh-muc/?{name}={value}")
            assert number(page.locator(".toolbar__count").text_content()) == count, value
        opened(page, "/danh-muc/?muc=ocop:4")
        alternative = page.locator('label:has(input[value="ocop:3"]) .num')
        assert number(alternative.text_content()) == counts["muc", "ocop:3"]


def test_ja11_old_names_lead_to_their_page_and_to_all_that_is_made_there(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    for _ in screens(page):
        for name, now in (
            ("dak nong", "tỉnh Lâm Đồng"),
            ("huyện Đắk Song", "xã Thuận Hạnh, tỉnh Lâm Đồng"),
            ("xã Thuận Hà", "xã Thuận Hạnh, tỉnh Lâm Đồng"),
        ):
            opened(page, "/dia-phuong/")
            page.locator("main").get_by_label("Tìm nơi theo tên cũ hoặc mới").fill(name)
            page.locator("main").get_by_role("button", name="Tìm kiếm").click()
            page.locator(".choices li", has_text="Đơn vị cũ").first.locator("a").click()
            expect(
                page.locator(".product-head").get_by_role("link", name=now).first
            ).to_be_visible()
            expect(page.get_by_role("link", name="Cà phê Nắng Vàng thử nghiệm")).to_be_visible()


def test_ja12_the_diagram_and_the_list_tell_one_number_and_keys_are_enough(
    shelf: Shelf,  # noqa: F811
    page: Page,
    screenshot: Any,
) -> None:
    province = unit("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng", era="f25").public_id
    for width in screens(page):
        opened(page, "/danh-muc/?chuong-trinh=ocop")
        total = number(page.locator(".toolbar__count").text_content())
        page.locator(".toolbar").get_by_role("link", name="Sơ đồ").click()
        assert "chuong-trinh=ocop" in page.url
        assert number(page.locator("#numbers").text_content()) == total
        for name in ("đặc khu Hoàng Sa (Đà Nẵng)", "đặc khu Trường Sa (Khánh Hòa)"):
            zone = page.get_by_role("link", name=name)
            box = zone.locator("text").bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        shown = number(page.locator(".diagram-index li", has_text="Lâm Đồng").inner_text())

        page.locator(f'.diagram__bubble[href*="{province}"]').focus()
        screenshot(f"ja12-diagram-{width}")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**tinh={province}**")
        assert number(page.locator("#numbers").text_content()) == shown
        page.get_by_role("link", name=re.compile("^Xem danh sách")).click()
        assert number(page.locator(".toolbar__count").text_content()) == shown


def test_ja13_the_item_tells_all_it_has_newest_first(
    shelf: Shelf,  # noqa: F811
    page: Page,
    screenshot: Any,
) -> None:
    parts = ("Giấy chứng nhận", "Diễn biến", "Cơ sở", "Nơi sản xuất", "Nguồn")
    for width in screens(page):
        opened(page, f"/i/{shelf.nation.product.code}")
        for name in parts:
            expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
        years = [number(text) for text in page.locator(".entry__year").all_inner_texts()]
        assert years == [2023, 2022]
        picture = page.locator("main figure img").first
        assert picture.get_attribute("alt") or page.locator("main figcaption").first.inner_text()
        expect(page.locator(".timeline li")).to_have_count(2)
        screenshot(f"ja13-item-{width}")
        # A place of before the reform stands beside the one of today.
        expect(page.locator(".thennow")).to_contain_text("Xã Thuận Hà, huyện Đắk Song")
        expect(page.locator(".thennow")).to_contain_text("xã Thuận Hạnh, tỉnh Lâm Đồng")


def test_ja16_english_is_whole_and_marks_what_is_vietnamese(
    shelf: Shelf,  # noqa: F811
    page: Page,
) -> None:
    places = {
        "/": "Certified rural products of Vietnam in one place",
        "/danh-muc/": "Catalogue of products",
        f"/i/{shelf.valid.product.code}": "Cà phê Nắng Vàng thử nghiệm",
        f"/c/{shelf.withdrawn.code}": "The certificate has been withdrawn",
        "/chuong-trinh/ocop/": "One Commune One Product (OCOP)",
        "/so-do/": "Diagram",
        public.verify(MISTYPED): "The code is not typed correctly",
    }
    for width in screens(page):
        opened(page, f"/c/{shelf.withdrawn.code}?ngon-ngu=vi")
        if width < 900:
            page.get_by_text("Mục lục").first.click()
        page.get_by_role("link", name="English").locator("visible=true").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert f"/c/{shelf.withdrawn.code}" in page.url
        for address, heading in places.items():
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", "en")
            title = words(page.get_by_role("heading", level=1))
            assert title == heading
            assert page.evaluate(UNMARKED) == [], address
