"""The three commands, as a person meets them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from registry.gazetteer.build import package_folder
from registry.gazetteer.dataset import DATA_FOLDER
from registry.gazetteer.directory import PlaceDirectory, clear_directory
from registry.gazetteer.errors import GazetteerError
from registry.models.places import GazetteerDataset, PlaceName, RegionMembership, Succession

CASES = "query,expected_current_province_code,expected_current_commune_code_or_blank,kind,note\n"


def resolved(*text: str, **options: object) -> str:
    output = StringIO()
    with translation.override("en"):
        call_command("place_resolve", *text, stdout=output, **options)
    return output.getvalue()


def test_candidates_are_printed_with_era_score_and_successors(gazetteer: PlaceDirectory) -> None:
    printed = resolved("xã Vân Hà, huyện Việt Yên, tỉnh Bắc Giang")
    first = printed.splitlines()[0]
    for part in ("b25-07804", "before-2025-07-01", "0.97", "phường Vân Hà, thành phố Bắc Ninh"):
        assert part in first


def test_an_ambiguous_text_says_so(gazetteer: PlaceDirectory) -> None:
    printed = resolved("Tân", "An")
    assert "one must be chosen" in printed.splitlines()[0]
    assert len(printed.splitlines()) == 6


def test_a_file_of_cases_is_scored_by_kind(tmp_path: Path, gazetteer: PlaceDirectory) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(
        CASES
        + "tỉnh Yên Bái,15,,old province,\n"
        + '"xã Đặng Xá, Gia Lâm, Hà Nội",1,541|562,old commune,spreadsheets eat zeros\n'
        + "Hải Dương,01,,old province,wrong on purpose\n"
        + "Tân An,,,current,AMBIGUOUS\n"
        + "thanh niên,,,negative,NEGATIVE\n",
        encoding="utf-8-sig",
    )
    printed = resolved(cases=file)
    assert "Share of provinces right: 66.7 % (2/3)" in printed
    assert "Share of communes right: 100.0 % (1/1)" in printed
    assert "100.0 % (2/2)" in printed
    assert "line 4: “Hải Dương”" in printed


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"text,province\nx,01\n", "query, expected_current_province_code"),
        (b"", "query"),
        (CASES.encode() + "Hà Nội,mã,,,\n".encode(), "cases.csv:2"),
        (b"\xff\xfe", "UTF-8"),
        (CASES.encode() + b'"abc', "cases.csv:2"),
        (CASES.encode() + b"x" * 200_000 + b",01,,,\n", "cases.csv:2"),
        (None, "cases.csv"),
    ],
)
def test_a_bad_file_of_cases_is_refused_in_words(
    content: bytes | None, told: str, tmp_path: Path, gazetteer: PlaceDirectory
) -> None:
    file = tmp_path / "cases.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        resolved(cases=file)
    assert told in str(refusal.value)


def test_columns_may_be_few_and_in_any_order(tmp_path: Path, gazetteer: PlaceDirectory) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("Expected_Current_Province_Code, query ,x\n15,tỉnh Yên Bái,y\n", "utf-8")
    assert "100.0 % (1/1)" in resolved(cases=file)


@pytest.mark.django_db
def test_an_empty_gazetteer_says_what_to_do(gazetteer: PlaceDirectory) -> None:
    for model in (RegionMembership, Succession, PlaceName):
        model.objects.all().delete()
    from registry.models.places import Place

    for level in ("commune", "district", "province"):
        Place.objects.filter(level=level)._raw_delete("default")  # type: ignore[attr-defined]
    GazetteerDataset.objects.all().delete()
    clear_directory()
    with pytest.raises(CommandError) as refusal:
        resolved("Hà Nội")
    assert "gazetteer_load" in str(refusal.value)
    clear_directory()


def test_a_text_or_a_file_is_needed(gazetteer: PlaceDirectory) -> None:
    with pytest.raises(CommandError):
        resolved()


def test_the_build_gives_the_committed_files(tmp_path: Path) -> None:
    """Where the package is at hand: the files in the tree are what the build writes."""
    try:
        package = package_folder(None)
    except GazetteerError:
        pytest.skip("vietnamadminunits is not installed; only gazetteer_build needs it")
    for file in ("corrections.csv",):
        (tmp_path / file).write_bytes((DATA_FOLDER / file).read_bytes())
    call_command("gazetteer_build", package_dir=str(package), target=tmp_path, stdout=StringIO())
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes() == (DATA_FOLDER / path.name).read_bytes()
