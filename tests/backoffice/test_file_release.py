"""The scan of a decision: shown to the public by an approver who has read it, and taken back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from catalog import addresses
from registry.events import first_broken_entry
from registry.models import Decision, Event
from registry.models.choices import Role
from registry.policies import NotAllowed
from registry.proof import faults
from registry.services.decisions import decision_file_attach
from registry.services.file_release import decision_file_release, decision_file_withhold
from registry.services.refusal import Refused
from tests.factories import Desk
from tests.offices import Office, record
from tests.papers import pdf


@pytest.fixture
def decision(desk: Desk, thanh_hoa: Office) -> Any:
    """A public decision of the office, with a file that its clerk attached."""
    made = record(desk, thanh_hoa, "Công khai", state="published").decision
    upload = SimpleUploadedFile("qd.pdf", pdf())
    decision_file_attach(actor=thanh_hoa.clerk, decision_id=made.pk, upload=upload)
    made.refresh_from_db()
    yield made
    made.file.storage.delete(made.file.name)


def paper(decision: Decision, kind: str = "pdf") -> str:
    return f"{addresses.decision(decision)}ban-ky.{kind}"


def release(decision: Decision, office: Office, **changes: Any) -> Decision:
    values = {"actor": office.approver, "decision_id": decision.pk, "is_read": True, **changes}
    return decision_file_release(**values)


def test_an_approver_shows_the_file_after_reading_it(
    decision: Decision, thanh_hoa: Office, client: Client
) -> None:
    desk, key = thanh_hoa.client(Role.APPROVER), decision.pk
    address = f"/admin/desk/decisions/{key}/file/show/"
    assert client.get(paper(decision)).status_code == 404
    assert "ban-ky" not in client.get(addresses.decision(decision)).content.decode()

    assert address in desk.get(f"/admin/desk/decisions/{key}/").content.decode()
    assert "Tôi đã đọc hết mọi trang" in desk.get(address).content.decode()
    unread = desk.post(address)
    assert unread.status_code == 422 and "đánh dấu xác nhận" in unread.content.decode()
    done = desk.post(address, {"is_read": "1"}, follow=True).content.decode()
    assert "Công chúng đã xem được tệp" in done and "Đưa tệp ra công khai" in done

    assert paper(decision) in client.get(addresses.decision(decision)).content.decode()
    shown = client.get(paper(decision))
    assert (shown.status_code, shown["Content-Type"]) == (200, "application/pdf")
    assert shown.content == pdf() and shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    # The browser's own viewer of PDF needs inline style.
    assert "style-src" not in shown["Content-Security-Policy"]
    held = client.get(paper(decision), headers={"if-none-match": shown["ETag"]})
    assert held.status_code == 304
    assert client.get(paper(decision, "png")).status_code == 404
    assert list(faults()) == [] and first_broken_entry() is None


def test_it_is_taken_back_with_a_reason(
    decision: Decision, thanh_hoa: Office, client: Client
) -> None:
    release(decision, thanh_hoa)
    desk = thanh_hoa.client(Role.APPROVER)
    address = f"/admin/desk/decisions/{decision.pk}/file/withhold/"

    assert desk.post(address, {"reason": " "}).status_code == 422
    assert client.get(paper(decision)).status_code == 200
    desk.post(address, {"reason": "Có số điện thoại riêng"})

    assert client.get(paper(decision)).status_code == 404
    told = Event.objects.get(tag="decision:file:withhold")
    assert told.reason == "Có số điện thoại riêng" and list(faults()) == []


def test_who_attached_it_and_who_may_not_publish_do_not_show_it(
    desk: Desk, decision: Decision, thanh_hoa: Office, lam_dong: Office
) -> None:
    with pytest.raises(NotAllowed):
        release(decision, thanh_hoa, actor=thanh_hoa.clerk)
    with pytest.raises(NotAllowed):
        release(decision, thanh_hoa, actor=lam_dong.approver)
    address = f"/admin/desk/decisions/{decision.pk}/file/show/"
    for client in (thanh_hoa.client(Role.CLERK), lam_dong.client(Role.APPROVER)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"is_read": "1"}).status_code == 404
    own = desk.decision("77/QĐ-UBND", issuer=thanh_hoa.authority)
    upload = SimpleUploadedFile("a.pdf", pdf())
    decision_file_attach(actor=thanh_hoa.approver, decision_id=own.pk, upload=upload)
    with pytest.raises(Refused, match="Bạn là người đính kèm|You attached"):
        release(own, thanh_hoa)
    own.refresh_from_db()
    own.file.storage.delete(own.file.name)


def test_a_file_that_was_changed_is_not_shown(
    decision: Decision, thanh_hoa: Office, client: Client
) -> None:
    storage, name = decision.file.storage, decision.file.name
    release(decision, thanh_hoa)
    storage.delete(name)
    storage.save(name, SimpleUploadedFile("qd.pdf", b"%PDF-1.4 another"))
    for _state in ("changed", "gone"):
        answer = client.get(paper(decision))
        assert answer.status_code == 503 and "Chưa mở được tệp" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        storage.delete(name)
    decision_file_withhold(actor=thanh_hoa.approver, decision_id=decision.pk, reason="Mất tệp")
    with pytest.raises(Refused):
        release(decision, thanh_hoa)


def test_the_database_refuses_a_public_file_that_is_none(desk: Desk) -> None:
    made = desk.decision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(is_file_public=True)
