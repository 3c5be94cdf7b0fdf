"""A rolled-back transaction leaves no file; a command finds those that a crash left."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from registry.models import Decision
from registry.models.decisions import private_files
from registry.services.decisions import decision_file_attach
from registry.services.private_files import orphans
from registry.services.writing import register_transaction
from tests.factories import Desk
from tests.papers import pdf


def attach(desk: Desk, decision) -> str:  # type: ignore[no-untyped-def]
    upload = SimpleUploadedFile("a.pdf", pdf())
    return decision_file_attach(actor=desk.clerk, decision_id=decision.pk, upload=upload).file.name


class Broken(Exception):
    pass


def attach_and_fail(desk: Desk, decision: Decision, names: list[str]) -> None:
    with register_transaction():
        names.append(attach(desk, decision))
        assert private_files().exists(names[-1])
        raise Broken


def fail() -> None:
    raise Broken


def attach_before_a_failing_hook(desk: Desk, decision: Decision, names: list[str]) -> None:
    with register_transaction():
        names.append(attach(desk, decision))
        transaction.on_commit(fail)


def test_a_failed_transaction_takes_the_file_with_it(desk: Desk) -> None:
    decision, names = desk.decision(), []
    with pytest.raises(Broken):
        attach_and_fail(desk, decision, names)
    assert not private_files().exists(names[0])
    assert not connection.needs_rollback and Decision.objects.get(pk=decision.pk).file == ""


def test_a_service_that_fails_within_takes_only_its_own_file(desk: Desk) -> None:
    first, second, names = desk.decision(), desk.decision("2/QĐ-UBND"), []
    with register_transaction():
        names.append(attach(desk, first))
        with pytest.raises(Broken):
            attach_and_fail(desk, second, names)
    assert [private_files().exists(name) for name in names] == [True, False]
    private_files().delete(names[0])


@pytest.mark.django_db(transaction=True)
def test_a_hook_that_fails_after_the_commit_costs_no_file(desk: Desk) -> None:
    decision, names = desk.decision(), []
    with pytest.raises(Broken):
        attach_before_a_failing_hook(desk, decision, names)
    assert private_files().exists(names[0]) and names[0] not in orphans()
    private_files().delete(names[0])


def test_a_transaction_that_ends_well_keeps_the_file(desk: Desk) -> None:
    name = attach(desk, desk.decision())
    assert private_files().exists(name) and name not in orphans()
    private_files().delete(name)


def test_the_command_finds_orphans(db: None, capsys) -> None:  # type: ignore[no-untyped-def]
    name = private_files().save("decisions/2026/left.pdf", ContentFile(b"x"))
    with pytest.raises(CommandError):
        call_command("files_check")
    assert f"orphan {name}" in capsys.readouterr().out
    private_files().delete(name)
