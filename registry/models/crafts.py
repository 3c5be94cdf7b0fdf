"""Craft villages: places of a craft, below the commune, that titles are given to.

A craft title itself is a `Certification` whose subject is a craft village, so that
acts, status, verification and publication work the same way (docs/adr/0001).
"""

from django.db import models
from django.db.models import F, Q


class CraftVillage(models.Model):
    """A craft or craft village (làng nghề, Decree 52/2018/NĐ-CP).

    Households are counts on `figures_on`; engaged over total is the 20 % criterion.
    """

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300, db_index=True)
    trade = models.CharField(max_length=200, blank=True)
    group = models.ForeignKey(
        "registry.GroupNode",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="craft_villages",
    )
    place_text = models.CharField(max_length=300, blank=True)
    households_total = models.PositiveIntegerField(null=True, blank=True)
    households_engaged = models.PositiveIntegerField(null=True, blank=True)
    figures_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="craftvillage_name_given"),
            models.CheckConstraint(
                condition=Q(households_engaged__isnull=True)
                | Q(
                    households_total__isnull=False,
                    households_engaged__lte=F("households_total"),
                ),
                name="craftvillage_households_ordered",
            ),
            models.CheckConstraint(
                condition=Q(households_total__isnull=True) | Q(figures_on__isnull=False),
                name="craftvillage_figures_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.name
