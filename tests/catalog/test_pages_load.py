"""The first pages are made once; what editors change stays theirs."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from wagtail.models import Page, Site

from catalog.demo.accounts import accounts_ensure
from catalog.models import ExplanationPage, HomePage
from registry.models import User
from registry.schemes.load import authorities_load
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing(shelf: Shelf) -> None:
    before = list(Page.objects.order_by("pk").values())

    call_command("pages_load", verbosity=0)

    assert list(Page.objects.order_by("pk").values()) == before


def test_the_site_starts_at_the_home_page_in_vietnamese(shelf: Shelf) -> None:
    home = HomePage.objects.get(locale__language_code="vi")

    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert home.locale.language_code == "vi"
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_an_editors_change_is_shown_and_survives_the_next_run(site: Client, shelf: Shelf) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    home.headline = "Câu mới của biên tập viên"
    home.save_revision().publish()
    page = ExplanationPage.objects.get(slug="ve-so")
    page.title = "Về sổ này"
    page.save_revision().publish()

    call_command("pages_load", verbosity=0)

    assert parse(site.get("/")).headings[0] == (1, "Câu mới của biên tập viên")
    shown = parse(site.get("/ve-so/"))
    assert shown.headings[0] == (1, "Về sổ này")
    assert ("/ve-so/", "Về sổ này") in [
        (item.url, item.words) for item in site.get("/danh-muc/").context["frame"].menu
    ]


def test_a_page_taken_off_the_site_is_not_put_back(site: Client, shelf: Shelf) -> None:
    ExplanationPage.objects.get(slug="ve-so").unpublish()

    call_command("pages_load", verbosity=0)

    assert site.get("/ve-so/").status_code == 404
    assert "/ve-so/" not in [url for url, _ in parse(site.get("/danh-muc/")).links]


def test_the_home_page_shows_groups_provinces_and_the_newest_entries(
    site: Client, shelf: Shelf
) -> None:
    page = parse(site.get("/"))

    assert page.headings[0] == (1, "Sản phẩm nông thôn được công nhận, ghi ở một nơi")
    assert "Toàn bộ 7 sản phẩm, làng nghề" in page.text
    assert "/danh-muc/?nhom=che" in [url for url, _ in page.links]
    assert "Nước mắm thử nghiệm" in page.text
    assert sum(url.startswith("/dia-phuong/f25-") for url, _ in page.links) == 34


def test_the_demo_editor_may_publish_pages_and_nothing_else(shelf: Shelf, tmp_path: Path) -> None:
    authorities_load()
    with override_settings(VAR_DIR=tmp_path):
        accounts_ensure()
        passwords = (tmp_path / "demo_accounts.txt").read_text(encoding="utf-8")
        accounts_ensure()
        assert (tmp_path / "demo_accounts.txt").read_text(encoding="utf-8") == passwords
    editor = User.objects.get(username="bien-tap")

    for page in (
        HomePage.objects.get(locale__language_code="vi"),
        ExplanationPage.objects.get(slug="ve-so"),
    ):
        assert page.permissions_for_user(editor).can_edit()
        assert page.permissions_for_user(editor).can_publish()
    assert not editor.is_superuser
    assert not [name for name in editor.get_all_permissions() if name.startswith("registry.")]
