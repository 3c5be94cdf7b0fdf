"""What a second person cannot do: end another office's record, publish the unseen or the own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models.choices import Role
from registry.models.corrections import CorrectedKind
from registry.policies import NotAllowed
from registry.selectors import staff
from registry.selectors.corrections import offices_of
from registry.services.certifications import certification_enter, certification_submit
from registry.services.corrections import correction_enter
from registry.services.publication import certification_publish, decision_publish, decision_submit
from registry.services.refusal import Refused
from tests.backoffice.test_review import publish, review, state
from tests.factories import Desk, user
from tests.offices import Office, Record, record


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refusal.value.problems}


def on_product_of(office: Office, desk: Desk, standing: Record, **values: object) -> Record:
    """A submitted entry of an office on the product of a standing record."""
    values = {"issued_on": dt.date(2026, 9, 1), **values}
    decision = desk.decision("5/QĐ-UBND", issuer=office.authority)
    entry = desk.entry(
        issuer=office.authority,
        decision=decision,
        product=standing.certification.product,
        **values,
    )
    made = certification_enter(actor=office.clerk, entry=entry)
    return Record(decision, certification_submit(actor=office.clerk, certification_id=made.pk))


def test_no_office_ends_the_certificate_of_another(desk: Desk, thanh_hoa: Office, lam_dong: Office):
    theirs = record(desk, thanh_hoa, "Cua", state="published")
    mine = on_product_of(lam_dong, desk, theirs)
    client = lam_dong.client(Role.APPROVER)

    page = client.get(review(mine)).content.decode()
    assert theirs.certification.code in page
    assert f'name="replaces-{mine.certification.pk}"' not in page

    ticked = {f"replaces-{mine.certification.pk}": str(theirs.certification.pk)}
    response = publish(client, mine, warnings_reason="x", **ticked)
    assert response.status_code == 422
    assert thanh_hoa.authority.name in response.content.decode()
    assert state(mine) == "in_review"
    assert not theirs.certification.events.filter(act="supersede").exists()

    # The own office ends it, by its own later certificate.
    own = on_product_of(thanh_hoa, desk, theirs, issued_on=dt.date(2026, 9, 2))
    ticked = {f"replaces-{own.certification.pk}": str(theirs.certification.pk)}
    done = publish(thanh_hoa.client(Role.APPROVER), own, warnings_reason="x", **ticked)
    assert done.status_code == 302


def test_more_stars_from_the_ministry_end_the_provinces_certificate(desk: Desk, thanh_hoa: Office):
    theirs = record(desk, thanh_hoa, "Nang", state="published")
    clerk, approver = (user(role, desk.ministry) for role in (Role.CLERK, Role.APPROVER))
    entry = desk.entry(
        issuer=desk.ministry,
        product=theirs.certification.product,
        stars=5,
        issued_on=dt.date(2026, 9, 1),
    )
    made = certification_enter(actor=clerk, entry=entry)
    certification_submit(actor=clerk, certification_id=made.pk)
    certification_publish(
        actor=approver,
        certification_id=made.pk,
        replaces=(theirs.certification,),
        warnings_reason="x",
    )
    closed = theirs.certification.events.get(act="supersede")
    assert (closed.effective_on, closed.succession_reason) == (dt.date(2026, 9, 1), "upgrade")


def test_an_older_certificate_entered_later_ends_when_the_newer_begins(
    desk: Desk, thanh_hoa: Office
):
    newer = record(desk, thanh_hoa, "Sau", state="published")
    older = on_product_of(thanh_hoa, desk, newer, issued_on=dt.date(2026, 3, 1), stars=3)
    client = thanh_hoa.client(Role.APPROVER)
    chosen = {f"replaced-by-{older.certification.pk}": str(newer.certification.pk)}

    assert (
        f'name="replaced-by-{older.certification.pk}"' in client.get(review(older)).content.decode()
    )
    assert publish(client, older, warnings_reason="x").status_code == 422
    done = publish(client, older, warnings_reason="x", **chosen)

    assert done.status_code == 302
    closed = older.certification.events.get(act="supersede")
    assert closed.effective_on == newer.certification.issued_on
    assert closed.replaced_by_id == newer.certification.pk
    assert not newer.certification.events.filter(act="supersede").exists()


@pytest.mark.parametrize("what", ["row", "header", "added", "nothing shown"])
def test_what_was_not_shown_is_not_published(desk: Desk, thanh_hoa: Office, what: str):
    made = record(desk, thanh_hoa, "Doi", state="in_review")
    client = thanh_hoa.client(Role.APPROVER)
    if what == "nothing shown":
        response = client.post(review(made), {"action": "publish-all", "warnings_reason": "x"})
        assert response.status_code == 422 and state(made) == "in_review"
        return
    original = client.get

    def meanwhile(address: str) -> object:
        page = original(address)
        if what == "row":
            product = made.certification.product
            assert product is not None
            correction_enter(
                actor=thanh_hoa.clerk,
                kind=CorrectedKind.PRODUCT,
                key=product.pk,
                values={"name": "Tên khác hẳn"},
            )
        elif what == "header":
            correction_enter(
                actor=thanh_hoa.clerk,
                kind=CorrectedKind.DECISION,
                key=made.decision.pk,
                values={"announced_count": 7},
            )
        else:
            entry = desk.entry(issuer=thanh_hoa.authority, decision=made.decision)
            late = certification_enter(actor=thanh_hoa.clerk, entry=entry)
            certification_submit(actor=thanh_hoa.clerk, certification_id=late.pk)
        return page

    client.get = meanwhile  # type: ignore[method-assign, assignment]
    response = publish(client, made, warnings_reason="x")

    assert response.status_code == 422
    assert "từ khi bạn mở trang này" in response.content.decode()
    assert state(made) == "in_review"
    client.get = original  # type: ignore[method-assign]
    assert publish(client, made, warnings_reason="x").status_code == 302


def test_who_handed_in_or_wrote_the_product_is_no_second_person(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Nop").certification
    certification_submit(actor=thanh_hoa.approver, certification_id=made.pk)
    with pytest.raises(Refused) as refusal:
        certification_publish(
            actor=thanh_hoa.approver, certification_id=made.pk, warnings_reason="x"
        )
    assert codes(refusal) == {"second-person"}

    other = record(desk, thanh_hoa, "Sp", state="in_review").certification
    assert other.product_id is not None
    correction_enter(
        actor=thanh_hoa.approver,
        kind=CorrectedKind.PRODUCT,
        key=other.product_id,
        values={"name": "Tên do người duyệt gõ"},
    )
    with pytest.raises(Refused) as refusal:
        certification_publish(
            actor=thanh_hoa.approver, certification_id=other.pk, warnings_reason="x"
        )
    assert codes(refusal) == {"second-person"}
    certification_publish(actor=desk.approver, certification_id=other.pk, warnings_reason="x")


def test_a_draft_gives_no_say_over_a_public_product(
    desk: Desk, thanh_hoa: Office, lam_dong: Office
):
    theirs = record(desk, thanh_hoa, "Rieng", state="published")
    product = theirs.certification.product
    assert product is not None
    on_product_of(lam_dong, desk, theirs)

    issuers = {issuer for issuer, _scheme in offices_of(CorrectedKind.PRODUCT, product.pk)}
    assert issuers == {thanh_hoa.authority.pk}
    with pytest.raises(NotAllowed):
        correction_enter(
            actor=lam_dong.clerk,
            kind=CorrectedKind.PRODUCT,
            key=product.pk,
            values={"name": "Tên của tỉnh khác"},
            reason="x",
        )
    scope = staff.scope_of(lam_dong.clerk)
    assert product not in staff.records_own(scope, CorrectedKind.PRODUCT)
    page = lam_dong.client(Role.CLERK).get(f"/admin/desk/products/{product.pk}/")
    assert page.status_code == 200
    assert desk.clerk.username not in page.content.decode()


def test_certifying_beyond_the_own_territory_needs_a_reason(
    desk: Desk, thanh_hoa: Office, lam_dong: Office
):
    within = desk.entry(issuer=lam_dong.authority, place_now=lam_dong.place)
    beyond = desk.entry(issuer=lam_dong.authority, place_now=thanh_hoa.place)
    made = [certification_enter(actor=lam_dong.clerk, entry=entry) for entry in (within, beyond)]
    warned = [[row["code"] for row in one.warnings] for one in made]
    assert "place-outside-territory" not in warned[0]
    assert "place-outside-territory" in warned[1]


def test_a_decision_is_published_in_few_queries(desk: Desk):
    def queries(lines: int) -> int:
        decision = desk.decision()
        for number in range(1, lines + 1):
            desk.draft(decision=decision, line_no=number)
        decision_submit(actor=desk.clerk, decision_id=decision.pk)
        with CaptureQueriesContext(
            connection,
        ) as found:
            decision_publish(actor=desk.approver, decision_id=decision.pk, warnings_reason="Lý do")
        return len(found)

    few, many = queries(2), queries(12)
    assert few <= 36
    assert (many - few) / 10 <= 6
