"""Certifications: legal records without draft revision or delete.

Their status is computed from their acts, and only `registry.services` writes them.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.models.choices import (
    PUBLIC_GRADES,
    CertificationLevel,
    CraftTitleKind,
    DatePrecision,
    EntryState,
    EvidenceGrade,
    Grading,
    PlaceCertainty,
    ValidityBasis,
)
from registry.models.conditions import date_matches_precision, known
from registry.models.decisions import Decision, Round
from registry.models.number_key import NumberKey

# First day of the two-tier local government.
COMMUNE_LEVEL_FROM = dt.date(2025, 7, 1)


class Certification(models.Model):
    """One certification of a product, or one title of a craft village, under a scheme.

    `valid_until` is the first day on which it is no longer valid, so validity is the
    half-open interval [issued_on, valid_until). The printed snapshots never change when
    product, maker or place is edited. `score` is restricted and never public.
    """

    code = models.CharField(max_length=9, unique=True)
    scheme = models.ForeignKey(
        "registry.Scheme", on_delete=models.PROTECT, related_name="certifications"
    )
    regime = models.ForeignKey(
        "registry.SchemeRegime", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    product = models.ForeignKey(
        "registry.Product",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certifications",
    )
    craft_village = models.ForeignKey(
        "registry.CraftVillage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certifications",
    )
    grading = models.CharField(max_length=8, choices=Grading)
    level = models.CharField(max_length=16, choices=CertificationLevel, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=32, choices=CraftTitleKind, blank=True)

    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="certifications"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="certifications"
    )
    line_no = models.PositiveIntegerField(null=True, blank=True)
    certificate_no = models.CharField(max_length=80, blank=True)
    issuer = models.ForeignKey(
        "registry.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certifications",
    )
    issued_on = models.DateField(null=True, blank=True)
    issued_on_precision = models.CharField(
        max_length=8, choices=DatePrecision, default=DatePrecision.NONE
    )
    valid_until = models.DateField(null=True, blank=True)
    validity_basis = models.CharField(
        max_length=8, choices=ValidityBasis, default=ValidityBasis.UNKNOWN
    )
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    prize = models.CharField(max_length=120, blank=True)

    product_name_printed = models.CharField(max_length=300)
    maker_name_printed = models.CharField(max_length=300, blank=True)
    group_printed = models.CharField(max_length=200, blank=True)
    issuer_printed = models.CharField(max_length=200, blank=True)
    note_printed = models.CharField(max_length=500, blank=True)
    place_printed = models.CharField(max_length=400, blank=True)
    place_at_issue = models.ForeignKey(
        "registry.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place_now = models.ForeignKey(
        "registry.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place_certainty = models.CharField(
        max_length=16, choices=PlaceCertainty, default=PlaceCertainty.UNKNOWN
    )

    grade = models.CharField(max_length=2, choices=EvidenceGrade)
    entry_state = models.CharField(max_length=12, choices=EntryState, default=EntryState.DRAFT)
    warnings = models.JSONField(default=list, blank=True)
    warnings_reason = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveBigIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            # None on entry_state: nearly all rows are published, and SQLite would choose such
            # an index over that of the products asked for.
            models.Index(fields=["valid_until"], name="certification_valid_until"),
            models.Index(fields=["issued_on"], name="certification_issued_on"),
            # Whether a product holds anything of a scheme: neither key alone finds it fast.
            models.Index(fields=["product", "scheme"], name="certification_product_scheme"),
            # The newest titles of villages: nearly all other rows are of products, so that the
            # index over the days of all would be read to its end.
            models.Index(
                fields=["issued_on"],
                condition=Q(craft_village__isnull=False),
                name="certification_village_issued",
            ),
            # The number printed on the paper, as verification compares it.
            models.Index(NumberKey("certificate_no"), name="certification_number_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=True) ^ Q(craft_village__isnull=True),
                name="certification_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{9}$"),
                name="certification_code_form",
            ),
            models.CheckConstraint(
                condition=(Q(level="") | Q(grading=Grading.LEVELS))
                & (Q(stars__isnull=True) | Q(grading=Grading.STARS))
                & (Q(title="") | Q(grading=Grading.TITLES)),
                name="certification_grade_of_its_scheme",
            ),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__range=(3, 5)),
                name="certification_stars_three_to_five",
            ),
            models.CheckConstraint(
                condition=~Q(entry_state=EntryState.PUBLISHED)
                | (Q(grading=Grading.LEVELS) & ~Q(level=""))
                | Q(grading=Grading.STARS, stars__isnull=False)
                | (Q(grading=Grading.TITLES) & ~Q(title=""))
                | Q(grading=Grading.NONE),
                name="certification_published_has_grade",
            ),
            models.CheckConstraint(
                condition=~Q(entry_state=EntryState.PUBLISHED) | Q(grade__in=sorted(PUBLIC_GRADES)),
                name="certification_published_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(entry_state=EntryState.PUBLISHED, grade=EvidenceGrade.A)
                | Q(
                    decision__isnull=False,
                    issuer__isnull=False,
                    issued_on_precision=DatePrecision.DAY,
                ),
                name="certification_grade_a_has_decision",
            ),
            models.CheckConstraint(
                condition=Q(
                    entry_state=EntryState.PUBLISHED,
                    published_at__isnull=False,
                    published_by__isnull=False,
                )
                | (
                    ~Q(entry_state=EntryState.PUBLISHED)
                    & Q(published_at__isnull=True, published_by__isnull=True)
                ),
                name="certification_published_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("entered_by")),
                name="certification_published_by_second_person",
            ),
            models.CheckConstraint(
                condition=date_matches_precision("issued_on", "issued_on_precision"),
                name="certification_issue_matches_precision",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(valid_until__gt=F("issued_on")),
                name="certification_dates_ordered",
            ),
            models.CheckConstraint(
                condition=(
                    Q(valid_until__isnull=False)
                    & Q(validity_basis__in=[ValidityBasis.PRINTED, ValidityBasis.COMPUTED])
                )
                | (
                    Q(valid_until__isnull=True)
                    & Q(validity_basis__in=[ValidityBasis.NO_END, ValidityBasis.UNKNOWN])
                ),
                name="certification_end_matches_basis",
            ),
            models.UniqueConstraint(
                fields=["product", "level", "round"],
                condition=Q(grading=Grading.LEVELS, round__isnull=False)
                & ~Q(level="")
                & Q(product__isnull=False)
                & ~Q(entry_state=EntryState.DISCARDED),
                name="certification_one_per_level_and_round",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                name="certification_score_range",
            ),
            # Circular 38/2025/TT-BCT: the commune took the district's place on 1 July 2025.
            models.CheckConstraint(
                condition=~Q(
                    level=CertificationLevel.COMMUNE,
                    issued_on_precision=DatePrecision.DAY,
                    issued_on__lt=COMMUNE_LEVEL_FROM,
                )
                & ~Q(
                    level=CertificationLevel.DISTRICT,
                    issued_on_precision=DatePrecision.DAY,
                    issued_on__gte=COMMUNE_LEVEL_FROM,
                ),
                name="certification_level_of_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(product_name_printed=""), name="certification_printed_name_given"
            ),
            models.CheckConstraint(
                condition=~Q(validity_basis=ValidityBasis.COMPUTED)
                | Q(issued_on_precision=DatePrecision.DAY),
                name="certification_computed_from_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(entry_state=EntryState.PUBLISHED)
                | Q(warnings=[])
                | ~Q(warnings_reason=""),
                name="certification_warnings_have_reason",
            ),
            known("certification", "grading", Grading),
            known("certification", "level", CertificationLevel, blank=True),
            known("certification", "title", CraftTitleKind, blank=True),
            known("certification", "grade", EvidenceGrade),
            known("certification", "entry_state", EntryState),
            known("certification", "validity_basis", ValidityBasis),
            known("certification", "place_certainty", PlaceCertainty),
        ]

    def __str__(self) -> str:
        return self.code
