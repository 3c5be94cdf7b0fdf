"""Queries drawn from the names of a generated register, with a fixed seed."""

import random
from collections.abc import Iterator

from registry.models import Place, Product
from registry.text import fold
from search.query import Query, Sort, StatusFilter


def drawn(count: int, seed: int = 20261124) -> Iterator[Query]:
    """Words of names, as typed or without marks, with a place or a maker, with filters."""
    chance = random.Random(seed)
    rows = list(
        Product.objects.order_by("code").values_list("name", "maker__name", "group__code")[:20_000]
    )
    provinces = list(
        Place.objects.filter(level="province", valid_to=None).values_list("public_id", "short_name")
    )
    for _number in range(count):
        name, maker, group = chance.choice(rows)
        words = name.split()
        start = chance.randrange(len(words))
        text = " ".join(words[start : start + chance.randint(1, 4)])
        public_id, province = chance.choice(provinces)
        if chance.random() < 0.15:
            text = f"{text} {province}"
        elif chance.random() < 0.1 and maker:
            text = " ".join(maker.split()[-2:])
        if chance.random() < 0.4:
            text = fold(text)
        yield Query(
            text=text if chance.random() < 0.93 else "",
            status=chance.choice([StatusFilter.OPEN, StatusFilter.OPEN, StatusFilter.ALL]),
            schemes=("ocop",) if chance.random() < 0.15 else (),
            groups=(group,) if group and chance.random() < 0.1 else (),
            provinces=(public_id,) if chance.random() < 0.1 else (),
            sort=chance.choice([Sort.RELEVANCE] * 8 + [Sort.NAME, Sort.NEWEST]),
            page=chance.choice([1] * 9 + [2]),
        )
