"""Import batches: what came in, from which file, and what became of each line."""

from django.conf import settings
from django.db import models

from registry.models.choices import RowOutcome


class ImportBatch(models.Model):
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "import batches"
        constraints = [
            models.UniqueConstraint(fields=["kind", "file_sha256"], name="importbatch_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportRow(models.Model):
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line_no = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=RowOutcome)
    certification = models.ForeignKey(
        "registry.Certification",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="import_rows",
    )
    reasons = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "line_no"], name="importrow_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line_no}"
