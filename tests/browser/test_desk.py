"""Officials in Chromium: from the login of a clerk to the public page, at both widths."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from catalog import reference
from registry.models import Certification
from registry.models.choices import Role
from registry.models.corrections import CorrectedKind
from registry.schemes.load import regimes_load
from registry.services.corrections import correction_enter
from search import service
from tests.browser.conftest import VIEWPORTS
from tests.catalog.conftest import middleware
from tests.factories import Desk
from tests.offices import Office, record

PASSWORD = "mot-mat-khau-thu-nghiem"


@pytest.fixture
def office(live_server, gazetteer, settings, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A province with a clerk and an approver who can log in, on the server's database."""
    settings.SEARCH_INDEX_DIR = tmp_path
    settings.MIDDLEWARE = middleware()
    reference.forget()
    regimes_load()
    call_command("pages_load", verbosity=0)
    made = Office("f25-38")
    for user in made.people.values():
        user.set_password(PASSWORD)
        user.save()
    yield made
    reference.forget()
    service._engine.cache_clear()
    service._freshness = None


def log_in(context: BrowserContext, name: str) -> Page:
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="Việc chờ tôi")).to_be_visible()
    return page


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("viewport", sorted(VIEWPORTS))
def test_a_decision_goes_from_the_login_to_the_public_page(
    office: Office,
    new_context: Callable[..., BrowserContext],
    faults: list[str],
    viewport: str,
):
    clerk = log_in(new_context(viewport=viewport), office.clerk.username)
    clerk.get_by_role("link", name="Nhập quyết định").click()
    clerk.fill("[name=number]", "905/QĐ-UBND")
    clerk.select_option("[name=issuer]", str(office.authority.pk))
    clerk.fill("[name=signed_on]", "03/04/2026")
    clerk.select_option("[name=row-0-award]", "ocop:4")
    clerk.fill("[name=row-0-product_name_printed]", "Mắm tép thử nghiệm")
    clerk.fill("[name=row-0-maker_name_printed]", "Hợp tác xã Thử Nghiệm Biển")
    clerk.fill("[name=row-0-place_printed]", "xã Quảng Chính, tỉnh Thanh Hóa")
    # Enter presses the harmless first button; what was typed stays.
    clerk.press("[name=row-0-place_printed]", "Enter")
    expect(clerk.locator("[name=row-0-place_choice]:checked")).to_have_count(1)
    expect(clerk.locator("[name=number]")).to_have_value("905/QĐ-UBND")
    assert no_sideways_scroll(clerk)
    clerk.fill("[name=row-0-source_url]", "https://example.vn/905")
    clerk.get_by_role("button", name="Trình duyệt").click()
    expect(clerk.get_by_text("Đã trình duyệt quyết định 905/QĐ-UBND.")).to_be_visible()

    approver = log_in(new_context(viewport=viewport), office.people[Role.APPROVER].username)
    approver.get_by_role("link", name="905/QĐ-UBND").click()
    expect(approver.get_by_text("Mắm tép thử nghiệm").first).to_be_visible()
    assert no_sideways_scroll(approver)
    approver.get_by_role("button", name="Công bố tất cả").click()
    expect(approver.get_by_text("Đã công bố 1 chứng nhận.")).to_be_visible()

    published = Certification.objects.get(decision__number="905/QĐ-UBND")
    visitor = new_context(viewport=viewport).new_page()
    visitor.goto(f"/c/{published.code}")
    expect(visitor.get_by_text("Mắm tép thử nghiệm").first).to_be_visible()
    for page in (clerk, approver, visitor):
        page.goto("about:blank")
    assert not faults, "\n".join(faults)


