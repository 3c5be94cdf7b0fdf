"""The status of a certification on any day, as far as the register knew it at any moment.

A pure function of dated acts; nothing stores a status. Days that a source gives only by
month or year, or not at all, make bounds: the answer is then "surely ended", "surely
valid", or `validity_unknown`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from registry.models.choices import (
    ENDED_STATUSES,
    ActKind,
    CertificationStatus,
    ValidityBasis,
)
from registry.rules.validity import UNKNOWN_DAY, DayBounds, add_months, legal_day

_TERMINAL = {
    ActKind.WITHDRAW: CertificationStatus.WITHDRAWN,
    ActKind.SURRENDER: CertificationStatus.SURRENDERED,
    ActKind.SUPERSEDE: CertificationStatus.SUPERSEDED,
}


class End(NamedTuple):
    """What an act states of the end of validity.

    `day` is the first day no longer valid. Without it, `months` after the issue gives
    bounds; without both and without NO_END nothing is known.
    """

    basis: str
    day: dt.date | None = None
    months: int | None = None


class Act(NamedTuple):
    """A legal act as the rules see it; `issued` and `end` only where the act states them.

    `successor` tells the new certification of a replacement apart; of several statements
    about one successor the last counts. `void_since` is when the act became void, because
    that successor was annulled.
    """

    kind: str
    effective: DayBounds
    recorded_at: dt.datetime
    issued: DayBounds | None = None
    end: End | None = None
    successor: int | None = None
    void_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days [first, until) with one status; None is without bound on that side."""

    first: dt.date | None
    until: dt.date | None
    status: CertificationStatus


@dataclass(frozen=True, slots=True)
class History:
    """All acts on one certification, in the order of their recording."""

    acts: tuple[Act, ...]

    def known_at(self, moment: dt.datetime | None) -> "History":
        """The acts recorded by a moment (None: all), without those void by then."""
        if moment is None and all(act.void_since is None for act in self.acts):
            return self
        return History(
            tuple(
                act
                for act in self.acts
                if (moment is None or act.recorded_at <= moment)
                and (act.void_since is None or (moment is not None and act.void_since > moment))
            )
        )


def status(
    history: History, on: dt.date, known_at: dt.datetime | None = None
) -> CertificationStatus | None:
    """The status on a day from what was recorded by a moment (None: all that is recorded).

    Returns None when no issue had been recorded by then. An annulment voids every day; a
    withdrawal, surrender or replacement wins over an end of validity from its own day on.
    """
    acts = history.known_at(known_at).acts
    if not any(act.kind == ActKind.ISSUE for act in acts):
        return None
    if any(act.kind == ActKind.ANNUL for act in acts):
        return CertificationStatus.ANNULLED
    issued = _issued(acts)
    if issued.earliest is not None and on < issued.earliest:
        return CertificationStatus.NOT_YET_VALID
    terminal, may_have_ended = _terminal(acts, issued, on)
    if terminal is not None:
        return terminal
    end, has_end = _end(acts, issued, on)
    if has_end and end.latest is not None and on >= end.latest:
        return CertificationStatus.EXPIRED
    is_suspended, may_be_suspended = _suspension(acts, issued, on)
    if may_have_ended or issued.latest is None or on < issued.latest:
        return CertificationStatus.VALIDITY_UNKNOWN
    if is_suspended:
        return CertificationStatus.SUSPENDED
    if may_be_suspended or (has_end and (end.earliest is None or on >= end.earliest)):
        return CertificationStatus.VALIDITY_UNKNOWN
    return CertificationStatus.VALID


def issued_bounds(history: History, known_at: dt.datetime | None = None) -> DayBounds:
    """When it was issued, after corrections; at the latest when it was recorded."""
    return _issued(history.known_at(known_at).acts)


def end_bounds(
    history: History, on: dt.date, known_at: dt.datetime | None = None
) -> DayBounds | None:
    """First day no longer valid by dates alone, as stated on a day; None: it has no end."""
    acts = history.known_at(known_at).acts
    end, has_end = _end(acts, _issued(acts), on)
    return end if has_end else None


def stated_end(history: History) -> dt.date | None:
    """The latest first day no longer valid that issue and corrections give, extensions aside."""
    plain = tuple(act for act in history.known_at(None).acts if act.kind != ActKind.EXTEND)
    return _end(plain, _issued(plain), dt.date.max)[0].latest


def has_ended_by_act(history: History) -> bool:
    """Whether a withdrawal, surrender or replacement is recorded, for whatever day."""
    return any(act.kind in _TERMINAL for act in history.known_at(None).acts)


