"""A cluster that refuses or swallows connections: pages say so at once and the rest goes on."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from search import service
from search.engines.elastic_settings import ElasticSettings
from tests.catalog.pages import parse
from tests.catalog.shelf import Shelf
from tests.elasticsearch_server import free_port

pytestmark = pytest.mark.django_db
CATALOGUE = "/danh-muc/"


class BlackHole:
    """Takes connections and never says a word; counts them."""

    def __init__(self) -> None:
        self.taken: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.taken.append(self._listening.accept()[0])

    def close(self) -> None:
        # A blocked `accept` is woken by a shutdown, not by a close.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()
        for one in self.taken:
            one.close()


@pytest.fixture
def black_hole() -> Iterator[BlackHole]:
    made = BlackHole()
    yield made
    made.close()


@pytest.fixture
def away(settings) -> Iterator:  # type: ignore[no-untyped-def, type-arg]
    """Points the site at a port, with the times that a site has."""

    def point(port: int) -> None:
        settings.SEARCH_ENGINE = "elastic"
        settings.ELASTICSEARCH = ElasticSettings((f"http://127.0.0.1:{port}",))
        service._engine.cache_clear()
        service._freshness = None

    yield point
    service.get_engine().close()  # type: ignore[attr-defined]
    service._engine.cache_clear()
    service._freshness = None


def goes_on(site: Client, shelf: Shelf) -> None:
    page = site.get(CATALOGUE, {"q": "che"})
    assert page.status_code == 503
    assert "Tìm kiếm đang tạm ngừng" in parse(page).text
    for path in (
        "/",
        "/dia-phuong/",
        reverse("place", args=[shelf.valid.place_now.public_id]),
        f"/c/{shelf.valid.code}",
        f"/i/{shelf.valid.product.code}",
    ):
        assert site.get(path).status_code == 200, path
    assert site.get("/healthz").json()["search"] == "down"


def test_a_refused_connection(site: Client, shelf: Shelf, away) -> None:  # type: ignore[no-untyped-def]
    away(free_port())
    goes_on(site, shelf)
    found = [one.id for one in run_checks(include_deployment_checks=True, tags=["search"])]
    assert found == ["search.E001"]


def test_a_black_hole_is_waited_for_once(  # type: ignore[no-untyped-def]
    site: Client, shelf: Shelf, away, black_hole: BlackHole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.breaker._FIRST_PAUSE", 60.0)
    monkeypatch.setattr("search.engines.breaker._LONGEST_PAUSE", 60.0)
    away(black_hole.port)
    goes_on(site, shelf)
    goes_on(site, shelf)
    assert len(black_hole.taken) == 1, "one page has waited, the others have not"
