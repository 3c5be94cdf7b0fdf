"""The checker of house rules finds what it must, lets pass what it must, and teaches."""

from pathlib import Path

import pytest

from config import conventions

SERVICE = Path("registry/services/certifications.py")
ELSEWHERE = Path("registry/exchange/apply.py")
RULE = Path("registry/rules/status.py")


def test_the_tree_keeps_the_conventions():
    assert conventions.all_findings() == []


@pytest.mark.parametrize(
    "line",
    [
        "Certification.objects.create(code=code)",
        "Certification.objects.filter(pk=1).update(score=3)",
        "models.Decision.objects.get_or_create(number=number)",
        "CertificationEvent.objects.bulk_create(events)",
        "Certification._base_manager.select_related('product').all().delete()",
        "Event.objects.update_or_create(sequence=1)",
        "Decision(number=number).save()",
    ],
)
def test_a_legal_record_is_written_by_services_only(line: str):
    (finding,) = conventions.findings(ELSEWHERE, line)

    assert finding.startswith("registry/exchange/apply.py:1: ")
    assert "registry.services" in finding
    assert conventions.findings(SERVICE, line) == []


@pytest.mark.parametrize(
    "line",
    [
        "Certification.objects.filter(pk=1).exists()",
        "Product.objects.create(name=name)",
        "seen.update(Certification.objects.values_list('pk'))",
        "IndexTask.objects.filter(document_id=x).delete()",
    ],
)
def test_reading_and_other_records_are_free(line: str):
    assert conventions.findings(ELSEWHERE, line) == []


@pytest.mark.parametrize("folder", ["registry/migrations", "tests/registry", "benchmarks"])
def test_migrations_tests_and_benchmarks_may_write(folder: str):
    path = Path(folder) / "x.py"

    assert conventions.findings(path, "Decision.objects.create()") == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.db import models",
        "import django.db.models",
        "from django import db",
        "today = date.today()",
        "now = timezone.now()",
        "now = datetime.datetime.now()",
    ],
)
def test_rules_know_no_database_and_no_clock(line: str):
    assert len(conventions.findings(RULE, line)) == 1
    assert conventions.findings(ELSEWHERE, line) == []


def test_rules_may_use_the_vocabularies():
    line = "from registry.models.choices import ActKind"

    assert conventions.findings(RULE, line) == []