def periods(history: History, known_at: dt.datetime | None = None) -> tuple[Period, ...]:
    """The whole life as periods that touch without gap or overlap, oldest first."""
    acts = history.known_at(known_at).acts
    days = sorted({day for act in acts for day in _turning_days(acts, act)})
    first = status(history, dt.date.min, known_at)
    if first is None:
        return ()
    marks: list[tuple[dt.date | None, CertificationStatus]] = [(None, first)]
    for day in days:
        found = status(history, day, known_at)
        if found is not None and found is not marks[-1][1]:
            marks.append((day, found))
    ends = [day for day, _ in marks[1:]] + [None]
    return tuple(Period(day, until, found) for (day, found), until in zip(marks, ends, strict=True))


def open_until(history: History, known_at: dt.datetime | None = None) -> dt.date | None:
    """First day from which it has surely ended for good; None while no end is recorded.

    An annulled one was never open: `date.min`.
    """
    spans = periods(history, known_at)
    if not spans or spans[-1].status not in ENDED_STATUSES:
        return None
    open_spans = [span for span in spans if span.status not in ENDED_STATUSES]
    return open_spans[-1].until if open_spans else dt.date.min


def _issued(acts: Iterable[Act]) -> DayBounds:
    bounds, stated = UNKNOWN_DAY, None
    for act in acts:
        if act.issued is not None and act.kind in (ActKind.ISSUE, ActKind.CORRECT):
            bounds, stated = act.issued, act
    if stated is None or bounds.is_exact:
        return bounds
    recorded = legal_day(stated.recorded_at)
    # What was recorded as issued had been issued by then, whenever that was.
    if bounds.earliest is None or bounds.earliest <= recorded:
        return DayBounds(bounds.earliest, min(bounds.latest or recorded, recorded))
    return bounds


def _within(act: Act, issued: DayBounds) -> tuple[dt.date, dt.date]:
    """Bounds of an act, the unknown filled: after the issue, by the day of recording."""
    latest = act.effective.latest or legal_day(act.recorded_at)
    earliest = act.effective.earliest or issued.earliest or dt.date.min
    return min(earliest, latest), latest


def _terminal(
    acts: Iterable[Act], issued: DayBounds, on: dt.date
) -> tuple[CertificationStatus | None, bool]:
    # A replacement is stated anew when its successor's day of issue is corrected.
    last = {(act.kind, act.successor): act for act in acts if act.kind in _TERMINAL}
    found: list[tuple[dt.date, dt.datetime, dt.date, CertificationStatus]] = []
    for act in last.values():
        earliest, latest = _within(act, issued)
        found.append((latest, act.recorded_at, earliest, _TERMINAL[ActKind(act.kind)]))
    for latest, _, _, ended in sorted(found, key=lambda row: row[:2]):
        if on >= latest:
            return ended, True
    return None, any(earliest <= on for _, _, earliest, _ in found)


def _end(acts: Iterable[Act], issued: DayBounds, on: dt.date) -> tuple[DayBounds, bool]:
    stated: End | None = None
    extended: tuple[dt.date, dt.datetime, End] | None = None
    for act in acts:
        if act.end is None:
            continue
        if act.kind == ActKind.EXTEND:
            since = _within(act, issued)[1]
            if since <= on and (extended is None or (since, act.recorded_at) >= extended[:2]):
                extended = (since, act.recorded_at, act.end)
        elif act.kind in (ActKind.ISSUE, ActKind.CORRECT):
            stated, extended = act.end, None
    if extended is not None:
        stated = extended[2]
    if stated is None:
        return UNKNOWN_DAY, True
    if stated.day is not None:
        return DayBounds(stated.day, stated.day), True
    if stated.basis == ValidityBasis.NO_END:
        return UNKNOWN_DAY, False
    if stated.months is None:
        return UNKNOWN_DAY, True
    return DayBounds(
        add_months(issued.earliest, stated.months) if issued.earliest else None,
        add_months(issued.latest, stated.months) if issued.latest else None,
    ), True


def _suspension(acts: Iterable[Act], issued: DayBounds, on: dt.date) -> tuple[bool, bool]:
    pauses = [act for act in acts if act.kind in (ActKind.SUSPEND, ActKind.REINSTATE)]
    begun = [
        (_within(act, issued)[1], act.recorded_at, act.kind)
        for act in pauses
        if _within(act, issued)[1] <= on
    ]
    is_suspended = bool(begun) and max(begun)[2] == ActKind.SUSPEND
    is_unsure = any(first <= on < last for first, last in (_within(a, issued) for a in pauses))
    return is_suspended and not is_unsure, is_unsure


def _turning_days(acts: tuple[Act, ...], act: Act) -> Iterable[dt.date]:
    """Every day on which this act can change a status."""
    issued = _issued(acts)
    candidates: list[dt.date | None] = [issued.earliest, issued.latest, *_within(act, issued)]
    if act.end is not None:
        candidates.append(act.end.day)
        if act.end.months is not None:
            candidates += [
                add_months(day, act.end.months)
                for day in (issued.earliest, issued.latest)
                if day is not None
            ]
    return [day for day in candidates if day is not None and day > dt.date.min]
