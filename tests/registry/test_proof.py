"""What a change by SQL, beside or in the log, does to the proof."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.events import GENESIS_HASH, event_digest, head
from registry.models import Event, PendingCorrection
from registry.models.choices import ActKind, ValidityBasis
from registry.models.corrections import CorrectedKind
from registry.proof import faults
from registry.rules.status import End
from registry.services.act_record import ActEntry
from registry.services.corrections import correction_approve, correction_enter
from registry.services.pending import act_propose
from tests import factories
from tests.factories import Desk

pytestmark = pytest.mark.django_db


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_untouched_register_is_proved(desk: Desk) -> None:
    first = desk.published(issued_on=dt.date(2025, 8, 5))
    desk.published(product=first.product, replaces=(first,))
    corrected = desk.published()
    desk.act(
        corrected,
        ActKind.CORRECT,
        dt.date(2026, 9, 1),
        issued_on=dt.date(2026, 8, 6),
        issued_on_precision="day",
        end=End(ValidityBasis.COMPUTED, dt.date(2029, 8, 6), 36),
    )
    desk.draft()
    household = desk.maker("Hộ kinh doanh Tưởng Tượng", name_is_personal=True)
    desk.published(
        product=desk.product(maker=household), maker_name_printed="Hộ kinh doanh Tưởng Tượng"
    )
    assert list(faults()) == []
    out = StringIO()
    call_command("log_verify", stdout=out)
    assert "head" in out.getvalue() or "đầu" in out.getvalue() or out.getvalue()


def corrected(desk: Desk) -> PendingCorrection:
    """A public product with a correction approved and another waiting."""
    made = desk.published(decision=desk.decision())
    assert made.product is not None
    for kind, key, values in (
        (CorrectedKind.PRODUCT, made.product.pk, {"name": "Tên đúng"}),
        (CorrectedKind.CERTIFICATION, made.pk, {"maker_name_printed": "Tên in đúng"}),
    ):
        pending = correction_enter(
            actor=desk.clerk, kind=kind, key=key, values=values, reason="Gõ sai"
        ).pending
        assert pending is not None
    return pending


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE registry_product SET name = 'khác'", "name"),
        ("UPDATE registry_product SET brand = 'khác'", "brand"),
        ("UPDATE registry_establishment SET trade_name = 'khác'", "trade_name"),
        ("UPDATE registry_establishment SET enterprise_number = '0100109106'", "enterprise"),
        ("UPDATE registry_craftvillage SET trade = 'khác'", "trade"),
        ("UPDATE registry_decision SET number = 'khác'", "number"),
        ("UPDATE registry_decision SET file_sha256 = 'khác'", "file_sha256"),
        ("UPDATE registry_delegation SET valid_to = '2099-01-01'", "valid_to"),
        ("UPDATE registry_delegation SET role = 'administrator'", "role"),
        ("DELETE FROM registry_pendingcorrection WHERE state = 'waiting'", ""),
        ("UPDATE registry_pendingcorrection SET ground = 'khác' WHERE state = 'waiting'", ""),
        ("UPDATE registry_pendingcorrection SET after = '{\"name\": \"x\"}'", ""),
        ("UPDATE registry_pendingcorrection SET entered_by_id = (SELECT MAX(id) FROM"
         " registry_user) WHERE state = 'approved'", ""),
        ("UPDATE registry_pendingact SET ground = 'khác'", ""),
    ],
)  # fmt: skip
def test_records_and_proposals_changed_by_hand_are_named(
    desk: Desk, statement: str, named: str
) -> None:
    waiting = corrected(desk)
    first = PendingCorrection.objects.order_by("pk").first()
    assert first is not None and first != waiting
    correction_approve(actor=desk.approver, pending_id=first.pk)
    desk.village()
    factories.user()
    act_propose(
        actor=desk.clerk,
        certification_id=waiting.subject_id,
        entry=ActEntry(act=ActKind.WITHDRAW, effective_on=dt.date(2026, 9, 1), ground="Thử"),
    )
    assert list(faults()) == []
    sql(statement)
    messages = [fault.message for fault in faults()]
    assert messages and named in messages[0]
    with pytest.raises(CommandError):
        call_command("log_verify", stderr=StringIO())


def test_a_correction_written_beside_the_services_is_named(desk: Desk) -> None:
    made = desk.published()
    sql("UPDATE registry_certification SET maker_name_printed = 'khác'")
    assert [made.code in fault.message for fault in faults()] == [True]


def test_a_chain_written_anew_is_caught_by_a_head_noted_earlier(desk: Desk) -> None:
    desk.product()
    number, digest = head()
    desk.product()
    call_command("log_verify", "--head", f"{number}:{digest}", stdout=StringIO())

    # Somebody with the whole database writes every entry anew, each hash right again.
    previous = GENESIS_HASH
    for entry in Event.objects.order_by("sequence"):
        entry.reason = "viết lại"
        entry.previous_hash = previous
        previous = event_digest(entry)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE registry_event SET reason = %s, previous_hash = %s, hash = %s"
                " WHERE sequence = %s",
                [entry.reason, entry.previous_hash, previous, entry.sequence],
            )
    assert list(faults()) == []
    call_command("log_verify", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("log_verify", "--head", f"{number}:{digest}", stderr=StringIO())


@pytest.mark.parametrize("text", ["", "7", "7:abc", "x:" + "a" * 64, "7:" + "g" * 64])
def test_a_head_of_another_form_is_refused(db: None, text: str) -> None:
    with pytest.raises(CommandError):
        call_command("log_verify", "--head", text)


def test_a_head_beyond_the_log_is_not_in_it(desk: Desk) -> None:
    number, digest = head()
    with pytest.raises(CommandError):
        call_command("log_verify", "--head", f"{number + 1}:{digest}", stderr=StringIO())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_event SET reason = 'khác' WHERE sequence = 3",
        "UPDATE registry_certification SET stars = 3",
        "UPDATE registry_certification SET product_name_printed = 'Tên khác'",
        "UPDATE registry_certificationevent SET valid_until = '2030-01-01'",
        "UPDATE registry_certificationevent SET ground = 'khác'",
        "DELETE FROM registry_certificationevent",
        "UPDATE registry_certification SET entry_state = 'in_review', published_by_id = NULL,"
        " published_at = NULL",
    ],
)
def test_a_change_by_hand_is_named(desk: Desk, statement: str) -> None:
    desk.published()
    sql(statement)
    assert list(faults())
    with pytest.raises(CommandError):
        call_command("log_verify", stderr=StringIO())
