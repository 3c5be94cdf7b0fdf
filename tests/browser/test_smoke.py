"""The site answers a real browser in Vietnamese, from its own files only."""

from playwright.sync_api import expect


def test_the_login_page_of_the_back_office_is_vietnamese_and_complete(page, screenshot):
    response = page.goto("/admin/login/")

    assert response.status == 200
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.locator("input[name=username]")).to_be_visible()
    expect(page.locator("input[name=password]")).to_be_visible()
    screenshot("admin-login")
