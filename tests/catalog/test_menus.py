"""Menus of masthead and footer: as a site begins, as editors change them, and what drops out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import ExplanationPage, SiteMenus
from tests.catalog import site_editors
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf
from tests.catalog.site_editors import address, editor, menus_form, page_link, section, setting_url

pytestmark = pytest.mark.django_db
ABOUT = "/ve-so/"


def shown(site: Client, path: str = "/nhat-ky/") -> dict[str, list[tuple[str, str]]]:
    frame = site.get(path).context["frame"]
    return {
        "masthead": [(one.words, one.url) for one in frame.sections],
        "sheet": [(one.words, one.url) for one in frame.menu],
        **{col.heading: [(one.words, one.url) for one in col.links] for col in frame.columns},
    }


def save(client: Client, form: dict) -> None:  # type: ignore[type-arg]
    response = client.post(setting_url("sitemenus"), form)
    assert response.status_code == 302, response.content.decode()


@pytest.fixture
def english(site: Client) -> Client:
    site.cookies["ngon-ngu"] = "en"
    return site


def test_a_new_site_has_the_menus_that_it_begins_with(site: Client, shelf: Shelf) -> None:
    found = shown(site)

    assert [url for _words, url in found["masthead"]] == [
        "/danh-muc/", "/kiem-tra/", "/dia-phuong/", "/so-lieu/", "/chuong-trinh/",
    ]  # fmt: skip
    assert [url for _words, url in found["sheet"]][5:] == [
        "/so-do/", "/dau-trong-so/", "/tinh-trang-va-hieu-luc/", ABOUT,
    ]  # fmt: skip
    assert found["Tra cứu"][0] == ("Danh mục sản phẩm", "/danh-muc/")
    assert [url for _words, url in found["Về sổ"]][-4:] == [
        "/ve-du-lieu/", "/theo-doi/", "/nguon-du-lieu/", "/nhat-ky/",
    ]  # fmt: skip
    assert not SiteMenus.objects.exists()


def test_opening_the_screen_changes_no_menu(site: Client, shelf: Shelf) -> None:
    before = shown(site)
    screen = editor().get(setting_url("sitemenus"))

    assert screen.status_code == 200
    assert SiteMenus.objects.count() == 1
    assert shown(site) == before
    assert "không dẫn tới đâu" not in screen.content.decode()


def test_editors_arrange_the_menus_and_readers_see_it_at_once(site: Client, shelf: Shelf) -> None:
    about = ExplanationPage.objects.get(slug="ve-so")
    save(
        editor(),
        menus_form(
            [section("verify", words="Tra mã"), page_link(about), section("figures")],
            [address("https://vi-du.gov.vn/", "Cổng của tỉnh")],
            [("Tra", "Look up here", [section("log"), address("/i/ABC", "Một sản phẩm")])],
        ),
    )
    found = shown(site)
    page = parse(site.get("/nhat-ky/"))

    assert found["masthead"] == [
        ("Tra mã", "/kiem-tra/"), ("Về sổ", ABOUT), ("Số liệu", "/so-lieu/"),
    ]  # fmt: skip
    assert found["sheet"][-1] == ("Cổng của tỉnh", "https://vi-du.gov.vn/")
    assert found["Tra"] == [("Nhật ký của sổ", "/nhat-ky/"), ("Một sản phẩm", "/i/ABC")]
    assert "https://vi-du.gov.vn/" in [url for url, _attrs in page.links]


def test_the_menus_speak_the_language_of_the_page(english: Client, shelf: Shelf) -> None:
    save(
        editor(),
        menus_form(
            [section("verify", words="Tra mã"), section("log", words_en="Our log")],
            [address(ABOUT, "Về sổ", "About us")],
            [("Tra", "Look up here", [section("catalogue")])],
        ),
    )
    found = shown(english)

    assert found["masthead"] == [("Verify", "/kiem-tra/"), ("Our log", "/nhat-ky/")]
    assert found["sheet"][-1] == ("About us", ABOUT)
    assert found["Look up here"] == [("Catalogue of products", "/danh-muc/")]


def test_what_leads_nowhere_drops_out_and_the_editor_is_told(site: Client, shelf: Shelf) -> None:
    about = ExplanationPage.objects.get(slug="ve-so")
    client = editor()
    save(
        client,
        menus_form(
            [section("verify"), page_link(about), address("/khong-co/", "Trang lạ")],
            [],
            [("Trống", "", [address("/cung-khong/", "Trang lạ nữa")])],
        ),
    )
    taken = client.post(reverse("wagtailadmin_pages:unpublish", args=[about.pk]), follow=True)
    found = shown(site)
    told = client.get(setting_url("sitemenus")).content.decode()

    assert found["masthead"] == [("Kiểm tra", "/kiem-tra/")]
    assert "Trống" not in found
    assert "Trong trình đơn có một liên kết tới “Về sổ”" in taken.content.decode()
    assert "Trang “Về sổ” không công khai." in told
    assert "Không có gì ở “/khong-co/”." in told
    assert "Không có gì ở “/cung-khong/”." in told
    about.refresh_from_db()
    about.save_revision().publish()
    assert ("Về sổ", ABOUT) in shown(site)["masthead"]


def test_a_deleted_page_drops_out(site: Client, shelf: Shelf) -> None:
    about = ExplanationPage.objects.get(slug="ve-so")
    client = editor()
    save(client, menus_form([section("verify"), page_link(about)]))
    client.post(reverse("wagtailadmin_pages:delete", args=[about.pk]))

    assert shown(site)["masthead"] == [("Kiểm tra", "/kiem-tra/")]
    told = client.get(setting_url("sitemenus")).content.decode()
    assert "Một trang của trình đơn đã bị xóa." in told


@pytest.mark.parametrize(
    "wrong", ["javascript:alert(1)", "//evil.example/", "/\\evil.example/", "ftp://a.vn/", "a b"]
)
def test_what_is_no_address_is_refused_by_its_field(shelf: Shelf, wrong: str) -> None:
    response = editor().post(setting_url("sitemenus"), menus_form([address(wrong, "Xấu")]))

    assert response.status_code == 200
    # The screen gets the faults of its blocks as data.
    assert "kh\\u00f4ng ph\\u1ea3i l\\u00e0 \\u0111\\u1ecba ch\\u1ec9" in response.content.decode()
    assert SiteMenus.objects.get().masthead[0].block_type == "section"


def test_a_masthead_without_links_is_refused(shelf: Shelf) -> None:
    assert editor().post(setting_url("sitemenus"), menus_form([])).status_code == 200
    assert len(SiteMenus.objects.get().masthead) == 5


def test_only_those_who_may_publish_change_the_menus(shelf: Shelf) -> None:
    for url in (setting_url("sitemenus"), setting_url("siteoffice")):
        assert editor("Editors").get(url).status_code == 302
        assert editor("Moderators").get(url).status_code == 200
        assert Client().get(url).status_code == 302
        assert (
            shelf.desk.clerk
            and site_editors.logged_in(shelf.desk.clerk).get(url).status_code == 302
        )


def test_a_page_makes_no_query_for_its_menus(site: Client, shelf: Shelf) -> None:
    site.get("/nhat-ky/")
    with CaptureQueriesContext(connection) as before:
        site.get("/nhat-ky/")
    about = ExplanationPage.objects.get(slug="ve-so")
    save(editor(), menus_form([page_link(about), address(ABOUT, "Về sổ")]))
    site.get("/nhat-ky/")
    with CaptureQueriesContext(connection) as after:
        site.get("/nhat-ky/")

    assert len(after) == len(before)
    assert not any("sitemenus" in query["sql"] for query in after)
