"""The figures that the judged-query runner prints."""

import math

import pytest

from benchmarks.judged import figures


def test_a_perfect_list_has_full_marks():
    told = figures(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}, flagged=1)
    assert told == {"ndcg": 1.0, "mrr": 1.0, "zero": 0.0, "r20": 1.0, "p10": 1.0}


def test_gain_falls_with_rank_and_marked_results_do_not_count_for_precision():
    told = figures(["x", "a"], {"a": 3}, flagged=0)
    assert told["ndcg"] == pytest.approx(1 / math.log2(3))
    assert (told["mrr"], told["p10"]) == (0.5, 0.5)
    assert "p10" not in figures(["x", "a"], {"a": 3}, flagged=2)


def test_an_empty_answer_is_told():
    assert figures([], {"a": 3}, flagged=0)["zero"] == 1.0
