"""Whatever is entered is a problem at its field, never an exception, and nothing is written."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from registry.models import Certification, Establishment, Event, Product, Scheme
from registry.models.choices import ActKind, EvidenceGrade
from registry.services.certifications import (
    certification_edit,
    certification_enter,
    certification_submit,
    evidence_add,
)
from registry.services.decisions import round_ensure
from registry.services.delegations import delegation_end, delegation_grant
from registry.services.entry import EvidenceEntry
from registry.services.products import product_identifier_add
from registry.services.publication import certification_publish
from registry.services.refusal import Refused
from tests.factories import Desk, authority, user

pytestmark = pytest.mark.django_db
NUL, SURROGATE = "Chè\x00xanh", "Chè\ud800"


def fields(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.field for problem in refusal.value.problems}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"issued_on": dt.date(9998, 8, 5)}, "issued_on"),
        ({"issued_on": "2026-08-05"}, "issued_on"),
        ({"issued_on": dt.date(1901, 1, 1)}, "issued_on"),
        ({"issued_on_precision": "week"}, "issued_on_precision"),
        ({"issued_on_precision": "none"}, "issued_on"),
        ({"issued_on": None}, "issued_on"),
        ({"valid_until": dt.date(9999, 1, 1)}, "valid_until"),
        ({"valid_until": dt.date(2026, 8, 5)}, "valid_until"),
        ({"stars": "4"}, "stars"),
        ({"stars": True}, "stars"),
        ({"score": Decimal("NaN")}, "score"),
        ({"score": Decimal(101)}, "score"),
        ({"score": 90.5}, "score"),
        ({"line_no": -1}, "line_no"),
        ({"line_no": 10**12}, "line_no"),
        ({"product_name_printed": None}, "product_name_printed"),
        ({"product_name_printed": NUL}, "product_name_printed"),
        ({"product_name_printed": SURROGATE}, "product_name_printed"),
        ({"product_name_printed": "\u200e\u3164\u200b"}, "product_name_printed"),
        ({"product_name_printed": "x" * 301}, "product_name_printed"),
        ({"place_certainty": "perhaps"}, "place_certainty"),
        ({"grade": "Z"}, "grade"),
        ({"evidence": (EvidenceEntry("B1", NUL),)}, "source_title"),
        ({"evidence": (EvidenceEntry("B1", "", "http://"),)}, "source_url"),
        ({"evidence": (EvidenceEntry("B1", "", "javascript:alert(1)"),)}, "source_url"),
        ({"evidence": (EvidenceEntry("B1", "", "https://a.vn/" + "x" * 900),)}, "source_url"),
    ],
)
def test_an_entry(desk: Desk, values: dict[str, Any], field: str) -> None:
    entry = desk.entry(**values)
    events = Event.objects.count()
    with pytest.raises(Refused) as refusal:
        certification_enter(actor=desk.clerk, entry=entry)
    assert fields(refusal) == {field}
    assert not Certification.objects.exists()
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": None}, "name"),
        ({"name": " \u3164 "}, "name"),
        ({"name": NUL}, "name"),
        ({"legal_kind": "king"}, "legal_kind"),
        ({"tax_code": "001099012345", "legal_kind": "limited"}, "tax_code"),
        ({"tax_code": "00109901234"}, "tax_code"),
    ],
)
def test_a_maker(desk: Desk, values: dict[str, Any], field: str) -> None:
    from registry.services.holders import establishment_enter

    with pytest.raises(Refused) as refusal:
        establishment_enter(**{"actor": desk.clerk, "authority": None, "name": "HTX Thử", **values})
    assert fields(refusal) == {field}
    assert "00109901234" not in str(refusal.value)
    assert not Establishment.objects.exists()


def test_thirteen_digits_of_another_firm(desk: Desk) -> None:
    parent = desk.maker(tax_code="0100047516")
    with pytest.raises(Refused) as refusal:
        desk.maker(tax_code="0300588569001", parent=parent)
    assert fields(refusal) <= {"parent", "tax_code"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("trace", "javascript:alert(1)"),
        ("trace", "data:text/html,x"),
        ("trace", "https://"),
        ("gtin", "8934563138166"),
        ("junk", "1"),
        ("trademark", " "),
    ],
)
def test_an_identifier(desk: Desk, kind: str, value: str) -> None:
    product = desk.product()
    with pytest.raises(Refused):
        product_identifier_add(
            actor=desk.clerk, authority=None, product=product, kind=kind, value=value
        )
    assert not product.identifiers.exists()


def test_a_trace_address_in_capitals_is_one(desk: Desk) -> None:
    product = desk.product()
    product_identifier_add(
        actor=desk.clerk, authority=None, product=product, kind="trace", value="HTTPS://A.VN/1"
    )
    with pytest.raises(Refused):
        product_identifier_add(
            actor=desk.clerk, authority=None, product=product, kind="trace", value="HTTPS://A.VN/1"
        )


def test_an_identifier_of_another_desks_product(desk: Desk) -> None:
    from registry.policies import NotAllowed

    made = desk.published()
    place = authority()
    stranger = user("clerk", place)
    with pytest.raises(NotAllowed):
        product_identifier_add(
            actor=stranger, authority=place, product=made.product, kind="ocop_code", value="1"
        )


def test_decisions_that_cannot_be(desk: Desk) -> None:
    for values in (
        {"signed_on": dt.date(9998, 1, 1)},
        {"signed_on": dt.date(2026, 5, 4), "issuer": desk.district},
        {"number": "\x00"},
        {"number": " "},
        {"announced_count": -1},
    ):
        with pytest.raises(Refused):
            desk.decision(**values)  # type: ignore[arg-type]


def test_a_month_is_stored_as_its_first_day_so_one_decision_stays_one(desk: Desk) -> None:
    first = desk.decision("9/QĐ-UBND", signed_on=dt.date(2026, 3, 2), signed_on_precision="month")
    again = desk.decision("9/QĐ-UBND", signed_on=dt.date(2026, 3, 1), signed_on_precision="month")
    assert first.pk == again.pk


def test_a_decision_that_is_not_the_one(desk: Desk) -> None:
    for decision in (
        desk.decision(issuer=desk.ministry),
        desk.decision("77/QĐ-UBND"),
    ):
        if decision.issuer == desk.province:
            type(decision).objects.filter(pk=decision.pk).update(kind="withdraw")
            decision.refresh_from_db()
        with pytest.raises(Refused) as refusal:
            desk.draft(decision=decision)
        assert fields(refusal) == {"decision"}


def test_a_proof_of_grade_c_proves_nothing(desk: Desk) -> None:
    made = desk.submitted(
        grade="B1", evidence=(EvidenceEntry(EvidenceGrade.C, "", "https://x.vn/a"),)
    )
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert fields(refusal) == {"source_url"}


def test_an_unknown_day_does_not_hide_an_impossible_issuer(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(issued_on=None, issued_on_precision="none", stars=5, issuer=desk.commune)
    assert fields(refusal) == {"issuer"}


def test_only_the_ministry_that_the_rules_name(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(stars=5, issuer=desk.industry_ministry)
    assert fields(refusal) == {"issuer"}


@pytest.mark.parametrize("issuer", ["commune", "agency", "ministry"])
def test_the_gap_is_no_door_for_others(desk: Desk, issuer: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(stars=3, issued_on=dt.date(2025, 7, 3), issuer=getattr(desk, issuer))
    assert fields(refusal) == {"issuer"}


def test_warnings_of_what_is_missing(desk: Desk) -> None:
    nation = desk.draft(
        scheme=Scheme.objects.get(code="cnnttb"), level="nation", issuer=desk.industry_ministry
    )
    assert [row["code"] for row in nation.warnings] == ["lower-level-missing"]
    village = desk.village(
        households_total=970, households_engaged=2, figures_on=dt.date(2024, 1, 1)
    )
    title = desk.draft(
        scheme=Scheme.objects.get(code="craft"), title="craft_village", craft_village=village
    )
    assert [row["code"] for row in title.warnings] == ["engaged-below-a-fifth"]
    points = desk.draft(stars=4, score=Decimal("69.99"))
    assert [row["code"] for row in points.warnings] == ["score-too-low"]


def test_acts_that_cannot_be(desk: Desk) -> None:
    made = desk.published()
    recognition = desk.decision()
    for act, day, values in (
        (ActKind.WITHDRAW, dt.date(2199, 1, 1), {}),
        (ActKind.ANNUL, dt.date(2100, 1, 1), {}),
        (ActKind.WITHDRAW, dt.date(2026, 10, 1), {"decision": recognition}),
        (ActKind.WITHDRAW, dt.date(2026, 10, 1), {"ground": "\x00"}),
        (ActKind.WITHDRAW, dt.date(2026, 10, 1), {"ground": "x" * 301}),
        (ActKind.WITHDRAW, "2026-10-01", {}),
    ):
        with pytest.raises(Refused):
            desk.act(made, act, day, **values)  # type: ignore[arg-type]
    assert made.events.count() == 1


def test_a_second_ending_is_refused_whatever_its_day(desk: Desk) -> None:
    made = desk.published()
    desk.act(made, ActKind.WITHDRAW, dt.date(2026, 10, 10))
    with pytest.raises(Refused) as refusal:
        desk.act(made, ActKind.WITHDRAW, dt.date(2026, 9, 1))
    assert [problem.code for problem in refusal.value.problems] == ["ended-already"]


def test_who_edited_a_draft_cannot_publish_it(desk: Desk) -> None:
    entry = desk.entry(stars=3)
    made = certification_enter(actor=desk.clerk, entry=entry)
    certification_edit(actor=desk.approver, certification_id=made.pk, entry=desk.entry(stars=4))
    certification_submit(actor=desk.clerk, certification_id=made.pk)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert fields(refusal) == {"published_by"}


def test_who_added_a_source_cannot_publish(desk: Desk) -> None:
    made = desk.draft()
    evidence_add(certification=made, actor=desk.approver, grade="B1", source_url="https://x.vn/b")
    certification_submit(actor=desk.clerk, certification_id=made.pk)
    with pytest.raises(Refused) as refusal:
        certification_publish(actor=desk.approver, certification_id=made.pk)
    assert fields(refusal) == {"published_by"}


def test_delegations(desk: Desk) -> None:
    account, place = user(), authority()
    values = {"actor": None, "user": account, "authority": place, "role": "clerk"}
    with pytest.raises(Refused):
        delegation_grant(**values, valid_from=dt.date(2026, 1, 2), valid_to=dt.date(2026, 1, 1))
    with pytest.raises(Refused):
        delegation_grant(**{**values, "role": "king"}, valid_from=dt.date(2026, 1, 1))
    given = delegation_grant(**values, valid_from=dt.date(2026, 1, 1))
    assert delegation_grant(**values, valid_from=dt.date(2026, 1, 1)) == given
    with pytest.raises(Refused):
        delegation_grant(
            **values, valid_from=dt.date(2026, 1, 1), schemes=Scheme.objects.filter(code="ocop")
        )
    ended = delegation_end(actor=None, delegation_id=given.pk, on=dt.date(2026, 2, 1))
    assert ended.valid_to == dt.date(2026, 2, 1)


def test_rounds(desk: Desk) -> None:
    scheme = Scheme.objects.get(code="cnnttb")
    for values in ({"year": 99_999}, {"year": 2024, "level": "galaxy"}):
        with pytest.raises(Refused):
            round_ensure(actor=desk.clerk, authority=None, scheme=scheme, **values)
    other = round_ensure(actor=desk.clerk, authority=None, scheme=scheme, year=2024)
    with pytest.raises(Refused) as refusal:
        desk.draft(round=other)
    assert fields(refusal) == {"round"}
    assert Product.objects.count() == 1
