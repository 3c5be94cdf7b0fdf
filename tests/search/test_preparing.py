"""Documents made in processes of their own are those that the writer would make itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from registry.selectors.items import item_refs
from search import preparing, surroundings
from tests.database_address import database_address
from tests.search import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def _rebuild(tmp_path: Path, *options: str) -> str:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "SOVANG_VAR_DIR": str(tmp_path / "var"),
        "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
        "DATABASE_URL": database_address(),
        "ALLOWED_HOSTS": "localhost",
    }
    ended = subprocess.run(
        [sys.executable, "manage.py", "search_rebuild", *options],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.timeout(300)
def test_two_processes_build_what_one_builds(engine, tmp_path):  # type: ignore[no-untyped-def]
    for number in range(40):
        make.item(f"Trà {number}", place_now=make.place(f"{number:03d}", f"Xã {number}"))
    _rebuild(tmp_path, "--processes", "0")
    alone = dict(engine.refs())
    first = engine.info().generation
    _rebuild(tmp_path, "--processes", "2")
    assert engine.info().generation != first
    assert dict(engine.refs()) == alone
    assert list(alone) == list(item_refs())


def test_processes_are_for_many_documents_and_never_within_a_transaction():  # type: ignore[no-untyped-def]
    assert preparing.processes_for(49_999) == 0
    assert preparing.processes_for(50_000) >= 1
    with transaction.atomic():
        assert preparing.processes_for(50_000) == 0


def test_pieces_come_in_their_order_and_absent_ones_are_told(directory):  # type: ignore[no-untyped-def]
    refs = [make.item("Trà"), "p:NOBODY", make.item("Chè")]
    around = surroundings.load(make.DAY)
    with preparing.preparing(0) as prepared_of:
        (piece,) = prepared_of(iter(refs), around)
    assert [one.ref for one in piece.documents] == [refs[0], refs[2]]
    assert piece.absent == ["p:NOBODY"] and not piece.errors
