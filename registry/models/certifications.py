"""Rounds, decisions, certifications and the legal acts on them.

A certification is a legal record: it has no draft revision and no delete, its status is
computed from its acts, and only `registry.services` writes it.
"""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from registry.models.choices import (
    PUBLIC_GRADES,
    ActKind,
    CertificationLevel,
    CraftTitleKind,
    DatePrecision,
    DecisionKind,
    EntryState,
    EvidenceGrade,
    Grading,
    PlaceCertainty,
    SuccessionReason,
    ValidityBasis,
)
from registry.models.places import BEFORE_ALL_DAYS


def private_files() -> Storage:
    """Files of decisions lie outside the public media folder, behind a view."""
    return storages["private"]


def _date_matches_precision(date: str, precision: str) -> Q:
    """A date is absent exactly when its precision is "none"."""
    return Q(**{f"{date}__isnull": True, precision: DatePrecision.NONE}) | (
        Q(**{f"{date}__isnull": False}) & ~Q(**{precision: DatePrecision.NONE})
    )


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
                ),
                name="round_counts_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.level} {self.year}"


class Decision(models.Model):
    """A signed decision. Identity is (issuer, normalised number, signing date)."""

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
                name="decision_identity",
            ),
            models.CheckConstraint(
                condition=_date_matches_precision("signed_on", "signed_on_precision"),
                name="decision_date_matches_precision",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="decision_number_given"),
            models.CheckConstraint(
                condition=Q(file="") | ~Q(file_sha256=""), name="decision_file_has_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.number


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
                condition=_date_matches_precision("issued_on", "issued_on_precision"),
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
                & Q(product__isnull=False),
                name="certification_one_per_level_and_round",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                name="certification_score_range",
            ),
        ]

    def __str__(self) -> str:
        return self.code


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
                condition=_date_matches_precision("effective_on", "effective_on_precision"),
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
            models.UniqueConstraint(
                fields=["certification"],
                condition=Q(act=ActKind.SUPERSEDE),
                name="certificationevent_one_supersede",
            ),
            models.CheckConstraint(
                condition=~Q(act=ActKind.EXTEND) | Q(valid_until__isnull=False),
                name="certificationevent_extend_names_end",
            ),
            models.CheckConstraint(
                condition=~Q(act=ActKind.CORRECT) | ~Q(ground=""),
                name="certificationevent_correct_has_ground",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("certification")),
                name="certificationevent_not_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification_id} {self.act}"
