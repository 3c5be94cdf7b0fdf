"""Products and sets of products, their members and their identifiers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.models.choices import IdentifierKind, ProductKind
from registry.models.conditions import known


class Product(models.Model):
    """A product or set (bộ sản phẩm, Circular 26/2014/TT-BCT art. 3) of one maker.

    `code` is public for ever at `/i/CODE`. A geographical indication has no maker.
    """

    code = models.CharField(max_length=9, unique=True)
    kind = models.CharField(max_length=8, choices=ProductKind, default=ProductKind.SINGLE)
    name = models.CharField(_("Product name"), max_length=300)
    name_folded = models.CharField(max_length=300, db_index=True)
    name_en = models.CharField(max_length=300, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    maker = models.ForeignKey(
        "registry.Establishment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
    )
    group = models.ForeignKey(
        "registry.GroupNode",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
    )
    craft_village = models.ForeignKey(
        "registry.CraftVillage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
    )
    description = models.TextField(blank=True)
    ingredients = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="product_name_given"),
            known("product", "kind", ProductKind),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{9}$"), name="product_code_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductSetMember(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=300)
    member = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="member_of"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="productsetmember_unique"),
            models.CheckConstraint(
                condition=~Q(product=F("member")), name="productsetmember_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductIdentifier(models.Model):
    """A typed number of a product with its issuer and dates; never a gate to publication."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=24, choices=IdentifierKind)
    value = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["value", "kind"], name="productidentifier_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind", "value"], name="productidentifier_unique"
            ),
            models.CheckConstraint(
                condition=~Q(kind=IdentifierKind.GTIN)
                | Q(value__regex=r"^([0-9]{8}|[0-9]{12}|[0-9]{13}|[0-9]{14})$"),
                name="productidentifier_gtin_digits",
            ),
            models.CheckConstraint(
                condition=~Q(kind=IdentifierKind.TRACE)
                | ~Q(value__contains=":")
                | Q(value__iregex=r"^https?://"),
                name="productidentifier_trace_web_address",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="productidentifier_days_ordered",
            ),
            known("productidentifier", "kind", IdentifierKind),
        ]

    def __str__(self) -> str:
        return self.value
