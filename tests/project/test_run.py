"""`make run` as a person meets it: a new folder, a second start, an answer, Ctrl-C."""

import hashlib
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.timeout(400)
LOADER = "Danh mục địa phương"  # the first load step, as `config.setup` says it in Vietnamese


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of the test settings: only what a person's shell has, a free port, a new folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PORT": str(port),
        "SOVANG_VAR_DIR": str(tmp_path_factory.mktemp("run") / "var"),
    }


def prepare(base_dir: Path, environment: dict[str, str]) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "config.setup"],
        cwd=base_dir,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def rows_of(path: Path) -> str:
    digest = hashlib.sha256()
    connection = sqlite3.connect(path)
    for line in connection.iterdump():
        digest.update(line.encode())
    connection.close()
    return digest.hexdigest()


@pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="the demo runs on SQLite; once a run is enough",
)
def test_the_demo_starts_answers_and_ends(base_dir: Path, environment: dict[str, str]):
    place = Path(environment["SOVANG_VAR_DIR"])
    address = f"http://localhost:{environment['PORT']}/"

    said = prepare(base_dir, environment)
    accounts = place / "demo_accounts.txt"
    assert address in said
    assert LOADER in said
    assert accounts.read_text().splitlines()[-1] in said
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700

    # Even where the ledger is lost and every command runs again, no row changes.
    before = rows_of(place / "sovang.sqlite3")
    (place / "setup.json").unlink()
    assert LOADER in prepare(base_dir, environment)
    assert rows_of(place / "sovang.sqlite3") == before

    # A second start is quick because it runs no load step at all: one line is said instead.
    assert LOADER not in prepare(base_dir, environment)
    assert rows_of(place / "sovang.sqlite3") == before

    site = subprocess.Popen(
        [sys.executable, "-m", "config.serve"], cwd=base_dir, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert site.stdout
        for line in site.stdout:
            if address in line:
                break
        english = urllib.request.Request(address, headers={"Accept-Language": "en"})
        with urllib.request.urlopen(english, timeout=30) as answer:  # noqa: S310  our own host
            assert answer.status == 200
            assert 'lang="vi"' in answer.read().decode()
        site.send_signal(signal.SIGINT)
        assert site.wait(timeout=60) == 0
    finally:
        site.kill()
        site.communicate()
