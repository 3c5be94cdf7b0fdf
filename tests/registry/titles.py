"""The titles of `tests/data/figures_titles.csv`, entered one act after the other.

Each line is one title with the day on which it was issued and the day on which the register
learnt of it; a later act has both days too. All names are invented.
"""

import csv
import datetime as dt
from pathlib import Path

import time_machine

from registry.models import Certification, Establishment, Product, Scheme
from registry.models.choices import ActKind
from registry.services.decisions import round_ensure
from tests.factories import Desk

FILE = Path(__file__).parent.parent / "data" / "figures_titles.csv"


def enter_titles(desk: Desk) -> None:
    """Enters every title and later act of the file, in the order of their recording."""
    scheme = Scheme.objects.get(code="cnnttb")
    issuers = {"province": desk.province, "region": desk.agency, "nation": desk.industry_ministry}
    makers: dict[str, Establishment] = {}
    products: dict[str, Product] = {}
    made: dict[str, Certification] = {}
    for day, row, is_later in sorted(_acts(), key=lambda act: (act[0], int(act[1]["line"]))):
        with time_machine.travel(dt.datetime(day.year, day.month, day.day, 5, tzinfo=dt.UTC)):
            if is_later:
                desk.act(
                    made[row["line"]],
                    ActKind(row["later_act"]),
                    dt.date.fromisoformat(row["later_act_on"]),
                )
                continue
            if row["establishment"] not in makers:
                makers[row["establishment"]] = desk.maker(row["establishment"])
            if row["product"] not in products:
                products[row["product"]] = desk.product(
                    row["product"], maker=makers[row["establishment"]]
                )
            made[row["line"]] = desk.published(
                scheme=scheme,
                product=products[row["product"]],
                level=row["level"],
                issuer=issuers[row["level"]],
                issued_on=dt.date.fromisoformat(row["issued_on"]),
                round=round_ensure(
                    actor=desk.clerk,
                    authority=None,
                    scheme=scheme,
                    year=int(row["round_year"]),
                    level=row["level"],
                ),
            )


def _acts() -> list[tuple[dt.date, dict[str, str], bool]]:
    acts = []
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            acts.append((dt.date.fromisoformat(row["recorded_on"]), row, False))
            if row["later_act"]:
                day = dt.date.fromisoformat(row["later_act_recorded_on"])
                acts.append((day, row, True))
    return acts
