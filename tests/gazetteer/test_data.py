"""Facts of the loaded data, each from the law or from the corrections of the order."""

import datetime as dt

import pytest

from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import PlaceLevel
from registry.models.places import Place, PlaceName, Region, RegionMembership, Succession

NEW, OLD = "2025-07-01", "before-2025-07-01"
pytestmark = pytest.mark.django_db


def successors(code: str) -> dict[str, tuple[str, bool]]:
    return {
        link.successor.public_id: (link.extent, link.is_default)
        for link in Succession.objects.filter(predecessor__public_id=code).select_related(
            "successor"
        )
    }


@pytest.mark.parametrize(
    ("era", "level", "number"),
    [
        (NEW, "province", 34),
        (NEW, "commune", 3321),
        (OLD, "province", 63),
        (OLD, "district", 696),
        (OLD, "commune", 10035),
    ],
)
def test_every_unit_of_both_eras_is_there(era: str, level: str, number: int) -> None:
    assert Place.objects.filter(era__key=era, level=level).count() == number


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (dt.date(2025, 7, 1), {"Tỉnh": 28, "Thành phố": 6, "Xã": 2621, "Phường": 687}),
        (dt.date(2026, 9, 20), {"Tỉnh": 25, "Thành phố": 9, "Xã": 2599, "Phường": 709}),
    ],
)
def test_units_change_their_type_on_the_day_of_the_resolution(
    day: dt.date, counts: dict[str, int], gazetteer: PlaceDirectory
) -> None:
    names = [gazetteer.name_on(p.id, day) for p in gazetteer.all() if p.era_key == NEW]
    found = {word: sum(n.startswith(word + " ") for n in names) for word in counts}
    assert found == counts
    assert sum(name.startswith("Đặc khu ") for name in names) == 13


def test_a_name_ends_on_the_day_before_the_next(gazetteer: PlaceDirectory) -> None:
    place = gazetteer.by_public_id("f25-07294")
    assert place is not None
    assert gazetteer.name_on(place.id, dt.date(2026, 9, 19)) == "Xã Bố Hạ"
    assert gazetteer.name_on(place.id, dt.date(2026, 9, 20)) == "Phường Bố Hạ"
    old, new = PlaceName.objects.filter(place_id=place.id, kind="official").order_by("valid_from")
    assert (old.valid_to, new.valid_from) == (dt.date(2026, 9, 19), dt.date(2026, 9, 20))
    assert new.legal_basis == "388/NQ-UBTVQH16"


def test_twenty_five_units_have_a_second_official_name() -> None:
    changed = PlaceName.objects.filter(kind="official", place__era__key=NEW).exclude(legal_basis="")
    assert changed.count() == 25


def test_false_successors_are_removed_and_the_missing_one_is_added() -> None:
    # Tân Thạnh of Thới Lai and the Tân Thạnh 75 km away.
    assert "f25-31654" not in successors("b25-31378")
    assert successors("b25-31246") == {"f25-31246": ("whole", True)}
    assert successors("b25-09013")["f25-09817"] == ("area_only", False)


def test_defaults_follow_the_population_where_the_law_says_so() -> None:
    assert successors("b25-00409")["f25-00433"] == ("area_and_population", True)
    assert successors("b25-31379")["f25-31378"][1] is True


def test_extents_are_whole_for_one_and_part_for_several() -> None:
    assert set(successors("b25-15772").values()) <= {("part", True), ("part", False)}
    split = Succession.objects.exclude(extent="whole").values("predecessor").distinct().count()
    whole = Succession.objects.filter(extent="whole").count()
    assert split + whole == 10_035 + 5 + 63


def test_old_provinces_go_to_the_right_new_ones(gazetteer: PlaceDirectory) -> None:
    expected = {"17": "25", "26": "25", "24": "24", "77": "79", "74": "79", "62": "51", "46": "46"}
    for old, new in expected.items():
        place = gazetteer.by_public_id(f"b25-{old}")
        assert place is not None
        now = gazetteer.province_now(place.id)
        assert now is not None
        assert now.public_id == f"f25-{new}"


def test_no_point_is_wild_and_old_units_carry_none() -> None:
    long_khanh = Place.objects.get(public_id="f25-29983")
    assert (long_khanh.latitude, long_khanh.longitude) == (10.8007, 105.3008)
    old = Place.objects.filter(era__key=OLD)
    assert not old.filter(latitude__isnull=False).exists()
    new = Place.objects.filter(era__key=NEW)
    assert not new.filter(latitude__isnull=True).exists()


def test_codes_keep_their_leading_zeros() -> None:
    assert Place.objects.get(public_id="f25-00004").official_code == "00004"


def test_regions_are_dated_and_voting_regions_unverified(gazetteer: PlaceDirectory) -> None:
    assert Region.objects.count() == 11
    for era, day, number in ((NEW, dt.date(2026, 1, 1), 34), (OLD, dt.date(2024, 1, 1), 63)):
        for kind in ("socio_economic", "voting"):
            provinces = [
                p for p in gazetteer.all() if p.era_key == era and p.level == PlaceLevel.PROVINCE
            ]
            found = [
                [r for r in gazetteer.regions_of(p.id, day) if r.kind == kind] for p in provinces
            ]
            assert len(found) == number
            assert all(len(regions) == 1 for regions in found)
    assert not RegionMembership.objects.filter(region__kind="voting", is_verified=True).exists()


def test_a_region_is_that_of_the_day(gazetteer: PlaceDirectory) -> None:
    long_an = gazetteer.by_public_id("b25-80")
    assert long_an is not None

    def socio_economic(day: dt.date) -> list[str]:
        return [r.code for r in gazetteer.regions_of(long_an.id, day) if r.kind == "socio_economic"]

    assert socio_economic(dt.date(2024, 1, 1)) == ["se-mekong-delta"]
    assert socio_economic(dt.date(2026, 1, 1)) == ["se-southeast"]
