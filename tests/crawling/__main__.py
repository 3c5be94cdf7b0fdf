"""Crawls the demo site in both languages and says what is wrong; exits with 1 where anything is.

    python -m tests.crawling [--per-type 40] [--language vi] [--no-html]

It reads the database of `make run` (DATABASE_URL or SOVANG_VAR_DIR for another), asks the site
in this process, and writes nothing. Every page goes through the Nu Html Checker where Java is.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per-type", type=int, default=40, help="pages of one type; 0 for all")
    parser.add_argument("--language", choices=("vi", "en"), default=None)
    parser.add_argument("--no-html", action="store_true", help="without the HTML checker")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    import django

    django.setup()
    from tests.crawling.report import crawl

    wrong = 0
    for language in [options.language] if options.language else ["vi", "en"]:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = crawl(
                language,
                per_type=options.per_type or sys.maxsize,
                folder=None if options.no_html else Path(folder),
            )
        print(f"\n{language}: {found.summary}, {time.monotonic() - started:.0f} s")
        for line in found.told():
            print(f"  {line}")
        wrong += len(found.faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
