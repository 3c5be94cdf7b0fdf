"""How long a call takes, alike for every benchmark."""

import itertools
import statistics
import time
from collections.abc import Callable


def median_ms(call: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in itertools.repeat(None, rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000
