"""The directory: names, parents and successors on a day, without a query."""

import datetime as dt

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from registry.gazetteer import directory as module
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo, get_directory
from registry.models.places import GazetteerDataset

pytestmark = pytest.mark.django_db


def unit(directory: PlaceDirectory, public_id: str) -> PlaceInfo:
    place = directory.by_public_id(public_id)
    assert place is not None
    return place


def ids(places: tuple[PlaceInfo, ...]) -> list[str]:
    return [place.public_id for place in places]


@pytest.mark.parametrize(
    ("public_id", "day", "label"),
    [
        ("f25-07294", dt.date(2026, 9, 19), "xã Bố Hạ, tỉnh Bắc Ninh"),
        ("f25-07294", dt.date(2026, 9, 20), "phường Bố Hạ, thành phố Bắc Ninh"),
        ("b25-07804", dt.date(2020, 1, 1), "xã Vân Hà, thị xã Việt Yên, tỉnh Bắc Giang"),
        ("b25-761", None, "quận 12, thành phố Hồ Chí Minh"),
        ("f25-26732", None, "đặc khu Côn Đảo, thành phố Hồ Chí Minh"),
    ],
)
def test_labels(public_id: str, day: dt.date | None, label: str, gazetteer: PlaceDirectory) -> None:
    assert gazetteer.label(unit(gazetteer, public_id).id, day) == label


def test_successors_of_each_level(gazetteer: PlaceDirectory) -> None:
    def now(public_id: str) -> set[str]:
        return set(ids(gazetteer.successors_now(unit(gazetteer, public_id).id)))

    assert now("b25-07804") == {"f25-07798"}
    assert now("f25-07798") == {"f25-07798"}
    assert now("b25-24") == {"f25-24"}
    assert now("b25-219") == {
        f"f25-{code}"
        for code in "07531 07534 07537 07543 07573 07582 07594 07603".split()  # noqa: SIM905
    }
    # The five districts without communes have successors of their own.
    assert now("b25-755") == {"f25-26732"}


def test_every_old_unit_has_successors_and_a_province_now(gazetteer: PlaceDirectory) -> None:
    for place in gazetteer.all():
        assert gazetteer.successors_now(place.id), place
        assert gazetteer.province_now(place.id) is not None, place


def test_the_default_comes_first_and_a_district_of_several_has_none(
    gazetteer: PlaceDirectory,
) -> None:
    split = unit(gazetteer, "b25-00409")
    assert ids(gazetteer.successors_now(split.id))[0] == "f25-00433"
    default = gazetteer.default_successor(split.id)
    assert default is not None
    assert default.public_id == "f25-00433"
    assert gazetteer.default_successor(unit(gazetteer, "b25-219").id) is None


def test_ids_for_search(gazetteer: PlaceDirectory) -> None:
    found = gazetteer.index_ids(unit(gazetteer, "b25-07804").id)
    assert set(found) == {"b25-07804", "b25-222", "b25-24", "f25-07798", "f25-24"}
    assert found[0] == "b25-07804"
    found = gazetteer.index_ids(unit(gazetteer, "f25-07798").id)
    assert found[:2] == ("f25-07798", "f25-24")
    # All its parts lay in one old district and province, though not in one old commune.
    assert {"b25-222", "b25-24"} <= set(found)
    # New Lâm Đồng came from three provinces, so none of them is sure.
    assert gazetteer.index_ids(unit(gazetteer, "f25-68").id) == ("f25-68",)


def test_current_provinces_stand_in_dictionary_order(gazetteer: PlaceDirectory) -> None:
    names = [place.short_name for place in gazetteer.current_provinces()]
    assert len(names) == 34
    assert names[:4] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]
    assert names.index("Đà Nẵng") > names.index("Cần Thơ")


def test_children_predecessors_and_points(gazetteer: PlaceDirectory) -> None:
    assert len(gazetteer.children(unit(gazetteer, "b25-24").id)) == 10
    van_ha = unit(gazetteer, "f25-07798")
    assert "b25-07804" in ids(gazetteer.predecessors(van_ha.id))
    assert gazetteer.point_of(unit(gazetteer, "b25-07804").id) == (
        van_ha.latitude,
        van_ha.longitude,
    )


def test_a_unit_of_a_later_era_gives_nothing_before_it(gazetteer: PlaceDirectory) -> None:
    place = unit(gazetteer, "f25-07798")
    assert gazetteer.successors_now(place.id, dt.date(2025, 6, 30)) == ()


def test_it_asks_nothing_while_it_is_believed(
    gazetteer: PlaceDirectory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    get_directory()
    with django_assert_num_queries(0):
        directory = get_directory()
        directory.label(unit(directory, "b25-07804").id)
        directory.successors_now(unit(directory, "b25-219").id)


def test_it_is_read_again_after_a_newer_load(
    gazetteer: PlaceDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get_directory()
    with transaction.atomic():
        GazetteerDataset.objects.create(source="x", version="x", sha256="0" * 64)
        assert get_directory() is first
        monkeypatch.setattr(module, "BELIEVED_FOR", 0.0)
        assert get_directory() is not first
        transaction.set_rollback(True)
    assert get_directory() is not first
    assert len(get_directory()) == 14149
