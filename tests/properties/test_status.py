"""Status over random histories: one status a day, no gap, no overlap, nothing rewritten."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from registry.models.choices import ActKind, CertificationStatus, DatePrecision, ValidityBasis
from registry.rules.status import Act, End, History, open_until, periods, status
from registry.rules.validity import DayBounds, add_months, day_bounds, legal_day

DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2030, 12, 31))
# Moments around midnight in Vietnam (17:00 UTC) are drawn as often as all others.
MOMENTS = st.builds(
    lambda day, minutes: (
        dt.datetime(day.year, day.month, day.day, 17, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    ),
    DAYS,
    st.one_of(st.integers(-2, 2), st.integers(-900, 900)),
)
PRECISIONS = st.sampled_from([*DatePrecision.values, "day", "day", "day"])
LEAP_DAYS = st.sampled_from([dt.date(2020, 2, 29), dt.date(2024, 2, 29)])


@st.composite
def bounds(draw: st.DrawFn) -> DayBounds:
    precision = draw(PRECISIONS)
    day = None if precision == "none" else draw(st.one_of(DAYS, LEAP_DAYS))
    return day_bounds(day, precision)


@st.composite
def ends(draw: st.DrawFn, issued: DayBounds) -> End:
    kind = draw(st.sampled_from(["no_end", "months", "unknown"]))
    if kind == "no_end":
        return End(ValidityBasis.NO_END)
    if kind == "months":
        if issued.is_exact and issued.earliest:
            return End(ValidityBasis.COMPUTED, add_months(issued.earliest, 36), 36)
        return End(ValidityBasis.UNKNOWN, None, 36)
    return End(ValidityBasis.UNKNOWN)


@st.composite
def histories(draw: st.DrawFn) -> History:
    issued = draw(bounds())
    recorded = draw(MOMENTS)
    acts = [Act(ActKind.ISSUE, issued, recorded, issued, draw(ends(issued)))]
    kinds = [kind for kind in ActKind if kind != ActKind.ISSUE]
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=6)):
        recorded += dt.timedelta(minutes=draw(st.integers(1, 500_000)))
        stated = draw(bounds()) if kind == ActKind.CORRECT else None
        end = None
        if kind == ActKind.CORRECT and stated is not None:
            end = draw(ends(stated))
        if kind == ActKind.EXTEND:
            end = End(ValidityBasis.PRINTED, draw(DAYS))
        acts.append(Act(kind, draw(bounds()), recorded, stated, end))
    return History(tuple(acts))


@given(histories(), st.one_of(DAYS, LEAP_DAYS))
def test_every_day_has_the_status_of_exactly_one_period(history: History, on: dt.date) -> None:
    spans = periods(history)
    holding = [
        span
        for span in spans
        if (span.first is None or span.first <= on) and (span.until is None or on < span.until)
    ]
    assert len(holding) == 1
    assert holding[0].status == status(history, on)


@given(histories())
def test_periods_touch_without_gap_or_overlap(history: History) -> None:
    spans = periods(history)
    assert spans[0].first is None and spans[-1].until is None
    for before, after in itertools.pairwise(spans):
        assert before.until == after.first
        assert before.status != after.status


@given(histories(), DAYS, MOMENTS)
def test_what_was_known_is_not_rewritten_by_later_records(
    history: History, on: dt.date, moment: dt.datetime
) -> None:
    then = History(tuple(act for act in history.acts if act.recorded_at <= moment))
    assert status(history, on, moment) == (status(then, on) if then.acts else None)


@given(histories(), DAYS)
def test_open_until_says_from_when_it_has_surely_ended(history: History, on: dt.date) -> None:
    end = open_until(history)
    found = status(history, on)
    from registry.models.choices import ENDED_STATUSES

    if end is not None and on >= end:
        assert found in ENDED_STATUSES
    if end is None:
        assert periods(history)[-1].status not in ENDED_STATUSES


@given(st.one_of(DAYS, LEAP_DAYS), st.one_of(DAYS, LEAP_DAYS), DAYS, MOMENTS)
def test_a_renewal_leaves_no_gap_and_no_overlap(
    first: dt.date, second: dt.date, on: dt.date, recorded: dt.datetime
) -> None:
    first, second = sorted((first, second))
    if first == second or second > add_months(first, 36):
        return
    older = History(
        (
            _issue(first, recorded),
            Act(ActKind.SUPERSEDE, DayBounds(second, second), recorded),
        )
    )
    newer = History((_issue(second, recorded),))
    states = [status(older, on), status(newer, on)]
    if first <= on < add_months(second, 36):
        assert states.count(CertificationStatus.VALID) == 1
    else:
        assert CertificationStatus.VALID not in states


@given(MOMENTS)
def test_a_moment_falls_on_the_day_of_vietnam(moment: dt.datetime) -> None:
    assert legal_day(moment) == (moment + dt.timedelta(hours=7)).date()


def _issue(day: dt.date, recorded: dt.datetime) -> Act:
    exact = DayBounds(day, day)
    return Act(
        ActKind.ISSUE,
        exact,
        recorded,
        exact,
        End(ValidityBasis.COMPUTED, add_months(day, 36), 36),
    )
