"""Suggestions while typing: service time of each keystroke beside a bare view, and memory.

    python -m benchmarks.suggest                   # 50,000 certifications
    python -m benchmarks.suggest --count 1000000

The register gets its own SQLite database and index in a temporary folder. Names of its
products, makers and places are typed letter by letter, with accents and without, through the
WSGI handler; the floor is a bare view behind the same middlewares, taken in between.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

STEPS = ("migrate", "gazetteer_load", "regime_load", "authority_load")
TYPED, SEED = 60, 20_26


def measure() -> None:
    """Runs in a process of its own whose environment names the database and the index."""
    import django

    django.setup()
    from django.test import Client

    from registry.models import Establishment, Place, Product
    from registry.text import fold
    from search.phrases import phrases_refresh

    started = time.perf_counter()
    phrases = phrases_refresh()
    counted = time.perf_counter() - started
    draw = random.Random(SEED)
    names: list[str] = []
    for model, field in ((Product, "name"), (Establishment, "name"), (Place, "full_name")):
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True)[:200_000])
        rows = model.objects.filter(pk__in=draw.sample(keys, TYPED))
        names += rows.values_list(field, flat=True)
    typed = [
        text[:end]
        for name in names
        for text in (name, fold(name))
        for end in range(1, min(len(text), 24) + 1)
    ]
    draw.shuffle(typed)
    client = Client(headers={"host": "localhost"})

    def timed(address: str) -> tuple[float, float]:
        """Milliseconds by the clock and of the processor: others may use the machine too."""
        before, used = time.perf_counter(), time.process_time()
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
        return (time.perf_counter() - before) * 1000, (time.process_time() - used) * 1000

    for text in ("c", "ch", "chè x"):
        timed(f"/api/v1/suggest?q={quote(text)}")
    floor = [timed("/robots.txt") for _ in range(200)]
    times = {text: timed(f"/api/v1/suggest?q={quote(text)}") for text in typed}
    print(
        f"{Product.objects.count()} products, {len(times)} texts typed, {phrases} phrases kept "
        f"(counted in {counted:.1f} s)"
    )
    for number, what in enumerate(("by the clock", "of the processor")):
        ranked = sorted(row[number] for row in times.values())
        bare = statistics.median(row[number] for row in floor)
        print(
            f"  ms {what:18} bare view p50 {bare:.2f};  suggestions p50 "
            f"{statistics.median(ranked):.2f}  p95 {ranked[int(len(ranked) * 0.95)]:.2f}  "
            f"max {ranked[-1]:.2f}"
        )
    slowest = sorted(times, key=lambda text: -times[text][1])[:3]
    print("  dearest:", ", ".join(f"“{text}” {times[text][1]:.1f}" for text in slowest))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory of this process, counting of phrases included: {peak:.0f} MB")
    subprocess.run([sys.executable, "-m", "benchmarks.suggest", "--memory"], check=True)


def memory() -> None:
    """What a web process holds that has answered; another process counts the phrases."""
    import django

    django.setup()
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    for text in ("c", "ch", "cà phê đ", "huyện", "htx", "xã t"):
        client.get(f"/api/v1/suggest?q={quote(text)}")
    status = Path("/proc/self/status").read_text().splitlines()
    held = {
        line.split(":")[0]: int(line.split()[1]) // 1024
        for line in status
        if line.startswith(("VmRSS", "RssAnon", "RssFile"))
    }
    print(
        f"  a web process after some suggestions: {held.get('VmRSS')} MB resident, of them "
        f"{held.get('RssFile')} MB files shared with others"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure or options.memory:
        (measure if options.measure else memory)()
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "SOVANG_VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }

        def run(*words: str) -> None:
            subprocess.run([sys.executable, *words], env=environment, check=True)

        for step in STEPS:
            run("manage.py", step, "--verbosity", "0")
        run("-m", "benchmarks.generate", "--count", str(options.count))
        run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        run("manage.py", "search_rebuild")
        run("-m", "benchmarks.suggest", "--measure")


if __name__ == "__main__":
    main()
