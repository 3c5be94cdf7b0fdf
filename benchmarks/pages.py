"""Public pages beside a bare Django view, a page of Wagtail and the engine, in one run.

    python -m benchmarks.pages --size 20000 [--keep /tmp/bench] [--profile product]

Goals P1-P4 and P6-P8 of the design's performance goals (P5 stands beside another project). The
bare view is Django's handler without any middleware. In the process: CPU time of the WSGI handler
called directly, without and with kept pages, all calls interleaved round by round, medians (p95
for P3). Then requests a second of the server. Exits with 1 where a must is missed.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.databases import in_database, with_databases
from benchmarks.search.table import Row, told

BASE = 2_000
ROUNDS = 100
LOAD_ROUNDS, LOAD_SECONDS = 3, 1.0
WORDS = ("chè", "mật ong", "gạo", "cà phê", "nước mắm", "bưởi", "tiêu", "hạt điều")
# Verifications are made anew each time.
KEPT = ("catalogue, one word", "catalogue, all", "product", "home", "wagtail")
Handler = Callable[..., Any]


def ask(handler: Handler, address: str) -> bytes:
    """The body of one anonymous request, asked of the handler as a server would."""
    from django.test import RequestFactory

    environ = RequestFactory(headers={"host": "localhost"}).get(address).environ
    said: list[str] = []
    response = handler(environ, lambda status, headers: said.append(status))
    body = b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise SystemExit(f"{address} answered {said[0]}")
    return body


def addresses_of() -> dict[str, list[str]]:
    from registry.models import Certification

    rows = list(
        Certification.objects.filter(product__isnull=False)
        .order_by("pk")
        .values_list("code", "product__code")[: ROUNDS * 7 : 7]
    )
    return {
        "catalogue, one word": [f"/danh-muc/?q={quote(word)}" for word in WORDS],
        "catalogue, all": ["/danh-muc/"],
        "product": [f"/i/{product}" for _code, product in rows],
        "verification": [f"/c/{code}" for code, _product in rows],
        "home": ["/"],
        "wagtail": ["/ve-so/"],
    }


def handlers() -> tuple[Handler, Handler, Handler]:
    """The bare view, the site that keeps no page, and the site as it is."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    from benchmarks.page_server import bare_handler

    without = [name for name in settings.MIDDLEWARE if "whole_pages" not in name]
    with override_settings(MIDDLEWARE=without):
        uncached = WSGIHandler()
    return bare_handler(), uncached, WSGIHandler()


def in_process(pages: dict[str, list[str]]) -> tuple[dict[str, float], dict[str, float]]:
    """Median and p95 of each call, in ms of CPU."""
    from benchmarks.page_server import BARE
    from search.query import Query
    from search.service import search

    bare, uncached, cached = handlers()
    turn = iter(range(10**9))

    def rotating(handler: Handler, addresses: Sequence[str]) -> Callable[[], object]:
        return lambda: ask(handler, addresses[next(turn) % len(addresses)])

    calls: dict[str, Callable[[], object]] = {
        "bare view": rotating(bare, [BARE]),
        "engine, one word": lambda: search(Query(text=WORDS[next(turn) % len(WORDS)])),
        "engine, all": lambda: search(Query()),
        **{name: rotating(uncached, some) for name, some in pages.items()},
        **{f"{name}, kept": rotating(cached, pages[name][:8]) for name in KEPT},
    }
    # A page is kept only when nothing has changed for a while.
    ask(cached, "/")
    time.sleep(3.5)
    for name in KEPT:
        for address in pages[name][:8]:
            ask(cached, address)
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(ROUNDS + 8):
        for name, call in calls.items():
            started = time.process_time()
            call()
            if number >= 8:
                times[name].append((time.process_time() - started) * 1000)
    middle = {name: statistics.median(found) for name, found in times.items()}
    return middle, {name: statistics.quantiles(found, n=20)[18] for name, found in times.items()}


def queries_of(pages: dict[str, list[str]]) -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _bare, uncached, _cached = handlers()
    found = {}
    for name, addresses in pages.items():
        ask(uncached, addresses[0])
        with CaptureQueriesContext(connection) as captured:
            ask(uncached, addresses[0])
        found[name] = len(captured)
    return found


def under_load(pages: dict[str, list[str]]) -> dict[str, float]:
    """Requests a second: the site's server keeping pages, and one whose cache is stopped."""
    from benchmarks.page_server import BARE, rates, running

    kinds = {"bare view": [BARE], **pages}
    with running(os.environ) as port:
        rates(port, pages, rounds=1, seconds=1.0)
        found = rates(port, {k: v[:8] for k, v in kinds.items()}, LOAD_ROUNDS, LOAD_SECONDS)
    kept = {f"{name}, kept": found[name] / found["bare view"] for name in KEPT}
    with running({**os.environ, "PAGES_KEPT": "0"}) as port:
        found = rates(port, kinds, LOAD_ROUNDS, LOAD_SECONDS)
    print(f"  the bare view answers {found['bare view']:.0f} requests a second")
    return {**kept, **{name: found[name] / found["bare view"] for name in pages}}


