"""How often one address may ask: a count for each minute, operation and address.

The count lies in the cache; with the cache of one process the limit holds for each process,
with a shared cache for the site. Addresses are kept as digests for a minute and go nowhere.
"""

import hashlib
import ipaddress
import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """What an address has left in this minute."""

    limit: int
    remaining: int
    reset: int


def client_address(request: HttpRequest) -> str | None:
    """The client's address as the outermost of our own proxies saw it (`TRUSTED_PROXIES`).

    The login's guard against guessing counts by it too. What is no address is not believed:
    then the connection's own counts.
    """
    told = BaseThrottle().get_ident(request) or ""
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return request.META.get("REMOTE_ADDR")


class AddressThrottle(BaseThrottle):
    """Counts requests of an address; an IPv6 network of one customer (/64) is one address."""

    def __init__(self, operation: str) -> None:
        self._operation = operation
        # One object serves all threads, and `wait` is not given the request.
        self._told = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        limit, now = settings.API_RATES[self._operation], time.time()
        window = int(now // SECONDS)
        ident = _network(client_address(request) or "")
        digest = hashlib.sha256(f"{settings.SECRET_KEY}{ident}".encode()).hexdigest()[:24]
        key = f"api:{self._operation}:{window}:{digest}"
        cache.add(key, 0, SECONDS * 2)
        try:
            count = cache.incr(key)
        except ValueError:  # dropped between the two calls
            count = 1
        reset = math.ceil((window + 1) * SECONDS - now)
        self._told.wait = reset
        request.api_standing = Standing(limit, max(0, limit - count), reset)  # type: ignore[attr-defined]
        return count <= limit

    def wait(self) -> float | None:
        return getattr(self._told, "wait", SECONDS)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)
