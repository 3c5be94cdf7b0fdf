"""The look and its promises in Chromium: first view, weight, stillness, focus, large text."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response, expect

from registry.models import User
from tests.browser.test_pages import addresses, shelf  # noqa: F401  a fixture
from tests.catalog.shelf import Shelf

FIRST_VIEW = 150_000
KINDS = (
    "home", "catalogue", "catalogue-list", "catalogue-empty", "product-valid", "product-withdrawn",
    "village", "place-now", "places", "verify-form", "verify-valid", "verify-unknown",
    "explanation", "sources", "not-found",
)  # fmt: skip
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What has the focus is seen: some part of it lies on top, and it differs from its calm look.
FOCUSED = """() => {
  const e = document.activeElement, look = getComputedStyle(e);
  if (e === document.body) return null;
  // a link that breaks over two lines has two boxes, and its corners may be nobody's
  const spots = [...e.getClientRects()].flatMap(box => [[.5, .5], [.1, .5], [.9, .5]].map(
    ([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)));
  const around = e.closest('.card, .row, label, summary');
  return {
    html: e.outerHTML.slice(0, 90),
    isSeen: spots.some(s => s && (s === e || e.contains(s) || (around && around.contains(s)))),
    isMarked: (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
      || look.boxShadow !== 'none',
  };
}"""


def test_both_ways_in_are_in_the_first_view_of_a_small_phone(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport="phone").new_page()
    page.goto("/")
    for name in ("q", "ma"):
        field = page.locator(f".hero #{name}").bounding_box()
        button = page.locator(f".hero form:has(#{name}) .button").bounding_box()
        assert field and button
        assert max(box["y"] + box["height"] for box in (field, button)) <= 640


def test_the_first_view_of_the_first_page_is_light(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    """All that a phone loads before it scrolls, texts packed as the servers pack them."""
    page = new_context(viewport="phone").new_page()
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        is_packed = response.url.endswith(".woff2")
        sizes[response.url] = len(body) if is_packed else len(gzip.compress(body, 6))

    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/", wait_until="networkidle")
    for answer in answers:
        weigh(answer)
    assert sum(sizes.values()) <= FIRST_VIEW, sizes
    assert len([url for url in sizes if url.endswith(".css")]) == 1


def test_nothing_moves_when_the_fonts_come_late(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    """The first page is shown in the system's font and stays so; it is not drawn anew."""
    context = new_context(viewport="phone")
    page = context.new_page()
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver(list => {
             for (const e of list.getEntries()) window.shift += e.value;
           }).observe({type: 'layout-shift', buffered: true})"""
    )

    def late(route: Any) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/*.woff2", late)
    for address in ("/", "/danh-muc/"):
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(400)
        assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
        assert page.evaluate("window.shift") < 0.05, address
        assert "SoVang Display" not in fonts_of_the_heading(context, page)
    page.goto("about:blank")


def test_the_next_page_is_set_in_our_fonts(
    shelf: Shelf,  # noqa: F811
    context: BrowserContext,
    page: Page,
) -> None:
    page.goto("/")
    page.evaluate("document.fonts.ready")
    page.goto("/danh-muc/")
    assert "SoVang Display" in fonts_of_the_heading(context, page)


def fonts_of_the_heading(context: BrowserContext, page: Page) -> set[str]:
    """The fonts that Chromium has drawn it with, not those that the style names."""
    session = context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return {font["familyName"] for font in fonts}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_is_always_seen(shelf: Shelf, page: Page, width: int) -> None:  # noqa: F811
    page.set_viewport_size({"width": width, "height": 640})
    for name in ("home", "catalogue", "product-valid", "verify-valid"):
        page.goto(addresses(shelf)[name])
        if name == "catalogue" and width == 360:
            page.locator(".sheet > summary").click()
            page.locator("body").click(position={"x": 1, "y": 1})
        for _ in range(45):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUSED)
            if found is None:
                break
            assert found["isSeen"], (name, found["html"])
            assert found["isMarked"], (name, found["html"])


@pytest.mark.timeout(240)
def test_text_at_twice_its_size_needs_no_sideways_scroll(shelf: Shelf, page: Page) -> None:  # noqa: F811
    page.set_viewport_size({"width": 640, "height": 800})
    for name in KINDS:
        page.goto(addresses(shelf)[name])
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible_on_small_and_large_screens(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
    scheme: Any,
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for name in KINDS:
            page.goto(addresses(shelf)[name])
            results = Axe().run(page, options=OPTIONS)
            assert not results.violations_count, (name, width, results.generate_report())
    page.goto("about:blank")


def test_chosen_and_ended_stay_told_apart_in_the_colours_of_the_system(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto("/danh-muc/")
    chosen = page.locator(".switch a[aria-current]").first
    other = page.locator(".switch a:not([aria-current])").first
    ground = "e => getComputedStyle(e).backgroundColor"
    assert chosen.evaluate(ground) != other.evaluate(ground)
    page.goto("about:blank")


def test_nothing_moves_for_who_asked_for_less_motion(
    shelf: Shelf,  # noqa: F811
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto("/danh-muc/")
    for selector in (".card .picture", ".button", "a"):
        duration = page.locator(selector).first.evaluate(
            "e => getComputedStyle(e).transitionDuration"
        )
        assert set(duration.split(", ")) <= {"0s"}
    page.goto("about:blank")


@pytest.mark.timeout(240)
def test_staff_see_every_component_and_nobody_else_does(
    shelf: Shelf,  # noqa: F811
    page: Page,
    client: Any,
    live_server: Any,
    screenshot: Any,
    assert_accessible: Any,
) -> None:
    page.goto("/style/")
    assert "/admin/login/" in page.url
    client.force_login(User.objects.create_superuser("boss", password="x" * 20))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/style/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Các thành phần của trang")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        screenshot(f"style-{width}")
        assert_accessible()
