"""Status on a day: the examples of the law and the edges of the calendar."""

import datetime as dt

import pytest

from registry.models.choices import ActKind, DatePrecision, ValidityBasis
from registry.models.choices import CertificationStatus as S
from registry.rules.status import Act, End, History, open_until, periods, status
from registry.rules.validity import DayBounds, add_months, day_bounds, legal_day

RECORDED = dt.datetime(2026, 8, 6, 3, tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()


def exact(text: str) -> DayBounds:
    return DayBounds(day(text), day(text))


def issue(issued: DayBounds, end: End, recorded_at: dt.datetime = RECORDED) -> Act:
    return Act(ActKind.ISSUE, issued, recorded_at, issued, end)


def ocop(issued_on: str, recorded_at: dt.datetime = RECORDED) -> Act:
    return issue(
        exact(issued_on),
        End(ValidityBasis.COMPUTED, add_months(day(issued_on), 36), 36),
        recorded_at,
    )


def act(kind: ActKind, on: str, recorded_at: dt.datetime | None = None, end: End | None = None):
    return Act(kind, exact(on), recorded_at or RECORDED + dt.timedelta(days=1), None, end)


def test_valid_from_the_day_of_issue_to_the_day_before_36_months() -> None:
    history = History((ocop("04/02/2020"),))
    assert status(history, day("03/02/2020")) == S.NOT_YET_VALID
    assert status(history, day("04/02/2020")) == S.VALID
    assert status(history, day("03/02/2023")) == S.VALID
    assert status(history, day("04/02/2023")) == S.EXPIRED


def test_29_february_and_36_months_is_28_february() -> None:
    assert add_months(day("29/02/2024"), 36) == day("28/02/2027")
    history = History((ocop("29/02/2024"),))
    assert status(history, day("27/02/2027")) == S.VALID
    assert status(history, day("28/02/2027")) == S.EXPIRED


def test_a_legal_day_begins_at_midnight_in_vietnam() -> None:
    assert legal_day(dt.datetime(2026, 8, 4, 16, 59, 59, tzinfo=dt.UTC)) == day("04/08/2026")
    assert legal_day(dt.datetime(2026, 8, 4, 17, 0, 0, tzinfo=dt.UTC)) == day("05/08/2026")


@pytest.mark.parametrize(
    ("kind", "ended"),
    [
        (ActKind.WITHDRAW, S.WITHDRAWN),
        (ActKind.SURRENDER, S.SURRENDERED),
        (ActKind.SUPERSEDE, S.SUPERSEDED),
    ],
)
def test_ended_from_its_own_day_on(kind: ActKind, ended: S) -> None:
    history = History((ocop("05/08/2026"), act(kind, "10/10/2026")))
    assert status(history, day("09/10/2026")) == S.VALID
    assert status(history, day("10/10/2026")) == ended
    assert status(history, day("01/01/2031")) == ended


def test_an_expired_one_may_still_be_withdrawn() -> None:
    history = History((ocop("01/03/2021"), act(ActKind.WITHDRAW, "05/12/2024")))
    assert status(history, day("04/12/2024")) == S.EXPIRED
    assert status(history, day("05/12/2024")) == S.WITHDRAWN


def test_an_annulment_voids_every_day() -> None:
    history = History((ocop("05/08/2026"), act(ActKind.ANNUL, "10/10/2026")))
    assert status(history, day("06/08/2026")) == S.ANNULLED
    assert open_until(history) == dt.date.min


def test_suspension_ends_with_reinstatement_and_gives_way_to_expiry() -> None:
    history = History(
        (
            ocop("05/08/2026"),
            act(ActKind.SUSPEND, "10/10/2026"),
            act(ActKind.REINSTATE, "20/11/2026"),
        )
    )
    assert status(history, day("10/10/2026")) == S.SUSPENDED
    assert status(history, day("19/11/2026")) == S.SUSPENDED
    assert status(history, day("20/11/2026")) == S.VALID
    paused = History((ocop("05/08/2026"), act(ActKind.SUSPEND, "10/10/2026")))
    assert status(paused, day("05/08/2029")) == S.EXPIRED


def test_an_extension_counts_from_its_own_day() -> None:
    extension = act(ActKind.EXTEND, "20/08/2029", end=End(ValidityBasis.PRINTED, day("01/12/2029")))
    history = History((ocop("05/08/2026"), extension))
    assert status(history, day("19/08/2029")) == S.EXPIRED
    assert status(history, day("20/08/2029")) == S.VALID
    assert status(history, day("01/12/2029")) == S.EXPIRED


def test_a_correction_counts_from_the_beginning_once_it_is_known() -> None:
    corrected = exact("15/08/2026")
    correction = Act(
        ActKind.CORRECT,
        exact("01/09/2026"),
        RECORDED + dt.timedelta(days=40),
        corrected,
        End(ValidityBasis.COMPUTED, day("15/08/2029"), 36),
    )
    history = History((ocop("05/08/2026"), correction))
    assert status(history, day("10/08/2026")) == S.NOT_YET_VALID
    before = RECORDED + dt.timedelta(days=1)
    assert status(history, day("10/08/2026"), before) == S.VALID


def test_nothing_is_known_before_the_issue_was_recorded() -> None:
    history = History((ocop("05/08/2020"),))
    assert status(history, day("06/08/2020"), RECORDED - dt.timedelta(seconds=1)) is None


def test_a_back_dated_withdrawal_changes_what_should_have_been_reported() -> None:
    withdrawal = act(ActKind.WITHDRAW, "01/09/2026", RECORDED + dt.timedelta(days=60))
    history = History((ocop("05/08/2026"), withdrawal))
    assert status(history, day("15/09/2026")) == S.WITHDRAWN
    assert status(history, day("15/09/2026"), RECORDED + dt.timedelta(days=59)) == S.VALID


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("31/12/2022", S.NOT_YET_VALID),
        ("01/01/2023", S.VALIDITY_UNKNOWN),
        ("30/12/2023", S.VALIDITY_UNKNOWN),
        ("31/12/2023", S.VALID),
        ("31/12/2025", S.VALID),
        ("01/01/2026", S.VALIDITY_UNKNOWN),
        ("30/12/2026", S.VALIDITY_UNKNOWN),
        ("31/12/2026", S.EXPIRED),
    ],
)
def test_a_year_alone_answers_from_its_bounds(on: str, expected: S) -> None:
    issued = day_bounds(day("01/01/2023"), DatePrecision.YEAR)
    history = History((issue(issued, End(ValidityBasis.UNKNOWN, None, 36)),))
    assert status(history, day(on)) == expected


