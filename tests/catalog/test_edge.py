"""Headers, conditional answers, limits, and pages while the cache is really stopped."""

import gzip
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalog import addresses
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
PUBLIC = ("/", "/danh-muc/", "/kiem-tra/", "/dia-phuong/", "/so-lieu/", "/chuong-trinh/",
          "/nhat-ky/", "/nguon-du-lieu/", "/dau-trong-so/")  # fmt: skip


def every(shelf: Shelf) -> list[str]:
    c, village = shelf.valid, shelf.village.craft_village
    return [*PUBLIC, f"/c/{c.code}", f"/i/{c.product.code}", f"/v/{village.code}",
            addresses.maker(c.product.maker.code), addresses.place(c.place_now.public_id),
            addresses.decision(c.decision)]  # fmt: skip


def test_public_pages_are_anonymous_and_bear_their_headers(site: Client, shelf: Shelf) -> None:
    for path in every(shelf):
        response = site.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert response["Vary"] == "Cookie", path
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy, path
        assert "report-uri /csp-bao-cao/" in policy
        assert "camera=()" in response["Permissions-Policy"]
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"
        is_fresh = path.startswith(("/kiem-tra/", "/c/"))
        assert response["Cache-Control"] == (
            "no-cache" if is_fresh else "public, max-age=0, s-maxage=60"
        ), path


def test_who_holds_the_page_gets_304(site: Client, shelf: Shelf) -> None:
    # The page of figures names the very moment in its permanent address.
    for path in (path for path in every(shelf) if path != "/so-lieu/"):
        etag = site.get(path)["ETag"]
        again = site.get(path, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b""), path
        assert again["Cache-Control"] and again["Vary"] == "Cookie", path
        assert site.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_languages_have_different_pages_and_tags(site: Client, shelf: Shelf) -> None:
    english = Client()
    english.cookies["ngon-ngu"] = "en"

    assert site.get("/danh-muc/")["ETag"] != english.get("/danh-muc/")["ETag"]


def test_a_session_makes_the_page_private(shelf: Shelf) -> None:
    client = Client()
    client.force_login(shelf.desk.clerk)

    assert client.get("/danh-muc/")["Cache-Control"] == "private, no-cache"


def test_pages_stay_within_their_weight(site: Client, shelf: Shelf) -> None:
    content = site.get("/danh-muc/?hieu-luc=tat-ca").content

    assert len(content) <= 60_000
    assert len(gzip.compress(content)) <= 15_000


def test_too_many_from_one_address_are_told_when_to_come_again(
    site: Client, shelf: Shelf, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.API_RATES = {**settings.API_RATES, "verify": 3}
    path, where = f"/c/{shelf.valid.code}", {"REMOTE_ADDR": "203.0.113.9"}
    answers = [site.get(path, **where) for _ in range(9)]

    refused = [one for one in answers if one.status_code == 429]
    assert refused and answers[0].status_code == 200
    assert 0 < int(refused[0]["Retry-After"]) <= 60
    assert refused[0]["Cache-Control"] == "no-store"
    assert parse(refused[0]).headings[0] == (1, "Quá nhiều yêu cầu trong phút này")
    assert site.get(path, REMOTE_ADDR="203.0.113.10").status_code == 200


def test_verification_answers_while_search_and_cache_are_stopped(
    site: Client, shelf: Shelf, settings, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    """A cache below a file, where no folder can be, and an engine at a port where nobody is."""
    (tmp_path / "file").write_text("")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "file" / "cache"),
        }
    }
    settings.SEARCH_INDEX_DIR = tmp_path / "file" / "index"
    from search import service

    service._engine.cache_clear()
    service._freshness = None
    try:
        for path in ("/kiem-tra/", *(f"/c/{row.code}" for row in shelf.by_state().values()),
                     f"/kiem-tra/?ma={shelf.valid.product.code}"):  # fmt: skip
            assert site.get(path).status_code == 200, path
        for typed in ("4K7M92QD7", "7777/QĐ-UBND", "VietGAP 1"):
            assert site.get("/kiem-tra/", {"ma": typed}).status_code == 404, typed
    finally:
        service._engine.cache_clear()
        service._freshness = None


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"csp-report": 3}', b"\xff" * 20_000,
    b'{"csp-report": {"blocked-uri": "https://a.example/x?secret"}}'])  # fmt: skip
def test_reports_of_the_policy_are_taken(site: Client, body: bytes, caplog) -> None:  # type: ignore[no-untyped-def]
    assert (
        site.post("/csp-bao-cao/", body, content_type="application/csp-report").status_code == 204
    )
    assert "secret" not in caplog.text
    assert ("a.example" in caplog.text) is (b"a.example" in body)


ROUTES = ("/", "/danh-muc/", "/kiem-tra/", "/dia-phuong/", "/so-lieu/", "/so-lieu/danh-sach/",
          "/so-lieu/theo-nhom/", "/so-lieu/theo-tinh/", "/chuong-trinh/", "/nhat-ky/", "/c/", "/i/",
          "/v/", "/C/", "/01/", "/co-so/", "/quyet-dinh/", "/nguon-du-lieu/")  # fmt: skip
NAMES = ("q", "muc", "nhom", "tinh", "noi", "trang", "hieu-luc", "sap-xep", "ma", "ngay", "ten",
         "bay", "chuong-trinh", "la")  # fmt: skip
text = st.text(max_size=40) | st.sampled_from(["31/02/2026", "-1", "3981/QĐ-UBND", "9" * 30])


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    route=st.sampled_from(ROUTES), rest=text, params=st.dictionaries(st.sampled_from(NAMES), text)
)
def test_no_address_ends_in_a_fault(site, shelf, route, rest, params) -> None:  # type: ignore[no-untyped-def]
    from urllib.parse import quote

    for path in (route, route + quote(rest)):
        response = site.get(
            path, {k: v.encode("utf-8", "ignore").decode() for k, v in params.items()}
        )
        assert response.status_code in (200, 301, 302, 400, 404), path
        if response.status_code == 404:
            assert "</html>" in response.content.decode() and response.content.count(b"<a ") > 2
