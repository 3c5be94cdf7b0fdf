"""Keeps the small cached rows of `catalog.reference`, and what images say of their files, right."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from catalog import reference, renditions
from catalog.models import CatalogRendition
from registry.models import GroupNode, Scheme


def forget(**kwargs: Any) -> None:
    reference.forget()


def forget_file(instance: CatalogRendition, **kwargs: Any) -> None:
    renditions.forget_file(instance)


def connect() -> None:
    """Called once when the application is ready."""
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(forget, dispatch_uid="catalog.reference.forget")
    for model in (Scheme, GroupNode):
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, dispatch_uid="catalog.reference.forget")
    post_delete.connect(
        forget_file, sender=CatalogRendition, dispatch_uid="catalog.renditions.forget_file"
    )
