"""Pages of faults that help: not found, a fault of ours, and closed for a while; DEBUG is off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog import addresses
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf
from tests.catalog.site_editors import editor, setting_url
from tests.catalog.test_office import FULL

pytestmark = pytest.mark.django_db


def fields(site: Client, path: str) -> tuple[str, str, list[str]]:
    """What the two fields of the page hold, and where its guesses lead."""
    response = site.get(path, follow=True)
    assert response.status_code == 404, path
    assert not django_settings.DEBUG
    page = parse(response)
    values = {one.get("name"): one.get("value", "") for one in page.fields if "id" in one}
    guesses = [guess.url for guess in response.context["missing"].guesses]
    assert set(guesses) <= {url for url, _attrs in page.links}
    return values["q"], values["ma"], guesses


def test_the_search_field_holds_the_words_of_the_address(site: Client, shelf: Shelf) -> None:
    assert fields(site, "/san-pham/che-o-long.html")[0] == "che o long"
    assert fields(site, "/tin-tuc/2026/Cà-phê_Cầu%20Đất/")[0] == "Cà phê Cầu Đất"
    assert fields(site, "/2026/12/")[0] == ""
    assert fields(site, '/"><script>alert(1)</script>/')[0].startswith("script")


def test_an_old_or_wrong_form_of_a_code_finds_its_record(site: Client, shelf: Shelf) -> None:
    certificate, product = shelf.valid.code, shelf.valid.product.code

    for path in (f"/chung-nhan/{certificate.lower()}", f"/ma={certificate}"):
        code, guesses = fields(site, path)[1:]
        assert addresses.certificate(certificate) in guesses, path
        assert code.upper().endswith(certificate)
    assert addresses.product(product) in fields(site, f"/san-pham/{product}/")[2]
    assert addresses.maker(shelf.valid.product.maker.code) in fields(
        site, f"/doanh-nghiep/{shelf.valid.product.maker.code}"
    )[2]  # fmt: skip


def test_a_record_that_is_not_public_is_never_guessed(site: Client, shelf: Shelf) -> None:
    draft = shelf.desk.draft(product=shelf.desk.product("Chưa công bố"))

    assert fields(site, f"/ma/{draft.code}")[2] == []
    assert fields(site, f"/ma/{draft.product.code}")[2] == []


@pytest.mark.parametrize(
    ("path", "url"),
    [("/DANH-MUC/", "/danh-muc/"), ("/danhmuc", "/danh-muc/"), ("/danh_muc/", "/danh-muc/"),
     ("/kiem-tr/", "/kiem-tra/"), ("/Danh mục/", "/danh-muc/"), ("/dau-trong-s/", "/dau-trong-so/"),
     ("/ve-du-lieu.html", "/ve-du-lieu/")],
)  # fmt: skip
def test_the_nearest_address_is_offered(site: Client, shelf: Shelf, path: str, url: str) -> None:
    assert url in fields(site, path)[2]


def test_a_place_by_its_name_is_offered(site: Client, shelf: Shelf) -> None:
    response = site.get("/dia-phuong/lam-dong/")

    assert response.status_code == 404
    assert "/dia-phuong/f25-68/" in [url for url, _attrs in parse(response).links]


def test_a_missing_slash_leads_on_at_once(site: Client, shelf: Shelf) -> None:
    assert site.get("/danh-muc?q=che")["Location"] == "/danh-muc/?q=che"


@pytest.mark.parametrize(
    "path", ["/" + "x" * 2000, "/%00", "/%FF%FE/", "/....//", "/\u202e/", "/" + "a/" * 400, "/%2F"]
)
def test_no_address_breaks_the_page(site: Client, shelf: Shelf, path: str) -> None:
    assert site.get(path, follow=True).status_code in (400, 404)


def test_a_page_that_is_not_there_costs_a_bounded_number_of_queries(
    site: Client, shelf: Shelf
) -> None:
    for path in (f"/cu/{shelf.valid.code}", "/dia-phuong/hiep-thanh/", "/la/la/la/"):
        site.get(path)
        with CaptureQueriesContext(connection) as captured:
            site.get(path)
        assert len(captured) <= 10, path


class TestFaults:
    @pytest.fixture(autouse=True)
    def office(self, site: Client, shelf: Shelf) -> None:
        editor().post(setting_url("siteoffice"), FULL)
        site.get("/nhat-ky/")

    def _broken(self, monkeypatch, error: Exception) -> Client:  # type: ignore[no-untyped-def]
        def fail(*args: object, **kwargs: object) -> None:
            raise error

        monkeypatch.setattr("catalog.views.catalogue.parse", fail)
        return Client(raise_request_exception=False)

    def test_a_fault_of_ours_needs_no_database(self, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        client = self._broken(monkeypatch, RuntimeError("broken on purpose"))
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/danh-muc/")
        page = parse(response)

        assert response.status_code == 500
        assert "so-vang@vi-du.gov.vn" in page.text
        assert "Tải lại trang sau một phút" in page.text
        # The edition of the page was asked before the fault.
        assert len(captured) <= 1
        assert response["Cache-Control"] == "no-store"

    def test_a_database_that_does_not_answer_is_told_as_such(self, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        response = self._broken(monkeypatch, OperationalError("gone")).get("/danh-muc/")

        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert "gone" not in response.content.decode()
        assert parse(response).headings == [(1, "Trang tạm đóng")]

    def test_not_even_a_broken_template_leaves_a_reader_without_words(self, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        def fail(*args: object, **kwargs: object) -> str:
            raise RuntimeError("no template")

        monkeypatch.setattr("config.errors.render_to_string", fail)
        response = self._broken(monkeypatch, RuntimeError("broken on purpose")).get("/danh-muc/")

        assert response.status_code == 500
        assert "Trang đang có lỗi" in response.content.decode()

    def test_it_works_while_the_cache_is_stopped(self, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        client = self._broken(monkeypatch, RuntimeError("broken on purpose"))

        def stopped(*args: object, **kwargs: object) -> None:
            raise ConnectionError("stopped")

        for name in ("get", "set"):
            monkeypatch.setattr(cache._connections[cache._alias], name, stopped)
        assert client.get("/danh-muc/").status_code == 500


class TestMaintenance:
    @pytest.fixture
    def file(self) -> Iterator[Path]:
        path = Path(django_settings.VAR_DIR) / "maintenance"
        yield path
        path.unlink(missing_ok=True)

    def test_the_file_closes_the_site_and_leaves_verification_on(
        self, site: Client, shelf: Shelf, file: Path
    ) -> None:
        file.write_text("Đến 17:00 ngày 02/12/2026.\n<b>Xin lỗi</b>", encoding="utf-8")

        for path in ("/", "/danh-muc/", f"/i/{shelf.valid.product.code}", "/khong-co/", "/admin/"):
            response = site.get(path)
            assert response.status_code == 503, path
            assert response["Retry-After"] == "600"
            assert response["Cache-Control"] == "no-store"
            assert "default-src 'self'" in response["Content-Security-Policy"]
            content = response.content.decode()
            assert "Đến 17:00 ngày 02/12/2026.<br>&lt;b&gt;Xin lỗi&lt;/b&gt;" in content
            assert 'href="/kiem-tra/"' in content
        for path in (f"/c/{shelf.valid.code}", "/kiem-tra/", f"/kiem-tra/?ma={shelf.valid.code}"):
            assert site.get(path).status_code == 200, path
        assert site.get("/healthz").status_code == 200
        answer = site.get("/api/v1/search?q=che")
        assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
        assert site.post("/danh-muc/").status_code == 503

        file.unlink()
        assert site.get("/danh-muc/").status_code == 200

    def test_it_needs_no_database_and_speaks_the_language_asked_for(
        self, site: Client, shelf: Shelf, file: Path
    ) -> None:
        file.touch()
        with CaptureQueriesContext(connection) as captured:
            response = site.get("/danh-muc/?ngon-ngu=en")

        assert len(captured) == 0
        assert parse(response).headings == [(1, "The site is closed for a while")]

    def test_a_file_that_is_no_text_closes_it_too(
        self, site: Client, shelf: Shelf, file: Path
    ) -> None:
        file.write_bytes(b"\xff\xfe\x00" * 5000)
        assert site.get("/danh-muc/").status_code == 503
        file.unlink()
        file.mkdir()
        try:
            assert site.get("/danh-muc/").status_code == 503
        finally:
            file.rmdir()
