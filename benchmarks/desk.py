"""The desk's lists at two sizes of the register: queries, times and their ratio.

    python -m benchmarks.desk                      # 2,000 and 200,000 certifications
    python -m benchmarks.desk --keep /tmp/bench    # databases are made once and kept there

Each size gets its own SQLite database. Time is processor time of the WSGI handler called
directly, the database inside it: the least of repeated requests of one account, warm. Other
work on the machine does not enter it, nor a network. The goals (issue 4): at most 15 queries,
and at most 1.5 times the time at the smaller size. Exits with 1 where one is missed.
"""

import argparse
import datetime as dt
import itertools
import json
import os
import sys
import time
from pathlib import Path

from benchmarks.databases import in_database, with_databases

MOST_QUERIES, MOST_RATIO = 15, 1.5
ROUNDS = 15
LISTS = {
    "decisions": ("kind=recognise", "q=12"),
    "certifications": ("award=ocop:4", "q=m%E1%BA%ADt+ong"),
    "products": ("award=ocop", "q=m%E1%BA%ADt+ong"),
    "establishments": ("whose=all", "q=b%C3%ACnh+minh"),
    "villages": ("whose=all", "q=l%C3%A0ng"),
}
ACCOUNTS = ("whole register", "one province")


def measure() -> None:
    """Runs in a process of its own; prints one JSON object of measured requests."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found: dict[str, tuple[float, int]] = {}
    for account, user in zip(ACCOUNTS, _accounts(), strict=True):
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        for name, (chosen, searched) in LISTS.items():
            for label, query in (
                ("first page", ""),
                ("filter", chosen),
                ("search", searched),
                ("page 2", "p=2"),
            ):
                address = f"/admin/desk/{name}/?{query}"
                client.get(address)
                with CaptureQueriesContext(connection) as captured:
                    response = client.get(address)
                if response.status_code != 200:
                    raise SystemExit(f"{address} answered {response.status_code}")
                queries = len(captured)
                times = []
                for _ in itertools.repeat(None, ROUNDS):
                    started = time.process_time()
                    client.get(address)
                    times.append(time.process_time() - started)
                found[f"{account}, {name}, {label}"] = (min(times) * 1000, queries)
    print(json.dumps(found))


def _accounts() -> tuple[object, object]:
    """A clerk for the whole register and one of the province with the most records."""
    from django.db.models import Count

    from registry.backoffice.access import officials_group_ensure
    from registry.models import Authority, User
    from registry.services.delegations import delegation_grant

    body = (
        Authority.objects.filter(kind="province", valid_to=None)
        .annotate(held=Count("certifications"))
        .order_by("-held", "pk")
        .first()
    )
    made = []
    for name, authority in (("benchmark-whole", None), ("benchmark-province", body)):
        user, is_new = User.objects.get_or_create(username=name)
        user.groups.add(officials_group_ensure())
        if is_new:
            delegation_grant(
                actor=None, user=user, role="clerk", authority=authority,
                valid_from=dt.date(2010, 1, 1),
            )  # fmt: skip
        made.append(user)
    return made[0], made[1]


def report(counts: list[int], measured: list[dict[str, tuple[float, int]]]) -> bool:
    """Prints each list at both sizes; whether every goal is met."""
    small, large = measured
    print(f"{'':52} {counts[0]:>9} {counts[1]:>10}  ratio  queries")
    is_met = True
    for name, (fast, _few) in small.items():
        slow, queries = large[name]
        ratio = slow / fast
        missed = ratio > MOST_RATIO or queries > MOST_QUERIES
        is_met &= not missed
        mark = "  MISSED" if missed else ""
        print(f"{name:52} {fast:6.1f} ms {slow:7.1f} ms  {ratio:5.2f}  {queries:3d}{mark}")
    return is_met


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs=2, default=[2_000, 200_000])
    parser.add_argument("--keep", type=Path, default=None, help="folder of kept databases")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    with with_databases(options.counts, options.keep) as environments:
        measured = [
            json.loads(in_database(environment, "-m", "benchmarks.desk", "--measure"))
            for environment in environments
        ]
    if not report(options.counts, measured):
        sys.exit(1)


if __name__ == "__main__":
    main()
