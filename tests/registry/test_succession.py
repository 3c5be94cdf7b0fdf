"""One certification in the place of another: order, chains, corrections, annulments."""

import datetime as dt

import pytest

from registry.models import Certification, Scheme
from registry.models.choices import ActKind, ValidityBasis
from registry.models.choices import CertificationStatus as S
from registry.proof import faults
from registry.rules.status import End
from registry.selectors.items import certification_record
from registry.services.publication import certification_publish
from registry.services.refusal import Refused
from tests.factories import Desk

pytestmark = pytest.mark.django_db
D24, D25, D26 = dt.date(2024, 8, 5), dt.date(2025, 8, 5), dt.date(2026, 8, 5)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def on(certification: Certification, day: dt.date) -> S | None:
    return certification_record(Certification.objects.get(pk=certification.pk)).status(day)


def before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


def test_a_middle_one_entered_last_takes_its_place_in_the_chain(desk: Desk) -> None:
    first = desk.published(issued_on=D24)
    third = desk.published(product=first.product, issued_on=D26, replaces=(first,))
    second = desk.published(
        product=first.product, issued_on=D25, replaces=(first,), replaced_by=third
    )
    assert [on(first, before(D25)), on(first, D25)] == [S.VALID, S.SUPERSEDED]
    assert [on(second, D25), on(second, before(D26)), on(second, D26)] == [
        S.VALID,
        S.VALID,
        S.SUPERSEDED,
    ]
    assert [on(third, before(D26)), on(third, D26)] == [S.NOT_YET_VALID, S.VALID]


def test_an_older_one_cannot_replace_a_newer(desk: Desk) -> None:
    newer = desk.published(issued_on=D26)
    older = desk.submitted(product=newer.product, issued_on=D24)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=older.pk, replaces=(newer,))
    assert "succession-out-of-order" in codes(refusal)


def test_nothing_takes_the_place_of_a_withdrawn_one(desk: Desk) -> None:
    older = desk.published(issued_on=D25)
    desk.act(older, ActKind.WITHDRAW, dt.date(2026, 1, 5))
    newer = desk.submitted(product=older.product, issued_on=D26)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=newer.pk, replaces=(older,))
    assert codes(refusal) == {"succession-of-ended"}
    certification_publish(actor=desk.approver, certification_id=newer.pk)


def test_an_annulled_successor_gives_the_place_back(desk: Desk) -> None:
    older = desk.published(issued_on=D25)
    newer = desk.published(product=older.product, issued_on=D26, replaces=(older,))
    assert on(older, D26) == S.SUPERSEDED
    event = desk.act(newer, ActKind.ANNUL, dt.date(2026, 10, 1))
    assert (on(older, D26), on(newer, D26)) == (S.VALID, S.ANNULLED)
    record = certification_record(Certification.objects.get(pk=older.pk))
    moment = event.recorded_at - dt.timedelta(microseconds=1)
    assert record.status(D26, moment) == S.SUPERSEDED
    third = desk.published(product=older.product, issued_on=D26, replaces=(older,))
    assert (on(older, D26), on(third, D26)) == (S.SUPERSEDED, S.VALID)


def test_a_withdrawn_successor_does_not(desk: Desk) -> None:
    older = desk.published(issued_on=D25)
    newer = desk.published(product=older.product, issued_on=D26, replaces=(older,))
    desk.act(newer, ActKind.WITHDRAW, dt.date(2026, 10, 1))
    assert on(older, dt.date(2026, 10, 2)) == S.SUPERSEDED


def correct(desk: Desk, certification: Certification, day: dt.date) -> None:
    desk.act(
        certification,
        ActKind.CORRECT,
        dt.date(2026, 10, 1),
        ground="Đánh máy nhầm",
        issued_on=day,
        issued_on_precision="day",
    )


def test_a_corrected_successor_moves_the_end_of_the_old_one(desk: Desk) -> None:
    older = desk.published(issued_on=D25)
    newer = desk.published(product=older.product, issued_on=D26, replaces=(older,))
    later = dt.date(2026, 9, 1)
    correct(desk, newer, later)
    assert [on(older, before(later)), on(older, later)] == [S.VALID, S.SUPERSEDED]
    assert [on(newer, before(later)), on(newer, later)] == [S.NOT_YET_VALID, S.VALID]
    newer.refresh_from_db()
    assert newer.valid_until == dt.date(2029, 9, 1)
    assert list(faults()) == []


def test_a_correction_that_would_put_two_in_force_is_refused(desk: Desk) -> None:
    expired = desk.published(issued_on=dt.date(2022, 8, 5))
    desk.published(product=expired.product, issued_on=D26)
    with pytest.raises(Refused) as refusal:
        correct(desk, expired, D24)
    assert codes(refusal) == {"second-in-force"}
    assert expired.events.count() == 1


def test_a_correction_must_say_what_is_right(desk: Desk) -> None:
    made = desk.published()
    with pytest.raises(Refused) as refusal:
        desk.act(made, ActKind.CORRECT, dt.date(2026, 10, 1), ground="Nhầm")
    assert codes(refusal) == {"correct-without-statement"}


@pytest.mark.parametrize("day", [dt.date(9998, 8, 5), dt.date(1900, 1, 1), dt.date(2029, 1, 1)])
def test_an_impossible_corrected_day_is_refused(desk: Desk, day: dt.date) -> None:
    made = desk.published()
    with pytest.raises(Refused):
        correct(desk, made, day)
    assert made.events.count() == 1


def test_a_correction_is_judged_by_the_rules_of_its_day(desk: Desk) -> None:
    made = desk.published(stars=3, issued_on=D26)
    with pytest.raises(Refused) as refusal:
        correct(desk, made, dt.date(2024, 5, 5))  # then districts gave 3 stars
    assert codes(refusal) == {"issuer-not-competent"}


def test_an_extension_has_a_limit_and_only_lengthens(desk: Desk) -> None:
    made = desk.published(issued_on=dt.date(2023, 10, 1))  # until 01/10/2026
    for end, code in (
        (dt.date(2026, 9, 30), "extension-not-later"),
        (dt.date(2027, 4, 1), "extension-too-long"),
    ):
        with pytest.raises(Refused) as refusal:
            desk.act(
                made,
                ActKind.EXTEND,
                dt.date(2026, 10, 5),
                end=End(ValidityBasis.PRINTED, end),
            )
        assert codes(refusal) == {code}
    desk.act(
        made,
        ActKind.EXTEND,
        dt.date(2026, 10, 5),
        end=End(ValidityBasis.PRINTED, dt.date(2027, 3, 30)),
    )
    assert on(made, dt.date(2027, 3, 29)) == S.VALID
    assert on(made, dt.date(2027, 3, 30)) == S.EXPIRED


def test_titles_of_rural_industry_add_up(desk: Desk) -> None:
    scheme = Scheme.objects.get(code="cnnttb")
    province = desk.published(scheme=scheme, level="province", issued_on=dt.date(2022, 5, 5))
    region = desk.submitted(
        scheme=scheme,
        level="region",
        issuer=desk.agency,
        product=province.product,
        issued_on=dt.date(2022, 11, 5),
    )
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=region.pk, replaces=(province,))
    assert codes(refusal) == {"titles-add-up"}
