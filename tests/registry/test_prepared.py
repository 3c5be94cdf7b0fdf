"""Prepared queries give what the query set gives, whatever the number of keys."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from registry.models import Certification, CertificationEvent
from registry.models.choices import ActKind
from registry.selectors.items import items_by_ref, listed_items, product_ref
from registry.selectors.prepared import Gap, Prepared, give
from tests.factories import Desk

pytestmark = pytest.mark.django_db


def _query(codes: list[Gap] | list[str]) -> QuerySet[Certification]:
    found = Certification.objects.filter(code__in=codes)
    return found.select_related("product__maker", "craft_village", "round").order_by("pk")


@pytest.fixture
def certifications(desk: Desk) -> list[Certification]:
    return [desk.published() for _number in range(5)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_instances_are_those_of_the_query_set(
    certifications: list[Certification], count: int
) -> None:
    codes = [row.code for row in certifications[:count]]
    prepared = Prepared(_query)

    for _again in range(2):
        found = prepared.instances(codes=codes)
        assert found == list(_query(codes))
        for made, plain in zip(found, _query(codes), strict=True):
            for field in Certification._meta.concrete_fields:
                assert getattr(made, field.attname) == getattr(plain, field.attname), field
            assert made._state.db == plain._state.db
            assert not made._state.adding


def test_related_objects_are_there_without_a_query(certifications: list[Certification]) -> None:
    found = Prepared(_query).instances(codes=[row.code for row in certifications])

    with CaptureQueriesContext(connection) as queries:
        names = [row.product.maker.name for row in found if row.product and row.product.maker]
        nothing = [row.craft_village for row in found]

    assert len(names) == 5
    assert nothing == [None] * 5
    assert len(queries) == 0


def test_rows_that_share_a_related_object_get_one(desk: Desk) -> None:
    maker = desk.maker()
    made = [desk.published(product=desk.product(name, maker=maker)) for name in ("Chè", "Gạo")]
    first, second = Prepared(_query).instances(codes=[row.code for row in made])

    assert first.product is not None
    assert second.product is not None
    assert first.product is not second.product
    assert first.product.maker is second.product.maker is not None


def test_an_annotation_of_the_manager_comes_along(desk: Desk) -> None:
    made = desk.published()
    query = Prepared(lambda keys: CertificationEvent.objects.filter(certification__code__in=keys))
    (act,) = query.instances(keys=[made.code])

    assert act.act == ActKind.ISSUE
    assert act.void_since is None  # type: ignore[attr-defined]
    assert act.recorded_at == CertificationEvent.objects.get(pk=act.pk).recorded_at
    assert act.recorded_at.tzinfo is not None


def test_a_column_left_out_is_read_when_it_is_asked_for(
    certifications: list[Certification],
) -> None:
    row = certifications[0]
    query = Prepared(lambda codes: Certification.objects.filter(code__in=codes).only("code"))
    (found,) = query.instances(codes=[row.code])

    assert found.product_name_printed == row.product_name_printed


def test_the_sql_is_written_once_for_lengths_up_to_the_next_power_of_two(
    certifications: list[Certification],
) -> None:
    written = []

    def make(codes: list[Gap]) -> QuerySet[Certification, tuple[str]]:
        written.append(len(codes))
        return Certification.objects.filter(code__in=codes).values_list("code")

    prepared = Prepared(make)
    codes = [row.code for row in certifications]
    for count in (3, 4, 3, 5, 5):
        assert {row[0] for row in prepared.rows(codes=codes[:count])} == set(codes[:count])

    assert written == [4, 8]


def test_given_rows_answer_for_a_relation(certifications: list[Certification]) -> None:
    give(certifications[0], "events", ["act"])

    assert list(certifications[0].events.all()) == ["act"]


def test_listed_items_are_the_whole_ones_with_fewer_columns(
    certifications: list[Certification],
) -> None:
    refs = [product_ref(row.product.code) for row in certifications if row.product]
    whole, listed = items_by_ref(refs), listed_items(refs)

    assert list(whole) == list(listed) == refs
    for ref, record in whole.items():
        other = listed[ref]
        assert record.subject == other.subject
        assert record.certifications == other.certifications
