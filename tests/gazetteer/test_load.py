"""Loading: nothing twice, nothing half, and every refusal says where and what to do."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from registry.gazetteer.dataset import DATA_FOLDER, read_dataset
from registry.gazetteer.directory import PlaceDirectory
from registry.gazetteer.errors import GazetteerError
from registry.gazetteer.invariants import check
from registry.gazetteer.load import load_gazetteer
from registry.models.places import GazetteerDataset, Place, PlaceName

pytestmark = pytest.mark.django_db

UNITS = "era,level,code,parent,type_word,name,name_en,latitude,longitude,area_km2\n"
LINKS = "predecessor,successor,extent,is_default,legal_basis\n"
NAMES = "place,kind,type_word,name,valid_from,valid_to,legal_basis\n"


def test_a_second_load_changes_nothing_and_writes_no_row(gazetteer: PlaceDirectory) -> None:
    before = GazetteerDataset.objects.count()
    report = load_gazetteer()
    assert not report.changed
    assert report.tables["Place"].unchanged == 14149
    assert GazetteerDataset.objects.count() == before


def test_a_changed_row_is_mended(gazetteer: PlaceDirectory) -> None:
    Place.objects.filter(public_id="f25-00004").update(full_name="Phường Sai")
    PlaceName.objects.filter(place__public_id="f25-00004").delete()
    report = load_gazetteer()
    assert (report.tables["Place"].updated, report.tables["PlaceName"].created) == (1, 1)
    assert Place.objects.get(public_id="f25-00004").full_name == "Phường Ba Đình"


def test_a_dry_run_reports_and_writes_nothing(gazetteer: PlaceDirectory) -> None:
    Place.objects.filter(public_id="f25-00004").update(full_name="Phường Sai")
    output = StringIO()
    with translation.override("en"):
        call_command("gazetteer_load", dry_run=True, stdout=output)
    assert Place.objects.get(public_id="f25-00004").full_name == "Phường Sai"
    assert "Place: 0 created, 1 updated" in output.getvalue()


REFUSALS = {
    "wrong level": (
        "units_x.csv",
        UNITS + "2025-07-01,ward,00002,01,Phường,Mới,,,,\n",
        ("units_x.csv:2", "level"),
    ),
    "code without zeros": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,4,01,Phường,Mới,,,,\n",
        ("units_x.csv:2", "code"),
    ),
    "wild latitude": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,01,Phường,Ba Đình,,105.8,21.0,\n",
        ("units_x.csv:2", "latitude"),
    ),
    "far from neighbours": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,01,Phường,Ba Đình,,20.1,105.8,\n",
        ("units_x.csv:2", "latitude"),
    ),
    "half a coordinate": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,01,Phường,Ba Đình,,20.1,,\n",
        ("units_x.csv:2", "latitude"),
    ),
    "unknown parent": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,99,Phường,Ba Đình,,,,\n",
        ("units_x.csv:2", "parent"),
    ),
    "name of a sibling": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,01,Phường,Ngọc Hà,,,,\n",
        ("units_x.csv:2", "name"),
    ),
    "same key twice": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,01,Phường,Ba Đình,,,,\n" * 2,
        ("units_x.csv:3",),
    ),
    "too many cells": (
        "units_x.csv",
        UNITS + "2025-07-01,commune,00004,01,Phường,Ba Đình,,,,,9,9\n",
        ("units_x.csv:2",),
    ),
    "two defaults": (
        "successions_x.csv",
        LINKS + "b25-00001,f25-00004,part,1,\n",
        ("is_default", "b25-00001"),
    ),
    "no default": (
        "successions_x.csv",
        LINKS + "b25-00001,f25-00097,whole,0,\n",
        ("is_default", "b25-00001"),
    ),
    "whole beside another": (
        "successions_x.csv",
        LINKS + "b25-00001,f25-00004,part,0,\n",
        ("extent",),
    ),
    "another province": (
        "successions_x.csv",
        LINKS + "b25-00001,f25-01273,part,0,\n",
        ("successions_x.csv:2", "successor"),
    ),
    "backwards": (
        "successions_x.csv",
        LINKS + "f25-00004,b25-00001,part,0,\n",
        ("successions_x.csv:2", "successor"),
    ),
    "unknown place of a name": (
        "names_x.csv",
        NAMES + "f25-99999,former,Xã,Cũ,,,\n",
        ("names_x.csv:2", "place"),
    ),
    "no day": (
        "names_x.csv",
        NAMES + "f25-00004,former,Xã,Cũ,30/4/2026,,\n",
        ("names_x.csv:2", "valid_from"),
    ),
    "count of the law": (
        "expectations.csv",
        "era,check,subject,on,value\n2025-07-01,units,commune,,3320\n",
        ("expectations.csv:2", "value"),
    ),
    "misspelt heading": (
        "units_x.csv",
        UNITS.replace("latitude", "latitud") + "2025-07-01,commune,00004,01,Phường,Ba Đình,,,,\n",
        ("units_x.csv:1", "latitude", "latitud"),
    ),
    "heading twice": (
        "units_x.csv",
        UNITS.replace("area_km2", "area_km2,name"),
        ("units_x.csv:1", "name"),
    ),
    "empty file": ("units_x.csv", "", ("units_x.csv:1", "latitude")),
    "file of no table": ("sucessions.csv", LINKS, ("sucessions.csv",)),
    "no CSV file": ("units.txt", UNITS, ("units.csv",)),
    "control character": (
        "names_x.csv",
        NAMES + "f25-00004,former,Xã,C\x07ũ,,,\n",
        ("names_x.csv:2", "name"),
    ),
    "direction override": (
        "names_x.csv",
        NAMES + "f25-00004,former,Xã,C\u202eũ,,,\n",
        ("names_x.csv:2", "name"),
    ),
    "NUL": ("names_x.csv", NAMES + "f25-00004,former,Xã,C\x00ũ,,,\n", ("names_x.csv:2", "name")),
    "open quotation mark": (
        "names_x.csv",
        NAMES + 'f25-00004,former,Xã,"Cũ,,,\n',
        ("names_x.csv:2",),
    ),
    "huge cell": (
        "names_x.csv",
        NAMES + f"f25-00004,former,Xã,{'C' * 200_000},,,\n",
        ("names_x.csv:2",),
    ),
    "week for a day": (
        "names_x.csv",
        NAMES + "f25-00004,former,Xã,Cũ,2026-W10-1,,\n",
        ("names_x.csv:2", "valid_from"),
    ),
    "name that ends first": (
        "names_x.csv",
        NAMES + "f25-00004,former,Xã,Cũ,2026-01-01,2025-01-01,\n",
        ("names_x.csv:2", "valid_to"),
    ),
    "unit that ends first": (
        "units_x.csv",
        UNITS.strip() + ",valid_from,valid_to\n"
        "2025-07-01,commune,00004,01,Phường,Ba Đình,,,,,2027-01-01,2026-01-01\n",
        ("units_x.csv:2", "valid_to"),
    ),
    "unit before its era": (
        "units_x.csv",
        UNITS.strip() + ",valid_from,valid_to\n"
        "2025-07-01,commune,00004,01,Phường,Ba Đình,,,,,2020-01-01,\n",
        ("units_x.csv:2", "valid_from"),
    ),
    "amendment before its unit": (
        "amendments.csv",
        "place,effective_on,type_word,name,name_en,legal_basis\n"
        "f25-00004,2025-06-30,Xã,Ba Đình,,1/NQ\n",
        ("amendments.csv:2", "effective_on"),
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_data_is_refused_with_its_place_and_nothing_is_written(
    case: str, tmp_path: Path, gazetteer: PlaceDirectory
) -> None:
    file, content, told = REFUSALS[case]
    (tmp_path / file).write_text(content, encoding="utf-8")
    before = (Place.objects.count(), GazetteerDataset.objects.count())
    with pytest.raises(CommandError) as refusal:
        call_command("gazetteer_load", data=[tmp_path])
    assert all(part in str(refusal.value) for part in told), str(refusal.value)
    assert (Place.objects.count(), GazetteerDataset.objects.count()) == before


def test_a_line_break_within_a_cell_joins_no_words(tmp_path: Path) -> None:
    (tmp_path / "names_x.csv").write_bytes(
        b"\xef\xbb\xbf"
        + (NAMES + 'f25-00004,former,Xã,"Cũ\nKỹ",,,\n').replace("\n", "\r\n").encode()
    )
    names = read_dataset([DATA_FOLDER, tmp_path]).names.values()
    assert "Cũ Kỹ" in {name.name for name in names if name.place == "f25-00004"}


def test_a_missing_successor_is_told(tmp_path: Path) -> None:
    for path in DATA_FOLDER.glob("*.csv"):
        shutil.copyfile(path, tmp_path / path.name)
    links = tmp_path / "successions_2025-07-01.csv"
    lines = links.read_text(encoding="utf-8").splitlines(keepends=True)
    links.write_text("".join(line for line in lines if "b25-00001" not in line), encoding="utf-8")
    problems = check(read_dataset([tmp_path]))
    assert any("b25-00001" in problem.message for problem in problems)


def test_a_unit_that_the_files_lost_is_not_deleted_but_refused(
    tmp_path: Path, gazetteer: PlaceDirectory
) -> None:
    place = Place.objects.get(public_id="f25-00004")
    place.pk, place.public_id, place.official_code = None, "f25-99998", "99998"
    place.save()
    with pytest.raises(GazetteerError) as refusal:
        load_gazetteer()
    assert "f25-99998" in str(refusal.value)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names_x.csv").write_bytes(NAMES.encode() + b"f25-00004,former,,\xff\xfe,,,\n")
    with pytest.raises(GazetteerError) as refusal:
        read_dataset([DATA_FOLDER, tmp_path])
    assert "names_x.csv" in str(refusal.value)


def test_a_changed_gazetteer_has_every_public_item_indexed_anew(
    gazetteer: PlaceDirectory, tmp_path: Path
) -> None:
    from registry.schemes.load import regimes_load
    from search.models import IndexTask
    from tests.factories import Desk

    regimes_load()
    made = Desk().published()
    IndexTask.objects.all().delete()
    place = Place.objects.get(public_id="f25-24")
    Place.objects.filter(pk=place.pk).update(full_name="Tên cũ")
    load_gazetteer()
    assert made.product is not None
    assert list(IndexTask.objects.values_list("document_id", flat=True)) == [
        f"p:{made.product.code}"
    ]
