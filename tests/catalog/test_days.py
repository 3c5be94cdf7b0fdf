"""Days as people type and read them."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog.days import (
    TypedDay,
    clause_day,
    day_text,
    fact_day,
    last_day,
    machine_day,
    number_text,
    typed_day,
)


@pytest.fixture(autouse=True)
def vietnamese():  # type: ignore[no-untyped-def]
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    "typed",
    [
        "05/08/2026",
        "5/8/2026",
        "5.8.2026",
        "05-08-2026",
        " 05 08 2026 ",
        "2026-08-05",
        "05 / 08 / 2026",
        "2026/08/05",
    ],
)
def test_the_day_comes_before_the_month(typed: str) -> None:
    assert typed_day(typed).day == dt.date(2026, 8, 5)


def test_nothing_typed_is_no_day_and_no_error() -> None:
    assert typed_day("  ") == TypedDay("", None)


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [("31/02/2026", "28/02/2026"), ("29/02/2025", "28/02/2025"), ("31/04/2026", "30/04/2026")],
)
def test_a_day_that_no_calendar_has_is_answered_with_one_that_it_has(typed, remedy) -> None:  # type: ignore[no-untyped-def]
    found = typed_day(typed)

    assert found.day is None
    assert found.error == (f"Lỗi: ngày {typed} không có trong lịch. Ghi ngày khác, ví dụ {remedy}.")


@pytest.mark.parametrize(
    "typed", ["12/31/2026", "05/08/26", "hôm qua", "00/00/0000", "٣١/١٢/٢٠٢٦", "1" * 500]
)
def test_what_cannot_be_read_says_how_to_write_it(typed: str) -> None:
    found = typed_day(typed)

    assert found.day is None
    assert found.error.startswith("Lỗi: ")


@given(st.text(max_size=60))
def test_no_text_breaks_it(typed: str) -> None:
    found = typed_day(typed)

    assert found.day is None or 1900 <= found.day.year <= 2200


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_what_is_shown_can_be_typed_again(day: dt.date) -> None:
    assert typed_day(day_text(day)).day == day


def test_a_day_is_said_no_more_exactly_than_it_is_known() -> None:
    day = dt.date(2024, 12, 1)

    assert [fact_day(day, p) for p in ("day", "month", "year")] == [
        "01/12/2024", "tháng 12/2024, chưa rõ ngày", "2024, chưa rõ ngày",
    ]  # fmt: skip
    assert [clause_day(day, p) for p in ("day", "month", "year")] == [
        "ngày 01/12/2024", "tháng 12/2024", "năm 2024",
    ]  # fmt: skip
    assert [machine_day(day, p) for p in ("day", "month", "year")] == [
        "2024-12-01", "2024-12", "2024",
    ]  # fmt: skip
    assert (fact_day(None, "none"), clause_day(None, "none")) == ("chưa rõ", "")


def test_validity_is_counted_to_the_end_of_the_day_before() -> None:
    assert last_day(dt.date(2029, 8, 5)) == dt.date(2029, 8, 4)


def test_thousands_have_a_point() -> None:
    assert number_text(1204) == "1.204"
