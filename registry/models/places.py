"""Administrative units of every era, their dated names, successions and regions.

A unit is keyed by (era, level, official code), never by code or name alone: codes of
1 July 2025 reuse older codes with another meaning.
"""

import datetime as dt

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from registry.models.choices import NameKind, PlaceLevel, RegionKind, SuccessionExtent

# Stands for "no first day" in unique indexes: SQLite always holds two nulls to be different.
BEFORE_ALL_DAYS = dt.date(1, 1, 1)


class Era(models.Model):
    """One division of the country, named by its first day; "current" is a query, not a name."""

    key = models.CharField(max_length=32, unique=True)
    tag = models.CharField(max_length=8, unique=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = [F("first_day").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(last_day__gte=F("first_day")),
                name="era_days_ordered",
            ),
            models.UniqueConstraint(
                Value(1), condition=Q(last_day__isnull=True), name="era_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Place(models.Model):
    """An administrative unit (đơn vị hành chính) of one era.

    `full_name` and `short_name` are the official name in force when the gazetteer was
    last loaded; the dated truth is `PlaceName`. Coordinates are WGS 84 degrees of a
    point inside the unit. `valid_to` is the last day, null while in force.
    """

    era = models.ForeignKey(Era, on_delete=models.PROTECT, related_name="places")
    level = models.CharField(max_length=16, choices=PlaceLevel)
    official_code = models.CharField(max_length=10)
    public_id = models.CharField(max_length=24, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    full_name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["era", "level", "official_code"], name="place_key_unique"
            ),
            models.CheckConstraint(
                condition=Q(official_code__regex=r"^[0-9]{2,5}$"), name="place_code_digits"
            ),
            models.CheckConstraint(
                condition=Q(level=PlaceLevel.PROVINCE) ^ Q(parent__isnull=False),
                name="place_parent_unless_province",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(5.5, 24.0), longitude__range=(102.0, 118.5)),
                name="place_point_in_country",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="place_days_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.public_id})"


class PlaceName(models.Model):
    """A name of a unit with its dates; the type changes of 2026 are rows here."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=16, choices=NameKind)
    text = models.CharField(max_length=120, help_text=_("With the type word"))
    type_word = models.CharField(max_length=24, blank=True)
    short_text = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("place"),
                F("kind"),
                F("text"),
                Coalesce("valid_from", Value(BEFORE_ALL_DAYS)),
                name="placename_unique",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(kind=NameKind.OFFICIAL, valid_to__isnull=True),
                name="placename_one_official_open",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Succession(models.Model):
    """An old unit's successor. Exactly one successor of a unit is its default."""

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessions")
    extent = models.CharField(
        max_length=24, choices=SuccessionExtent, default=SuccessionExtent.UNKNOWN
    )
    is_default = models.BooleanField(default=False)
    effective_on = models.DateField()
    legal_basis = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_link_unique"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_default=True),
                name="succession_one_default",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"


class Region(models.Model):
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=RegionKind)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name_vi


class RegionMembership(models.Model):
    """A province in a region for some days. Unverified rows are shown so, never used to refuse."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="memberships")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="region_memberships")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("region"),
                F("place"),
                Coalesce("valid_from", Value(BEFORE_ALL_DAYS)),
                name="regionmembership_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id}: {self.place_id}"


class GazetteerDataset(models.Model):
    """One load of the gazetteer that changed something; the newest says what is in force."""

    source = models.CharField(max_length=200)
    version = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-loaded_at", "-pk"]
        get_latest_by = ["loaded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.version}"
