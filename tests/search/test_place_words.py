"""Which words of a query name places, with the whole gazetteer."""

import pytest

from registry.gazetteer.directory import PlaceDirectory
from search.synonyms import table_of
from search.understand import understand

NO_SYNONYMS = table_of(())


def named(text: str, directory: PlaceDirectory) -> list[set[str]]:
    """For each place that is read: every unit so named."""
    reading = understand(text, NO_SYNONYMS, directory)
    return [set(place.public_ids) for group in reading.places for place in group]


@pytest.mark.parametrize(
    ("text", "public_ids"),
    [
        # Communes without marks beside the province that they lie in, old or new.
        ("gao tam chuc ninh binh", ["f25-13420", "f25-37"]),
        ("banh ban pho lao cai", ["b25-02866", "f25-15"]),
        # Beside words with marks, names that bear none; names of no Vietnamese syllable.
        ("cà phê Di Linh", ["b25-679"]), ("phở khô pleiku", ["b25-622"]),
        ("cà phê ea ktur", ["f25-24544"]),
        # What stands behind "ở" is a place, whatever else is called so.
        ("chè ở Bình Minh", ["b25-861"]), ("bưởi ở Chũ", ["b25-224"]),
        # A type word in full, and y in a name written as one word.
        ("nuoc mam thanh pho hue", ["f25-46"]), ("nem mytho", ["b25-815"]),
        # Of a grade's "tỉnh" the province keeps its name; a lettered number before its city.
        ("cấp tỉnh Quảng Nam", ["b25-49"]), ("chả lụa q1 tphcm", ["b25-760", "b25-79"]),
    ],
)  # fmt: skip
def test_places_are_read(text, public_ids, gazetteer):
    found = named(text, gazetteer)
    assert len(found) == len(public_ids)
    assert all(one in units for one, units in zip(public_ids, found, strict=True))


@pytest.mark.parametrize(
    "text",
    ["trà sữa trân châu", "mật hoa thốt nốt", "giò cam đường", "banh trang me", "gao nep cam",
     "nem chua hoavang", "coenzyme q10", "collagen p3"],
)  # fmt: skip
def test_goods_are_not_taken_for_places(text, gazetteer):
    assert named(text, gazetteer) == []


def test_a_commune_of_another_province_is_not_vouched_for(gazetteer):
    assert len(named("gao tam chuc ca mau", gazetteer)) == 1
