"""A register of generated products in a scratch database, and an Elasticsearch beside it."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def scratch_site(count: int) -> Iterator[Path]:
    """Django is set up on a database of that many products; yields the scratch folder."""
    scratch = Path(tempfile.mkdtemp(prefix="sovang-bench-"))
    try:
        os.environ["SOVANG_VAR_DIR"] = str(scratch)
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks.generate import generate

        started = time.monotonic()
        call_command("migrate", verbosity=0)
        for command in ("gazetteer_load", "regime_load", "authority_load"):
            call_command(command, verbosity=0)
        generate(count)
        print(f"{count} products made in {time.monotonic() - started:.0f} s")
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextlib.contextmanager
def elasticsearch_url() -> Iterator[str]:
    """The server of ELASTICSEARCH_TEST_URL, or one started for this run."""
    from tests import elasticsearch_server

    if given := os.environ.get("ELASTICSEARCH_TEST_URL"):
        yield given
        return
    with elasticsearch_server.running(java_options="") as server:
        yield server.address.url
