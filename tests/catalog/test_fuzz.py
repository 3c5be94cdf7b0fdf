"""Whatever is asked of any public address, with any parameter, is never a fault of ours.

The addresses come from the resolver itself, so that a page added later is asked too.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import addresses, figure_request
from catalog.language import PARAM
from search import query
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db
# The desk, files, and what is written by other libraries have tests of their own.
_NOT_ASKED = ("admin/", "documents/", "api/", "media/", "static/", "style/")
PARAMETERS = sorted(
    {
        query.Q, *query.LISTS, query.NEAR, query.RADIUS, query.STATUS, query.SORT, query.LITERAL,
        query.PAGE, *figure_request.PARAMETERS, figure_request.FORMAT, PARAM, "ma", "ngay", "noi",
        "ten", "ten-noi", "bay", "trang-doi", "mo", "loc", "phan", "la",
    }
)  # fmt: skip
ANY = st.text(max_size=40)
TYPED = st.one_of(
    ANY,
    st.integers().map(str),
    st.dates().map(lambda day: f"{day:%d/%m}/{day.year}"),
    st.sampled_from(["", "\x00", "🤷", "9" * 400, "-1", "0", "f25-68", "f25-", "b25-", "ocop:4",
                     "cnnttb:", ":", "é" * 300, "%", "a=b&c", "31/02/2026", "01/01/0001",
                     "31/12/9999", "2026-13-40", "10,105", "nan,inf", "1e309", "../..", "\u202e",
                     "tat-ca", "gan-nhat", "luy-ke", "csv", "en", "12:99", "3763/QĐ-UBND"]),
)  # fmt: skip


def routes() -> list[str]:
    """The pattern of every public address."""

    def walk(patterns: list[Any]) -> Iterator[str]:
        for entry in patterns:
            if isinstance(entry, URLPattern):
                yield str(entry.pattern)
            elif not str(entry.pattern).startswith(_NOT_ASKED):
                yield from walk(entry.url_patterns)

    found = [one for one in walk(get_resolver().url_patterns) if not one.startswith(_NOT_ASKED)]
    return sorted({one for one in found if "^" not in one})


def known(shelf: Shelf) -> list[str]:
    """Parts that an address of a real record has."""
    held = shelf.valid
    decision = addresses.decision(held.decision).strip("/").split("/")[1:]
    return [
        held.code, held.product.code, shelf.village.craft_village.code, held.product.maker.code,
        held.place_now.public_id, "f25-68", "ocop", "4", "moi", str(held.decision.pk), *decision,
        "products", "0",
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
          deadline=None)  # fmt: skip
@given(data=st.data())
def test_no_address_and_no_parameter_is_a_fault(site: Client, shelf: Shelf, data: Any) -> None:
    route = data.draw(st.sampled_from(routes()), label="route")
    parts = st.one_of(st.sampled_from(known(shelf)), TYPED, st.integers(min_value=0).map(str))
    path = "/"
    for piece in route.replace("<", "\0<").split("\0"):
        _before, mark, after = piece.partition(">")
        path += quote(data.draw(parts, label=piece), safe="/") + after if mark else piece
    asked = data.draw(
        st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), ANY), TYPED), max_size=4),
        label="parameters",
    )
    site.cookies.clear()
    response = site.get(f"{path}?{urlencode(asked, errors='ignore')}" if asked else path)

    list(response)  # a file that is not read to its end stays open
    assert response.status_code < 500, (path, asked)
    if response.get("Content-Type", "").startswith("text/html"):
        assert response.status_code in (200, 301, 302, 400, 404, 405)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
          deadline=None)  # fmt: skip
@given(path=st.text(max_size=60), asked=ANY)
def test_no_text_as_an_address_is_a_fault(
    site: Client, shelf: Shelf, path: str, asked: str
) -> None:
    site.cookies.clear()
    answered = quote(path.encode("utf-8", "ignore"), safe="/;:@&=+$,-_.!~*'()")
    response = site.get(f"/{answered}?{quote(asked.encode('utf-8', 'ignore'))}")

    list(response)  # a file that is not read to its end stays open
    assert response.status_code in (200, 301, 302, 400, 404)


def test_the_routes_are_really_walked() -> None:
    found = routes()

    assert len(found) > 35
    assert {"danh-muc/", "c/<path:typed>", "theo-doi/<slug:kind>.atom", "sitemap.xml"} <= set(found)
