"""Two at once, each with its own connection: one wins, nothing is written twice or lost."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from registry.events import first_broken_entry
from registry.models import (
    Certification,
    CertificationEvent,
    Decision,
    Establishment,
    Event,
    Product,
)
from registry.models.choices import ActKind, Role
from registry.models.corrections import CorrectedKind
from registry.schemes.load import regimes_load
from registry.services.act_record import ActEntry
from registry.services.corrections import correction_approve, correction_enter
from registry.services.pending import act_approve, act_propose
from registry.services.publication import certification_publish
from registry.services.refusal import Refused
from tests.factories import Desk
from tests.offices import logged_in, official

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Runs all calls at the same moment in threads; results or exceptions in their order."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def desk() -> Desk:
    regimes_load()
    return Desk()


def test_two_approvers_publish_once(desk: Desk) -> None:
    made = desk.submitted()

    def publish() -> Certification:
        return certification_publish(actor=desk.approver, certification_id=made.pk)

    results = together(publish, publish)
    assert sorted(type(result).__name__ for result in results) == ["Certification", "Refused"]
    assert CertificationEvent.objects.filter(act=ActKind.ISSUE).count() == 1
    assert first_broken_entry() is None


def test_a_double_click_withdraws_once(desk: Desk) -> None:
    made = desk.published()
    pending = act_propose(
        actor=desk.clerk,
        certification_id=made.pk,
        entry=ActEntry(act=ActKind.WITHDRAW, effective_on=made.issued_on, ground="Lý do"),
    )

    def approve() -> CertificationEvent:
        return act_approve(actor=desk.approver, pending_id=pending.pk)

    results = together(approve, approve)
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert made.events.filter(act=ActKind.WITHDRAW).count() == 1


def test_two_approvers_correct_once(desk: Desk) -> None:
    made = desk.published()
    pending = correction_enter(
        actor=desk.clerk,
        kind=CorrectedKind.CERTIFICATION,
        key=made.pk,
        values={"maker_name_printed": "Hợp tác xã Đúng"},
        reason="Gõ sai",
    ).pending
    assert pending is not None

    def approve() -> Event:
        return correction_approve(actor=desk.approver, pending_id=pending.pk)

    results = together(approve, approve)
    assert sorted(type(result).__name__ for result in results) == ["Event", "Refused"]
    assert Event.objects.filter(tag="certification:record:correct").count() == 1
    assert first_broken_entry() is None


def test_many_writers_keep_one_chain(desk: Desk) -> None:
    def write() -> None:
        for _ in range(8):
            desk.product()

    assert together(write, write, write, write) == [None] * 4
    assert Event.objects.filter(tag="product:record:enter").count() == 32
    assert first_broken_entry() is None


def test_the_same_decision_entered_twice_at_once_is_one(desk: Desk) -> None:
    results = together(lambda: desk.decision("12/QĐ-UBND"), lambda: desk.decision("12/QĐ-UBND"))
    assert Decision.objects.filter(number_normalised="12/QĐ-UBND").count() == 1
    assert all(isinstance(result, Decision) for result in results)


def test_one_page_sent_four_times_at_once_is_written_once(transactional_db: None) -> None:
    regimes_load()
    office = Desk()
    clerk = official(Role.CLERK, office.province)
    typed = {
        "number": "901/QĐ-UBND", "issuer": str(office.province.pk), "signed_on": "03/04/2026",
        "kind": "recognise", "rows": "1", "action": "draft", "row-0-grade": "A",
        "row-0-award": "ocop:4", "row-0-product_name_printed": "Chè thử",
        "row-0-maker_name_printed": "Hợp tác xã Thử", "row-0-source_url": "https://example.vn/a",
    }  # fmt: skip
    clients = [logged_in(clerk) for _ in range(4)]

    def send(client: Any) -> Callable[[], Any]:
        return lambda: client.post("/admin/desk/decisions/enter/", typed)

    results = together(*(send(client) for client in clients))

    assert [getattr(result, "status_code", result) for result in results] == [302] * 4
    assert len({result.url for result in results}) == 1
    counts = [model.objects.count() for model in (Decision, Certification, Product, Establishment)]
    assert counts == [1, 1, 1, 1]


def test_two_certifications_of_one_product_cannot_both_be_in_force(desk: Desk) -> None:
    product = desk.product()
    first, second = (
        desk.submitted(product=product, issued_on=dt.date(2026, 8, day)) for day in (5, 6)
    )
    results = together(
        lambda: certification_publish(actor=desk.approver, certification_id=first.pk),
        lambda: certification_publish(actor=desk.approver, certification_id=second.pk),
    )
    assert sorted(type(result).__name__ for result in results) == ["Certification", "Refused"]
