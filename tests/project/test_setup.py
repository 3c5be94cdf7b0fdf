"""What a second `make run` may skip, and what makes it work again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import setup


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "registry/gazetteer/places.csv",
        "catalog/static/a.css",
        "config/settings/base.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    (tmp_path / "requirements.txt").write_text("one")
    monkeypatch.setattr(setup, "BASE_DIR", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["registry/gazetteer/places.csv", "requirements.txt"])
def test_any_change_of_source_or_data_or_packages_is_seen(tree: Path, name: str):
    before = setup.source_fingerprint()
    assert setup.source_fingerprint() == before

    (tree / name).write_text("two")

    assert setup.source_fingerprint() != before


def test_a_renamed_file_is_seen(tree: Path):
    before = setup.source_fingerprint()
    data = tree / "registry" / "gazetteer" / "places.csv"

    data.rename(data.with_name("units.csv"))

    assert setup.source_fingerprint() != before


def test_compiled_files_are_not_source(tree: Path):
    before = setup.source_fingerprint()
    (tree / "registry" / "__pycache__").mkdir()
    (tree / "registry" / "__pycache__" / "x.pyc").write_text("x")

    assert setup.source_fingerprint() == before


def test_static_files_are_collected_again_for_their_own_changes_only(tree: Path):
    before = setup.static_fingerprint()
    (tree / "registry" / "gazetteer" / "places.csv").write_text("two")
    assert setup.static_fingerprint() == before

    (tree / "catalog" / "static" / "a.css").write_text("two")

    assert setup.static_fingerprint() != before


def test_a_replaced_database_file_is_another_database(tmp_path: Path):
    path = tmp_path / "db.sqlite3"
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    assert setup.database_identity(database) == "absent"

    path.write_text("rows")
    first = setup.database_identity(database)
    shutil.copy(path, tmp_path / "copy")
    (tmp_path / "copy").replace(path)

    assert first not in {"absent", setup.database_identity(database)}


def test_a_database_server_is_always_asked():
    assert setup.database_identity({"ENGINE": "django.db.backends.postgresql", "NAME": "x"}) is None


def test_the_ledger_remembers_by_step_and_survives_a_broken_file(tmp_path: Path):
    path = tmp_path / "var" / "setup.json"
    setup.Ledger(path).record("data", "abc")

    assert setup.Ledger(path).has("data", "abc")
    assert not setup.Ledger(path).has("data", "abd")
    assert not setup.Ledger(path).has("static", "abc")
    path.write_text("{")
    assert not setup.Ledger(path).has("data", "abc")


def test_accounts_are_printed_and_readable_by_their_owner_only(tmp_path: Path, capsys):
    path = tmp_path / "var" / "demo_accounts.txt"
    path.parent.mkdir()
    path.write_text("lan: secret\n")

    setup.show_accounts(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert "var/demo_accounts.txt" in capsys.readouterr().out


def start(base_dir: Path, var: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "SOVANG_VAR_DIR": str(var)}
    return subprocess.run(
        [sys.executable, "-m", "config.setup"],
        cwd=base_dir,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_torn_database_is_told_and_left_as_it_is(base_dir: Path, tmp_path: Path):
    database = tmp_path / "sovang.sqlite3"
    database.write_bytes(b"torn" * 5000)
    result = start(base_dir, tmp_path)
    assert result.returncode == 1
    assert str(database) in result.stderr
    assert "Traceback" not in result.stderr
    assert database.read_bytes() == b"torn" * 5000


def test_a_folder_that_cannot_be_written_is_told(base_dir: Path, tmp_path: Path):
    (tmp_path / "var").write_text("a file where the folder should be")
    result = start(base_dir, tmp_path / "var")
    assert result.returncode == 1
    assert str(tmp_path / "var") in result.stderr
    assert "Traceback" not in result.stderr
