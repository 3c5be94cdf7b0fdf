"""What state the public pages show: one small value that changes whenever one of them may.

It is read from the database, so that it holds for every process and only for what is committed.
It names no page: an event may change any list and any count.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

# Each maximum is read from the end of an index, however long the table is.
_SQL = """SELECT (SELECT max(sequence) FROM registry_event),
 (SELECT max(id) FROM wagtailcore_pagelogentry), (SELECT max(id) FROM wagtailcore_modellogentry),
 EXISTS (SELECT 1 FROM search_indextask),
 (SELECT recorded_at FROM registry_event ORDER BY sequence DESC LIMIT 1)"""


@dataclass(frozen=True, slots=True)
class Edition:
    """The heads of the register's log and of the editors' two, and whether the index is behind.

    What the register knows it has known since `recorded_at`; an empty one has none.
    """

    event: int
    page: int
    thing: int
    is_index_behind: bool
    recorded_at: dt.datetime | None

    @property
    def editors(self) -> str:
        """Changes with whatever an editor changes, and with nothing of the register."""
        return f"{self.page}-{self.thing}"


def edition_now() -> Edition:
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        event, page, thing, is_behind, recorded = cursor.fetchone()
    return Edition(event or 0, page or 0, thing or 0, bool(is_behind), _moment(recorded))


def _moment(stored: dt.datetime | None) -> dt.datetime | None:
    """SQLite keeps moments in UTC without saying so."""
    return timezone.make_aware(stored, dt.UTC) if stored and timezone.is_naive(stored) else stored


def edition_of(request: HttpRequest) -> Edition:
    """The edition that the request is answered from; read once for a request."""
    known: Edition | None = getattr(request, "_edition", None)
    if known is None:
        known = edition_now()
        request._edition = known  # type: ignore[attr-defined]
    return known
