"""The demo site of the catalogue's tests, with the first lines of the demo register on top."""

import io
import itertools
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from catalog.demo.load import REGISTER_FILE
from tests.catalog.conftest import index, shelf  # noqa: F401  a fixture
from tests.catalog.shelf import Shelf

_LINES = 40


@pytest.fixture
def demo(db: None, shelf: Shelf, tmp_path: Path) -> Shelf:  # noqa: F811
    path = tmp_path / "lines.csv"
    with REGISTER_FILE.open(encoding="utf-8") as file:
        path.write_text("".join(itertools.islice(file, _LINES + 1)), encoding="utf-8")
    with override_settings(VAR_DIR=tmp_path):
        call_command("authority_load", verbosity=0)
        call_command("demo_load", file=path, stdout=io.StringIO(), stderr=io.StringIO())
    index()
    return shelf