def goals(
    count: int, ms: dict[str, float], high: dict[str, float], queries: dict[str, int],
    load: dict[str, float],
) -> list[Row]:  # fmt: skip
    bare, is_small = ms["bare view"], count <= 25_000
    rest = max(0.0, ms["catalogue, one word"] - ms["engine, one word"])
    p3 = (4.5, 3.0) if is_small else (3.0, 2.0) if count <= 250_000 else (1.5, 1.2)
    ratio = high["catalogue, one word"] / high["engine, one word"]
    rows = [
        Row("P1", "(catalogue - engine) / Wagtail page", rest / ms["wagtail"],
            *((0.6, 0.3) if is_small else (1.3, 0.8))),
        Row("P2", "(catalogue - engine) / bare view", rest / bare, 40 if is_small else 90, 20),
        Row("P3", "catalogue p95 / engine p95", ratio, *p3),
        Row("P7", "product / bare view", ms["product"] / bare, 30, 15),
        Row("P7", "verification / bare view", ms["verification"] / bare, 30, 15),
        Row("P7", "product, kept / bare view", ms["product, kept"] / bare, 30, 15),
        Row("P8", "queries of the catalogue", queries["catalogue, one word"], 8, 3),
    ]  # fmt: skip
    for name, value in load.items():
        if name.endswith(", kept"):
            rows.append(Row("P6", f"{name}: requests/s ÷ bare", value, 0.35, 0.6, at_least=True))
    rows.append(
        Row(
            "P4",
            "catalogue: requests/s ÷ bare",
            load["catalogue, one word"],
            0.08,
            0.15,
            at_least=True,
        )
    )
    return rows


def measure() -> int:
    """Runs where the environment names database and index."""
    from registry.models import Certification

    count, pages = Certification.objects.count(), addresses_of()
    ms, high = in_process(pages)
    print(f"\n{count} certifications; CPU ms, median / p95 / × the bare view")
    for name, value in ms.items():
        print(f"  {name:28} {value:8.3f} / {high[name]:8.3f} / {value / ms['bare view']:6.1f}")
    queries = queries_of(pages)
    print(f"  queries: {queries}")
    rows = goals(count, ms, high, queries, under_load(pages))
    print(told(rows))
    return int(any(row.verdict == "MISSED" for row in rows))


def profile(name: str) -> int:
    import cProfile
    import pstats

    addresses = addresses_of()[name]
    _bare, uncached, _cached = handlers()
    for address in addresses[:20]:
        ask(uncached, address)
    profiler = cProfile.Profile()
    profiler.enable()
    for number in range(100):
        ask(uncached, addresses[number % len(addresses)])
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="folder in which databases stay for the next run")
    parser.add_argument("--profile", metavar="PAGE", help="profile a page instead, as 'product'")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        import django

        django.setup()
        return profile(options.profile) if options.profile else measure()
    with tempfile.TemporaryDirectory() as temporary:
        environment = site_of(options.size, options.keep or Path(temporary))
        command = [sys.executable, "-m", "benchmarks.pages", "--measure"]
        command += ["--profile", options.profile] if options.profile else []
        return subprocess.run(command, env=environment).returncode


def site_of(count: int, folder: Path) -> dict[str, str]:
    """The environment of a whole site with that many products, made unless the folder has it."""
    with with_databases([BASE], folder) as (environment,):
        base, site = Path(environment["SOVANG_VAR_DIR"]), folder / f"site-{count}"
        made = {
            **environment,
            "SOVANG_VAR_DIR": str(site),
            "DATABASE_URL": f"sqlite:///{site / 'bench.sqlite3'}",
        }
        fingerprint = (base / "fingerprint").read_text()
        mark = site / "fingerprint"
        if mark.exists() and mark.read_text() == fingerprint:
            return made
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(base, site, ignore=lambda *_: ["bench.sqlite3", "fingerprint"])
        filling = (
            "import sys; from pathlib import Path; from benchmarks.search.register import fill; "
        )
        filling += "fill(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))"
        files = (str(site / "bench.sqlite3"), str(base / "bench.sqlite3"), str(count))
        print(in_database(made, "-c", filling, *files), end="")
        in_database(made, "manage.py", "pages_load", "--verbosity", "0")
        print(in_database(made, "manage.py", "search_rebuild"), end="", flush=True)
        mark.write_text(fingerprint)
        return made


if __name__ == "__main__":
    sys.exit(main())
