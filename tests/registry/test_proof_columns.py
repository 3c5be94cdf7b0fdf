"""Every column of every legal table: changed by SQL, the proof names it.

`EXEMPT` are the columns of which the log says nothing, each with its reason.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import DataError

from registry.models import (
    Certification,
    CertificationEvent,
    CraftVillage,
    Decision,
    Delegation,
    Establishment,
    EstablishmentName,
    Event,
    Evidence,
    ImportBatch,
    PendingAct,
    PendingCorrection,
    PersonalIdentifier,
    Product,
    ProductIdentifier,
    ProductSetMember,
    Round,
    Scheme,
)
from registry.models.choices import ActKind, IdentifierKind
from registry.models.corrections import CorrectedKind
from registry.proof import faults, file_faults
from registry.reading import CHUNK
from registry.services.act_record import ActEntry
from registry.services.corrections import correction_approve, correction_enter
from registry.services.decisions import decision_file_attach, round_ensure
from registry.services.discarding import (
    certification_discard,
    certification_restore,
    decision_discard,
    decision_restore,
)
from registry.services.imports import import_record
from registry.services.pending import act_propose, act_return
from registry.services.products import product_identifier_add
from tests.factories import Desk
from tests.papers import pdf

pytestmark = pytest.mark.django_db

EXEMPT = {
    # An act is known by its entry and the certification; its own key is said nowhere else.
    (CertificationEvent, "id"),
    # Approving asks for the warnings anew; what is kept of them decides nothing.
    (PendingCorrection, "warnings"),
    # The number hangs on its establishment; the key of its own row is said nowhere else.
    (PersonalIdentifier, "id"),
}
TABLES = (
    Certification,
    CertificationEvent,
    CraftVillage,
    Decision,
    Delegation,
    Establishment,
    Evidence,
    ImportBatch,
    PendingAct,
    PendingCorrection,
    PersonalIdentifier,
    Product,
    ProductIdentifier,
    Round,
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A register with rows of every legal table, in every state that the desk knows."""
    decision = desk.decision()
    upload = SimpleUploadedFile("qd.pdf", pdf())
    decision_file_attach(actor=desk.clerk, decision_id=decision.pk, upload=upload)
    made = desk.published(decision=decision, score=Decimal("82.50"))
    assert made.product is not None
    product_identifier_add(
        actor=desk.clerk, authority=None, product=made.product,
        kind=IdentifierKind.GTIN, value="4006381333931",
    )  # fmt: skip
    desk.village()
    ocop = Scheme.objects.get(code="ocop")
    round_ensure(actor=desk.clerk, authority=None, scheme=ocop, year=2026)
    person = desk.maker("Hộ Tưởng Tượng", legal_kind="household", tax_code="001099012345",
                        name_is_personal=True)  # fmt: skip
    held = desk.published(product=desk.product(maker=person))
    for row in (made, held):
        pending = act_propose(
            actor=desk.clerk,
            certification_id=row.pk,
            entry=ActEntry(
                act=ActKind.WITHDRAW, effective_on=dt.date(2026, 9, 1), ground="Thử nghiệm"
            ),
        )
        if row == made:
            act_return(actor=desk.approver, pending_id=pending.pk, reason="Thiếu giấy")
    product = correction_enter(
        actor=desk.clerk, kind=CorrectedKind.PRODUCT, key=made.product.pk,
        values={"name": "Tên đúng"}, reason="Gõ sai",
    ).pending  # fmt: skip
    assert product is not None
    correction_approve(actor=desk.approver, pending_id=product.pk)
    correction_enter(
        actor=desk.clerk, kind=CorrectedKind.ESTABLISHMENT, key=person.pk,
        values={"tax_code": "001099054321"}, reason="Gõ sai",
    )  # fmt: skip
    draft = desk.draft(score=Decimal("71"))
    certification_discard(actor=desk.clerk, certification_id=draft.pk, reason="Thử")
    certification_restore(actor=desk.clerk, certification_id=draft.pk)
    empty = desk.decision()
    decision_discard(actor=desk.clerk, decision_id=empty.pk, reason="Thử")
    decision_restore(actor=desk.clerk, decision_id=empty.pk)
    import_record(
        actor=desk.clerk, kind="ocop", file_name="a.csv", file_sha256="0" * 64, results=()
    )
    assert [fault.message for fault in faults()] == []
    assert list(file_faults()) == []
    return desk


