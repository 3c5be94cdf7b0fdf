"""Work that search has to do, written as rows in the transaction of the change."""

from decimal import Decimal

from django.conf import settings
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


class SynonymKind(models.TextChoices):
    TWO_WAY = "two_way", _("Both ways: each term also finds the others")
    ONE_WAY = "one_way", _("One way: the first term also finds the others")
    BLOCK = "block", _("Block: inside these phrases the word is not meant")


class SynonymRule(models.Model):
    """One synonym rule in its text form (`search.synonyms`); written by `search.synonym_rules`.

    Each change stands in the register's log (tags `synonym:rule:…`) with who and when.
    """

    rule = models.CharField(_("rule"), max_length=500, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=SynonymKind)
    weight = models.DecimalField(
        _("weight"), max_digits=3, decimal_places=2, default=Decimal("0.8")
    )
    active = models.BooleanField(_("in force"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=1), name="synonym_rule_weight_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class SynonymVersion(models.Model):
    """The one row whose number grows with each change of the rules, for processes to look at."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class SearchMiss(models.Model):
    """How often a text was searched for on a day and nothing was found.

    Only the text and the number are kept, for 90 days: no account, address or hour. Written by
    `search.misses`, which takes long numbers out before.
    """

    text = models.CharField(max_length=100)
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "day"], name="search_miss_text_day_unique"),
        ]
        permissions = [
            ("edit_search", _("May edit synonyms and see the report of search")),
        ]

    def __str__(self) -> str:
        return self.text


class HeadPhrase(models.Model):
    """The first words of at least two public names, such as "Cà phê bột", for suggestions.

    Derived from the register by the worker; `keys` are its exact keys joined by spaces.
    """

    keys = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=200)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.text
