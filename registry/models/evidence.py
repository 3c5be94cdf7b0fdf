"""Where each fact comes from, with its grade."""

from django.db import models
from django.db.models import Q

from registry.models.choices import EvidenceGrade
from registry.models.conditions import known


class Evidence(models.Model):
    certification = models.ForeignKey(
        "registry.Certification",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    decision = models.ForeignKey(
        "registry.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    grade = models.CharField(max_length=2, choices=EvidenceGrade)
    source_title = models.CharField(max_length=400, blank=True)
    source_url = models.URLField(max_length=800, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(certification__isnull=True) ^ Q(decision__isnull=True),
                name="evidence_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | Q(source_url__regex=r"^https?://[^/]"),
                name="evidence_web_address",
            ),
            known("evidence", "grade", EvidenceGrade),
        ]

    def __str__(self) -> str:
        return self.source_title or self.source_url
