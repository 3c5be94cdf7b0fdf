"""Numbers of decisions as rows: refused where they say nothing, rewritten without a loss."""

from importlib import import_module

import pytest
from django.apps import apps

from registry.models import Decision
from registry.proof import faults
from registry.services.refusal import Refused
from tests.factories import Desk

pytestmark = pytest.mark.django_db
migration = import_module("registry.migrations.0006_decision_numbers_compared")


@pytest.mark.parametrize("number", ["—", "...", "ß" * 60, "/-/"])
def test_a_number_that_says_nothing_or_does_not_fit(desk: Desk, number: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.decision(number)
    assert [problem.field for problem in refusal.value.problems] == ["number"]


def test_one_decision_however_its_number_is_written(desk: Desk) -> None:
    first = desk.decision("100/QĐ-UBND")
    assert desk.decision("Quyết định số 0100∕QD-UBND.").pk == first.pk


def test_stored_numbers_follow_and_collisions_stay(desk: Desk, capsys) -> None:  # type: ignore[no-untyped-def]
    rows = [desk.decision(number) for number in ("7/QĐ-UBND", "8/QĐ-UBND", "9/QĐ-UBND")]
    olds = ("QUYẾTĐỊNHSỐ7/QĐ-UBND", "8/QĐ-UBND", "8/QD-UBND")
    for row, old in zip(rows, olds, strict=True):
        Decision.objects.filter(pk=row.pk).update(number_normalised=old)
    Decision.objects.filter(pk=rows[2].pk).update(number="Số 8/QD-UBND")
    assert migration.rewritten(apps, migration.decision_number_normalise) == [rows[2].pk]
    stored = Decision.objects.in_bulk([row.pk for row in rows])
    assert [stored[row.pk].number_normalised for row in rows] == [
        "7/QĐ-UBND",
        "8/QĐ-UBND",
        "8/QD-UBND",
    ]
    assert str(rows[2].pk) in capsys.readouterr().err


def test_the_proof_takes_the_form_of_the_rule_or_of_the_log(desk: Desk) -> None:
    row = desk.decision("Số 100/QĐ-UBND")
    assert list(faults()) == []

    Decision.objects.filter(pk=row.pk).update(number_normalised="101/QD-UBND")
    assert [fault.sequence for fault in faults()] != []
