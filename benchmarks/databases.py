"""Databases of generated certifications for benchmarks, made once and kept where asked.

A kept database carries the fingerprint of its generator and of the migrations; where either
has changed it is made anew, so that no figure is of an old schema.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import fingerprint

STEPS = ("migrate", "gazetteer_load", "regime_load", "authority_load")
Environment = Mapping[str, str]


@contextmanager
def with_databases(counts: Sequence[int], keep: Path | None = None) -> Iterator[list[Environment]]:
    """The environment of a database of each size; in a temporary folder unless kept."""
    with tempfile.TemporaryDirectory() as temporary:
        yield [_made(count, (keep or Path(temporary)) / str(count)) for count in counts]


def in_database(environment: Environment, *words: str) -> str:
    """What a Python command prints when it runs on a database; its errors are shown."""
    ran = subprocess.run(
        [sys.executable, *words], env=dict(environment), check=True, stdout=subprocess.PIPE
    )
    return ran.stdout.decode()


def _made(count: int, folder: Path) -> Environment:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SOVANG_VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
    }
    mark = folder / "fingerprint"
    if mark.exists() and mark.read_text() == _fingerprint():
        return environment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for step in STEPS:
        in_database(environment, "manage.py", step, "--verbosity", "0")
    in_database(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    in_database(environment, "-m", "benchmarks.generate", "--count", str(count))
    mark.write_text(_fingerprint())
    return environment


def _fingerprint() -> str:
    """Of the generator and all migrations."""
    digest = hashlib.sha256(fingerprint().encode())
    for path in sorted(Path("registry/migrations").glob("0*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
