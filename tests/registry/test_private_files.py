"""A rolled-back transaction leaves no file; a command finds those that a crash left."""

import gc

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction

from registry.models.decisions import private_files
from registry.services.decisions import decision_file_attach
from registry.services.private_files import orphans
from tests.factories import Desk
from tests.papers import pdf


def attach(desk: Desk, decision) -> str:  # type: ignore[no-untyped-def]
    upload = SimpleUploadedFile("a.pdf", pdf())
    return decision_file_attach(actor=desk.clerk, decision_id=decision.pk, upload=upload).file.name


def test_a_rollback_takes_the_file_with_it(desk: Desk) -> None:
    decision = desk.decision()
    with transaction.atomic():
        name = attach(desk, decision)
        assert private_files().exists(name)
        transaction.set_rollback(True)
    gc.collect()
    assert not private_files().exists(name)


def test_a_commit_keeps_the_file(desk: Desk, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        name = attach(desk, desk.decision())
    gc.collect()
    assert private_files().exists(name) and name not in orphans()
    private_files().delete(name)


def test_the_command_finds_orphans(db: None, capsys) -> None:  # type: ignore[no-untyped-def]
    name = private_files().save("decisions/2026/left.pdf", ContentFile(b"x"))
    with pytest.raises(CommandError):
        call_command("files_check")
    assert f"orphan {name}" in capsys.readouterr().out
    private_files().delete(name)
