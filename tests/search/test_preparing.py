"""Documents made in processes of their own are those that the writer would make itself."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from registry.selectors.items import item_refs
from search import preparing, surroundings
from tests import commands
from tests.search import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def _rebuild(tmp_path: Path, *options: str) -> str:
    variables = commands.environment(tmp_path, settings.SEARCH_INDEX_DIR)
    process = commands.started(variables, "search_rebuild", *options)
    told, _nothing = process.communicate(timeout=240)
    assert process.returncode == 0, told
    return told


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
