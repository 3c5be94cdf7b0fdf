"""What typed names and places may mean, so that nothing is entered twice or guessed.

Names are looked for among records that the account sees, for all rows of a page at once. A
place is taken by itself only where the resolver is sure; else a person chooses.
"""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from registry.backoffice.day_fields import partial_day_read
from registry.backoffice.entry_forms import NEW, UNSAID, OfferingForm, RowForm
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.resolver import PrintedPlace, resolve_printed
from registry.models import CraftVillage, Establishment, Product
from registry.models.choices import PlaceCertainty, PlaceLevel
from registry.selectors import staff
from registry.selectors.staff import Scope
from registry.text import clean, fold

MOST_OFFERED = 6


def meanings_offer(forms: Sequence[RowForm], scope: Scope, signed_on: dt.date | None) -> None:
    """Gives each row its choices of product, maker and place, in three queries for all."""
    names = {fold(form.typed("product_name_printed")) for form in forms} - {""}
    makers = {fold(form.typed("maker_name_printed")) for form in forms} - {""}
    kept = {form.typed("product_choice") for form in forms}
    keys = [int(key) for key in kept if key.isdigit()]
    products = list(
        staff.products_seen(scope)
        .filter(Q(name_folded__in=names) | Q(maker__name_folded__in=makers) | Q(pk__in=keys))
        .select_related("maker")
        .order_by("name", "pk")[:500]
    )
    establishments = list(
        staff.establishments_seen(scope)
        .filter(Q(name_folded__in=makers) | Q(other_names__name_folded__in=makers))
        .distinct()
        .prefetch_related("other_names")
        .order_by("name", "pk")[:500]
    )
    villages = list(
        staff.craft_villages_seen(scope)
        .filter(Q(name_folded__in=names) | Q(pk__in=keys))
        .order_by("name", "pk")[:500]
    )
    for form in forms:
        award = form.chosen_award
        if award is not None and not award.is_for_product:
            _offer_villages(form, villages)
        else:
            _offer_products(form, products)
            _offer_makers(form, establishments)
        _offer_places(form, signed_on)


def _offer_products(form: RowForm, products: Sequence[Product]) -> None:
    name = fold(form.typed("product_name_printed"))
    maker = fold(form.typed("maker_name_printed"))
    if not name:
        return
    chosen = form.typed("product_choice")

    def weight(product: Product) -> int:
        same_maker = bool(maker and product.maker and product.maker.name_folded == maker)
        return 4 * (str(product.pk) == chosen) + 2 * (product.name_folded == name) + int(same_maker)

    fitting = sorted(filter(weight, products), key=lambda product: -weight(product))
    if fitting:
        form.offer(
            "product_choice",
            [
                *((str(p.pk), _product_label(p)) for p in fitting[:MOST_OFFERED]),
                (NEW, _("None of these: a new product")),
            ],
        )


def _product_label(product: Product) -> str:
    maker = product.maker.name if product.maker else _("no maker")
    return f"{product.name} · {maker} · {product.code}"


def _offer_villages(form: RowForm, villages: Sequence[CraftVillage]) -> None:
    name = fold(form.typed("product_name_printed"))
    chosen = form.typed("product_choice")
    fitting = [v for v in villages if name and (v.name_folded == name or str(v.pk) == chosen)]
    if fitting:
        form.offer(
            "product_choice",
            [
                *((str(v.pk), f"{v.name} · {v.place_text}") for v in fitting[:MOST_OFFERED]),
                (NEW, _("None of these: a new craft village")),
            ],
        )


def _offer_makers(form: RowForm, establishments: Sequence[Establishment]) -> None:
    name = fold(form.typed("maker_name_printed"))
    product = form.choice("product_choice")
    if not name or product.isdigit():
        # A product that stands has its maker already.
        return
    fitting = [
        maker
        for maker in establishments
        if maker.name_folded == name
        or any(other.name_folded == name for other in maker.other_names.all())
    ]
    if fitting:
        form.offer(
            "maker_choice",
            [
                *(
                    (str(m.pk), f"{m.name} · {m.enterprise_number or m.code}")
                    for m in fitting[:MOST_OFFERED]
                ),
                (NEW, _("None of these: a new maker")),
            ],
        )


def _offer_places(form: RowForm, signed_on: dt.date | None) -> None:
    places_offer(form, _day_of(form, signed_on))


def places_offer(form: OfferingForm, on: dt.date | None) -> str:
    """Offers the units that the printed place may mean on a day; returns the one preset."""
    text = clean(form.typed("place_printed"))
    if not text:
        return ""
    found = resolve_printed(address=text, on=on)
    directory = get_directory()
    sure = _sure(found)
    keys = [found.place_at_issue] if found.place_at_issue else []
    keys += [candidate.place.id for candidate in found.candidates]
    chosen = form.typed("place_choice")
    if not form.is_bound and chosen.isdigit():
        keys.insert(0, int(chosen))
    preset = str(sure) if sure else "" if keys else UNSAID
    form.offer(
        "place_choice",
        [
            *((str(key), _place_label(directory, key)) for key in dict.fromkeys(keys)),
            (UNSAID, _("Not known: keep only what is printed")),
        ],
        preset=preset,
    )
    return preset


def _sure(found: PrintedPlace) -> int | None:
    """The unit that the text surely means; a unit found only by leaving out a part is not."""
    if found.place_at_issue is None:
        return None
    if found.certainty in (PlaceCertainty.EXACT, PlaceCertainty.ONE_OF_SEVERAL):
        return found.place_at_issue
    first = found.candidates[0] if found.candidates else None
    return found.place_at_issue if first and first.place.id == found.place_at_issue else None


def _place_label(directory: PlaceDirectory, key: int) -> str:
    """The unit with its parents, the era it is of, and what it is now."""
    label = directory.label(key)
    era = directory.era_on()
    if era is None or directory.get(key).era_key == era.key:
        return label
    now = [directory.label(unit.id) for unit in directory.successors_now(key)]
    return _("%(place)s (before 1 July 2025; now %(now)s)") % {
        "place": label,
        "now": "; ".join(now[:3]) + (" …" if len(now) > 3 else ""),
    }


def place_taken(key: int) -> PrintedPlace:
    """The unit at issue, today's unit where it is one, and how sure that is."""
    directory = get_directory()
    place = directory.get(key)
    successors = directory.successors_now(key)
    now = successors[0].id if len(successors) == 1 else None
    certainty: str = PlaceCertainty.EXACT if now else PlaceCertainty.ONE_OF_SEVERAL
    if place.level == PlaceLevel.PROVINCE:
        certainty = PlaceCertainty.PROVINCE_ONLY
    elif place.level == PlaceLevel.DISTRICT:
        certainty = PlaceCertainty.DISTRICT_ONLY
    return PrintedPlace(key, now, certainty)


def _day_of(form: RowForm, signed_on: dt.date | None) -> dt.date | None:
    try:
        read = partial_day_read(form.typed("issued_on"))
    except ValidationError:
        return signed_on
    return read.day if read else signed_on
