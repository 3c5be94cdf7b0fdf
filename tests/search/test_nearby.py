"""What lies near: distances, rounding, and that nothing finer than that is kept."""

import math

import pytest

from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import PlaceLevel
from search.nearby import (
    RADII,
    communes_within,
    distance_km,
    point_of,
    position,
    position_text,
    without_points,
)

pytestmark = pytest.mark.django_db
HA_NOI, DA_NANG = (21.0285, 105.8542), (16.0678, 108.2208)


def test_a_known_distance():
    assert distance_km(HA_NOI, DA_NANG) == pytest.approx(606, abs=5)
    assert distance_km(HA_NOI, HA_NOI) == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("21.0285,105.8542", (21.05, 105.85)),
        ("8.6,104.7", (8.6, 104.7)),
        ("21.0285, 105.8", None),
        ("48.85,2.35", None),
        ("105.8,21.0", None),
        ("f25-01", None),
        ("", None),
    ],
)
def test_positions_are_rounded_and_those_abroad_are_none(typed, found):
    assert position(typed) == (pytest.approx(found) if found else None)
    if found:
        assert position(position_text(*found)) == pytest.approx(found)


@pytest.mark.parametrize("km", RADII)
def test_communes_within_agree_with_a_plain_count(gazetteer: PlaceDirectory, km: int):
    middle = point_of("21.05,105.85", gazetteer)
    assert middle is not None
    expected = {
        place.public_id
        for place in gazetteer.all()
        if place.public_id.startswith("f25")
        and place.level == PlaceLevel.COMMUNE
        and place.latitude is not None
        and place.longitude is not None
        and _plane_km(middle, (place.latitude, place.longitude)) <= km
    }
    found = set(communes_within("21.05,105.85", km, gazetteer))
    # The plane errs by less than a hundredth, so that only communes at the edge may differ.
    near_the_edge = {
        one
        for one in found ^ expected
        if abs(distance_km(middle, point_of(one, gazetteer) or middle) - km) > km / 100
    }
    assert not near_the_edge
    assert len(found) >= 5


def _plane_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    north = (other[0] - one[0]) * 111.2
    east = (other[1] - one[1]) * 111.32 * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(north, east)


def test_a_unit_is_near_itself_and_an_old_one_stands_where_its_successors_do(
    gazetteer: PlaceDirectory,
):
    old = next(p for p in gazetteer.all() if p.full_name == "Huyện Đắk Song")
    found = communes_within(old.public_id, 10, gazetteer)
    successors = {unit.public_id for unit in gazetteer.successors_now(old.id)}
    assert successors and successors <= set(found)


def test_every_province_has_positions_of_its_communes(gazetteer: PlaceDirectory):
    assert without_points(gazetteer) == ()


def test_a_province_with_an_unknown_position_is_told(monkeypatch, gazetteer: PlaceDirectory):
    unit = gazetteer.children(gazetteer.by_public_id("f25-68").id)[0]  # type: ignore[union-attr]
    hidden = type(unit)(
        **{
            name: None if name == "latitude" else getattr(unit, name)
            for name in unit.__dataclass_fields__
        }
    )
    monkeypatch.setitem(gazetteer._places, unit.id, hidden)
    gazetteer.derived.pop("without_points", None)
    assert without_points(gazetteer) == ("f25-68",)
    gazetteer.derived.pop("without_points", None)


def test_a_province_is_no_middle(gazetteer: PlaceDirectory):
    assert point_of("f25-68", gazetteer) is None
    assert point_of("b25-672", gazetteer) is not None
