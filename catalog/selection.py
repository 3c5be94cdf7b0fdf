"""Reads that only the public pages need. Every list starts from `registry.selectors.public`.

Each function takes a fixed number of queries, whatever the number of rows.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from catalog import details, photos
from catalog.territory import Territory
from registry.models import Certification, CraftVillage, Evidence, Product
from registry.models.choices import DatePrecision
from registry.selectors import public
from registry.selectors.items import (
    CertificationRecord,
    ItemRecord,
    craft_village_ref,
    item,
    listed_items,
    product_ref,
)
from registry.selectors.prepared import Prepared

PAGE = 24
# More craft villages than the country has, and so many codes as any database takes at once.
_MOST_VILLAGES, _MOST_CODES = 20_000, 500
_MOST_OF_MAKER = 200


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of the items of a place, and how many there are."""

    records: tuple[ItemRecord, ...]
    total: int
    page: int
    pages: int
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    title: str
    url: str
    certifications: int


def load_details(record: ItemRecord) -> None:
    """Loads what the page of one item shows of its certificates, in a fixed number of queries."""
    details.load([r.certification for r in record.certifications])
    if isinstance(record.subject, Product):
        details.load_identifiers(record.subject)


def load_certificate(record: CertificationRecord) -> None:
    details.load([record.certification])
    details.load_flags([record.certification])


def load_item(record: ItemRecord) -> None:
    """Loads what the answer to the code of an item shows."""
    load_details(record)
    details.load_flags([r.certification for r in record.certifications])


_OF_MAKER = Prepared(
    lambda makers: (
        public.products()
        .filter(maker__pk__in=makers)
        .order_by("name_folded", "pk")
        .values_list("code", flat=True)[: _MOST_OF_MAKER + 1]
    )
)


def maker_refs(product: Product) -> tuple[str, ...]:
    """Other public items of the product's maker in order of name, 200 at most."""
    if product.maker_id is None:
        return ()
    codes = (row[0] for row in _OF_MAKER.rows(makers=[product.maker_id]))
    return tuple(product_ref(code) for code in codes if code != product.code)[:_MOST_OF_MAKER]


def village_items(village: CraftVillage, limit: int = 24) -> tuple[ItemRecord, ...]:
    """Public products that name this craft village."""
    codes = (
        public.products()
        .filter(craft_village=village)
        .order_by("name_folded", "pk")
        .values_list("code", flat=True)[:limit]
    )
    return _records(product_ref(code) for code in codes)


def product_village(product: Product) -> ItemRecord | None:
    """The public craft village that a product names."""
    if product.craft_village_id is None:
        return None
    code = CraftVillage.objects.values_list("code", flat=True).get(pk=product.craft_village_id)
    return item(craft_village_ref(code))


def village_names(codes: Collection[str] | None = None) -> dict[str, str]:
    """Names of public craft villages by code, in order of name; of all when none are named."""
    if codes is not None:
        return dict(_VILLAGES.rows(codes=list(codes)[:_MOST_CODES]))
    return dict(_village_names()[:_MOST_VILLAGES])


def _village_names() -> QuerySet[CraftVillage, tuple[str, str]]:
    rows = public.craft_villages().order_by("name_folded", "pk")
    return rows.values_list("code", "name")


_VILLAGES = Prepared(lambda codes: _village_names().filter(code__in=codes))


@dataclass(frozen=True, slots=True)
class HomeItems:
    """What the first page shows of the register, before it is known how each stands today."""

    newest: tuple[ItemRecord, ...]
    ending: tuple[ItemRecord, ...]
    villages: tuple[ItemRecord, ...]


def home_items(on: dt.date, until: dt.date, most: int) -> HomeItems:
    """Items certified last, items that may end from `on` to `until`, villages of the newest titles.

    Each holds up to `most` items, `ending` four times as many: a certificate that ends may have
    a successor. Days that the source knows by month or year only say nothing about the newest.
    """
    exact = public.certifications().filter(issued_on_precision=DatePrecision.DAY, issued_on__lte=on)
    newest = _refs(exact.order_by("-issued_on", "-pk"), most)
    soon = public.certifications().filter(valid_until__range=(on, until))
    ending = _refs(soon.order_by("valid_until", "pk"), most * 4)
    of_villages = public.certifications().filter(craft_village__isnull=False)
    villages = _refs(of_villages.order_by("-issued_on", "-pk"), most)
    found = listed_items({*newest, *ending, *villages})
    photos.load_first(found.values())
    return HomeItems(
        *(tuple(found[ref] for ref in refs if ref in found) for refs in (newest, ending, villages))
    )


def _refs(rows: QuerySet[Certification], most: int) -> tuple[str, ...]:
    """The first items of certifications in their order, each once."""
    # An item holds several certificates of one day where levels are voted together.
    pairs = rows.values_list("product__code", "craft_village__code")[: most * 4]
    refs = (product_ref(p) if p else craft_village_ref(v) for p, v in pairs)
    return tuple(dict.fromkeys(refs))[:most]


def place_items(where: Territory, page: int) -> ItemPage:
    """Items found under a unit, by name: the same ones that search finds under it, ended or not.

    `unsure` counts those whose source names only a larger old unit, which went to several.
    """
    found = _certified_in(where.ids)
    products = Product.objects.filter(pk__in=found.values("product")).count()
    villages = CraftVillage.objects.filter(pk__in=found.values("craft_village")).count()
    total = products + villages
    unsure = total - _count_items(_certified_in(where.sure)) if where.sure != where.ids else 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE
    refs = [
        product_ref(code)
        for code in Product.objects.filter(pk__in=found.values("product"))
        .order_by("name_folded", "pk")
        .values_list("code", flat=True)[start : start + PAGE]
    ]
    if len(refs) < PAGE and villages:
        first = max(0, start - products)
        refs += [
            craft_village_ref(code)
            for code in CraftVillage.objects.filter(pk__in=found.values("craft_village"))
            .order_by("name_folded", "pk")
            .values_list("code", flat=True)[first : first + PAGE - len(refs)]
        ]
    found_records = _records(refs)
    photos.load_first(found_records)
    return ItemPage(found_records, total, page, pages, unsure)


def _certified_in(place_ids: Collection[int]) -> QuerySet[Certification]:
    inside = Q(place_now__in=place_ids) | Q(place_at_issue__in=place_ids)
    return public.certifications().filter(inside)


def _count_items(found: QuerySet[Certification]) -> int:
    told = found.aggregate(
        products=Count("product", distinct=True), villages=Count("craft_village", distinct=True)
    )
    return int(told["products"] + told["villages"])


def source_rows(limit: int = 400) -> tuple[SourceRow, ...]:
    """Published sources with the number of certifications that rest on each."""
    rows = (
        Evidence.objects.filter(certification__in=public.certifications())
        .exclude(source_url="")
        .values("source_url")
        .annotate(title=Max("source_title"), number=Count("certification", distinct=True))
        .order_by("-number", "source_url")[:limit]
    )
    return tuple(SourceRow(r["title"], r["source_url"], r["number"]) for r in rows)


def _records(refs: Iterable[str]) -> tuple[ItemRecord, ...]:
    return tuple(listed_items(refs).values())
