"""Figures as known at a moment, after makers, groups and places were corrected since."""

import datetime as dt

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from catalog.figure_lists import ListAsked, behind, by_province
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.models import Certification, GroupNode, Place, Scheme
from registry.models.corrections import CorrectedKind
from registry.selectors.figures import FigureQuery, certifications_counted, figures
from registry.services.corrections import correction_approve, correction_enter
from tests.factories import Desk

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 9, 1)
EVENING = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
OLD, NEW = "f25-38", "f25-68"  # Thanh Hóa, Lâm Đồng


def correct(desk: Desk, kind: CorrectedKind, key: int, **values: object) -> None:
    pending = correction_enter(
        actor=desk.clerk, kind=kind, key=key, values=values, reason="Gõ sai"
    ).pending
    assert pending is not None
    correction_approve(actor=desk.approver, pending_id=pending.pk)


@pytest.fixture
def titles(desk: Desk, gazetteer: PlaceDirectory) -> list[Certification]:
    """Two titles of two makers in one province, in August; in October all was put right."""
    place, group = Place.objects.get(public_id=OLD), GroupNode.objects.filter(code="che")[0]
    with time_machine.travel(dt.datetime(2026, 8, 6, 5, tzinfo=dt.UTC)):
        made = [
            desk.published(product=desk.product(group=group), place_at_issue=place, place_now=place)
            for _number in range(2)
        ]
        village = desk.village(group=group)
        made.append(
            desk.published(
                scheme=Scheme.objects.get(code="craft"),
                craft_village=village,
                title="craft_village",
                place_at_issue=place,
                place_now=place,
            )
        )
    first, second, _title = made
    assert first.product is not None and second.product is not None
    other = Place.objects.get(public_id=NEW)
    honey = GroupNode.objects.filter(code="mat-ong")[0]
    with time_machine.travel(dt.datetime(2026, 10, 6, 5, tzinfo=dt.UTC)):
        # Twice, so that not the last but the oldest value is the one that was known.
        for maker in (desk.maker(), first.product.maker):
            assert maker is not None
            correct(desk, CorrectedKind.PRODUCT, second.product.pk, maker_id=maker.pk)
        correct(desk, CorrectedKind.PRODUCT, second.product.pk, group_id=honey.pk)
        correct(desk, CorrectedKind.CRAFT_VILLAGE, village.pk, group_id=honey.pk)
        correct(
            desk,
            CorrectedKind.CERTIFICATION,
            second.pk,
            place_at_issue_id=other.pk,
            place_now_id=other.pk,
            place_certainty="province_only",
        )
    return made


def counts(known_at: dt.datetime | None, **values: str) -> tuple[int, int, int]:
    line = figures(FigureQuery(on=ON, known_at=known_at, **values)).line().cumulative
    return line.titles, line.establishments, line.craft_villages


def test_a_correction_changes_the_figures_of_now_not_those_known_before(
    titles: list[Certification],
) -> None:
    assert counts(None) == (3, 1, 1)
    assert counts(EVENING) == (3, 2, 1)
    assert (counts(None, place=OLD), counts(EVENING, place=OLD)) == ((2, 1, 1), (3, 2, 1))
    assert (counts(None, place=NEW), counts(EVENING, place=NEW)) == ((1, 1, 0), (0, 0, 0))
    assert (counts(None, group="che"), counts(EVENING, group="che")) == ((1, 1, 0), (3, 2, 1))
    assert (counts(None, group="mat-ong"), counts(EVENING, group="mat-ong"))[1] == (0, 0, 0)
    later = dt.datetime(2026, 10, 7, tzinfo=dt.UTC)
    assert counts(later, place=NEW, group="mat-ong") == counts(None, place=NEW, group="mat-ong")


def test_lists_and_provinces_agree_with_the_figures(
    titles: list[Certification], gazetteer: PlaceDirectory
) -> None:
    for known_at in (None, EVENING):
        for place in (OLD, NEW):
            query = FigureQuery(on=ON, known_at=known_at, place=place)
            number = figures(query).line().cumulative.titles
            assert len(certifications_counted(query)) == number
            assert behind(ListAsked(query), get_directory(), 1).total == number
        by_place = by_province(FigureQuery(on=ON, known_at=known_at), "cumulative", gazetteer)
        assert by_place[OLD].titles == counts(known_at, place=OLD)[0]
        assert by_place[OLD].establishments == counts(known_at, place=OLD)[1]


def test_the_number_of_queries_stays_small(
    titles: list[Certification],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # On a slow machine the question whether the places have changed would come in between.
    monkeypatch.setattr("registry.gazetteer.directory.BELIEVED_FOR", 3600.0)
    query = FigureQuery(on=ON, known_at=EVENING, place=OLD, group="che")
    figures(query)
    with django_assert_max_num_queries(10):
        figures(query)
    with django_assert_max_num_queries(11):
        behind(ListAsked(query), get_directory(), 1)
