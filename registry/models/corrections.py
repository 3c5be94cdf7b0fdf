"""Corrections of public records that one person has entered and a second has to approve."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models.conditions import known, settled_by_second_person
from registry.models.pending import PendingState


class CorrectedKind(models.TextChoices):
    """Records that can be corrected; the value is the record's name in the log."""

    CERTIFICATION = "certification", _("Certification")
    PRODUCT = "product", _("Product")
    ESTABLISHMENT = "establishment", _("Establishment")
    CRAFT_VILLAGE = "craftvillage", _("Craft village")
    DECISION = "decision", _("Decision")


class PendingCorrection(models.Model):
    """What a record says in some columns, and what it should say; it changes nothing yet.

    `before` and `after` hold plain values as the log does, of personal data a keyed digest.
    Where there is such, `sealed` holds the proposed values encrypted until it is settled.
    `warnings` are what the proposed values give rise to; they need a reason to be approved.
    """

    kind = models.CharField(max_length=16, choices=CorrectedKind)
    subject_id = models.PositiveBigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    sealed = models.BinaryField(null=True, blank=True)
    ground = models.CharField(max_length=300)
    warnings = models.JSONField(default=list, blank=True)
    warnings_reason = models.CharField(max_length=500, blank=True)
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
        indexes = [models.Index(fields=["kind", "subject_id"], name="pendingcorrection_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state=PendingState.WAITING),
                name="pendingcorrection_one_waiting",
            ),
            *settled_by_second_person(
                "pendingcorrection", waiting=PendingState.WAITING, approved=PendingState.APPROVED
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="pendingcorrection_ground_given"),
            models.CheckConstraint(
                condition=~Q(state=PendingState.APPROVED) | Q(warnings=[]) | ~Q(warnings_reason=""),
                name="pendingcorrection_warnings_have_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=PendingState.WAITING) | Q(sealed__isnull=True),
                name="pendingcorrection_settled_is_unsealed",
            ),
            known("pendingcorrection", "kind", CorrectedKind),
            known("pendingcorrection", "state", PendingState),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.state}"
