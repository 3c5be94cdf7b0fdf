"""A later reform is rows, not code: an invented one of 2031 that reuses today's codes."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.load import load_gazetteer
from registry.gazetteer.resolver import resolve
from registry.models.places import Era, GazetteerDataset, Place

pytestmark = pytest.mark.django_db

FIRST_DAY = dt.date(2031, 1, 1)
# The invented Hưng Bình takes code 31 (Hải Phòng today) and joins Hải Phòng (31) and Hưng Yên
# (33); the others keep name and area, but Bắc Ninh (24) takes the free code 33.
NEW_CODE = {"33": "31", "24": "33"}


def write(path: Path, columns: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split(","))
        writer.writerows(rows)


@pytest.fixture
def reform(tmp_path: Path, gazetteer: PlaceDirectory) -> Path:
    """The folder of the reform: an era, its units, its links, its own expectations."""
    era = gazetteer.eras["2025-07-01"]
    units: dict[str, list[str]] = {}
    links = []
    for place in gazetteer.all():
        if place.era_key != era.key:
            continue
        code, parent = place.code, ""
        if place.level == "province":
            code = NEW_CODE.get(code, code)
        else:
            province = gazetteer.province(place.id).code
            parent = NEW_CODE.get(province, province)
            # Two wards of Hà Nội change their codes with one another: the trap of 2025 again.
            code = {"00004": "00008", "00008": "00004"}.get(code, code)
        name = "Hưng Bình" if code == "31" else place.short_name
        word = "Tỉnh" if code == "31" else place.type_word
        if name.startswith(word + " "):
            name = name.removeprefix(word + " ")
        if parent == "31":
            name += f" {place.code}"
        units[code] = ["2031-01-01", place.level, code, parent, word, name, "", "", "", ""]
        links.append([place.public_id, f"f31-{code}", "whole", "1", "9/2030/QH16"])
    write(
        tmp_path / "eras.csv",
        "key,tag,first_day,last_day,legal_basis",
        [
            ["2025-07-01", "f25", "2025-07-01", "2030-12-31", "202/2025/QH15"],
            ["2031-01-01", "f31", "2031-01-01", "", "9/2030/QH16"],
        ],
    )
    write(
        tmp_path / "units_2031.csv",
        "era,level,code,parent,type_word,name,name_en,latitude,longitude,area_km2",
        list(units.values()),
    )
    write(
        tmp_path / "successions_2031.csv",
        "predecessor,successor,extent,is_default,legal_basis",
        links,
    )
    write(
        tmp_path / "expectations.csv",
        "era,check,subject,on,value",
        [["2031-01-01", "units", "province", "", "33"]],
    )
    return tmp_path


def test_a_reform_is_loaded_from_rows(reform: Path) -> None:
    report = load_gazetteer([reform])
    assert report.changed
    assert Place.objects.filter(era__key="2031-01-01", level="province").count() == 33
    assert Era.objects.get(key="2025-07-01").last_day == dt.date(2030, 12, 31)
    directory = get_directory()

    # The same code means another unit in each era.
    names = {
        key: place.full_name
        for key in directory.eras
        if (place := directory.by_code(key, "33")) is not None
    }
    assert names == {
        "before-2025-07-01": "Tỉnh Hưng Yên",
        "2025-07-01": "Tỉnh Hưng Yên",
        "2031-01-01": "Thành phố Bắc Ninh",
    }

    # "Current" is a question about a day.
    assert len(directory.current_provinces(dt.date(2030, 12, 31))) == 34
    assert len(directory.current_provinces(FIRST_DAY)) == 33

    # Links chain over both reforms: Thái Bình > Hưng Yên > Hưng Bình.
    thai_binh = directory.by_public_id("b25-34")
    assert thai_binh is not None
    on = {
        day: [place.public_id for place in directory.successors_now(thai_binh.id, day)]
        for day in (dt.date(2025, 6, 30), dt.date(2030, 12, 31), FIRST_DAY)
    }
    assert list(on.values()) == [["b25-34"], ["f25-33"], ["f31-31"]]

    # A former district gives the communes of the day, and search ids carry every step.
    luc_ngan = directory.by_public_id("b25-219")
    assert luc_ngan is not None
    assert len(directory.successors_now(luc_ngan.id, FIRST_DAY)) == 8
    van_ha = directory.by_public_id("b25-07804")
    assert van_ha is not None
    ids = set(directory.index_ids(van_ha.id))
    assert {"b25-07804", "b25-222", "b25-24", "f25-07798", "f25-24", "f31-07798", "f31-33"} == ids

    found = resolve("tỉnh Hưng Bình", on=FIRST_DAY)
    assert found.best is not None
    assert found.best.place.public_id == "f31-31"

    # A second load changes nothing, and without the folder nothing is lost unseen.
    datasets = GazetteerDataset.objects.count()
    assert not load_gazetteer([reform]).changed
    assert GazetteerDataset.objects.count() == datasets


def test_after_a_rollback_the_directory_is_of_the_database_again(
    gazetteer: PlaceDirectory,
) -> None:
    assert set(get_directory().eras) == {"before-2025-07-01", "2025-07-01"}
