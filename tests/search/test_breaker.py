"""The circuit breaker, and what counts as equal scores."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines import equals
from search.engines.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_at_a_failure_and_lets_one_try_when_the_pause_is_over():
    clock = Clock()
    breaker = Breaker(clock)
    assert breaker.may_try() and breaker.may_try()
    breaker.failed("gone")
    assert not breaker.may_try()
    assert breaker.reason == "gone"
    clock.now += 1.01
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.may_try() and breaker.may_try()


def test_pauses_double_up_to_fifteen_seconds():
    clock = Clock()
    breaker = Breaker(clock)
    for pause in (1, 2, 4, 8, 15, 15):
        breaker.failed("gone")
        clock.now += pause - 0.01
        assert not breaker.may_try()
        clock.now += 0.02
        assert breaker.may_try()


def test_a_probe_that_tells_nothing_does_not_close_the_door_for_ever():
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed("gone")
    clock.now += 1.01
    assert breaker.may_try()
    clock.now += 1.01
    assert breaker.may_try()


def test_scores_that_differ_by_noise_are_equal_wherever_a_grid_would_part_them():
    hits = [(1013.9995, "b"), (1013.99949, "a"), (5.0, "d"), (5.0, "c"), (5.0001, "e")]
    assert equals.ordered(hits) == ["a", "b", "e", "c", "d"]


@given(
    st.lists(st.sampled_from([0.0, 0.5, 4.0, 1004.25, 100_000.0]), min_size=1, max_size=30),
    st.randoms(use_true_random=False),
)
def test_noise_never_changes_the_order(scores: list[float], chance):
    plain = [(score, f"p:{number:02d}") for number, score in enumerate(scores)]
    noisy = [(score * (1 + chance.uniform(-2e-7, 2e-7)), ref) for score, ref in plain]
    assert equals.ordered(noisy) == equals.ordered(plain)
    ranks = {ref: score for score, ref in plain}
    listed = equals.ordered(plain)
    assert all((-ranks[a], a) < (-ranks[b], b) for a, b in pairwise(listed))


@pytest.mark.parametrize(
    ("scores", "position", "is_settled"),
    [
        ([3.0, 2.0, 1.0], 1, True),
        ([2.0, 2.0, 2.0], 1, True),
        ([2.0, 2.0000001, 2.0], 1, False),
        ([3.0, 2.0000002, 2.0000001], 2, False),
        ([3.0, 2.0000002, 2.0000001], 1, True),
    ],
)
def test_when_no_later_hit_can_belong_before(scores, position, is_settled):
    hits = [(score, str(number)) for number, score in enumerate(sorted(scores, reverse=True))]
    assert equals.is_settled(hits, position) is is_settled
