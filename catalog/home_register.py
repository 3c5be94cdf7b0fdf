"""What the register adds to the first page, for the parts that an editor has placed there."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from catalog import finding, selection
from catalog.blocks.register import HOW_MANY, USUAL
from catalog.presenters.home import HomePart, ending_until, home_part
from registry.gazetteer.directory import get_directory

_OF_RECORDS = frozenset({"newest", "ending", "villages"})


def home_register(parts: Iterable[tuple[str, Any]]) -> HomePart:
    """Names and values of placed blocks; what is not the register's is passed over.

    A fixed number of queries, and none for the records where no part shows any.
    """
    limits = {name: int(value[HOW_MANY] or USUAL) for name, value in parts if name in _OF_RECORDS}
    now = timezone.localtime()
    items = selection.HomeItems((), (), ())
    if limits:
        items = selection.home_items(now.date(), ending_until(now.date()), max(limits.values()))
    return home_part(finding.overview(), items, get_directory(), now, limits)
