"""The parent process, with real children: nothing outlives it, a dead worker comes back."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import serve

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
# A child with a child of its own, both deaf: the whole group must go.
FAMILY = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STUBBORN!r}])"

PARENT = """
import sys
from config import serve
serve.GRACE = {grace}
children = [serve.Child(name, [sys.executable, "-c", code]) for name, code in {children!r}]
sys.exit(serve.Parent(children[0], children[1], announce=lambda: print("ready", flush=True),
                      is_answering=lambda: all(c.process for c in children)).run())
"""


@pytest.fixture
def start(base_dir: Path):
    started: list[subprocess.Popen[str]] = []

    def run(web: str, worker: str, grace: float = 4.0) -> subprocess.Popen[str]:
        code = PARENT.format(grace=grace, children=[("web", web), ("worker", worker)])
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=base_dir,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def children_of(pid: int) -> set[int]:
    """Every living descendant, by the parent that each process states."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if state[0] != "Z":
                parents[int(entry.name)] = int(state[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both_and_leaves_nothing(start, number):
    parent = start(SLEEP, SLEEP)
    family = children_of(parent.pid)
    assert len(family) == 2

    began = time.monotonic()
    parent.send_signal(number)

    assert parent.wait(timeout=5) == 0
    assert time.monotonic() - began < 5
    assert not [pid for pid in family if is_alive(pid)]


@linux_only
def test_children_that_hear_nothing_are_ended_with_their_own_children(start):
    parent = start(FAMILY, STUBBORN, grace=0.5)
    wait_for(lambda: len(children_of(parent.pid)) == 3)
    family = children_of(parent.pid)

    parent.terminate()

    assert parent.wait(timeout=5) == 0
    wait_for(lambda: not [pid for pid in family if is_alive(pid)])


def test_the_death_of_the_web_server_is_an_error_and_ends_the_worker(start):
    parent = start("import time; time.sleep(0.5); raise SystemExit(3)", SLEEP)

    assert parent.wait(timeout=5) == 1
    assert "3" in parent.communicate()[0]


@linux_only
def test_a_worker_that_dies_comes_back_after_a_pause(start):
    parent = start("import time; time.sleep(8.5)", SLEEP)
    (worker,) = (pid for pid in children_of(parent.pid) if SLEEP in command_of(pid))

    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: not is_alive(worker))

    wait_for(lambda: len(children_of(parent.pid)) == 2)
    assert worker not in children_of(parent.pid)


@linux_only
def test_children_end_even_when_the_parent_is_killed(start):
    parent = start(SLEEP, SLEEP)
    family = children_of(parent.pid)

    parent.kill()
    parent.wait(timeout=5)

    wait_for(lambda: not [pid for pid in family if is_alive(pid)])


def test_pauses_grow_and_end_at_a_minute():
    child = serve.Child("worker", [])
    pauses = []
    for child.failures in range(9):
        pauses.append(child.pause())

    assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_a_taken_port_is_told_before_anything_starts(base_dir: Path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "config.serve"],
            cwd=base_dir,
            env={**os.environ, "PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )

    assert result.returncode == 1
    assert str(port) in result.stderr


@pytest.mark.parametrize("text", ["", "abc", "0", "70000", "-1"])
def test_a_port_that_is_no_port_is_refused(text: str):
    with pytest.raises(SystemExit):
        serve.port_of({"PORT": text})


def test_without_a_wish_the_port_is_8000():
    assert serve.port_of({}) == 8000
