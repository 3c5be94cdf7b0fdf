"""How long calls take, alike for every benchmark."""

import itertools
import statistics
import time
from collections.abc import Callable, Sequence

Call = Callable[[], object]
Clock = Callable[[], float]


def median_ms(call: Call, rounds: int, clock: Clock = time.perf_counter) -> float:
    return statistics.median(times_ms(call, rounds, clock))


def times_ms(call: Call, rounds: int, clock: Clock = time.perf_counter) -> list[float]:
    times = []
    for _ in itertools.repeat(None, rounds):
        started = clock()
        call()
        times.append((clock() - started) * 1000)
    return times


def interleaved_ms(
    calls: Sequence[Call], rounds: int, clock: Clock = time.perf_counter
) -> list[list[float]]:
    """Times of each call, one after the other in every round, so that noise meets all alike."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for number, call in enumerate(calls):
            times[number] += times_ms(call, 1, clock)
    return times


def quantile(values: Sequence[float], at: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * at), len(ordered) - 1)]


def p95(values: Sequence[float]) -> float:
    return quantile(values, 0.95)
