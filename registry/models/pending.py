"""Legal acts that one person has entered and a second has still to approve."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models.certifications import Certification
from registry.models.choices import ActKind, DatePrecision, ValidityBasis
from registry.models.conditions import known, settled_by_second_person
from registry.models.decisions import Decision


class PendingState(models.TextChoices):
    WAITING = "waiting", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class PendingAct(models.Model):
    """An act as entered; it changes no status before it is approved."""

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="pending_acts"
    )
    act = models.CharField(max_length=16, choices=ActKind)
    effective_on = models.DateField(null=True, blank=True)
    effective_on_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.DAY
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="pending_acts"
    )
    ground = models.CharField(max_length=300, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    warnings_reason = models.CharField(max_length=500, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_on_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.NONE
    )
    valid_until = models.DateField(null=True, blank=True)
    validity_basis = models.CharField(
        max_length=8, choices=ValidityBasis, default=ValidityBasis.UNKNOWN
    )
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=PendingState, default=PendingState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certification"],
                condition=Q(state=PendingState.WAITING),
                name="pendingact_one_waiting",
            ),
            *settled_by_second_person(
                "pendingact", waiting=PendingState.WAITING, approved=PendingState.APPROVED
            ),
            models.CheckConstraint(
                condition=Q(warnings=[]) | ~Q(warnings_reason=""),
                name="pendingact_warnings_have_reason",
            ),
            known("pendingact", "act", ActKind),
            known("pendingact", "state", PendingState),
        ]

    def __str__(self) -> str:
        return f"{self.certification_id} {self.act} {self.state}"