def test_an_unknown_day_of_issue_is_said_to_be_unknown() -> None:
    issued = day_bounds(None, DatePrecision.NONE)
    history = History((issue(issued, End(ValidityBasis.UNKNOWN, None, 36)),))
    assert status(history, day("24/11/2026")) == S.VALIDITY_UNKNOWN
    # Whenever it was issued, it was by the day of recording: it has ended 36 months later.
    assert status(history, day("06/08/2029")) == S.EXPIRED


def test_a_title_without_end_and_day_stands_once_it_is_recorded() -> None:
    history = History((issue(day_bounds(None, "none"), End(ValidityBasis.NO_END)),))
    assert status(history, day("24/11/2026")) == S.VALID
    assert open_until(history) is None


def test_a_withdrawal_known_to_the_month_leaves_that_month_open() -> None:
    withdrawal = Act(
        ActKind.WITHDRAW,
        day_bounds(day("01/12/2024"), DatePrecision.MONTH),
        RECORDED + dt.timedelta(days=1),
    )
    history = History((issue(exact("01/03/2010"), End(ValidityBasis.NO_END)), withdrawal))
    assert status(history, day("30/11/2024")) == S.VALID
    assert status(history, day("15/12/2024")) == S.VALIDITY_UNKNOWN
    assert status(history, day("31/12/2024")) == S.WITHDRAWN
    assert open_until(history) == day("31/12/2024")


def test_periods_of_a_year_touch_and_cover_all_time() -> None:
    issued = day_bounds(day("01/01/2023"), DatePrecision.YEAR)
    spans = periods(History((issue(issued, End(ValidityBasis.UNKNOWN, None, 36)),)))
    assert spans[0].first is None
    assert spans[-1].until is None
    assert [a.until for a in spans[:-1]] == [b.first for b in spans[1:]]
