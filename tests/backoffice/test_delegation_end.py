"""A delegation that ends, ends access at once, also for who is logged in already."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from registry.models import Decision, Delegation
from registry.models.choices import EntryState, Role
from registry.rules.validity import legal_day
from tests.backoffice.test_entry import ENTER, page, row
from tests.factories import Desk
from tests.offices import Office, record
from tests.papers import pdf


@pytest.fixture
def client(thanh_hoa: Office) -> Client:
    """Logged in while the delegation ran, with one page of each kind read before its end."""
    client = thanh_hoa.client(Role.CLERK)
    paper = SimpleUploadedFile("qd.pdf", pdf())
    client.post(ENTER, page(thanh_hoa, row(), file=paper))
    return client


@pytest.fixture
def addresses(client: Client) -> Iterator[dict[str, str]]:
    decision = Decision.objects.get(number="901/QĐ-UBND")
    base = f"/admin/desk/decisions/{decision.pk}/"
    made = decision.certifications.get()
    found = {
        "page": base,
        "list": "/admin/desk/certifications/",
        "form": ENTER,
        "file": base + "file/",
        "edit": f"/admin/desk/certifications/{made.pk}/edit/",
        "discard": f"/admin/desk/certifications/{made.pk}/discard/",
    }
    for address in found.values():
        response = client.get(address)
        if response.streaming:  # read to its end, or the file stays open
            list(response.streaming_content)
        assert response.status_code == 200, address
    return {**found, "submit": base + "submit/"}


def end(office: Office, last_day: dt.date) -> None:
    Delegation.objects.filter(user=office.clerk).update(valid_to=last_day)


def test_pages_posts_and_files_are_closed_at_once(
    client: Client, addresses: dict[str, str], thanh_hoa: Office
):
    end(thanh_hoa, legal_day(timezone.now()) - dt.timedelta(days=1))

    for name, address in addresses.items():
        for response in (client.get(address), client.post(address, {"reason": "x"})):
            assert response.status_code in (302, 403, 404, 405), (name, response.status_code)
            assert "901/QĐ-UBND" not in getattr(response, "content", b"").decode(), name
    client.post(ENTER, page(thanh_hoa, row(), number="999/QĐ-UBND"))

    assert not Decision.objects.filter(number="999/QĐ-UBND").exists()
    states = Decision.objects.get().certifications.values_list("entry_state", flat=True)
    assert list(states) == [EntryState.DRAFT]


def test_the_last_day_still_counts(client: Client, addresses: dict[str, str], thanh_hoa: Office):
    end(thanh_hoa, legal_day(timezone.now()))

    assert client.get(addresses["page"]).status_code == 200
    assert client.post(addresses["submit"]).status_code == 302
    assert Decision.objects.get().certifications.get().entry_state == EntryState.IN_REVIEW


def test_an_approver_cannot_publish_from_a_page_opened_before(desk: Desk, thanh_hoa: Office):
    made = record(desk, thanh_hoa, "Muộn", state="in_review")
    client = thanh_hoa.client(Role.APPROVER)
    address = f"/admin/desk/decisions/{made.decision.pk}/review/"
    assert client.get(address).status_code == 200
    Delegation.objects.filter(user=thanh_hoa.approver).update(valid_to=dt.date(2020, 1, 1))

    response = client.post(address, {"action": "publish-all", "warnings_reason": "x"})

    assert response.status_code in (302, 403, 404)
    made.certification.refresh_from_db()
    assert made.certification.entry_state == EntryState.IN_REVIEW
