"""What a place page says beside its list: titles by grade, makers, villages, and the law.

Every number starts from `registry.selectors.public`. Each function takes a fixed number of
queries.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from catalog.territory import Territory
from registry.gazetteer.directory import PlaceInfo
from registry.models import CraftVillage, Era, Establishment, PlaceName, Succession
from registry.models.choices import NameKind, PlaceLevel
from registry.selectors import public

MOST_MAKERS = 24
MOST_VILLAGES = 60


@dataclass(frozen=True, slots=True)
class MakerRow:
    code: str
    name: str
    products: int


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Distinct items by "scheme:grade", ended ones included; the makers with most products
    first; village codes and names."""

    grades: dict[str, int]
    makers: tuple[MakerRow, ...]
    makers_total: int
    villages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DatedName:
    """An official name with its first day and the text that gave it."""

    text: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    legal_basis: str


@dataclass(frozen=True, slots=True)
class PlaceLaw:
    """Names by date, the text behind the units of the reform, and which links are in part.

    `basis` is the text that made today's units; `parts` are keys of the units on the other
    side of the reform that are joined to this one by a part only.
    """

    names: tuple[DatedName, ...]
    basis: str
    parts: frozenset[int]


def place_facts(where: Territory) -> PlaceFacts:
    """Four queries."""
    found = (
        public.certifications()
        .filter(Q(place_now__in=where.ids) | Q(place_at_issue__in=where.ids))
        .order_by()
    )
    grades: Counter[str] = Counter()
    rows = found.values_list("scheme__code", "stars", "level", "title").annotate(
        products=Count("product", distinct=True), villages=Count("craft_village", distinct=True)
    )
    for scheme, stars, level, title, products, villages in rows:
        grades[f"{scheme}:{stars or level or title or ''}"] += products + villages
    makers = Establishment.objects.filter(products__certifications__in=found.values("pk"))
    counted = (
        makers.values_list("code", "name")
        .annotate(number=Count("products", distinct=True))
        .order_by("-number", "name_folded")
    )
    villages = (
        CraftVillage.objects.filter(pk__in=found.values("craft_village"))
        .order_by("name_folded", "pk")
        .values_list("code", "name")[:MOST_VILLAGES]
    )
    return PlaceFacts(
        dict(grades),
        tuple(MakerRow(*row) for row in counted[:MOST_MAKERS]),
        makers.values("pk").distinct().count(),
        tuple(villages),
    )


def place_law(unit: PlaceInfo) -> PlaceLaw:
    """Three queries."""
    names = PlaceName.objects.filter(place=unit.id, kind=NameKind.OFFICIAL).order_by("valid_from")
    links = Succession.objects.filter(Q(predecessor=unit.id) | Q(successor=unit.id)).values_list(
        "predecessor", "successor", "extent", "legal_basis"
    )
    parts, basis = set(), ""
    for old, new, extent, own_basis in links:
        if extent not in ("whole", "unknown"):
            parts.add(new if old == unit.id else old)
        basis = basis or own_basis
    return PlaceLaw(
        tuple(
            DatedName(*row)
            for row in names.values_list("text", "valid_from", "valid_to", "legal_basis")
        ),
        basis or _era_basis(unit.level),
        frozenset(parts),
    )


def _era_basis(level: str) -> str:
    """The texts of the newest reform: the first is about provinces, the others about communes."""
    bases = Era.objects.exclude(legal_basis="").order_by("-first_day")
    texts = [
        part.strip()
        for part in (bases.values_list("legal_basis", flat=True).first() or "").split(";")
    ]
    if level == PlaceLevel.PROVINCE or len(texts) == 1:
        return texts[0]
    return "; ".join(texts[1:])
