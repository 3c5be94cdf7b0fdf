"""The catalogue page of 24 products: queries, and time beside floors of the same run.

    python -m benchmarks.catalogue_page            # 2,000 and 20,000 certifications
    python -m benchmarks.catalogue_page --counts 20000 200000

Each count gets its own SQLite database and index in a temporary folder. Service time is of
the WSGI handler called directly, without a network: median of rotating requests, warm. The
floors are an empty page behind the same middlewares and the engine's own call.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import median_ms

STEPS = ("migrate", "gazetteer_load", "regime_load", "authority_load")
PAGES = {
    "all products": "/danh-muc/",
    "one word": "/danh-muc/?q=ch%C3%A8",
    "one word, folded": "/danh-muc/?q=mat+ong",
    "one word, a province": "/danh-muc/?q=g%E1%BA%A1o&tinh=f25-38",
    "four stars": "/danh-muc/?muc=ocop:4",
}
ROUNDS = 40


def measure() -> None:
    """Runs in a process of its own whose environment names the database and the index."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from registry.models import Certification
    from search.query import Query
    from search.service import search

    client = Client(headers={"host": "localhost"})
    print(f"\n{Certification.objects.count()} certifications")
    floor = median_ms(lambda: client.get("/robots.txt"), ROUNDS)
    print(f"  {'floor: /robots.txt behind the middlewares':46} {floor:7.2f} ms")
    engine = median_ms(lambda: search(Query(text="chè")), ROUNDS)
    print(f"  {'engine call alone, one word with facets':46} {engine:7.2f} ms")
    for name, address in PAGES.items():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        queries = len(captured)  # the next request empties the log of queries
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
        page = median_ms(lambda address=address: client.get(address), ROUNDS)  # type: ignore[misc]
        print(
            f"  {name:46} {page:7.2f} ms  {queries:2d} queries"
            f"  {page / floor:6.1f} x floor  {page / engine:5.1f} x engine"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.demo",
                "SOVANG_VAR_DIR": folder,
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            }

            def run(*words: str, environment: dict[str, str] = environment) -> None:
                subprocess.run([sys.executable, *words], env=environment, check=True)

            for step in STEPS:
                run("manage.py", step, "--verbosity", "0")
            run("-m", "benchmarks.generate", "--count", str(count))
            run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
            run("manage.py", "search_rebuild")
            run("-m", "benchmarks.catalogue_page", "--measure")


if __name__ == "__main__":
    main()
