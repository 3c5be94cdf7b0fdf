"""Work that search has to do, written as rows in the transaction of the change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed, will be tried again")


class IndexTask(models.Model):
    """One document to bring up to date. A drained task is deleted; a failed one waits.

    The drainer reads what the database holds when it runs, so a task names a document and
    carries no content. `due_at` is when it may next be tried.
    """

    document_id = models.CharField(max_length=40, db_index=True)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    due_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.document_id


class ScheduleMark(models.Model):
    """When a job of the timetable last ran for which day, so that a missed one is caught up."""

    job = models.CharField(max_length=60, unique=True)
    done_for = models.DateField()
    done_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.job} {self.done_for}"


class HeadPhrase(models.Model):
    """The first words of at least two public names, such as "Cà phê bột", for suggestions.

    Derived from the register by the worker; `keys` are its exact keys joined by spaces.
    """

    keys = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=200)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.text
