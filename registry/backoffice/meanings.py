"""What typed names and places may mean, so that nothing is entered twice or guessed.

Names are looked for among records that the account sees, for all rows of a page at once. A
place is taken by itself only where the resolver is sure; else a person chooses.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from registry.backoffice.day_fields import partial_day_read
from registry.backoffice.entry_forms import NEW, UNSAID, OfferingForm, RowForm
from registry.backoffice.keys import key_read, keys_read
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.resolver import PrintedPlace, resolve_printed
from registry.models import CraftVillage, Establishment, Product
from registry.models.choices import PlaceCertainty, PlaceLevel
from registry.rules.identifiers import personal_number_has_form, tax_code_normalise
from registry.rules.legal_forms import name_without_form, names_with_form
from registry.selectors import staff
from registry.selectors.duplicates import own_holder_of
from registry.selectors.staff import Scope
from registry.text import clean, near_folds

MOST_OFFERED = 6


def meanings_offer(forms: Sequence[RowForm], scope: Scope, signed_on: dt.date | None) -> None:
    """Gives each row its choices of product, maker and place, in a few queries for all."""
    names = set().union(*(near_folds(form.typed("product_name_printed")) for form in forms))
    bare = {_bare(form.typed("maker_name_printed")) for form in forms} - {""}
    makers = set().union(*map(names_with_form, bare))
    keys = keys_read({form.typed("product_choice") for form in forms})
    products = list(
        staff.products_seen(scope)
        .filter(Q(name_folded__in=names) | Q(maker__name_folded__in=makers) | Q(pk__in=keys))
        .select_related("maker", "craft_village")
        .prefetch_related("maker__other_names")
        .order_by("name", "pk")[:500]
    )
    coded = _makers_with_codes(forms, scope)
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
            _offer_makers(form, establishments, products, coded)
        _offer_places(form, signed_on)


def _offer_products(form: RowForm, products: Sequence[Product]) -> None:
    names = near_folds(form.typed("product_name_printed"))
    maker = _bare(form.typed("maker_name_printed"))
    if not names:
        return
    chosen = form.typed("product_choice")

    def weight(product: Product) -> int:
        same_maker = bool(maker and product.maker and _is_named(product.maker, maker))
        same_name = product.name_folded in names
        return 4 * (str(product.pk) == chosen) + 2 * same_name + int(same_maker)

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
    names = near_folds(form.typed("product_name_printed"))
    chosen = form.typed("product_choice")
    fitting = [v for v in villages if names and (v.name_folded in names or str(v.pk) == chosen)]
    if fitting:
        form.offer(
            "product_choice",
            [
                *((str(v.pk), f"{v.name} · {v.place_text}") for v in fitting[:MOST_OFFERED]),
                (NEW, _("None of these: a new craft village")),
            ],
        )


def _offer_makers(
    form: RowForm,
    establishments: Sequence[Establishment],
    products: Sequence[Product],
    coded: Mapping[str, tuple[Establishment, str]],
) -> None:
    bare = _bare(form.typed("maker_name_printed"))
    product = key_read(form.choice("product_choice"))
    if product is not None:
        _offer_printed_maker(form, next(row for row in products if row.pk == product), bare)
        return
    holder = coded.get(tax_code_normalise(form.typed("maker_tax_code")))
    found = {} if holder is None else {holder[0].pk: holder[1]}
    for maker in establishments:
        if bare and _is_named(maker, bare) and len(found) < MOST_OFFERED:
            found.setdefault(maker.pk, _maker_label(maker))
    if found:
        choices = [(str(key), label) for key, label in found.items()]
        form.offer("maker_choice", [*choices, (NEW, _("None of these: a new maker"))])


def _offer_printed_maker(form: RowForm, product: Product, bare: str) -> None:
    """A product that stands has its maker; another printed name has to be meant."""
    maker = product.maker
    if maker is None or not bare or _is_named(maker, bare):
        return
    label = _("The product stays that of “%(maker)s”; the printed name is kept beside it")
    form.offer("maker_choice", [(UNSAID, label % {"maker": maker.name})])


def _makers_with_codes(
    forms: Sequence[RowForm], scope: Scope
) -> dict[str, tuple[Establishment, str]]:
    """By typed tax code, the maker that has it and its label.

    Another office's unpublished firm may be chosen by its number; a person's name is not told.
    """
    codes = {tax_code_normalise(form.typed("maker_tax_code")) for form in forms} - {""}
    found = {row.enterprise_number or "": row for row in _firms(codes)}
    for code in filter(personal_number_has_form, codes):
        own = own_holder_of(scope, code)
        if own is not None:
            found[code] = own
    keys = [row.pk for row in found.values()]
    seen = set(
        staff.establishments_seen(scope).filter(pk__in=keys).values_list("pk", flat=True)
        if keys
        else ()
    )
    return {
        code: (row, _maker_label(row))
        if row.pk in seen or not row.name_is_personal
        else (row, _("the maker with tax code %(code)s") % {"code": code})
        for code, row in found.items()
    }


def _firms(codes: set[str]) -> Sequence[Establishment]:
    if not codes:
        return ()
    return list(Establishment.objects.filter(enterprise_number__in=codes))


def _maker_label(maker: Establishment) -> str:
    return f"{maker.name} · {maker.enterprise_number or maker.code}"


def _bare(name: str) -> str:
    """A maker's name as it is compared: folded, without its legal form."""
    return name_without_form(name) if name else ""


def _is_named(maker: Establishment, bare: str) -> bool:
    names = [maker.name_folded, *(other.name_folded for other in maker.other_names.all())]
    return any(name_without_form(name) == bare for name in names)


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
    standing = None if form.is_bound else key_read(chosen)
    if standing is not None:
        keys.insert(0, standing)
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
