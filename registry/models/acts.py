"""Legal acts on certifications: append-only, each with its day and its moment."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from registry.models.certifications import Certification
from registry.models.choices import (
    ActKind,
    DatePrecision,
    SuccessionReason,
    ValidityBasis,
)
from registry.models.conditions import date_matches_precision, known
from registry.models.decisions import Decision


class ActManager(models.Manager["CertificationEvent"]):
    """Acts with `void_since`: when the annulment of a replacement's new one was recorded.

    An annulled certification is void from the beginning, and so is its taking another's
    place.
    """

    def get_queryset(self) -> QuerySet["CertificationEvent"]:
        annulment = CertificationEvent._base_manager.filter(
            certification=OuterRef("replaced_by"), act=ActKind.ANNUL
        ).order_by("recorded_at")
        return (
            super()
            .get_queryset()
            .annotate(void_since=Subquery(annulment.values("recorded_at")[:1]))
        )


class CertificationEvent(models.Model):
    """A legal act on a certification: append-only, with its own day and its recording moment.

    `issued_on` and `valid_until` say what an issue, correction or extension states.
    `replaced_by` names the new certification of a supersede. The day of the act may be
    known only to the month or year, or not at all.
    """

    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="events"
    )
    act = models.CharField(max_length=16, choices=ActKind)
    effective_on = models.DateField(null=True, blank=True)
    effective_on_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.DAY
    )
    recorded_at = models.DateTimeField()
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    issued_on = models.DateField(null=True, blank=True)
    issued_on_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.NONE
    )
    valid_until = models.DateField(null=True, blank=True)
    validity_basis = models.CharField(
        max_length=8, choices=ValidityBasis, default=ValidityBasis.UNKNOWN
    )
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        Certification, null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    succession_reason = models.CharField(max_length=12, choices=SuccessionReason, blank=True)
    ground = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    log_entry = models.OneToOneField(
        "registry.Event", on_delete=models.PROTECT, related_name="legal_act"
    )

    objects = ActManager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["effective_on"], name="certificationevent_effective")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(entered_by=F("approved_by")),
                name="certificationevent_two_persons",
            ),
            models.CheckConstraint(
                condition=date_matches_precision("effective_on", "effective_on_precision"),
                name="certificationevent_date_matches_precision",
            ),
            models.CheckConstraint(
                condition=Q(act=ActKind.SUPERSEDE) ^ Q(replaced_by__isnull=True),
                name="certificationevent_supersede_names_new",
            ),
            models.UniqueConstraint(
                fields=["certification"],
                condition=Q(act=ActKind.ISSUE),
                name="certificationevent_one_issue",
            ),
            models.CheckConstraint(
                condition=~Q(act=ActKind.ISSUE)
                | Q(effective_on__isnull=True, issued_on__isnull=True)
                | Q(effective_on=F("issued_on")),
                name="certificationevent_issue_on_its_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    act__in=[
                        ActKind.ISSUE,
                        ActKind.EXTEND,
                        ActKind.REINSTATE,
                        ActKind.SUPERSEDE,
                    ]
                )
                | ~Q(ground=""),
                name="certificationevent_ground_given",
            ),
            models.CheckConstraint(
                condition=date_matches_precision("issued_on", "issued_on_precision"),
                name="certificationevent_issue_matches_precision",
            ),
            models.CheckConstraint(
                condition=~Q(validity_basis=ValidityBasis.PRINTED) | Q(valid_until__isnull=False),
                name="certificationevent_printed_end_given",
            ),
            known("certificationevent", "act", ActKind),
            known("certificationevent", "validity_basis", ValidityBasis),
            known("certificationevent", "succession_reason", SuccessionReason, blank=True),
            models.CheckConstraint(
                condition=~Q(act=ActKind.EXTEND) | Q(valid_until__isnull=False),
                name="certificationevent_extend_names_end",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("certification")),
                name="certificationevent_not_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification_id} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Acts are append-only; record a correction instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Acts are append-only; nothing is deleted from them.")
