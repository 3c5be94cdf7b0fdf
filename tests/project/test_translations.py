"""The Vietnamese catalogue is complete, and the tool that keeps it does what it says."""

import gettext
import os
import shutil
from pathlib import Path

import polib
import pytest

from config import translations


def entry(msgid: str, msgstr: str = "", **options) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **options)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(translations, "LOCALE_DIR", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUE", path)
    path.parent.mkdir(parents=True)
    return path


def test_nothing_in_the_catalogue_is_empty_or_fuzzy_or_loses_a_placeholder():
    entries = [entry for entry in translations.read_catalogue() if not entry.obsolete]

    assert translations.faults(entries, entries)[0] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs GNU gettext")
def test_every_source_string_is_in_the_catalogue():
    with translations._source_strings() as source:
        found, _ = translations.faults(list(source), list(translations.read_catalogue()))

    shown = "\n".join(found[:10])
    assert not found, f"{len(found)} fault(s), see `make check`; the first:\n{shown}"


@pytest.mark.parametrize(
    ("source", "translation", "is_whole"),
    [
        ("%(n)d rows", "%(n)d dòng", True),
        ("%(n)d rows", "nhiều dòng", False),
        ("{name} of {place}", "{place}: {name}", True),
        ("{name} of {place}", "{name}", False),
        ("plain", "trơn", True),
    ],
)
def test_a_translation_keeps_its_placeholders(source: str, translation: str, is_whole: bool):
    found, _ = translations.faults([entry(source)], [entry(source, translation)])

    assert (found == []) is is_whole


def test_bare_percent_signs_count_only_in_python_formats():
    plain = entry("20% of households")
    formatted = entry("%s of %s", flags=["python-format"])

    assert translations.faults([plain], [entry(plain.msgid, "20% số hộ")])[0] == []
    assert translations.faults([formatted], [entry(formatted.msgid, "%s", flags=[])])[0] != []


def test_a_missing_empty_or_fuzzy_translation_is_a_fault_and_an_unused_one_is_told():
    source = [entry("a"), entry("b"), entry("c")]
    have = [entry("b"), entry("c", "chữ", flags=["fuzzy"]), entry("old", "cũ")]

    found, unused = translations.faults(source, have)

    assert [fault.split(":")[0] for fault in found] == [
        "no translation",
        "no translation",
        "fuzzy",
    ]
    assert unused == ["'old'"]


def test_pending_translations_are_folded_in_with_context_and_plural(catalogue: Path):
    pending = catalogue.parent.parent / "some.pending.json"
    pending.write_text(
        '{"Month": "Tháng", "verb\\u0004Suspend": "Đình chỉ",'
        ' "%(n)d unit\\u0000%(n)d units": "%(n)d đơn vị"}'
    )

    assert translations.merge() == 3
    assert not pending.exists()
    entries = {translations.key_of(found): found for found in translations.read_catalogue()}
    assert entries["Month"].msgstr == "Tháng"
    assert entries["verb\x04Suspend"].msgctxt == "verb"
    assert entries["%(n)d unit\x00%(n)d units"].msgstr_plural == {0: "%(n)d đơn vị"}


def test_compiled_catalogues_are_read_by_gettext_and_written_once(catalogue: Path):
    (catalogue.parent.parent / "some.pending.json").write_text(
        '{"%(n)d unit\\u0000%(n)d units": "%(n)d đơn vị", "Month": "Tháng"}'
    )
    translations.merge()

    assert [path.name for path in translations.compile_catalogues()] == ["django.mo"]
    assert translations.compile_catalogues() == []
    read = gettext.translation("django", localedir=str(translations.LOCALE_DIR), languages=["vi"])
    assert read.gettext("Month") == "Tháng"
    assert read.ngettext("%(n)d unit", "%(n)d units", 5) == "%(n)d đơn vị"


def test_pending_translations_are_seen_before_they_are_merged(catalogue: Path):
    translations.write_catalogue({"Month": translations.entry_of("Month", "Tháng")})
    translations.compile_catalogues()
    os.utime(catalogue.with_suffix(".mo"), (1, 1))
    (catalogue.parent.parent / "some.pending.json").write_text('{"Year": "Năm"}')

    assert translations.compile_catalogues()
    read = gettext.translation("django", localedir=str(translations.LOCALE_DIR), languages=["vi"])
    assert (read.gettext("Month"), read.gettext("Year")) == ("Tháng", "Năm")