def others(field: models.Field[Any, Any], value: Any) -> Iterator[Any]:
    """Values of a column that differ from the one it holds."""
    if isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.DateTimeField):
        yield dt.datetime(2001, 2, 3, 4, 5, 6)
    elif isinstance(field, models.DateField):
        yield dt.date(2001, 2, 3)
    elif isinstance(field, models.JSONField):
        yield '["khác"]'
    elif isinstance(field, models.BinaryField):
        yield b"khac"
    elif isinstance(field, models.DecimalField):
        yield Decimal("99.25")
    elif isinstance(field, models.CharField | models.TextField | models.FileField):
        yield from (choice for choice, _words in field.choices or () if choice != value)
        yield "khac"
    else:
        yield 7_000_000 if not isinstance(value, int) or value < 100_000 else 1
        yield (value or 0) + 1
    if field.null and value is not None:
        yield None


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_column_changed_by_sql_is_named(full: Desk, model: type[models.Model]) -> None:
    missed, tried = [], 0
    for field in model._meta.concrete_fields:
        if (model, field.attname) in EXEMPT:
            continue
        for row in model._base_manager.order_by("-pk")[:2]:
            held = getattr(row, field.attname)
            for value in others(field, held):
                tried += 1
                if not is_named(model, field, row.pk, value):
                    missed.append(f"{field.attname}: {held!r} -> {value!r}")
    assert tried and missed == []


def is_named(
    model: type[models.Model], field: models.Field[Any, Any], key: int, value: Any
) -> bool:
    """Whether the proof names a change, or the database itself refuses it."""
    table, column = model._meta.db_table, field.column
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                statement = f'UPDATE {table} SET "{column}" = %s WHERE id = %s'  # noqa: S608
                cursor.execute(statement, [value, key])
            found = next(faults(), None) is not None
            transaction.set_rollback(True)
    except (IntegrityError, DataError):
        return True
    return found


def test_rows_that_no_service_writes_are_named(full: Desk) -> None:
    maker, product = Establishment.objects.all()[:1].get(), Product.objects.all()[:1].get()
    for row in (
        EstablishmentName(establishment=maker, name="khác", name_folded="khac"),
        ProductSetMember(product=product, name="khác"),
        ProductIdentifier(product=product, kind="gtin", value="96385074"),
        Evidence(decision=Decision.objects.all()[:1].get(), grade="A"),
    ):
        with transaction.atomic():
            row.save()
            assert next(faults(), None) is not None, row
            transaction.set_rollback(True)


def test_a_deleted_row_is_named(full: Desk) -> None:
    for model in TABLES:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
            assert next(faults(), None) is not None, model
            transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses such values")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("after", '{"x":1.5}'),
        ("after", '{"x":"\\ud800"}'),
        ("after", "[1]"),
        ("after", "null"),
        ("before", "[" * 900 + "]" * 900),
        ("recorded_at", "junk"),
        ("recorded_at", ""),
        ("sequence", "junk"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_and_the_rest_is_read(
    full: Desk, column: str, value: str
) -> None:
    victim = Event.objects.get(tag="certification:status:issue", sequence__gt=1,
                               subject_id=Certification.objects.earliest("pk").pk)  # fmt: skip
    with connection.cursor() as cursor:
        statement = f"UPDATE registry_event SET {column} = %s WHERE id = %s"  # noqa: S608
        cursor.execute(statement, [value, victim.pk])
        cursor.execute("UPDATE registry_product SET brand = 'khác'")
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("log_verify", "--limit", "100", stderr=err)
    lines = err.getvalue().splitlines()
    first = str(victim.sequence + (column == "sequence"))
    assert first in lines[0], lines
    assert any("brand" in line for line in lines)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses it")
def test_an_entry_gone_while_its_act_stays_is_named(full: Desk) -> None:
    victim = CertificationEvent.objects.latest("pk").log_entry
    # As a tool without the database's foreign keys would do it.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute("DELETE FROM registry_event WHERE id = %s", [victim.pk])
    messages = [fault.message for fault in faults()]
    assert any("registry" not in message for message in messages) and len(messages) >= 2
    with connection.cursor() as cursor:
        # The test's own check of keys at its end must find none broken.
        cursor.execute("DELETE FROM registry_certificationevent WHERE log_entry_id NOT IN"
                       " (SELECT id FROM registry_event)")  # fmt: skip


def test_a_column_that_cannot_be_read_is_named(full: Desk) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_certification SET created_at = 'junk'")
        cursor.execute("UPDATE registry_decision SET created_at = 'junk'")
    assert len(list(faults())) >= 4


def test_a_changed_file_is_named_where_files_are_asked(full: Desk) -> None:
    file = Decision.objects.exclude(file="").get().file
    name = file.name
    file.storage.delete(name)
    file.storage.save(name, SimpleUploadedFile("qd.pdf", b"%PDF-1.4 another"))
    call_command("log_verify", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("log_verify", "--files", stderr=StringIO())
    file.storage.delete(name)
    assert len(list(file_faults())) == 1


def test_more_rows_than_a_chunk_are_proved_in_so_many_queries(
    full: Desk, django_assert_max_num_queries: Any
) -> None:
    """The proof reads by ranges of keys: no list of keys grows with the register."""
    rows = Establishment.objects.bulk_create(
        [
            Establishment(code=f"ZZ{number:07d}", name="x", name_folded="x")
            for number in range(CHUNK + 200)
        ]
    )
    with django_assert_max_num_queries(90):
        found = list(faults())
    # They came in beside the services: each is named, and nothing breaks.
    assert len(found) == len(rows)
