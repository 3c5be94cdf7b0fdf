"""Tells a proxy in front of the site to forget its pages after a change; off by default.

The search worker asks in its pauses (`search.background`), so that no official waits for a proxy.
What was told last is kept in memory only: a worker that starts tells the proxy once, and a
failure is tried again until the proxy has heard it. It must not be needed: a proxy keeps a page for
a minute at most, and never past midnight.
"""

import logging
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from django.conf import settings

from catalog.editions import Edition, edition_now
from catalog.whole_pages import SETTLING_SECONDS

logger = logging.getLogger(__name__)

# A turn of the worker's other work takes about a second.
_TIMEOUT = 1.0
_LONGEST_PAUSE = 60.0


@dataclass
class Purging:
    """The proxies' state as far as this worker knows it."""

    told: Edition | None = None
    # A page made from the index as it was may reach the proxy just after it was emptied.
    again_at: float | None = None
    failures: int = field(default=0)
    next_try: float = 0.0

    def work(self) -> bool:
        """One piece of work; there is never more at once."""
        now = time.monotonic()
        if not settings.PROXY_PURGE_URLS or now < self.next_try:
            return False
        edition = edition_now()
        is_changed = edition != self.told
        is_second = self.again_at is not None and now >= self.again_at
        if not is_changed and not is_second:
            return False
        if self._tell(now):
            self.told = edition
            self.again_at = now + SETTLING_SECONDS if is_changed else None
        return False

    def _tell(self, now: float) -> bool:
        for address in settings.PROXY_PURGE_URLS:
            try:
                _purge(address)
            except (OSError, ValueError) as error:
                self.failures += 1
                self.next_try = now + min(2.0 ** (self.failures - 1), _LONGEST_PAUSE)
                logger.warning("The proxy was not told of a change: %s", error)
                return False
        self.failures, self.next_try = 0, 0.0
        return True


def _purge(address: str) -> None:
    request = urllib.request.Request(address, method="PURGE")  # noqa: S310 - checked when set
    with urllib.request.urlopen(request, timeout=_TIMEOUT):  # noqa: S310
        pass


_purging = Purging()


def work() -> bool:
    """The job of the one worker of this machine."""
    return _purging.work()
