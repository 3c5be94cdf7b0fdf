"""Commands of the project as processes of their own, on the database of the running test."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.database_address import database_address


def environment(folder: Path, index: Path | str, **more: str) -> dict[str, str]:
    """The demo's settings with files below a folder, and an index that the test knows."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "SOVANG_VAR_DIR": str(folder / "var"),
        "SEARCH_INDEX_DIR": str(index),
        "DATABASE_URL": database_address(),
        "PYTHONUNBUFFERED": "1",
        "ALLOWED_HOSTS": "localhost",
        **more,
    }


def started(variables: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """A command that runs on, with all that it says in one stream."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
