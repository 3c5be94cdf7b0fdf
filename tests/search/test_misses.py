"""Searches in vain: what is kept of them, how long, and that noting one never fails."""

import datetime as dt

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from search import misses, timetable
from search.models import SearchMiss
from tests.search import factories as make

DAY = make.DAY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bánh   GAI ", "bánh gai"),
        ("gọi 0912345678 chè", "gọi chè"),
        ("chè 0912 345 678", "chè"),
        ("chè 0912.345-678", "chè"),
        ("cccd 012345678901", "cccd"),
        ("gạo ST25 loại 12345", "gạo st25 loại 12345"),
        ("an.nguyen@vi-du.vn mật ong", "mật ong"),
        ("123456", ""),
        ("!!!", ""),
    ],
)
def test_what_is_kept(typed, kept):
    assert misses.told_text(typed) == kept


@given(st.text(max_size=260))
def test_no_long_number_is_ever_kept(typed):
    kept = misses.told_text(typed)
    assert len(kept) <= 100
    digits = run = 0
    for sign in kept:
        run = run + 1 if sign.isdecimal() else 0
        digits = max(digits, run)
    assert digits < 6


@pytest.mark.parametrize(
    ("headers", "is_person"),
    [
        ({"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140"}, True),
        ({}, False),
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ({"User-Agent": "curl/8"}, False),
        ({"User-Agent": "Mozilla/5.0 Firefox/140", "Sec-Purpose": "prefetch;prerender"}, False),
    ],
)
def test_who_is_a_person(headers, is_person):
    assert misses.is_by_a_person(headers) is is_person


@pytest.mark.django_db
def test_a_text_is_counted_by_day_and_added_up(django_assert_num_queries):
    for day in (DAY, DAY, DAY - dt.timedelta(89)):
        misses.record("Chè lạ", day)
        misses.record("chè  LẠ", day)
    misses.record("chè lạ", DAY - dt.timedelta(90))
    assert SearchMiss.objects.count() == 3
    (told,) = misses.frequent(DAY)
    assert (told.text, told.count, told.last_day) == ("chè lạ", 6, DAY)
    with django_assert_num_queries(3):  # a savepoint about one update
        misses.record("chè lạ", DAY)


@pytest.mark.django_db
def test_a_flood_of_texts_does_not_fill_the_table(monkeypatch):
    monkeypatch.setattr(misses, "_MOST_A_DAY", 3)
    for number in range(9):
        misses.record(f"chè {number}", DAY)
    misses.record("chè 1", DAY)
    assert SearchMiss.objects.count() == 3
    assert SearchMiss.objects.get(text="chè 1").count == 2


@pytest.mark.django_db
def test_failing_to_note_one_is_no_error(monkeypatch):
    def refuse(*args, **options):
        raise DatabaseError("locked")

    monkeypatch.setattr(SearchMiss.objects, "filter", refuse)
    misses.record("chè", DAY)


@pytest.mark.django_db
def test_the_timetable_forgets_after_ninety_days_even_without_an_index(engine, clock):
    for age in (0, 89, 90, 200):
        misses.record("chè", DAY - dt.timedelta(age))
    timetable.catch_up(engine)
    assert sorted((DAY - row.day).days for row in SearchMiss.objects.all()) == [0, 89]
    misses.record("chè", DAY - dt.timedelta(91))
    timetable.catch_up(engine)
    assert SearchMiss.objects.count() == 3, "once a day is enough"
