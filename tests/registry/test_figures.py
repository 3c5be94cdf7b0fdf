"""Figures as of a day and as known at a moment, against sums done by hand.

The file of titles, by line: province 20 (2014) + 18 (2016) + 21 (2018) + 16 (30/06/2020) are
the first titles of 75 establishments. Four more province titles: a second product (2016),
a second product (2018), a product again (2018), a product again (30/06/2020).
Region 8 (2016) + 10 (2018); nation 6 (2019). Besides: one title of 2018 annulled on
01/08/2020, one of 01/07/2020, five of 2021, two of the region of 2022.
"""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command

from registry.selectors.figures import Counts, FigureQuery, certifications_counted, figures
from tests.factories import Desk
from tests.registry.titles import enter_titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles(desk: Desk) -> None:
    enter_titles(desk)


def count(on: str, known_at: str | None = None) -> dict[str, tuple[int, int]]:
    """Cumulative and in-force titles by level on a day."""
    moment = dt.datetime.fromisoformat(known_at) if known_at else None
    found = figures(FigureQuery(on=dt.date.fromisoformat(on), known_at=moment))
    return {
        level: (line.cumulative.titles, line.in_force.titles)
        for level in ("province", "region", "nation")
        for line in [found.line("cnnttb", level)]
    }


def test_the_report_of_30_june_2020(titles: None) -> None:
    found = figures(FigureQuery(on=dt.date(2020, 6, 30)))
    assert found.line("cnnttb", "province").cumulative.titles == 79  # 75 + 4
    assert found.line("cnnttb", "region").cumulative.titles == 18  # 8 + 10
    assert found.line("cnnttb", "nation").cumulative.titles == 6
    # 75 first products, 2 second ones; the two titles given again add no product.
    assert found.line("cnnttb").cumulative == Counts(103, 77, 0, 75)
    # Cơ sở 11's province title was withdrawn on 01/12/2019: 79 - 1 and 103 - 1.
    assert found.line("cnnttb", "province").in_force.titles == 78
    assert found.line("cnnttb").in_force == Counts(102, 77, 0, 75)


def test_the_report_as_it_was_known_on_that_evening(titles: None) -> None:
    # Three titles of 2018 were recorded on 15/08/2020: 79 - 3. The annulment and the
    # withdrawal of 2019 were recorded later: the annulled one still counted, 76 + 1, and all
    # 77 were in force.
    evening = "2020-06-30T23:59:59+07:00"
    assert count("2020-06-30", evening)["province"] == (77, 77)
    # On 15/08 the three are known; the annulment of 01/08 is too: 77 + 3 - 1.
    assert count("2020-06-30", "2020-08-16T00:00:00+07:00")["province"] == (79, 79)


def test_the_end_of_2015(titles: None) -> None:
    # Only the round of 2014: 20 province titles.
    assert count("2015-12-31") == {"province": (20, 20), "region": (0, 0), "nation": (0, 0)}


def test_the_end_of_2018(titles: None) -> None:
    # Province 20 + 18 + 21 + 1 (second product 2016) + 2 (2018) = 62; region 8 + 10.
    assert count("2018-12-31") == {"province": (62, 62), "region": (18, 18), "nation": (0, 0)}


def test_the_end_of_2021(titles: None) -> None:
    # Province 79 + 1 (01/07/2020) + 5 (2021) = 85, less the withdrawn 10 and 11 = 83.
    assert count("2021-12-31") == {"province": (85, 83), "region": (18, 18), "nation": (6, 6)}


def test_the_list_behind_a_figure_has_as_many_lines(titles: None) -> None:
    query = FigureQuery(on=dt.date(2020, 6, 30), scheme="cnnttb")
    assert len(certifications_counted(query)) == 103
    assert len(certifications_counted(query, "in_force")) == 102


def test_the_command_prints_the_same(titles: None) -> None:
    out = StringIO()
    call_command("figures_print", "--on", "30/06/2020", "--scheme", "cnnttb", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    by_grade = {line["grade"]: line for line in printed["lines"] if line["scheme"] == "cnnttb"}
    assert by_grade["province"]["cumulative"]["titles"] == 79
    assert by_grade["region"]["cumulative"]["titles"] == 18
    assert by_grade["nation"]["cumulative"]["titles"] == 6
    assert by_grade[""]["cumulative"]["establishments"] == 75
    assert printed["on"] == "2020-06-30" and printed["rules"]


def test_queries_do_not_grow_with_the_register(titles: None, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):
        figures(FigureQuery(on=dt.date(2020, 6, 30)))
