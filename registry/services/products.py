"""Entering products and craft villages."""

import datetime as dt
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.models import (
    Authority,
    CraftVillage,
    Establishment,
    GroupNode,
    Product,
    ProductIdentifier,
    User,
)
from registry.models.choices import DatePrecision, IdentifierKind, ProductKind
from registry.models.corrections import CorrectedKind
from registry.policies import Action, may, require
from registry.rules.checks import Problem, Severity
from registry.rules.identifiers import gtin_is_valid
from registry.selectors.corrections import counted_on
from registry.services.codes import code_allot
from registry.services.decisions import date_to_come_problems
from registry.services.refusal import refuse_errors
from registry.services.shape import required_problems, shape_problems
from registry.services.writing import register_write
from registry.text import clean, fold


@register_write
def product_enter(
    *,
    actor: User,
    authority: Authority | None,
    name: str,
    maker: Establishment | None,
    kind: str = ProductKind.SINGLE,
    group: GroupNode | None = None,
    name_en: str = "",
    craft_village: CraftVillage | None = None,
) -> Product:
    """Enters a product; a geographical indication has no maker. Raises Refused, NotAllowed."""
    require(actor, Action.ENTER, authority=authority)
    refuse_errors(
        [
            *shape_problems(Product, {"name": name, "name_en": name_en, "kind": kind}),
            *required_problems({"name": name}),
        ]
    )
    product = Product(
        code=code_allot(Product),
        kind=kind,
        name=clean(name),
        name_folded=fold(name)[:300],
        name_en=clean(name_en),
        maker=maker,
        group=group,
        craft_village=craft_village,
    )
    product.save(force_insert=True)
    event_record(
        tag="product:record:enter", subject=product, actor=actor, after=columns_of(product)
    )
    return product


@register_write
def product_identifier_add(
    *,
    actor: User,
    authority: Authority | None,
    product: Product,
    kind: str,
    value: str,
    issuer: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> ProductIdentifier:
    """Adds a typed number to a product. A GTIN needs its check digit, with any prefix."""
    require(actor, Action.ENTER, authority=authority)
    _require_own_product(actor, product)
    values = {
        "kind": kind,
        "value": value,
        "issuer": issuer,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    refuse_errors(
        [*shape_problems(ProductIdentifier, values), *required_problems({"value": value})]
    )
    value = clean(value)
    problems = []
    if valid_from and valid_to and valid_to < valid_from:
        problems.append(Problem("days-disordered", "valid_to", _("It would end before it begins.")))
    if product.identifiers.filter(kind=kind, value=value).exists():
        problems.append(
            Problem("identifier-stands", "value", _("The product has this number already."))
        )
    if kind == IdentifierKind.GTIN and not gtin_is_valid(value):
        problems.append(
            Problem(
                "gtin-invalid",
                "value",
                _("This is not a barcode number: 8, 12, 13 or 14 digits with a check digit."),
            )
        )
    if kind == IdentifierKind.TRACE and not _is_trace(value):
        problems.append(
            Problem("trace-address", "value", _("A trace address begins with https://."))
        )
    refuse_errors(problems)
    identifier = ProductIdentifier.objects.create(
        product=product,
        kind=kind,
        value=value,
        issuer=clean(issuer),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    event_record(
        tag="product:identifier:add", subject=product, actor=actor, after=columns_of(identifier)
    )
    return identifier


def _require_own_product(actor: User, product: Product) -> None:
    """A product's numbers are entered by a desk that has certified it, if any has."""
    counting = counted_on(CorrectedKind.PRODUCT, product.pk).select_related("issuer")
    issuers = [row.issuer for row in counting]
    if issuers and not any(may(actor, Action.ENTER, authority=row) for row in issuers):
        require(actor, Action.ENTER, authority=issuers[0])


def _is_trace(value: str) -> bool:
    """A trace code without colon, or a web address with a host."""
    if ":" not in value:
        return True
    parts = urlsplit(value)
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)


@register_write
def craft_village_enter(
    *,
    actor: User,
    authority: Authority | None,
    name: str,
    trade: str = "",
    group: GroupNode | None = None,
    place_text: str = "",
    households_total: int | None = None,
    households_engaged: int | None = None,
    figures_on: dt.date | None = None,
) -> CraftVillage:
    """Enters a craft or craft village; household figures need their date."""
    require(actor, Action.ENTER, authority=authority)
    values = {
        "name": name,
        "trade": trade,
        "place_text": place_text,
        "households_total": households_total,
        "households_engaged": households_engaged,
        "figures_on": figures_on,
    }
    refuse_errors([*shape_problems(CraftVillage, values), *required_problems({"name": name})])
    refuse_errors(
        [
            *household_problems(households_total, households_engaged, figures_on),
            *date_to_come_problems("figures_on", figures_on, DatePrecision.DAY),
        ]
    )
    village = CraftVillage(
        code=code_allot(CraftVillage),
        name=clean(name),
        name_folded=fold(name)[:300],
        trade=clean(trade),
        group=group,
        place_text=clean(place_text),
        households_total=households_total,
        households_engaged=households_engaged,
        figures_on=figures_on,
    )
    village.save(force_insert=True)
    event_record(
        tag="craft_village:record:enter", subject=village, actor=actor, after=columns_of(village)
    )
    return village


def household_problems(
    total: int | None, engaged: int | None, figures_on: dt.date | None
) -> list[Problem]:
    """Counts of households without their day, or more in the craft than there are."""
    problems = []
    if total is not None and figures_on is None:
        problems.append(
            Problem("figures-undated", "figures_on", _("Say on which day the households count."))
        )
    if engaged is not None and (total or 0) < engaged:
        problems.append(
            Problem(
                "households-disordered",
                "households_engaged",
                _("More households engage in the craft than there are. Correct one of the two."),
            )
        )
    return problems


def engaged_problems(total: int | None, engaged: int | None) -> list[Problem]:
    """Invariant 25: under 20 % of the households in the craft is a warning, not an error."""
    if not total or (engaged or 0) * 5 >= total:
        return []
    return [
        Problem(
            "engaged-below-a-fifth",
            "craft_village",
            _("Fewer than 20 % of the households engage in the craft."),
            Severity.WARNING,
        )
    ]
