"""The proxy is told of each change, twice, and again until it hears; by a real server."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from catalog import purging
from catalog.purging import Purging
from registry.models import Event
from search import background
from tests.catalog.shelf import Shelf

pytestmark = pytest.mark.django_db


class Proxy(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[str] = []
        self.status = 200


class _Answers(BaseHTTPRequestHandler):
    def do_PURGE(self) -> None:
        assert isinstance(self.server, Proxy)
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def proxy(settings) -> Iterator[Proxy]:  # type: ignore[no-untyped-def]
    server = Proxy()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.PROXY_PURGE_URLS = [f"http://127.0.0.1:{server.server_port}/all"]
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(purging.time, "monotonic", lambda: now[0])
    return now


def happen() -> None:
    last = Event.objects.order_by("-sequence").first()
    assert last is not None
    last.pk, last.sequence = None, last.sequence + 1
    last.hash, last.previous_hash = f"x{last.sequence}", f"y{last.sequence}"
    Event.objects.bulk_create([last])


def test_a_change_is_told_at_once_and_again_when_pages_have_settled(
    shelf: Shelf, proxy: Proxy, clock: list[float]
) -> None:
    job = Purging()
    assert job.work() is False
    job.work()
    assert proxy.asked == ["/all"]
    clock[0] += 4
    job.work()
    job.work()
    assert proxy.asked == ["/all"] * 2
    happen()
    job.work()
    assert proxy.asked == ["/all"] * 3


def test_what_the_proxy_did_not_hear_is_told_again(
    shelf: Shelf, proxy: Proxy, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    job = Purging()
    proxy.status = 503
    job.work()
    job.work()
    assert len(proxy.asked) == 1 and "was not told" in caplog.text
    clock[0] += 1.1
    job.work()
    assert len(proxy.asked) == 2
    clock[0] += 1.1
    job.work()
    assert len(proxy.asked) == 2
    proxy.status = 200
    clock[0] += 1.1
    job.work()
    assert len(proxy.asked) == 3 and job.failures == 0
    clock[0] += 4
    job.work()
    assert len(proxy.asked) == 4


def test_nobody_is_told_by_default_and_the_worker_has_the_job(shelf: Shelf, settings) -> None:  # type: ignore[no-untyped-def]
    assert settings.PROXY_PURGE_URLS == []
    job = Purging()
    job.work()
    assert job.told is None
    assert "catalog.purging" in background._jobs


def test_a_job_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []

    def fail() -> bool:
        raise OSError("no")

    monkeypatch.setattr(background, "_jobs", {"bad": fail, "good": lambda: bool(ran.append("x"))})
    assert background.turn() is False
    assert ran == ["x"] and "Background work failed: bad" in caplog.text
