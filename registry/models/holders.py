"""Makers and holders of certifications, and the personal data kept apart from them.

Contacts, consents and personal numbers never reach index, API, dump or logs.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.models.choices import ContactKind, LegalKind, PlaceCertainty
from registry.models.conditions import known

# Stands where a source printed the name of a person, which the register does not repeat.
PERSONAL_NAME_LEFT_OUT = "(tên cá nhân lược bỏ)"


class Establishment(models.Model):
    """A maker or holder (cơ sở công nghiệp nông thôn, chủ thể OCOP).

    `enterprise_number` is the tax code of an organisation: 10 digits, or 13 for a
    dependent unit that names its parent. Names are never unique.
    """

    code = models.CharField(max_length=9, unique=True)
    legal_kind = models.CharField(max_length=24, choices=LegalKind, default=LegalKind.UNKNOWN)
    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300, db_index=True)
    trade_name = models.CharField(max_length=300, blank=True)
    name_is_personal = models.BooleanField(default=False)
    enterprise_number = models.CharField(max_length=13, null=True, blank=True, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="branches"
    )
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise_number__isnull=True)
                | Q(enterprise_number__regex=r"^[0-9]{10}([0-9]{3})?$"),
                name="establishment_enterprise_number_digits",
            ),
            models.CheckConstraint(
                condition=Q(enterprise_number__isnull=True)
                | Q(enterprise_number__regex=r"^[0-9]{10}$")
                | Q(parent__isnull=False),
                name="establishment_dependent_number_needs_parent",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="establishment_not_its_own_parent"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="establishment_name_given"),
            known("establishment", "legal_kind", LegalKind),
        ]

    def __str__(self) -> str:
        return self.name


class EstablishmentName(models.Model):
    """A former or other name under which an establishment stands in older papers."""

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300, db_index=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "name"], name="establishmentname_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class EstablishmentAddress(models.Model):
    """A business address as printed, the unit of that day and the unit now."""

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="addresses"
    )
    printed = models.CharField(max_length=400)
    place_at_time = models.ForeignKey(
        "registry.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place_now = models.ForeignKey(
        "registry.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certainty = models.CharField(
        max_length=16, choices=PlaceCertainty, default=PlaceCertainty.UNKNOWN
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.printed


class PersonalIdentifier(models.Model):
    """A 12-digit personal number used as tax code: encrypted, never public.

    `number_digest` is a keyed HMAC, so that the same number is found without being read. An
    office that enters a number which another office holds is not told so: its own record is
    marked `is_repeated`, for the administrator of the register to settle.
    """

    establishment = models.OneToOneField(
        Establishment, on_delete=models.CASCADE, related_name="personal_identifier"
    )
    number_encrypted = models.BinaryField()
    number_digest = models.CharField(max_length=64, db_index=True)
    is_repeated = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_digest"],
                condition=Q(is_repeated=False),
                name="personalidentifier_number_unique",
            )
        ]

    def __str__(self) -> str:
        return f"personal identifier {self.pk}"


class Contact(models.Model):
    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="contacts"
    )
    kind = models.CharField(max_length=16, choices=ContactKind)
    value = models.CharField(max_length=300)
    is_personal = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Consent(models.Model):
    """A recorded consent to show a contact (Law 91/2025/QH15): who, when, scope, withdrawn when."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=200)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_moments_ordered",
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
