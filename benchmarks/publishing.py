"""Publishing one decision of many items until search finds them all, with the real worker.

    python -m benchmarks.publishing                # 100 items in a register of 2,000
    python -m benchmarks.publishing --count 20000 --items 100

The items are entered and submitted by the services, then published by a second account while
the worker runs as in production; this process asks the search as a reader does. The goal
(issue 4): at most 5 seconds. The floor is the bare rows that publishing writes, inserted in
one transaction that is undone. Exits with 1 where the goal is missed.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import time
from typing import Any

from benchmarks.databases import in_database, with_databases

MOST_SECONDS = 5.0
# A word that no generated product has.
WORD = "Quỳnhmốcđo"


def measure(items: int) -> None:
    """Runs in a process of its own whose environment names database and index."""
    import django

    django.setup()
    from registry.events import first_broken_entry
    from registry.services.publication import decision_publish

    decision, approver, rows = _submitted(items)
    worker = subprocess.Popen([sys.executable, "manage.py", "search_work"])
    try:
        _wait_until(_is_drained, 300)
        floor = _bare_rows(rows, approver)
        started = time.perf_counter()
        decision_publish(actor=approver, decision_id=decision.pk, warnings_reason="Đo thời gian")
        written = time.perf_counter() - started
        _wait_until(lambda: _found() == items, 60)
        visible = time.perf_counter() - started
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    chain = "whole" if first_broken_entry() is None else "BROKEN"
    print(
        f"{items} items: bare rows {floor:.3f} s, published after {written:.2f} s "
        f"({written / floor:.0f} x), all found by search after {visible:.2f} s "
        f"({visible / floor:.0f} x); goal {MOST_SECONDS:.0f} s; the chain of the log is {chain}"
    )
    if visible > MOST_SECONDS or chain != "whole":
        sys.exit(1)


def _submitted(items: int) -> tuple[Any, Any, list[Any]]:
    """A decision with its certifications in review, entered by the services."""
    from registry.models import Authority, Scheme, User
    from registry.services.certifications import certification_enter
    from registry.services.decisions import decision_enter
    from registry.services.delegations import delegation_grant
    from registry.services.entry import CertificationEntry, EvidenceEntry
    from registry.services.holders import establishment_enter
    from registry.services.products import product_enter
    from registry.services.publication import decision_submit

    people = []
    for role in ("clerk", "approver"):
        user = User.objects.create_user(f"publishing-{role}")
        first = dt.date(2010, 1, 1)
        delegation_grant(actor=None, user=user, role=role, authority=None, valid_from=first)
        people.append(user)
    clerk, approver = people
    issuer = Authority.objects.filter(kind="province", valid_to=None).order_by("pk")[0]
    scheme, day = Scheme.objects.get(code="ocop"), dt.date(2026, 8, 5)
    decision = decision_enter(
        actor=clerk, issuer=issuer, number="9999/QĐ-UBND", kind="recognise", signed_on=day,
        announced_count=items,
    )  # fmt: skip
    maker = establishment_enter(actor=clerk, authority=issuer, name=f"Hợp tác xã {WORD}")
    rows = []
    for number in range(items):
        name = f"Chè {WORD} {number}"
        product = product_enter(actor=clerk, authority=issuer, name=name, maker=maker)
        source = EvidenceEntry("B1", "Nguồn sinh để đo", f"https://example.vn/{number}")
        entry = CertificationEntry(
            scheme=scheme, grade="B1", product=product, stars=4, decision=decision,
            issuer=issuer, issued_on=day, issued_on_precision="day", line_no=number + 1,
            product_name_printed=name, maker_name_printed=maker.name, evidence=(source,),
        )  # fmt: skip
        rows.append(certification_enter(actor=clerk, entry=entry))
    decision_submit(actor=clerk, decision_id=decision.pk)
    return decision, approver, rows


def _bare_rows(rows: list[Any], approver: Any) -> float:
    """Seconds for an act, a log entry and a changed state for each item; then undone."""
    from django.db import transaction
    from django.utils import timezone

    from registry.models import Certification, CertificationEvent, Event

    last = Event.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    now = timezone.now()
    with transaction.atomic():
        started = time.perf_counter()
        for number, row in enumerate(rows, start=1):
            entry = Event.objects.create(
                sequence=last + number, tag="certification:status:issue",
                subject_type="certification", subject_id=row.pk, recorded_at=now,
                previous_hash=f"a{number:063d}", hash=f"{number:064d}",
            )  # fmt: skip
            CertificationEvent.objects.create(
                certification=row, act="issue", effective_on=row.issued_on,
                effective_on_precision="day", recorded_at=now, issued_on=row.issued_on,
                issued_on_precision="day", valid_until=row.valid_until,
                validity_basis=row.validity_basis, validity_months=36,
                entered_by_id=row.entered_by_id, approved_by=approver,
                log_entry=entry,
            )  # fmt: skip
            Certification.objects.filter(pk=row.pk).update(version=last + number)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds


def _found() -> int:
    """How many items search finds now, asked as the catalogue asks."""
    from search.query import Query
    from search.service import search

    return search(Query(text=WORD)).total


def _is_drained() -> bool:
    """Whether the index is built and no task waits; asked while the worker may yet build it."""
    from search.engines.base import SearchUnavailable
    from search.models import IndexTask

    try:
        _found()
    except SearchUnavailable:
        return False
    return not IndexTask.objects.exists()


def _wait_until(is_so: Any, seconds: float) -> None:
    ends = time.perf_counter() + seconds
    while not is_so():
        if time.perf_counter() > ends:
            raise SystemExit(f"Nothing after {seconds:.0f} s.")
        time.sleep(0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2_000, help="certifications before")
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.items)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    # Never a kept database: publishing changes it.
    with with_databases([options.count]) as (environment,):
        words = ("-m", "benchmarks.publishing", "--measure", "--items", str(options.items))
        print(in_database(environment, *words), end="")


if __name__ == "__main__":
    main()
