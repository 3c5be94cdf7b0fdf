"""Who certifies, under which text, by which rules on which day, and the product groups.

Schemes and their rules are rows: a new regime is data, never code.
"""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from registry.models.choices import (
    ActKind,
    AuthorityKind,
    CertificationLevel,
    CraftTitleKind,
    Grading,
    SubjectKind,
)
from registry.models.conditions import known


class Authority(models.Model):
    """A certifying body for the days it exists; `valid_to` is its last day."""

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=AuthorityKind)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(
        "registry.Place",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authorities",
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="authority_days_ordered",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="authority_successor_only_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")), name="authority_not_its_own_successor"
            ),
            known("authority", "kind", AuthorityKind),
        ]

    def __str__(self) -> str:
        return self.name


class LegalText(models.Model):
    """A law, decree, circular or decision that the rules rest on."""

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    signed_on = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=600, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    is_verified = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_to__isnull=True)
                | Q(in_force_to__gte=F("in_force_from")),
                name="legaltext_days_ordered",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Taxonomy(models.Model):
    """One version of a set of product groups; codes belong to a version for ever."""

    code = models.CharField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.code


class GroupNode(models.Model):
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="nodes")
    code = models.CharField(max_length=40)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    lead_ministries = models.CharField(max_length=200, blank=True)
    illustration = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["taxonomy_id", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="groupnode_code_unique")
        ]

    def __str__(self) -> str:
        return self.label_vi


class Scheme(models.Model):
    """A certification scheme (ISO/IEC 17067): CNNTTB, OCOP, craft titles, CDĐL are the first."""

    code = models.SlugField(max_length=24, unique=True)
    name_vi = models.CharField(max_length=200)
    short_name_vi = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)
    short_name_en = models.CharField(max_length=60)
    grading = models.CharField(max_length=8, choices=Grading)
    subject = models.CharField(max_length=16, choices=SubjectKind)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short_name_vi


class SchemeRegime(models.Model):
    """The rules of a scheme for some days. `in_force_to` is the last day.

    `validity_months` null: the texts state no end of validity. Day counts are days before
    the end of validity, except `extension_max_days` after it.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="regimes")
    key = models.CharField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    one_in_force_per_product = models.BooleanField(default=False)
    renewal_opens_days = models.PositiveSmallIntegerField(null=True, blank=True)
    renewal_closes_days = models.PositiveSmallIntegerField(null=True, blank=True)
    extension_max_days = models.PositiveSmallIntegerField(null=True, blank=True)
    taxonomy = models.ForeignKey(Taxonomy, null=True, blank=True, on_delete=models.PROTECT)
    legal_texts = models.ManyToManyField(LegalText, blank=True, related_name="regimes")
    is_verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["scheme_id", "in_force_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_to__isnull=True)
                | Q(in_force_to__gte=F("in_force_from")),
                name="schemeregime_days_ordered",
            ),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(in_force_to__isnull=True),
                name="schemeregime_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RegimeGrade(models.Model):
    """A grade that a regime knows, who may issue it, and the least points it needs.

    `issuer_keys` names the authorities of that kind that may; empty means any of them.
    """

    regime = models.ForeignKey(SchemeRegime, on_delete=models.CASCADE, related_name="grades")
    level = models.CharField(max_length=16, choices=CertificationLevel, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=32, choices=CraftTitleKind, blank=True)
    issuer_kind = models.CharField(max_length=16, choices=AuthorityKind)
    issuer_keys = models.JSONField(default=list, blank=True)
    min_points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("regime"),
                F("level"),
                Coalesce("stars", Value(0)),
                F("title"),
                F("issuer_kind"),
                name="regimegrade_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.regime_id} {self.level or self.stars or self.title}"


class RegimeAct(models.Model):
    """An act that a regime allows and the text that allows it; an act without a text is off."""

    regime = models.ForeignKey(SchemeRegime, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=16, choices=ActKind)
    legal_text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="acts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regime", "act"], name="regimeact_unique")]

    def __str__(self) -> str:
        return f"{self.regime_id} {self.act}"
