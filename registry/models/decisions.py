"""Rounds and signed decisions."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from registry.models.choices import CertificationLevel, DatePrecision, DecisionKind
from registry.models.conditions import date_matches_precision, known
from registry.models.places import BEFORE_ALL_DAYS


def private_files() -> Storage:
    """Files of decisions lie outside the public media folder, behind a view."""
    return storages["private"]


class Round(models.Model):
    """One vote or assessment round (kỳ, đợt); its year is stored, never computed from a rule."""

    scheme = models.ForeignKey("registry.Scheme", on_delete=models.PROTECT, related_name="rounds")
    level = models.CharField(max_length=16, choices=CertificationLevel, blank=True)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField(default=1)
    place = models.ForeignKey(
        "registry.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        "registry.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    registered = models.PositiveIntegerField(null=True, blank=True)
    qualified = models.PositiveIntegerField(null=True, blank=True)
    recognised = models.PositiveIntegerField(null=True, blank=True)
    prized = models.PositiveIntegerField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("scheme"),
                F("level"),
                F("year"),
                F("sequence"),
                Coalesce("place", Value(0)),
                Coalesce("region", Value(0)),
                name="round_unique",
            ),
            models.CheckConstraint(
                condition=(
                    Q(qualified__isnull=True)
                    | Q(registered__isnull=True)
                    | Q(qualified__lte=F("registered"))
                )
                & (
                    Q(recognised__isnull=True)
                    | Q(qualified__isnull=True)
                    | Q(recognised__lte=F("qualified"))
                )
                & (
                    Q(recognised__isnull=True)
                    | Q(registered__isnull=True)
                    | Q(recognised__lte=F("registered"))
                )
                & (
                    Q(prized__isnull=True)
                    | Q(recognised__isnull=True)
                    | Q(prized__lte=F("recognised"))
                )
                & (
                    Q(prized__isnull=True)
                    | Q(registered__isnull=True)
                    | Q(prized__lte=F("registered"))
                ),
                name="round_counts_ordered",
            ),
            models.CheckConstraint(condition=Q(year__range=(1976, 2100)), name="round_year_sane"),
            known("round", "level", CertificationLevel, blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.level} {self.year}"


class Decision(models.Model):
    """A signed decision. Identity is (issuer, normalised number, signing date).

    A discarded one was entered in error and holds nothing; it stands in nobody's way.
    """

    number = models.CharField(max_length=60)
    number_normalised = models.CharField(max_length=60, db_index=True)
    issuer = models.ForeignKey(
        "registry.Authority", on_delete=models.PROTECT, related_name="decisions"
    )
    signed_on = models.DateField(null=True, blank=True)
    signed_on_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.DAY
    )
    kind = models.CharField(max_length=16, choices=DecisionKind)
    announced_count = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(upload_to="decisions/%Y/", storage=private_files, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    is_file_public = models.BooleanField(default=False)
    is_discarded = models.BooleanField(default=False)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("issuer"),
                F("number_normalised"),
                Coalesce("signed_on", Value(BEFORE_ALL_DAYS)),
                F("signed_on_precision"),
                condition=Q(is_discarded=False),
                name="decision_identity",
            ),
            models.CheckConstraint(
                condition=date_matches_precision("signed_on", "signed_on_precision"),
                name="decision_date_matches_precision",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="decision_number_given"),
            known("decision", "kind", DecisionKind),
            models.CheckConstraint(
                condition=Q(file="") | ~Q(file_sha256=""), name="decision_file_has_hash"
            ),
            models.CheckConstraint(
                condition=Q(is_file_public=False) | ~Q(file=""), name="decision_public_file_exists"
            ),
        ]

    def __str__(self) -> str:
        return self.number
