"""Wagtail's own database search over the same products, for comparison. Not part of the site."""

import os
import statistics
import subprocess
import sys
import time

WORDS_ASKED = ("che", "mat ong", "buoi da xanh")
SECONDS = 240


def told() -> str:
    """Milliseconds of its searches in a process that is ended when it takes too long."""
    words = [sys.executable, "-m", "benchmarks.search.wagtail_search"]
    try:
        ran = subprocess.run(
            words, check=True, stdout=subprocess.PIPE, env=os.environ, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        shown = (error.stdout or b"").decode().strip()
        return f"{shown}\n… not ready within {SECONDS} s" if shown else f"not ready in {SECONDS} s"
    return ran.stdout.decode().strip()


def _run() -> None:
    import django

    django.setup()
    from wagtail.search import index
    from wagtail.search.backends import get_search_backend

    from registry.models import Product

    class WagtailProduct(index.Indexed, Product):  # type: ignore[misc]
        search_fields = [index.SearchField("name_folded"), index.SearchField("description")]

        class Meta:
            proxy = True
            app_label = "registry"

    backend = get_search_backend("default")
    held = backend.get_index_for_model(WagtailProduct)
    started, count = time.perf_counter(), 0
    rows = list(WagtailProduct.objects.order_by("pk"))
    for start in range(0, len(rows), 500):
        held.add_items(WagtailProduct, rows[start : start + 500])
        count += len(rows[start : start + 500])
    rate = count / (time.perf_counter() - started)
    print(f"Wagtail's database search: {count} products indexed, {rate:.0f}/s", flush=True)
    for text in WORDS_ASKED:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            found = backend.search(text, WagtailProduct)
            total = found.count()
            list(found[:24])
            times.append((time.perf_counter() - started) * 1000)
        print(f"  “{text}”: {statistics.median(times):.0f} ms, {total} found", flush=True)


if __name__ == "__main__":
    _run()
