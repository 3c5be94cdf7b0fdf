"""What the database itself refuses, whoever writes: every named constraint stands, and bites."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from registry.models import Scheme
from tests.factories import Desk

pytestmark = pytest.mark.django_db


def test_every_constraint_of_a_model_stands_in_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT group_concat(sql, ' ') FROM sqlite_master")
        else:
            cursor.execute(
                "SELECT string_agg(conname, ' ') FROM pg_constraint"
                " UNION ALL SELECT string_agg(indexname, ' ') FROM pg_indexes"
            )
        standing = " ".join(row[0] for row in cursor.fetchall())
    names = {
        constraint.name
        for model in apps.get_app_config("registry").get_models()
        for constraint in model._meta.constraints
    }
    assert {name for name in names if name not in standing} == set()


# (constraint, statement): each statement would write what the constraint forbids.
HOSTILE = [
    ("certification_one_subject", "UPDATE registry_certification SET product_id = NULL"),
    ("certification_code_form", "UPDATE registry_certification SET code = 'ABCDEFGHI'"),
    ("certification_grade_of_its_scheme", "UPDATE registry_certification SET level = 'nation'"),
    ("certification_stars_three_to_five", "UPDATE registry_certification SET stars = 2"),
    ("certification_published_has_grade", "UPDATE registry_certification SET stars = NULL"),
    ("certification_published_evidence", "UPDATE registry_certification SET grade = 'B2'"),
    ("certification_grade_a_has_decision", "UPDATE registry_certification SET grade = 'A'"),
    (
        "certification_published_has_moment",
        "UPDATE registry_certification SET published_at = NULL",
    ),
    (
        "certification_published_by_second_person",
        "UPDATE registry_certification SET published_by_id = entered_by_id",
    ),
    (
        "certification_issue_matches_precision|certification_computed_from_a_day",
        "UPDATE registry_certification SET issued_on_precision = 'month'",
    ),
    (
        "certification_dates_ordered",
        "UPDATE registry_certification SET valid_until = issued_on",
    ),
    (
        "certification_end_matches_basis",
        "UPDATE registry_certification SET valid_until = NULL",
    ),
    ("certification_score_range", "UPDATE registry_certification SET score = 101"),
    (
        "certification_printed_name_given",
        "UPDATE registry_certification SET product_name_printed = ''",
    ),
    (
        "certification_grading_known|certification_grade_of_its_scheme",
        "UPDATE registry_certification SET grading = 'junk'",
    ),
    (
        "certification_grade_known|certification_published_evidence",
        "UPDATE registry_certification SET grade = 'Z'",
    ),
    (
        "certification_entry_state_known|certification_published_has_moment",
        "UPDATE registry_certification SET entry_state = 'x'",
    ),
    (
        "certification_place_certainty_known",
        "UPDATE registry_certification SET place_certainty = 'x'",
    ),
    (
        "certification_computed_from_a_day",
        "UPDATE registry_certification SET issued_on = '2026-01-01', issued_on_precision = 'year'",
    ),
    (
        "certificationevent_two_persons",
        "UPDATE registry_certificationevent SET approved_by_id = entered_by_id",
    ),
    (
        "certificationevent_act_known|certificationevent_ground_given",
        "UPDATE registry_certificationevent SET act = 'junk'",
    ),
    (
        "certificationevent_date_matches_precision",
        "UPDATE registry_certificationevent SET effective_on_precision = 'none'",
    ),
    (
        "certificationevent_issue_on_its_day",
        "UPDATE registry_certificationevent SET effective_on = '2026-08-06'",
    ),
    (
        "certificationevent_ground_given",
        "UPDATE registry_certificationevent SET act = 'withdraw', ground = ''",
    ),
    (
        "certificationevent_supersede_names_new",
        "UPDATE registry_certificationevent SET act = 'supersede'",
    ),
    (
        "certificationevent_extend_names_end",
        "UPDATE registry_certificationevent SET act = 'extend', valid_until = NULL",
    ),
    (
        "certificationevent_printed_end_given",
        "UPDATE registry_certificationevent SET validity_basis = 'printed', valid_until = NULL",
    ),
    (
        "establishment_enterprise_number_digits|establishment_dependent_number_needs_parent",
        "UPDATE registry_establishment SET enterprise_number = '12345'",
    ),
    (
        "establishment_dependent_number_needs_parent",
        "UPDATE registry_establishment SET enterprise_number = '0100047516001'",
    ),
    ("establishment_not_its_own_parent", "UPDATE registry_establishment SET parent_id = id"),
    ("establishment_name_given", "UPDATE registry_establishment SET name = ''"),
    ("establishment_legal_kind_known", "UPDATE registry_establishment SET legal_kind = 'x'"),
    ("product_name_given", "UPDATE registry_product SET name = ''"),
    ("product_code_form", "UPDATE registry_product SET code = 'IIIIIIIII'"),
    ("product_kind_known", "UPDATE registry_product SET kind = 'x'"),
    ("evidence_one_subject", "UPDATE registry_evidence SET certification_id = NULL"),
    ("evidence_web_address", "UPDATE registry_evidence SET source_url = 'javascript:1'"),
    ("evidence_grade_known", "UPDATE registry_evidence SET grade = 'Z'"),
    (
        "authority_days_ordered",
        "UPDATE registry_authority SET valid_from = '2026-01-01', valid_to = '2025-01-01'",
    ),
    (
        "authority_successor_only_when_ended",
        "UPDATE registry_authority SET successor_id = (SELECT MAX(id) FROM registry_authority),"
        " valid_to = NULL WHERE id = (SELECT MIN(id) FROM registry_authority)",
    ),
    ("authority_kind_known", "UPDATE registry_authority SET kind = 'x'"),
    ("delegation_days_ordered", "UPDATE registry_delegation SET valid_to = '2001-01-01'"),
    ("delegation_role_known", "UPDATE registry_delegation SET role = 'king'"),
    (
        "schemeregime_days_ordered",
        "UPDATE registry_schemeregime SET in_force_to = '2001-01-01' WHERE key = 'ocop-2026'",
    ),
    (
        "schemeregime_one_open",
        "UPDATE registry_schemeregime SET in_force_to = NULL WHERE key = 'ocop-2025'",
    ),
    ("event_sequence_from_one", "UPDATE registry_event SET sequence = 0 WHERE sequence = 1"),
]


@pytest.mark.parametrize(
    ("name", "statement"), HOSTILE, ids=[name.split("|")[0] for name, _ in HOSTILE]
)
def test_a_constraint_bites(desk: Desk, name: str, statement: str) -> None:
    desk.published()
    refused = pytest.raises(IntegrityError, match=name)
    if name == "schemeregime_one_open" and connection.vendor == "sqlite":
        refused = pytest.raises(IntegrityError, match="UNIQUE")  # SQLite names the columns
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("level", "day"), [("commune", "2025-06-30"), ("district", "2025-07-01")])
def test_10_a_level_of_its_day(desk: Desk, level: str, day: str) -> None:
    desk.published(scheme=Scheme.objects.get(code="cnnttb"), level="province")
    refused = pytest.raises(IntegrityError, match="certification_level_of_its_day")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_certification SET level = %s, issued_on = %s", [level, day])


def test_a_certificate_with_warnings_is_public_only_with_a_reason(desk: Desk) -> None:
    import datetime as dt

    desk.published(stars=3, issued_on=dt.date(2025, 7, 2))
    refused = pytest.raises(IntegrityError, match="certification_warnings_have_reason")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_certification SET warnings_reason = ''")
