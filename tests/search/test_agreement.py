"""Search agrees with the register: what is found, under which status, in which place."""

import datetime as dt
import random

import pytest

from registry.gazetteer.directory import get_directory
from registry.models import Place, Succession
from registry.models.choices import ENDED_STATUSES, ActKind, CertificationStatus, PlaceLevel
from registry.rules.validity import add_months
from registry.selectors.items import items_by_ref
from search import indexing, service
from search.query import Query, StatusFilter
from search.service import search
from tests.search import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY


def found(**options):
    refs = []
    page = 1
    while True:
        results = search(Query(page=page, **options))
        refs += results.refs
        if page >= results.page_count:
            return refs
        page += 1


def some_products(chance):
    for number in range(60):
        product = make.product(f"Trà {number}")
        for _ in range(chance.randint(1, 3)):
            issued = DAY - dt.timedelta(chance.randint(-30, 900))
            precision = chance.choice(["day", "day", "month", "year"])
            until = DAY + dt.timedelta(chance.randint(-60, 500))
            has_end = until > issued and chance.random() < 0.6
            held = make.certification(
                product,
                chance.choice(["ocop:3", "ocop:4", "cnnttb:nation"]),
                issued=issued,
                precision=precision,
                until=until if has_end else None,
            )
            for kind in (ActKind.SUSPEND, ActKind.REINSTATE, ActKind.WITHDRAW):
                if chance.random() < 0.2:
                    on = issued + dt.timedelta(chance.randint(1, 700))
                    make.act(held, kind, on=on)


def grades_left(record, months):
    """Grades that are surely valid on each day of so many months, day by day."""
    days = (add_months(DAY, months) - DAY).days
    found = set()
    for grade in {one.grade_key for one in record.certifications}:
        held = [one for one in record.certifications if one.grade_key == grade]
        if all(
            any(one.status(DAY + dt.timedelta(ahead)) == CertificationStatus.VALID for one in held)
            for ahead in range(days + 1)
        ):
            found.add(grade)
    return found


def test_status_grades_and_counts_agree_with_the_rules(index):
    some_products(random.Random(11))
    index()
    records = items_by_ref(indexing.item_refs())
    expected: dict[StatusFilter, dict[str, set[str]]] = {status: {} for status in StatusFilter}
    for ref, record in records.items():
        for one in record.certifications:
            state = one.status(DAY)
            expected[StatusFilter.ALL].setdefault(ref, set()).add(one.grade_key)
            if state not in ENDED_STATUSES:
                expected[StatusFilter.OPEN].setdefault(ref, set()).add(one.grade_key)
            if state == CertificationStatus.VALID:
                expected[StatusFilter.VALID].setdefault(ref, set()).add(one.grade_key)
        for status in StatusFilter:
            if status.months and (grades := grades_left(record, status.months)):
                expected[status][ref] = grades
    expected[StatusFilter.ENDED] = {
        ref: grades
        for ref, grades in expected[StatusFilter.ALL].items()
        if ref not in expected[StatusFilter.OPEN]
    }
    assert all(expected.values())
    for status, by_ref in expected.items():
        listed = found(status=status)
        assert sorted(listed) == sorted(by_ref)
        results = search(Query(status=status))
        assert results.status_counts == {one: len(refs) for one, refs in expected.items()}
        for value in results.facets["grades"]:
            holders = {ref for ref, grades in by_ref.items() if value.value in grades}
            assert value.count == len(holders)
            assert set(found(status=status, grades=(value.value,))) == holders
        assert sum(value.count for value in results.facets["grades"]) == sum(
            len(grades) for grades in by_ref.values()
        )


def test_the_real_gazetteer_leads_from_any_unit_to_the_item(settings, tmp_path, gazetteer):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    split = (
        Place.objects.filter(level=PlaceLevel.COMMUNE, successions__is_default=False)
        .order_by("public_id")
        .first()
    )
    ref = make.item("Rượu", place_at_issue=split)
    make.item("Bún")
    engine = service.get_engine()
    indexing.rebuild(engine)
    successors = Succession.objects.filter(predecessor=split).values_list(
        "successor__public_id", flat=True
    )
    units = [split.public_id, split.parent.public_id, split.parent.parent.public_id, *successors]
    assert len(units) > 4
    for public_id in units:
        assert found(places=(public_id,)) == [ref], public_id
    assert found(text=f"rượu {split.parent.short_name}") == [ref]
    province = get_directory().province_now(split.pk)
    assert found(provinces=(province.public_id,)) == [ref]
    service._engine.cache_clear()
