"""Figures of a province on a day at two sizes, beside one bare SQL count of the same run.

    python -m benchmarks.figures                   # 2,000 and 200,000 certifications
    python -m benchmarks.figures --keep /tmp/bench

The goal (issue 4): at most 10 queries. The bare count is what no answer can be faster than:
`SELECT COUNT(*)` over the same condition of place, without days, grades or distinct makers.
Each is the median of repeated calls, warm. Exits with 1 where the goal is missed.
"""

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from benchmarks.databases import in_database, with_databases
from benchmarks.timing import median_ms

MOST_QUERIES = 10
ROUNDS = 15
DAY = dt.date(2026, 6, 30)
# The province, its predecessor, a region of each kind, and the country.
PLACES = ("f25-38", "b25-38", "f25-se-red-river-delta", "b25-vote-north", "")


def measure() -> None:
    """Runs in a process of its own whose environment names the database."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from registry.events import first_broken_entry
    from registry.models import Certification
    from registry.selectors.figures import FigureQuery, certifications_within, figures

    chain = "whole" if first_broken_entry() is None else "BROKEN"
    print(f"\n{Certification.objects.count()} certifications; the chain of the log is {chain}")
    is_met = chain == "whole"
    for place in PLACES:
        query = FigureQuery(on=DAY, place=place)
        figures(query)
        with CaptureQueriesContext(connection) as captured:
            counted = figures(query).line().cumulative.titles
        queries = len(captured)
        asked = median_ms(lambda query=query: figures(query), ROUNDS)  # type: ignore[misc]
        bare = median_ms(lambda query=query: certifications_within(query).count(), ROUNDS)  # type: ignore[misc]
        is_met &= queries <= MOST_QUERIES
        print(
            f"  {place or 'the country':26} {counted:7d} titles  {asked:8.1f} ms"
            f"  {queries:2d} queries   bare count {bare:7.1f} ms   {asked / bare:5.1f} x"
        )
    if not is_met:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[2_000, 200_000])
    parser.add_argument("--keep", type=Path, default=None, help="folder of kept databases")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    with with_databases(options.counts, options.keep) as environments:
        for environment in environments:
            print(in_database(environment, "-m", "benchmarks.figures", "--measure"), end="")


if __name__ == "__main__":
    main()
