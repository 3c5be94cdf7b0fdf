"""The site beside a bare Django view in one server, and how many requests a second it answers.

`application` is the site's own, but for `/bare/`: that goes through a Django handler of the same
process without any middleware, to a view that answers a word. The load comes from processes
with one connection each that only read what they must, so that they take little from the server.
"""

import contextlib
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

BARE = "/bare/"
CONNECTIONS = 4
WORKERS = 2


def bare_view(request: HttpRequest) -> HttpResponse:
    # Without middleware nobody counts the answer, and the server could only send it in pieces.
    return HttpResponse("<p>bare</p>", headers={"Content-Length": "11"})


urlpatterns = [path("bare/", bare_view)]


def bare_handler() -> Callable[..., Any]:
    """Django's own handler without middleware, whose only address is the bare view."""
    from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
    from django.test.utils import override_settings

    class Request(WSGIRequest):
        urlconf = "benchmarks.page_server"

    class Handler(WSGIHandler):
        request_class = Request

    with override_settings(MIDDLEWARE=[]):
        return Handler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """What the server of the benchmark runs; both handlers are made with the first request."""
    if not _handlers:
        from django.conf import settings
        from django.core.handlers.wsgi import WSGIHandler
        from django.core.wsgi import get_wsgi_application
        from django.test.utils import override_settings

        _handlers["site"] = get_wsgi_application()
        if os.environ.get("PAGES_KEPT") == "0":
            without = [name for name in settings.MIDDLEWARE if "whole_pages" not in name]
            with override_settings(MIDDLEWARE=without):
                _handlers["site"] = WSGIHandler()
        _handlers["bare"] = bare_handler()
    name = "bare" if environ["PATH_INFO"] == BARE else "site"
    return _handlers[name](environ, start_response)


_handlers: dict[str, Callable[..., Any]] = {}


@contextlib.contextmanager
def running(environment: Mapping[str, str]) -> Iterator[int]:
    """The server on a free port of loopback, like that of `make run`; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "2", "--no-ws",
        "--log-level", "warning", "benchmarks.page_server:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=dict(environment), start_new_session=True)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, 9)


def rates(
    port: int, paths: Mapping[str, Sequence[str]], rounds: int, seconds: float
) -> dict[str, float]:
    """Requests a second of each kind of page: medians of rounds in which all take turns."""
    found: dict[str, list[float]] = {name: [] for name in paths}
    with multiprocessing.Pool(CONNECTIONS) as pool:
        for number in range(rounds + 1):
            for name, addresses in paths.items():
                jobs = [(port, list(addresses), seconds, at) for at in range(CONNECTIONS)]
                counts = pool.starmap(_ask, jobs, chunksize=1)
                if number:
                    found[name].append(sum(counts) / seconds)
    return {name: statistics.median(values) for name, values in found.items()}


def _ask(port: int, paths: list[str], seconds: float, start: int) -> int:
    requests = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii") for path in paths]
    done, until = 0, time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        while time.monotonic() < until:
            connection.sendall(requests[(start + done) % len(requests)])
            _read(connection)
            done += 1
    return done


def _read(connection: socket.socket) -> None:
    """One answer of known length; anything but 200 ends the benchmark."""
    told = b""
    while b"\r\n\r\n" not in told:
        piece = connection.recv(262_144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        told += piece
    head, _blank, body = told.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head[:200].decode("latin-1"))
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line[15:])
            break
    else:
        raise ValueError("an answer without its length")
    rest = length - len(body)
    while rest > 0:
        rest -= len(connection.recv(262_144))
