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
        # Of a province the marks may be missing beside words with marks.
        ("cấp tỉnh thanh hoa", ["f25-38"]), ("bánh gai thanh hoa", ["f25-38"]),
        # A number at the start, in its city; what "hoặc" joins to a place.
        ("phường 5 đà lạt", ["b25-24790", "b25-672"]),
        ("Bắc Hà hoặc Lào Cai", ["b25-085", "f25-15"]),
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


def test_units_that_lie_in_another_place_of_the_text_are_meant(gazetteer):
    reading = understand("gạo xã Tân An, huyện Văn Bàn", NO_SYNONYMS, gazetteer)
    commune = reading.places[0][0]
    held = [gazetteer.by_public_id(one) for one in commune.meant]
    assert held and len(commune.public_ids) > len(held)
    assert commune.public_ids[: len(held)] == commune.meant
    assert all("b25-089" in gazetteer.index_ids(unit.id) for unit in held)


def test_or_joins_places_that_lie_in_one_another(gazetteer):
    assert len(understand("Bắc Hà hoặc Lào Cai", NO_SYNONYMS, gazetteer).places) == 1
    assert len(understand("gạo Bắc Hà Lào Cai", NO_SYNONYMS, gazetteer).places) == 2


def test_last_words_may_be_read_as_a_place(gazetteer):
    for text in ("buoi phuc trach", "bưởi phuc trach"):
        assert named(text, gazetteer) == []
        reading = understand(text, NO_SYNONYMS, gazetteer, takes_last=True)
        assert "b25-18547" in reading.places[0][0].public_ids
        assert [span.keys[0].folded for span in reading.spans] == ["buoi"]
