"""The second person: publishes, returns, and what a stale page or an own entry meets."""

import datetime as dt
import re
from typing import Any

from django.test import Client

from registry.models import Certification, PendingAct
from registry.models.choices import Role
from tests.factories import Desk
from tests.offices import Office, Record, record


def review(row: Record) -> str:
    return f"/admin/desk/decisions/{row.decision.pk}/review/"


def publish(client: Client, row: Record, **typed: Any) -> Any:
    """Publishes what the page shows now, as a browser carries it back."""
    page = client.get(review(row)).content.decode()
    shown = dict(re.findall(r'name="(shown-[^"]+)" value="([^"]*)"', page))
    return client.post(review(row), {"action": "publish-all", **shown, **typed})


def state(row: Record) -> str:
    return str(Certification.objects.get(pk=row.certification.pk).entry_state)


def test_a_second_person_publishes_after_seeing_the_difference(desk: Desk, thanh_hoa: Office):
    older = record(desk, thanh_hoa, "Cu", state="published")
    newer = record(desk, thanh_hoa, "Moi")
    # The newer one is of the older one's product.
    Certification.objects.filter(pk=newer.certification.pk).update(
        product=older.certification.product, issued_on=dt.date(2026, 10, 1), stars=5
    )
    clerk = thanh_hoa.client(Role.CLERK)
    clerk.post(f"/admin/desk/decisions/{newer.decision.pk}/submit/")
    assert state(newer) == "in_review"
    approver = thanh_hoa.client(Role.APPROVER)

    page = approver.get(review(newer)).content.decode()

    assert older.certification.code in page and "checked" in page
    assert "khác" in page

    refused = publish(approver, newer)
    assert refused.status_code == 422 and state(newer) == "in_review"

    done = publish(
        approver,
        newer,
        **{f"replaces-{newer.certification.pk}": str(older.certification.pk)},
        warnings_reason="Đã đối chiếu văn bản",
    )
    assert done.status_code == 302 and state(newer) == "published"
    closed = older.certification.events.get(act="supersede")
    assert closed.replaced_by_id == newer.certification.pk


def test_who_entered_cannot_publish_alone(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Mot", state="in_review")
    Certification.objects.filter(pk=made.certification.pk).update(entered_by=thanh_hoa.approver)

    response = publish(thanh_hoa.client(Role.APPROVER), made, warnings_reason="x")

    assert response.status_code == 422
    assert state(made) == "in_review"


def test_a_return_needs_a_reason_and_the_clerk_reads_it(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Tra", state="in_review")
    approver = thanh_hoa.client(Role.APPROVER)

    silent = approver.post(review(made), {"action": "return-all"})
    assert silent.status_code == 422 and state(made) == "in_review"

    approver.post(review(made), {"action": "return-all", "return_reason": "Sai tên cơ sở"})
    assert state(made) == "draft"
    page = thanh_hoa.client(Role.CLERK).get(f"/admin/desk/certifications/{made.certification.pk}/")
    assert "Sai tên cơ sở" in page.content.decode()
    home = thanh_hoa.client(Role.CLERK).get("/admin/desk/waiting/").content.decode()
    assert made.decision.number in home


def test_a_stale_page_or_a_double_click_says_what_stands_and_changes_nothing(
    desk: Desk, thanh_hoa: Office
):
    made = record(desk, thanh_hoa, "Kep", state="in_review")
    approver = thanh_hoa.client(Role.APPROVER)
    one = f"publish-{made.certification.pk}"

    first = publish(approver, made, action=one, warnings_reason="x")
    second = publish(approver, made, action=one, warnings_reason="x")

    assert first.status_code == 302
    assert second.status_code == 422
    assert "Chưa thay đổi gì" in second.content.decode()
    assert made.certification.events.count() == 1


def test_a_clerk_finds_no_review(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Nhap", state="in_review")

    assert thanh_hoa.client(Role.CLERK).get(review(made)).status_code == 404
    assert thanh_hoa.client(Role.AUDITOR).post(review(made)).status_code == 404


def withdrawal(office: Office, **values: Any) -> dict[str, Any]:
    return {
        "effective_on": "01/10/2026",
        "ground": "Vi phạm an toàn thực phẩm",
        "number": "990/QĐ-UBND",
        "issuer": str(office.authority.pk),
        "signed_on": "28/09/2026",
        **values,
    }


def test_a_withdrawal_is_proposed_with_a_decision_and_approved_by_a_second_person(
    desk: Desk, thanh_hoa: Office
):
    made = record(desk, thanh_hoa, "Thuhoi", state="published")
    address = f"/admin/desk/certifications/{made.certification.pk}/acts/withdraw/"
    clerk, approver = thanh_hoa.client(Role.CLERK), thanh_hoa.client(Role.APPROVER)

    bare = clerk.post(address, withdrawal(thanh_hoa, number=""))
    assert bare.status_code == 422 and "Vi phạm an toàn" in bare.content.decode()

    clerk.post(address, withdrawal(thanh_hoa))
    pending = PendingAct.objects.get()
    act_page = f"/admin/desk/acts/{pending.pk}/"
    alone = clerk.post(act_page, {"action": "approve"})
    assert alone.status_code == 422 and made.certification.events.count() == 1

    assert approver.post(act_page, {"action": "approve"}).status_code == 302
    event = made.certification.events.get(act="withdraw")
    assert event.decision is not None and event.decision.number == "990/QĐ-UBND"
    again = approver.post(act_page, {"action": "approve"})
    assert again.status_code == 422 and made.certification.events.count() == 2
    page = approver.get(f"/admin/desk/certifications/{made.certification.pk}/").content.decode()
    assert "Thu hồi" in page and "Vi phạm an toàn thực phẩm" in page
    assert thanh_hoa.clerk.username in page and thanh_hoa.approver.username in page


def test_a_correction_restates_the_day_with_its_ground(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Dinhchinh", state="published")
    address = f"/admin/desk/certifications/{made.certification.pk}/acts/correct/"
    typed = {"issued_on": "04/08/2026", "ground": "Gõ nhầm ngày cấp"}

    refused = thanh_hoa.client(Role.CLERK).post(address, {**typed, "ground": ""})
    assert refused.status_code == 422 and 'value="04/08/2026"' in refused.content.decode()

    thanh_hoa.client(Role.CLERK).post(address, typed)
    pending = PendingAct.objects.get()
    shown = thanh_hoa.client(Role.APPROVER).get(f"/admin/desk/acts/{pending.pk}/")
    assert "05/08/2026 → 04/08/2026" in shown.content.decode()
    thanh_hoa.client(Role.APPROVER).post(f"/admin/desk/acts/{pending.pk}/", {"action": "approve"})

    made.certification.refresh_from_db()
    assert made.certification.issued_on == dt.date(2026, 8, 4)
    assert made.certification.valid_until == dt.date(2029, 8, 4)
