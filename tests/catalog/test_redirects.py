"""Redirects of editors: for old addresses and moved pages, never in front of the register."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from catalog.models import ExplanationPage
from tests.catalog.shelf import Shelf
from tests.catalog.site_editors import editor

pytestmark = pytest.mark.django_db
ADD = "wagtailredirects:add"


def form(old: str, page: Page | None = None, link: str = "", **changed: str) -> dict[str, str]:
    return {
        "old_path": old, "site": "", "is_permanent": "on", "redirect_link": link,
        "redirect_page": str(page.pk) if page else "", **changed,
    }  # fmt: skip


def about() -> ExplanationPage:
    return ExplanationPage.objects.get(slug="ve-so")


def test_the_groups_of_editors_reach_the_screen(shelf: Shelf) -> None:
    for group in ("Editors", "Moderators"):
        assert editor(group).get(reverse("wagtailredirects:index")).status_code == 200
    assert Client().get(reverse("wagtailredirects:index")).status_code == 302


def test_an_old_address_leads_to_a_page_with_its_parameters(site: Client, shelf: Shelf) -> None:
    assert editor("Editors").post(reverse(ADD), form("/gioi-thieu", about())).status_code == 302

    answered = site.get("/gioi-thieu/?nguon=bao&trang=2")
    assert answered.status_code == 301
    assert answered["Location"].endswith("/ve-so/?nguon=bao&trang=2")
    assert site.get("/gioi-thieu/")["Location"].endswith("/ve-so/")
    # An address without a closing slash, and one that is no page of ours by its form.
    editor().post(reverse(ADD), form("/index.php", about()))
    assert site.get("/index.php")["Location"].endswith("/ve-so/")


def test_parameters_of_the_old_address_itself_do_not_go_along(site: Client, shelf: Shelf) -> None:
    editor().post(reverse(ADD), form("/index.php?id=7", about()))
    editor().post(reverse(ADD), form("/cu", link="https://vi-du.gov.vn/a?b=1", is_permanent=""))

    assert site.get("/index.php?id=7")["Location"].endswith("/ve-so/")
    assert site.get("/index.php?id=8").status_code == 404
    kept = site.get("/cu?c=2")
    assert (kept.status_code, kept["Location"]) == (302, "https://vi-du.gov.vn/a?b=1&c=2")


@pytest.mark.parametrize(
    "path",
    ["/c/KHONGCO", "/C/KHONGCO", "/i/ABC", "/v/ABC", "/danh-muc", "/danh-muc/", "/kiem-tra/?ma=1",
     "/dia-phuong/x/", "/quyet-dinh/1/", "/chuong-trinh/la/", "/co-so/ABC", "/so-lieu/", "/so-do",
     "/theo-doi/la.atom", "/01/8930000000000", "/admin/x", "/api/v1/x", "/robots.txt", "/healthz",
     "/"],
)  # fmt: skip
def test_no_redirect_stands_in_front_of_the_register(site: Client, shelf: Shelf, path: str) -> None:
    before = site.get(path).status_code
    answered = editor().post(reverse(ADD), form(path, about()))

    assert answered.status_code == 200
    said = answered.content.decode()
    assert "là địa chỉ của sổ" in said or "Không thể chuyển trang đầu" in said
    assert not Redirect.objects.exists()
    # Not even one that came into the table by another way.
    Redirect.add_redirect(path, about())
    assert site.get(path).status_code == before


def test_a_renamed_and_a_moved_page_keep_their_old_addresses(
    site: Client, shelf: Shelf, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    page = about()
    page.slug = "gioi-thieu-so"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert site.get("/ve-so/?a=1")["Location"].endswith("/gioi-thieu-so/?a=1")
    assert Redirect.objects.get().automatically_created
    other = ExplanationPage.objects.get(slug="dau-trong-so")
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.move(other, pos="last-child")
    assert site.get("/gioi-thieu-so/")["Location"].endswith("/dau-trong-so/gioi-thieu-so/")
    assert site.get("/ve-so/")["Location"].endswith("/dau-trong-so/gioi-thieu-so/")


def test_a_redirect_to_itself_is_not_followed(site: Client, shelf: Shelf) -> None:
    Redirect.add_redirect("/vong", "http://testserver/vong/")

    assert site.get("/vong/").status_code == 404


def test_a_page_comes_before_a_redirect(site: Client, shelf: Shelf) -> None:
    Redirect.add_redirect("/ve-so", "https://vi-du.gov.vn/")

    assert site.get("/ve-so/").status_code == 200


def test_a_list_is_imported_and_what_the_register_answers_is_told_by_line(
    site: Client, shelf: Shelf
) -> None:
    client = editor("Editors")
    lines = "cu,moi\n/san-pham-cu,https://vi-du.gov.vn/moi\n/c/ABC,https://vi-du.gov.vn/x\n"
    chosen = client.post(
        reverse("wagtailredirects:start_import"),
        {"import_file": SimpleUploadedFile("danh-sach.csv", lines.encode(), "text/csv")},
    )
    confirmed = {
        name: chosen.context["form"].initial[name] for name in ("import_file_name", "input_format")
    }
    done = client.post(
        reverse("wagtailredirects:process_import"),
        {**confirmed, "from_index": "0", "to_index": "1", "permanent": "on", "site": ""},
    )

    assert done.status_code == 200
    assert "là địa chỉ của sổ" in done.content.decode()
    assert [row.old_path for row in Redirect.objects.all()] == ["/san-pham-cu"]
    assert site.get("/san-pham-cu?b=2")["Location"] == "https://vi-du.gov.vn/moi?b=2"


def test_the_cost_of_a_page_that_is_not_there_is_bounded(
    site: Client, shelf: Shelf, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    site.get("/khong-co/")
    with django_assert_max_num_queries(8):
        site.get("/khong-co/?a=1")
