"""The cases of the order: the shares that it asks for, and one test that names each miss."""

from pathlib import Path

import pytest

from registry.gazetteer.cases import read_cases, score_cases
from registry.gazetteer.directory import PlaceDirectory

DATA = Path(__file__).parent / "data"


def share(judged: list[bool]) -> float:
    return sum(judged) / len(judged)


@pytest.mark.parametrize("path", sorted(DATA.glob("*_cases.csv")), ids=lambda path: path.stem)
def test_cases_reach_the_shares_of_the_order(path: Path, gazetteer: PlaceDirectory) -> None:
    score = score_cases(read_cases(path), gazetteer)
    misses = [(case.query, found) for case, found in score.misses]
    if score.total.provinces:
        assert share(score.total.provinces) >= 0.95, misses
    if score.total.communes:
        assert share(score.total.communes) >= 0.90, misses
    assert all(score.total.lists), misses
