"""The parent of a running site: web server and search worker, started and ended together.

`python -m config.serve` listens on 127.0.0.1, port PORT (8000). A worker that dies comes back
after a pause that grows; when the web server dies, everything ends with an error. Nothing here
loads Django: the parent stays small and starts at once.
"""

import contextlib
import ctypes
import gettext
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
GRACE = 4.0  # seconds a child gets to end by itself
TICK = 0.1
LONGEST_PAUSE = 60.0
STEADY = 60.0  # a worker that lived this long is started again without a pause
_PR_SET_PDEATHSIG = 1

_ = gettext.translation(
    "django", localedir=str(BASE_DIR / "locale"), languages=["vi"], fallback=True
).gettext


def web_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST,
        "--port", str(port), "--workers", "2", "--blocking-threads", "2", "--no-ws",
        # A web worker can die of a torn index file that it has mapped; the others go on.
        "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "3",
        "--log-level", "warning", "config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, str(BASE_DIR / "manage.py"), "search_work"]


def port_of(environment: dict[str, str]) -> int:
    text = environment.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(_("PORT must be a number from 1 to 65535, not %(text)r.") % {"text": text})
    return int(text)


def port_is_free(port: int) -> bool:
    """Whether nobody answers on the port and it can be bound.

    The web server shares its port between processes (SO_REUSEPORT), so that a second start would
    bind without an error: asking is the only sure way.
    """
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def refuse_taken_port(port: int) -> None:
    if not port_is_free(port):
        sys.exit(
            _("Port %(port)d is taken. Stop what runs there, or choose another: PORT=8001 make run")
            % {"port": port}
        )


def _end_with_parent() -> None:
    """Runs in the child: on Linux it gets SIGTERM when the parent is gone, even by SIGKILL."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One child process in a group of its own, so that Ctrl-C reaches it through us only."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.failures = 0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # safe: the parent has one thread
        )
        self.started_at = time.monotonic()

    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else 0

    def pause(self) -> float:
        """Seconds to wait before the next start, after `failures` deaths in a row."""
        return float(min(2.0 ** (self.failures - 1), LONGEST_PAUSE)) if self.failures else 0.0

    def signal_group(self, number: int) -> None:
        if self.process:
            # The group outlives its leader when the leader's own children hang.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Parent:
    """Keeps the children alive until it is told to stop."""

    def __init__(
        self,
        web: Child,
        worker: Child,
        *,
        announce: Callable[[], None],
        is_answering: Callable[[], bool],
    ) -> None:
        self.web = web
        self.worker = worker
        self.announce = announce
        self.is_answering = is_answering
        self.is_stopping = False

    def _stop(self, _number: int, _frame: object) -> None:
        self.is_stopping = True

    def run(self) -> int:
        """Runs until a signal (0) or until the web server dies (1)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self.web.start()
            self.worker.start()
            return self._watch()
        finally:
            self._end_children()

    def _watch(self) -> int:
        is_announced = False
        restart_at: float | None = None
        while not self.is_stopping:
            code = self.web.exit_code()
            if code is not None:
                print(_("The web server ended with code %(code)d.") % {"code": code}, flush=True)
                return 1
            if not is_announced and self.is_answering():
                self.announce()
                is_announced = True
            restart_at = self._tend_worker(self.worker, restart_at)
            time.sleep(TICK)
        return 0

    def _tend_worker(self, worker: Child, restart_at: float | None) -> float | None:
        """Starts a dead worker again when its pause is over; the moment of the next start."""
        now = time.monotonic()
        if restart_at is not None:
            if now < restart_at:
                return restart_at
            worker.start()
            return None
        code = worker.exit_code()
        if code is None:
            return None
        worker.failures = 1 if now - worker.started_at > STEADY else worker.failures + 1
        print(
            _("The search worker ended with code %(code)d; it starts again in %(pause)d s.")
            % {"code": code, "pause": worker.pause()},
            file=sys.stderr,
            flush=True,
        )
        return now + worker.pause()

    def _end_children(self) -> None:
        children = [child for child in (self.web, self.worker) if child.process]
        for child in children:
            if child.exit_code() is None:
                child.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(c.exit_code() is None for c in children):
            time.sleep(TICK)
        for child in children:
            child.signal_group(signal.SIGKILL)
            if child.process:
                child.process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def main(arguments: list[str]) -> int:
    port = port_of(dict(os.environ))
    refuse_taken_port(port)
    if arguments == ["--check-port"]:
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    address = f"http://localhost:{port}/"

    def announce() -> None:
        print(
            _("The site runs at %(address)s (administration: %(address)sadmin/). Ctrl-C ends it.")
            % {"address": address},
            flush=True,
        )

    parent = Parent(
        Child("web", web_command(port)),
        Child("worker", worker_command()),
        announce=announce,
        is_answering=lambda: _answers(port),
    )
    return parent.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
