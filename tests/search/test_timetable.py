"""The change of day: at midnight in Vietnam, once, and caught up after missed days."""

import datetime as dt

import pytest
import time_machine

from registry.models.choices import ActKind
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.items import items_by_ref
from search import indexing, timetable
from search.models import IndexTask, ScheduleMark
from search.query import Query, StatusFilter
from search.service import search, today
from tests.search import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY


def at(day, hour=0, minute=0, second=0):
    return dt.datetime.combine(day, dt.time(hour, minute, second), tzinfo=LEGAL_TIME_ZONE)


def after(days):
    return DAY + dt.timedelta(days)


def found(status, **filters):
    return set(search(Query(status=status, **filters)).refs)


def enqueued():
    return set(IndexTask.objects.values_list("document_id", flat=True))


def test_the_day_changes_at_midnight_in_vietnam(index):
    ref = make.item("Trà", until=after(1))
    index()
    with time_machine.travel(at(DAY, 23, 59, 59), tick=False):
        assert (today(), found(StatusFilter.OPEN)) == (DAY, {ref})
        assert found(StatusFilter.VALID) == {ref}
    with time_machine.travel(at(after(1)), tick=False):
        assert (today(), found(StatusFilter.OPEN)) == (after(1), set())
        assert found(StatusFilter.VALID) == set()
        assert found(StatusFilter.ALL) == {ref}


def test_a_missed_day_brings_what_turned_on_it(index):
    turning = make.item("Trà", until=after(2))
    make.item("Chè", until=after(30))
    make.item("Rượu")
    begins = make.product("Bưởi")
    make.certification(begins, "ocop:4", issued=after(3))
    engine = index()
    assert timetable.catch_up(engine) == 0
    with time_machine.travel(at(after(5), 9), tick=False):
        assert timetable.catch_up(engine) == 2
        assert enqueued() == {turning, f"p:{begins.code}"}
        assert ScheduleMark.objects.get(job=timetable.DAY_CHANGE).done_for == after(5)
        assert timetable.catch_up(engine) == 0
        with engine.writing():
            indexing.drain(engine)
        assert f"p:{begins.code}" in found(StatusFilter.VALID)
        assert found(StatusFilter.VALID, grades=("ocop:4",)) == {f"p:{begins.code}"}
        assert turning not in found(StatusFilter.OPEN)


def test_until_it_has_run_nothing_is_called_valid_that_is_not(index):
    product = make.product("Bưởi")
    held = make.certification(product)
    make.act(held, ActKind.SUSPEND, on=after(1))
    make.act(held, ActKind.REINSTATE, on=after(10))
    ref = f"p:{product.code}"
    engine = index()
    assert found(StatusFilter.VALID) == {ref}
    with time_machine.travel(at(after(1), 8), tick=False):
        assert found(StatusFilter.VALID) == set()
        assert found(StatusFilter.OPEN) == {ref}
    with time_machine.travel(at(after(11), 8), tick=False):
        assert found(StatusFilter.VALID) == set(), "late, and on the safe side"
        timetable.catch_up(engine)
        with engine.writing():
            indexing.drain(engine)
        assert found(StatusFilter.VALID) == {ref}


@pytest.mark.parametrize(
    ("issued", "precision", "months", "turns"),
    [
        (dt.date(2023, 6, 1), "month", 36, [dt.date(2026, 6, 1), dt.date(2026, 6, 30)]),
        (dt.date(2023, 1, 1), "year", 36, [dt.date(2026, 1, 1), dt.date(2026, 12, 31)]),
        (dt.date(2026, 1, 1), "year", None, [dt.date(2026, 12, 31)]),
    ],
)
def test_ends_of_months_and_years_turn_on_their_days(directory, issued, precision, months, turns):
    """With time travelled beyond the turns, so that the recording is not what bounds them."""
    with time_machine.travel(at(dt.date(2027, 3, 1)), tick=False):
        product = make.product("Trà")
        held = make.certification(product, issued=issued, precision=precision)
        event = held.events.get()
        if months:
            type(event).objects.filter(pk=event.pk).update(
                validity_months=months, validity_basis="unknown"
            )
    ref = f"p:{product.code}"
    for turn in turns:
        assert list(timetable.turning(turn - dt.timedelta(1), turn)) == [ref], turn
        assert list(timetable.turning(turn - dt.timedelta(2), turn - dt.timedelta(1))) == []


def test_every_turn_of_every_kind_is_among_the_candidates(directory):
    """The query that narrows must never leave out an item that the rules say turns."""
    with time_machine.travel(at(dt.date(2026, 3, 1)), tick=False):
        refs = set()
        for number, precision in enumerate(["day", "month", "year", "none"]):
            for until in (None, dt.date(2026, 8, 9)):
                product = make.product(f"Trà {number}")
                issued = None if precision == "none" else dt.date(2026, 2, 1)
                held = make.certification(product, issued=issued, precision=precision, until=until)
                for kind in (ActKind.SUSPEND, ActKind.WITHDRAW):
                    on = None if precision == "none" else dt.date(2026, 5, 1)
                    make.act(held, kind, on=on, precision=precision)
                refs.add(f"p:{product.code}")
    records = items_by_ref(refs)
    for ref in sorted(refs):
        turns = {
            period.first
            for one in records[ref].certifications
            for period in one.periods()
            if period.first
        }
        for day in turns:
            assert ref in set(timetable.turning(day - dt.timedelta(1), day)), (ref, day)


def test_without_mark_and_index_nothing_is_done(engine, clock):
    assert timetable.catch_up(engine) == 0
    assert not ScheduleMark.objects.filter(job=timetable.DAY_CHANGE).exists()
