"""A circuit breaker: after a failure nobody waits for the same failure again for a while.

It knows no engine and no network; it counts what it is told.
"""

import threading
import time
from collections.abc import Callable

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 15.0


class Breaker:
    """Closed while all is well. A failure opens it for a pause that doubles from 1 to 15 s.

    When the pause is over, one caller may try (half-open) while the others are still turned
    away; its success closes the breaker. Safe for threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._failures = 0
        self._open_until = 0.0
        self._reason = ""

    def may_try(self) -> bool:
        """Whether the caller may ask; then it has to tell how it went."""
        with self._guard:
            if not self._failures:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            # The one who tries now keeps the others out for as long as it may take.
            self._open_until = now + self._pause()
            return True

    @property
    def reason(self) -> str:
        return self._reason

    def succeeded(self) -> None:
        if self._failures:
            with self._guard:
                self._failures, self._open_until, self._reason = 0, 0.0, ""

    def failed(self, reason: str) -> None:
        with self._guard:
            self._failures += 1
            self._reason = reason
            self._open_until = self._clock() + self._pause()

    def _pause(self) -> float:
        doubled = _FIRST_PAUSE * float(1 << min(max(self._failures - 1, 0), 10))
        return min(_LONGEST_PAUSE, doubled)
