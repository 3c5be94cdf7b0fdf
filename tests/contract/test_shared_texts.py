"""Texts shared by many documents: one file that only grows, and survives what cuts it off."""

from pathlib import Path

from search.engines.shared_texts import SharedTexts


def _written(folder: Path, *texts: str) -> SharedTexts:
    held = SharedTexts(folder)
    held.read()
    for text in texts:
        held.number("fact_place", text)
    held.save()
    return held


def _read(folder: Path) -> SharedTexts:
    held = SharedTexts(folder)
    held.read()
    return held


def test_a_reader_reads_on_where_it_stopped(tmp_path: Path) -> None:
    reader = _read(tmp_path)
    _written(tmp_path, " xã mộc ", "")
    reader.read()
    assert [reader.text("fact_place", n) for n in (0, 1)] == [" xã mộc ", ""]
    writer = _written(tmp_path, " xã mộc ", " xã hoa ")
    assert writer.number("fact_place", " xã hoa ") == 2
    assert writer.number("fact_standing", "a\tb") == 0
    writer.save()
    reader.read()
    assert reader.text("fact_place", 2) == " xã hoa "
    assert reader.text("fact_standing", 0) == "a\tb"


def test_a_piece_cut_off_by_a_crash_is_no_part_of_it(tmp_path: Path) -> None:
    _written(tmp_path, "một")
    path = tmp_path / "shared_texts"
    whole = path.read_bytes()
    _written(tmp_path, "hai")
    longer = path.read_bytes()
    for length in range(len(whole), len(longer)):
        path.write_bytes(longer[:length])
        held = _read(tmp_path)
        assert held.number("fact_place", "ba") == 1
        held.save()
        assert _read(tmp_path).text("fact_place", 1) == "ba"


def test_an_older_copy_in_its_place_is_read_from_the_start(tmp_path: Path) -> None:
    _written(tmp_path, "một")
    older = (tmp_path / "shared_texts").read_bytes()
    held = _written(tmp_path, "hai")
    (tmp_path / "shared_texts").write_bytes(older)
    held.read()
    assert held.number("fact_place", "ba") == 1
    held.save()
    assert _read(tmp_path).text("fact_place", 1) == "ba"


def test_what_could_not_be_written_is_tried_again(tmp_path: Path) -> None:
    held = SharedTexts(tmp_path / "absent")
    held.number("fact_place", "một")
    try:
        held.save()
    except FileNotFoundError:
        (tmp_path / "absent").mkdir()
    held.save()
    assert _read(tmp_path / "absent").text("fact_place", 0) == "một"
