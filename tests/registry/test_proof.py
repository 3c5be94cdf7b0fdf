"""What a change by SQL, beside or in the log, does to the proof."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.models.choices import ActKind, ValidityBasis
from registry.proof import faults
from registry.rules.status import End
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
