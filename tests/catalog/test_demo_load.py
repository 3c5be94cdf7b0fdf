"""`demo_load` on files of others: wrong lines write nothing, a longer file adds what is new."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from catalog.demo.load import REGISTER_FILE
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Certification, Establishment, Event, ImportBatch, Product

pytestmark = pytest.mark.django_db

COLUMNS = next(csv.reader([REGISTER_FILE.read_text(encoding="utf-8").splitlines()[0]]))
LINE = dict.fromkeys(COLUMNS, "") | {
    "product": "Mắm thử",
    "establishment": "HTX Thử Nghiệm",
    "province": "Nghệ An",
    "scheme": "OCOP",
    "level_or_stars": "3 sao",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "05/03/2026",
    "issuer": "UBND tỉnh Nghệ An",
    "grade": "B1",
    "source_title": "Báo Nghệ An",
    "source_url": "https://baonghean.vn/x",
}


@pytest.fixture(autouse=True)
def demo_site(gazetteer: PlaceDirectory, settings: Settings, tmp_path: Path) -> None:
    settings.IS_DEMO = True
    settings.VAR_DIR = tmp_path
    call_command("regime_load", verbosity=0)
    call_command("authority_load", verbosity=0)


def text_of(*lines: dict[str, str], columns: list[str] = COLUMNS) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue()


def load(folder: Path, content: str, said: io.StringIO | None = None) -> None:
    path = folder / "lines.csv"
    path.write_text(content, encoding="utf-8")
    call_command("demo_load", file=path, stdout=io.StringIO(), stderr=said or io.StringIO())


def counts() -> tuple[int, ...]:
    models = (Certification, Establishment, Product, Event, ImportBatch)
    return tuple(model._default_manager.count() for model in models)


WRONG = {
    "day of other digits": (text_of(LINE | {"decision_date": "٣/٤/2026"}), 2, "decision_date"),
    "day to come": (text_of(LINE | {"decision_date": "05/03/2027"}), 2, "decision_date"),
    "no such day": (text_of(LINE | {"decision_date": "31/02/2026"}), 2, "decision_date"),
    "stars and a half": (text_of(LINE | {"level_or_stars": "4 sao rưỡi"}), 2, "level_or_stars"),
    "two stars": (text_of(LINE | {"level_or_stars": "2 sao"}), 2, "level_or_stars"),
    "ended issuer": (text_of(LINE | {"issuer": "UBND huyện Diễn Châu"}), 2, "issuer"),
    "ends first": (text_of(LINE | {"expires_on": "05/03/2025"}), 2, "expires_on"),
    "long maker": (text_of(LINE | {"establishment": "M" * 400}), 2, "establishment"),
    "long product": (text_of(LINE | {"product": "M" * 400}), 2, "product"),
    "withdrawn before": (
        text_of(LINE | {"status_note": "đã bị thu hồi theo Quyết định 1/QĐ ngày 01/02/2026"}),
        2,
        "status_note",
    ),
    "no line": (text_of(), 1, "file"),
    "column twice": (text_of(LINE, columns=[*COLUMNS, "product"]), 1, "file"),
    "too many cells": (text_of(LINE).rstrip() + ",x,y\n", 2, "file"),
    "too few cells": (text_of(LINE) + "a,b\n", 3, "file"),
    "open quotation mark": (text_of(LINE) + '"a', 3, "file"),
    "huge cell": (text_of(LINE | {"source_note": "M" * 200_000}), 2, "file"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_line_is_told_at_its_column_and_nothing_is_written(
    case: str, tmp_path: Path
) -> None:
    content, line, column = WRONG[case]
    before = counts()
    said = io.StringIO()
    with pytest.raises(CommandError):
        load(tmp_path, content, said)
    first = said.getvalue().splitlines()[0]
    assert f"{line}, " in first
    assert column in first
    assert counts() == before


def test_a_longer_file_adds_only_its_new_lines(tmp_path: Path) -> None:
    nameless = LINE | {
        "product": "Kẹo thử",
        "establishment": "Hộ kinh doanh (tên cá nhân lược bỏ)",
    }
    load(tmp_path, text_of(LINE, nameless))
    first = counts()
    load(tmp_path, text_of(LINE | {"product": "Cà thử"}, nameless, LINE))
    second = counts()
    assert [b - a for a, b in zip(first[:3], second[:3], strict=True)] == [1, 0, 1]

    # Other spelling of the same words is the same line.
    again = LINE | {"product": unicodedata.normalize("NFD", "MẮM THỬ")}
    load(tmp_path, text_of(again))
    assert counts()[:3] == second[:3]


def test_a_maker_of_the_same_name_elsewhere_is_another(tmp_path: Path) -> None:
    load(tmp_path, text_of(LINE))
    elsewhere = {"province": "Thanh Hóa", "issuer": "UBND tỉnh Thanh Hóa"}
    load(tmp_path, text_of(LINE | elsewhere))
    assert Establishment.objects.count() == 2
    assert Product.objects.count() == 2


def test_a_province_withdraws_what_its_predecessor_gave(tmp_path: Path) -> None:
    line = LINE | {
        "province": "Bắc Giang",
        "issuer": "UBND tỉnh Bắc Giang",
        "level_or_stars": "4 sao",
        "decision_date": "05/03/2024",
        "status_note": "đã bị thu hồi theo Quyết định 15/QĐ-UBND ngày 10/02/2026",
    }
    load(tmp_path, text_of(line))
    withdrawal = Certification.objects.get().events.get(act="withdraw")
    assert withdrawal.decision is not None
    assert withdrawal.decision.issuer.name == "Ủy ban nhân dân thành phố Bắc Ninh"
