"""Kept pages: the same as made anew, never older than the last event, and never needed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from catalog import whole_pages
from registry.models import Event
from search.models import SearchMiss
from search.tasks import enqueue
from tests.catalog.conftest import NOON
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
_KEPT = {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "p"}}


@pytest.fixture
def keeping(site: Client, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:  # type: ignore[no-untyped-def]
    """A site whose pages are kept at once."""
    monkeypatch.setattr(whole_pages, "SETTLING_SECONDS", 0.0)
    with override_settings(CACHES={**settings.CACHES, **_KEPT}):
        yield site
        caches["pages"].clear()


def asked(site: Client, path: str, **values: object) -> tuple[int, bytes]:
    """How many queries the page cost, and its content."""
    with CaptureQueriesContext(connection) as captured:
        response = site.get(path, **values)  # type: ignore[arg-type]
    assert response.status_code == 200, path
    return len(captured), response.content


def test_a_kept_page_is_the_page_with_all_its_headers(keeping: Client, shelf: Shelf) -> None:
    for path in ("/", "/danh-muc/?q=che", f"/i/{shelf.valid.product.code}", "/ve-so/"):
        first = keeping.get(path)
        count, content = asked(keeping, path)
        again = keeping.get(path)
        assert count == 1, path
        assert content == first.content
        assert dict(again.items()) == dict(first.items())
        held = keeping.get(path, headers={"if-none-match": first["ETag"]})
        assert (held.status_code, held.content) == (304, b"")


def test_an_event_an_editor_and_a_new_day_make_the_page_anew(keeping: Client, shelf: Shelf) -> None:
    path = f"/i/{shelf.valid.product.code}"

    def is_made_anew() -> bool:
        return asked(keeping, path)[0] > 1

    assert is_made_anew() and not is_made_anew()
    last = Event.objects.order_by("-sequence").first()
    assert last is not None
    last.pk, last.sequence, last.hash, last.previous_hash = None, last.sequence + 1, "x", "y"
    Event.objects.bulk_create([last])
    assert is_made_anew() and not is_made_anew()
    shown = PageLogEntry(content_type_id=1, label="x", action="wagtail.publish", page_id=1,
                         timestamp=NOON)  # fmt: skip
    PageLogEntry.objects.bulk_create([shown])
    assert is_made_anew() and not is_made_anew()
    with time_machine.travel(NOON + dt.timedelta(days=1), tick=True):
        assert is_made_anew()


def test_a_page_lies_with_a_proxy_until_midnight_even_when_kept(
    keeping: Client, shelf: Shelf
) -> None:
    with time_machine.travel(NOON.replace(hour=23, minute=59, second=20), tick=False) as clock:
        first = keeping.get("/danh-muc/")["Cache-Control"]
        clock.shift(20)
        assert (first, keeping.get("/danh-muc/")["Cache-Control"]) == (
            "public, max-age=0, s-maxage=40", "public, max-age=0, s-maxage=20",
        )  # fmt: skip


def test_no_page_is_kept_while_the_index_is_behind(keeping: Client, shelf: Shelf) -> None:
    keeping.get("/danh-muc/")
    enqueue([f"p:{shelf.valid.product.code}"])

    assert asked(keeping, "/danh-muc/")[0] > 1
    assert asked(keeping, "/danh-muc/")[0] > 1


def test_no_page_is_kept_just_after_a_change(
    keeping: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_pages, "SETTLING_SECONDS", 60.0)
    asked(keeping, "/danh-muc/")

    assert asked(keeping, "/danh-muc/")[0] > 1


def test_languages_hosts_and_accounts_have_their_own(keeping: Client, shelf: Shelf) -> None:
    vietnamese = keeping.get("/danh-muc/").content
    english = Client()
    english.cookies["ngon-ngu"] = "en"
    first, again = english.get("/danh-muc/").content, english.get("/danh-muc/").content
    assert first == again != vietnamese
    assert keeping.get("/danh-muc/", headers={"host": "evil.example"}).status_code == 400
    assert keeping.get("/danh-muc/", headers={"host": "localhost"}).content

    someone = Client()
    someone.cookies["sessionid"] = "x" * 32
    assert someone.get("/danh-muc/")["Cache-Control"] == "private, no-cache"
    assert "public" in keeping.get("/danh-muc/")["Cache-Control"]


def test_verifications_files_and_other_methods_are_made_anew(keeping: Client, shelf: Shelf) -> None:
    for path in (f"/c/{shelf.valid.code}", "/danh-muc/tai-ve.csv", "/khong-co/", "/healthz"):
        for _time in range(2):
            list(keeping.get(path))
    assert not list(caches["pages"]._cache)  # type: ignore[attr-defined]
    keeping.get("/danh-muc/")
    assert keeping.head("/danh-muc/").content == b""
    assert "ngon-ngu" in keeping.get("/danh-muc/?ngon-ngu=en").cookies


def test_pages_are_made_while_the_cache_is_stopped(
    keeping: Client,
    shelf: Shelf,
    settings,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A cache below a file, where no folder can be."""
    (tmp_path / "file").write_text("")
    stopped = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(tmp_path / "file" / "cache"),
    }
    with override_settings(CACHES={"default": stopped, "pages": stopped}):
        assert keeping.get("/danh-muc/").status_code == 200
    assert "The cache of pages does not keep" in caplog.text


def test_every_search_in_vain_is_counted(keeping: Client, shelf: Shelf) -> None:
    for _time in range(3):
        keeping.get("/danh-muc/?q=khongcogi", headers={"user-agent": "Mozilla/5.0"})
    assert SearchMiss.objects.get().count == 3
