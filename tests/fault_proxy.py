"""A real socket before a real server: it passes requests on, or fails as networks do."""

import contextlib
import http.client
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from enum import Enum
from urllib.parse import urlsplit


class Fault(Enum):
    NONE = "passes on"
    HANG = "takes the request and never answers"
    BUSY = "answers 429"
    REFUSE = "closes the connection at once"
    SLOW = "answers late"


class FaultProxy:
    """`fault` decides what happens to the next requests; `requests` counts them by path."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.fault = Fault.NONE
        self.delay = 0.3
        self.only = ""
        self.requests: list[str] = []
        self.before: Callable[[str], None] = lambda path: None
        self._ends = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._ends.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                proxy.requests.append(f"{self.command} {self.path}")
                proxy.before(self.path)
                fault = proxy.fault if proxy.only in self.path else Fault.NONE
                if fault is Fault.HANG:
                    proxy._ends.wait(60)
                    self.close_connection = True
                elif fault is Fault.REFUSE:
                    self.close_connection = True
                elif fault is Fault.BUSY:
                    self._answer(429, b'{"error":{"type":"es_rejected_execution_exception"}}', {})
                else:
                    if fault is Fault.SLOW:
                        time.sleep(proxy.delay)
                    self._pass_on(body)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815

            def _pass_on(self, body: bytes) -> None:
                there = http.client.HTTPConnection(proxy.target.netloc, timeout=60)
                try:
                    with contextlib.closing(there):
                        there.request(self.command, self.path, body, dict(self.headers))
                        answer = there.getresponse()
                        kept = {
                            name: value
                            for name, value in answer.getheaders()
                            if name.lower() in {"content-type", "x-elastic-product"}
                        }
                        self._answer(answer.status, answer.read(), kept)
                except OSError:
                    self.close_connection = True

            def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in (headers or {"Content-Type": "application/json"}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                """The tests have their own record."""

        return Handler


@contextlib.contextmanager
def before(target: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
