"""The append-only log of every change, each entry chained to the one before by SHA-256."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One change in the register. `registry.events` alone writes it; nothing updates it.

    `subject_type` and `subject_id` name the record; `before` and `after` hold its changed
    columns, never personal data. `hash` covers every other column and `previous_hash`.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    tag = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=1), name="event_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.tag}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The log is append-only; record a new event instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The log is append-only; nothing is deleted from it.")
