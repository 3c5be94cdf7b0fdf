"""Migrates SQLite once for all test processes and runs: each starts from a copy of the result.

Migrating takes ten seconds of a processor for every test process. The template is kept in the
ignored folder `var/`, named by a hash of all that decides what migrating makes. On other
databases nothing here happens.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BASE_DIR = Path(__file__).resolve().parent.parent
FOLDER = BASE_DIR / "var" / "test-template"


def _fingerprint() -> str:
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    files = [BASE_DIR / "requirements.txt", *BASE_DIR.glob("config/settings/*.py")]
    for path in sorted([*files, *BASE_DIR.glob("*/migrations/*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _migrate(target: Path) -> None:
    """Migrates an empty database in another process and puts the finished file in place."""
    raw = target.with_suffix(f".{os.getpid()}")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{raw}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"],
        cwd=BASE_DIR,
        env=environment,
        check=True,
    )
    _copy(raw, target)
    for path in FOLDER.iterdir():
        if path != target and path.suffix != ".lock":
            path.unlink()


def _copy(source: Path, target: Path) -> None:
    """Copies through SQLite, so that what still stands in the write-ahead log comes along."""
    fresh = target.with_name(f"{target.name}.copy.{os.getpid()}")
    with sqlite3.connect(source) as reader, sqlite3.connect(fresh) as writer:
        reader.backup(writer)
    reader.close()
    writer.close()
    fresh.replace(target)


def _template() -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    target = FOLDER / f"{_fingerprint()}.sqlite3"
    with (FOLDER / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            _migrate(target)
    return target


def _is_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    if _is_sqlite():
        _copy(_template(), Path(settings.DATABASES["default"]["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    return django_db_keepdb or _is_sqlite()


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb: bool) -> bool:
    return django_db_createdb and not _is_sqlite()
