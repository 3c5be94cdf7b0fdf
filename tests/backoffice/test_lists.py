"""Lists and records: what each account finds, by which filter, in how many queries."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.backoffice import lists
from registry.models import Scheme
from registry.models.choices import ActKind, Role
from registry.services.delegations import delegation_grant
from tests.factories import Desk
from tests.offices import Office, logged_in, official, record

CERTIFICATIONS = "/admin/desk/certifications/"
LISTS = [
    "/admin/desk/waiting/",
    "/admin/desk/decisions/",
    CERTIFICATIONS,
    CERTIFICATIONS + "?status=valid&whose=all",
    "/admin/desk/products/",
    "/admin/desk/establishments/",
    "/admin/desk/villages/",
]


def text(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_public_records_of_others_are_read_only_and_without_their_inner_history(
    desk: Desk, thanh_hoa: Office, lam_dong: Office
):
    foreign = record(desk, lam_dong, "Congkhai", state="published")
    client = thanh_hoa.client(Role.APPROVER)
    address = f"{CERTIFICATIONS}{foreign.certification.pk}/"

    assert foreign.certification.code not in text(client, CERTIFICATIONS)
    assert f"{foreign.certification.pk}/" in text(client, CERTIFICATIONS + "?whose=all")
    page = text(client, address)
    assert "Việc pháp lý" in page
    assert lam_dong.clerk.username not in page and "Trình duyệt" not in page
    assert client.get(f"{address}edit/").status_code == 404
    assert client.post(f"{address}acts/withdraw/").status_code == 404
    assert client.get(f"/admin/desk/decisions/{foreign.decision.pk}/review/").status_code == 404


def test_a_draft_about_a_product_in_the_own_territory_is_read_but_not_changed(
    desk: Desk, thanh_hoa: Office, lam_dong: Office
):
    made = record(desk, lam_dong, "Lanhtho", place_now=thanh_hoa.place)
    client = thanh_hoa.client(Role.APPROVER)
    address = f"{CERTIFICATIONS}{made.certification.pk}/"

    page = text(client, address)
    assert made.certification.code in page
    assert "Khu vực phía Bắc (chưa kiểm chứng)" in page
    assert client.get(f"{address}edit/").status_code == 404


def test_records_of_an_ended_predecessor_are_the_successors_own(desk: Desk, thanh_hoa: Office):
    old = desk.published(issuer=thanh_hoa.predecessor, issued_on=dt.date(2025, 1, 10))

    assert str(old.product) in text(thanh_hoa.client(Role.CLERK), CERTIFICATIONS)


def test_a_delegation_for_one_scheme_shows_drafts_of_that_scheme_only(
    desk: Desk, thanh_hoa: Office
):
    made = record(desk, thanh_hoa, "Ocop")
    crafts = official(None, None)
    delegation_grant(
        actor=None,
        user=crafts,
        role=Role.CLERK,
        authority=thanh_hoa.authority,
        valid_from=dt.date(2010, 1, 1),
        schemes=[Scheme.objects.get(code="craft")],
    )
    client = logged_in(crafts)

    assert client.get(f"{CERTIFICATIONS}{made.certification.pk}/").status_code == 404


def test_an_auditor_of_the_whole_register_reads_everything_and_changes_nothing(
    desk: Desk, thanh_hoa: Office
):
    made = record(desk, thanh_hoa, "Kiemtra", state="in_review")
    client = logged_in(official(Role.AUDITOR, None))

    assert made.certification.code in text(client, f"{CERTIFICATIONS}{made.certification.pk}/")
    assert client.post(f"/admin/desk/decisions/{made.decision.pk}/review/").status_code == 404


def test_the_filters_narrow_by_state_status_scheme_year_and_folded_text(
    desk: Desk, thanh_hoa: Office
):
    valid = record(desk, thanh_hoa, "Hieuluc", state="published")
    ended = record(desk, thanh_hoa, "Thuhoi", state="published")
    desk.act(ended.certification, ActKind.WITHDRAW, dt.date(2026, 9, 1))
    draft = record(desk, thanh_hoa, "Nhap")
    client = thanh_hoa.client(Role.CLERK)

    def found(query: str) -> set[str]:
        page = text(client, f"{CERTIFICATIONS}?{query}")
        return {
            name
            for name, row in {"valid": valid, "ended": ended, "draft": draft}.items()
            if f'/{row.certification.pk}/"' in page
        }

    assert found("") == {"valid", "ended", "draft"}
    assert found("entry_state=draft") == {"draft"}
    assert found("status=valid") == {"valid"}
    assert found("status=withdrawn") == {"ended"}
    assert found("award=ocop:4") == {"valid", "ended", "draft"}
    assert found("award=cnnttb:*") == set()
    assert found("year=2026") == {"valid", "ended", "draft"}
    assert found("year=2025") == set()
    assert found("q=che+SHAN+thuhoi") == {"ended"}
    assert found(f"q={valid.decision.number}") == {"valid"}
    assert found(f"q={draft.certification.code}") == {"draft"}
    # Nonsense is left out, never a fault.
    assert found("year=x&status=y&issuer=z&p=-3") == {"valid", "ended", "draft"}


@pytest.mark.parametrize("address", LISTS)
def test_lists_cost_the_same_number_of_queries_for_more_rows(
    desk: Desk, thanh_hoa: Office, address: str, django_assert_max_num_queries: Any
):
    client = thanh_hoa.client(Role.APPROVER)
    record(desk, thanh_hoa, "Dau", state="published")
    record(desk, thanh_hoa, "Dautien", state="in_review")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        record(desk, thanh_hoa, f"Them{number}", state="published")
        record(desk, thanh_hoa, f"Cho{number}", state="in_review")

    # One of them asks for the languages of the pages, which the menu of the admin needs.
    with django_assert_max_num_queries(16) as many:
        client.get(address)

    assert own_queries(many) == own_queries(few)


@pytest.mark.parametrize("state", ["in_review", "published"])
def test_the_page_of_a_decision_takes_few_queries(
    desk: Desk, thanh_hoa: Office, state: str, django_assert_max_num_queries: Any
):
    client = thanh_hoa.client(Role.APPROVER)
    made = record(desk, thanh_hoa, "Dau", state=state)
    address = f"/admin/desk/decisions/{made.decision.pk}/"
    client.get(address)
    with django_assert_max_num_queries(16):
        assert f"/certifications/{made.certification.pk}/" in text(client, address)


def own_queries(captured: Any) -> int:
    """All queries but the directory's question, every five seconds, whether it is still new."""
    return sum("gazetteerdataset" not in query["sql"] for query in captured.captured_queries)


def test_pages_go_on_without_counting(desk: Desk, thanh_hoa: Office, monkeypatch: Any):
    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    for number in range(3):
        record(desk, thanh_hoa, f"Trang{number}")
    client = thanh_hoa.client(Role.CLERK)

    first = text(client, CERTIFICATIONS)
    second = text(client, CERTIFICATIONS + "?p=2")

    assert "?p=2" in first and "Trang2" in first and "Trang0" not in first
    assert "?p=1" in second and "Trang0" in second and "?p=3" not in second


def test_the_home_page_says_what_waits(desk: Desk, thanh_hoa: Office, lam_dong: Office):
    waiting = record(desk, thanh_hoa, "Cho", state="in_review")
    foreign = record(desk, lam_dong, "Xa", state="in_review")

    page = text(thanh_hoa.client(Role.APPROVER), "/admin/")

    assert waiting.decision.number in page
    assert foreign.decision.number not in page
    assert waiting.decision.number not in text(thanh_hoa.client(Role.CLERK), "/admin/")
