"""A production site refuses to start half-set, and names the variable without showing a value."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {
    "SECRET_KEY": "a-long-secret",
    "ALLOWED_HOSTS": "sovang.example.vn",
    "BASE_URL": "https://sovang.example.vn",
    "PERSONAL_DATA_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "PERSONAL_DIGEST_KEY": "another-secret",
}


def load(base_dir: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings.base as s; print(s.DEBUG, s.IS_DEMO)"],
        cwd=base_dir,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_production_site_starts_without_debug_and_demo(base_dir: Path):
    assert load(base_dir).stdout == "False False\n"


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_variable_is_named(base_dir: Path, name: str, value: str | None):
    result = load(base_dir, **{name: value})

    assert result.returncode != 0
    assert f"Set {name} (docs/settings.md" in result.stderr


def test_all_missing_variables_are_named_at_once(base_dir: Path):
    result = load(base_dir, SECRET_KEY=None, BASE_URL=None)

    assert "Set SECRET_KEY, BASE_URL" in result.stderr


def test_plain_http_is_refused(base_dir: Path):
    result = load(base_dir, BASE_URL="http://sovang.example.vn")

    assert "BASE_URL must begin with https://" in result.stderr


def test_a_bad_encryption_key_is_refused_and_not_shown(base_dir: Path):
    result = load(base_dir, PERSONAL_DATA_KEYS=f"{GOOD['PERSONAL_DATA_KEYS']},my-bad-key")

    assert "PERSONAL_DATA_KEYS" in result.stderr
    assert "my-bad-key" not in result.stderr


def test_an_address_of_elasticsearch_chooses_the_engine_and_is_checked(base_dir: Path):
    assert load(base_dir, ELASTICSEARCH_URL="https://search.example.vn:9200").returncode == 0
    result = load(
        base_dir,
        ELASTICSEARCH_URL="http://search.example.vn:9200",
        ELASTICSEARCH_PASSWORD="a-secret",
    )

    assert "ELASTICSEARCH_URL must begin with https://" in result.stderr
    assert "a-secret" not in result.stderr
