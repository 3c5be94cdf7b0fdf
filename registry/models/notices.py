"""What offices have made known beside their decisions: numbers that are fake, and proceedings
that are open. Neither ever changes a status, and only `registry.services` writes them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models.conditions import known


class FakeNumber(models.Model):
    """A number or code that an office has publicly declared fake (số giả đã công bố).

    `number_key` is the number as it is compared. A lifted notice stays as a row and is shown
    to nobody.
    """

    number = models.CharField(max_length=80)
    number_key = models.CharField(max_length=80)
    announced_by = models.ForeignKey(
        "registry.Authority", on_delete=models.PROTECT, related_name="+"
    )
    announced_on = models.DateField()
    source_title = models.CharField(max_length=400)
    source_url = models.URLField(max_length=800)
    is_lifted = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_key"], condition=Q(is_lifted=False), name="fakenumber_once"
            ),
            models.CheckConstraint(condition=~Q(number_key=""), name="fakenumber_number_given"),
            models.CheckConstraint(
                condition=Q(source_url__regex=r"^https?://[^/]"), name="fakenumber_web_address"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("entered_by")), name="fakenumber_by_second_person"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ProceedingKind(models.TextChoices):
    RENEWAL = "renewal", _("Renewal under review")
    APPEAL = "appeal", _("Appeal pending")


class Proceeding(models.Model):
    """An open proceeding about a certification (hồ sơ đang xem xét): a flag, never a status.

    `ended_on` is the first day on which it is no longer open.
    """

    certification = models.ForeignKey(
        "registry.Certification", on_delete=models.PROTECT, related_name="proceedings"
    )
    kind = models.CharField(max_length=8, choices=ProceedingKind)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            known("proceeding", "kind", ProceedingKind),
            models.UniqueConstraint(
                fields=["certification", "kind"],
                condition=Q(ended_on__isnull=True),
                name="proceeding_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("begun_on")),
                name="proceeding_days_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification_id} {self.kind}"
