"""Writes index tasks when items change, inside the transaction of the change."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from registry.signals import items_changed
from search.tasks import enqueue


@receiver(items_changed, dispatch_uid="search.items_changed")
def write_tasks(sender: object, refs: Iterable[str], **kwargs: Any) -> None:
    """One task for each item, whatever it has become: the drainer looks at what there is."""
    enqueue(refs)
