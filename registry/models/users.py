"""Accounts and their delegations: who acts for which authority, in which role, when."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from registry.models.choices import Role
from registry.models.conditions import known


class User(AbstractUser):
    """An account. What it may do in the register is said by its delegations alone."""

    wagtail_reference_index_ignore = True


class Delegation(models.Model):
    """A role for an authority on some days; `valid_to` is the last day.

    Without an authority the delegation spans the register: for auditors, administrators
    and the import of back files. Without schemes it covers all of them.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    authority = models.ForeignKey(
        "registry.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    role = models.CharField(max_length=16, choices=Role)
    schemes = models.ManyToManyField("registry.Scheme", blank=True, related_name="+")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="delegation_days_ordered",
            ),
            models.UniqueConstraint(
                F("user"),
                Coalesce("authority", Value(0)),
                F("role"),
                F("valid_from"),
                name="delegation_unique",
            ),
            known("delegation", "role", Role),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
