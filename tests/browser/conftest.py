"""Chromium against a live server: one browser per test process, one clean context per test.

A test takes `page` (a Playwright page that knows the server's address, so `page.goto("/c/…")`).
It fails by itself when the page asks another host for anything, breaks the content security
policy, or throws. `assert_accessible()` runs axe on what the page shows; `screenshot("name")`
keeps a picture where SOVANG_SCREENSHOTS names a folder. Chromium is the distribution's own;
Playwright never downloads one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine. A route of Playwright would do the same, but it also turns off
    # the cache and makes every font late.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
VIEWPORTS = {"desktop": (1280, 900), "phone": (360, 640)}


def chromium_path() -> str | None:
    for candidate in (os.environ.get("SOVANG_CHROMIUM"), "chromium", "chromium-browser"):
        if candidate and (found := shutil.which(candidate)):
            return found
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; Django would refuse the ORM because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        reason = "Chromium was not found (on Debian: apt-get install chromium)"
        if os.environ.get("SOVANG_BROWSER_REQUIRED") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    driver: Playwright = request.getfixturevalue("playwright_driver")
    chromium = driver.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def faults() -> list[str]:
    """What the pages of a test did wrong; a test that expects one removes it from the list."""
    return []


@pytest.fixture
def new_context(
    browser: Browser,
    live_server,
    faults: list[str],
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts with other settings (`java_script_enabled=False`, `color_scheme="dark"`)."""
    opened: list[BrowserContext] = []

    def note_other_hosts(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in LOOPBACK:
            faults.append(f"asked another host: {request.url}")

    def make(*, viewport: str = "desktop", **options) -> BrowserContext:
        width, height = VIEWPORTS[viewport]
        context = browser.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": height},
            **options,
        )
        context.set_default_timeout(15_000)
        context.on("request", note_other_hosts)
        context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
        context.on(
            "console",
            lambda message: (
                faults.append(f"content security policy: {message.text}")
                if "Content Security Policy" in message.text
                else None
            ),
        )
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext, faults: list[str]) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    # Leave the site before the tables are emptied, so that no late request meets an empty one.
    opened.goto("about:blank")
    assert not faults, "\n".join(faults)


@pytest.fixture
def screenshot(page: Page) -> Callable[..., Path | None]:
    """`screenshot("home")` keeps a picture where SOVANG_SCREENSHOTS names a folder."""
    folder = os.environ.get("SOVANG_SCREENSHOTS")

    def take(name: str, *, full_page: bool = True) -> Path | None:
        if not folder:
            return None
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.evaluate("() => document.fonts.ready")
        page.screenshot(path=path, full_page=full_page, animations="disabled")
        return path

    return take


@pytest.fixture
def assert_accessible(page: Page) -> Callable[..., None]:
    """`assert_accessible()`: axe finds nothing on the page by WCAG 2.0 to 2.2, A and AA."""
    options = {
        "resultTypes": ["violations"],
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }

    def check(within: str | None = None) -> None:
        results = Axe().run(page, context=within, options=options)
        assert not results.violations_count, results.generate_report()

    return check