def test_the_desk_has_no_axe_finding_in_its_own_part(
    office: Office,
    page: Page,
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Path | None],
):
    page.goto("/admin/login/")
    page.fill("[name=username]", office.clerk.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    for name in ("waiting", "decisions", "certifications", "decisions/enter"):
        page.goto(f"/admin/desk/{name}/")
        expect(page.locator(".desk")).to_be_visible()
        assert_accessible(".desk")
        screenshot(f"desk-{name.replace('/', '-')}")


@pytest.mark.parametrize("viewport", sorted(VIEWPORTS))
def test_a_correction_goes_from_one_person_to_the_other_to_the_public_page(
    office: Office,
    new_context: Callable[..., BrowserContext],
    faults: list[str],
    viewport: str,
):
    made = record(Desk(), office, "Sai", state="published")
    product = made.certification.product
    assert product is not None
    clerk = log_in(new_context(viewport=viewport), office.clerk.username)
    clerk.goto(f"/admin/desk/products/{product.pk}/")
    clerk.get_by_role("link", name="Đính chính").click()
    clerk.fill("[name=name]", "Chè shan đúng tên")
    clerk.fill("[name=reason]", "Gõ sai tên so với quyết định")
    assert no_sideways_scroll(clerk)
    clerk.get_by_role("button", name="Trình duyệt").click()
    expect(clerk.get_by_text("Bản đính chính chờ người thứ hai duyệt.")).to_be_visible()

    approver = log_in(new_context(viewport=viewport), office.people[Role.APPROVER].username)
    approver.get_by_role("link", name="Sản phẩm: Chè shan Sai").click()
    expect(approver.get_by_role("cell", name="Chè shan đúng tên")).to_be_visible()
    assert no_sideways_scroll(approver)
    approver.get_by_role("button", name="Duyệt", exact=True).click()
    expect(approver.get_by_text("Hồ sơ đã được đính chính theo đề nghị.")).to_be_visible()

    visitor = new_context(viewport=viewport).new_page()
    visitor.goto(f"/i/{product.code}")
    expect(visitor.get_by_role("heading", name="Chè shan đúng tên").first).to_be_visible()
    for page in (clerk, approver, visitor):
        page.goto("about:blank")
    assert not faults, "\n".join(faults)


def test_the_pages_of_corrections_have_no_axe_finding(
    office: Office,
    page: Page,
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Path | None],
):
    made = record(Desk(), office, "Sai", state="published", place_printed="xã Quảng Chính")
    village = Desk().village("Làng nghề thử")
    product = made.certification.product
    assert product is not None and product.maker_id is not None
    product.craft_village = village
    product.save()
    pending = correction_enter(
        actor=office.clerk,
        kind=CorrectedKind.DECISION,
        key=made.decision.pk,
        values={"number": "78/QĐ-UBND", "announced_count": 12},
        reason="Số quyết định chép sai",
    ).pending
    assert pending is not None
    page.goto("/admin/login/")
    page.fill("[name=username]", office.approver.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    for name in (
        f"certifications/{made.certification.pk}/correct",
        f"products/{product.pk}/correct",
        f"establishments/{product.maker_id}/correct",
        f"decisions/{made.decision.pk}/correct",
        f"corrections/{pending.pk}",
        f"products/{product.pk}",
    ):
        page.goto(f"/admin/desk/{name}/")
        expect(page.locator(".desk")).to_be_visible()
        assert_accessible(".desk")
        screenshot(f"desk-{name.replace('/', '-')}")


def test_rows_are_added_and_all_is_saved_without_script(
    office: Office, new_context: Callable[..., BrowserContext], faults: list[str]
):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/admin/login/")
    page.fill("[name=username]", office.clerk.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto("/admin/desk/decisions/enter/")
    page.fill("[name=number]", "906/QĐ-UBND")
    page.select_option("[name=issuer]", str(office.authority.pk))
    page.fill("[name=signed_on]", "03/04/2026")
    page.select_option("[name=row-0-award]", "ocop:3")
    page.fill("[name=row-0-product_name_printed]", "Kẹo thử nghiệm")
    page.get_by_role("button", name="Thêm dòng").click()
    expect(page.locator("[name=row-0-product_name_printed]")).to_have_value("Kẹo thử nghiệm")
    page.fill("[name=row-1-product_name_printed]", "Bánh thử nghiệm")
    page.get_by_role("button", name="Lưu nháp").click()

    expect(page.get_by_text("Đã lưu nháp quyết định 906/QĐ-UBND.")).to_be_visible()
    assert Certification.objects.filter(decision__number="906/QĐ-UBND").count() == 2
    page.goto("about:blank")
    assert not faults, "\n".join(faults)
