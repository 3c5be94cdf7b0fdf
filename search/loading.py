"""Public records by the thousand, with only what a document shows.

The same records as `registry.selectors.items.items_by_ref`, which serves pages and joins
more; a test holds the two together. What is public is decided by `registry.selectors.public`.
Rows are fetched by key and put together here: a scheme or decision is made once for a
batch, and acts are plain rows. That is two and a half times as fast as joins and managers,
and the index build is bound by it.
"""

import contextlib
import datetime as dt
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from django.db.models import F

from registry.models import (
    CertificationEvent,
    CraftVillage,
    Decision,
    Establishment,
    Product,
    Scheme,
)
from registry.selectors import public
from registry.selectors.items import (
    CertificationRecord,
    ItemRecord,
    craft_village_ref,
    history_of,
    product_ref,
)

# Columns of a certification that no document shows and that are dear to convert.
_UNSEEN = (
    "regime", "round", "line_no", "issuer", "score", "prize", "group_printed", "issuer_printed",
    "note_printed", "place_certainty", "warnings", "warnings_reason", "entered_by",
    "published_by", "published_at", "created_at",
)  # fmt: skip


class _ActRow(NamedTuple):
    """The columns of a `CertificationEvent` that its history is made of."""

    certification_id: int
    pk: int
    act: str
    effective_on: dt.date | None
    effective_on_precision: str
    recorded_at: dt.datetime
    issued_on: dt.date | None
    issued_on_precision: str
    valid_until: dt.date | None
    validity_basis: str
    validity_months: int | None
    replaced_by_id: int | None
    void_since: dt.datetime | None


def load(refs: Iterable[str]) -> dict[str, ItemRecord]:
    """The public items among the references, in their order; a fixed number of queries."""
    codes: dict[str, list[str]] = defaultdict(list)
    wanted = list(dict.fromkeys(refs))
    for ref in wanted:
        kind, _, code = ref.partition(":")
        codes[kind].append(code)
    found: dict[str, ItemRecord] = {}
    if codes["p"]:
        products = {row.pk: row for row in Product.objects.filter(code__in=codes["p"])}
        _attach(products.values(), "maker", Establishment)
        _attach(products.values(), "craft_village", CraftVillage)
        for pk, records in _records("product_id", list(products)).items():
            product = products[pk]
            ref = product_ref(product.code)
            found[ref] = ItemRecord(ref, product, records)
    if codes["v"]:
        villages = {row.pk: row for row in CraftVillage.objects.filter(code__in=codes["v"])}
        for pk, records in _records("craft_village_id", list(villages)).items():
            village = villages[pk]
            ref = craft_village_ref(village.code)
            found[ref] = ItemRecord(ref, village, records)
    return {ref: found[ref] for ref in wanted if ref in found}


@contextlib.contextmanager
def rare_collections() -> Iterator[None]:
    """Garbage is collected a hundred times more rarely while documents are made in bulk.

    Nearly all that is made stays until its batch is written, so that collecting often only
    walks over it: a third of the time of a rebuild.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(70_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _records(subject: str, keys: Sequence[int]) -> dict[int, tuple[CertificationRecord, ...]]:
    """Public certifications with their histories by product or village, newest first."""
    rows = list(
        public.certifications()
        .filter(**{f"{subject}__in": keys})
        .defer(*_UNSEEN)
        .order_by(F("issued_on").desc(nulls_last=True), "-pk")
    )
    _attach(rows, "scheme", Scheme)
    _attach(rows, "decision", Decision)
    acts: dict[int, list[_ActRow]] = defaultdict(list)
    events = CertificationEvent.objects.filter(certification_id__in=[row.pk for row in rows])
    for values in events.order_by().values_list(*_ActRow._fields):
        row = _ActRow._make(values)
        acts[row.certification_id].append(row)
    found: dict[int, list[CertificationRecord]] = defaultdict(list)
    for certification in rows:
        # The history reads these columns and no other.
        events_of = cast(Iterable[CertificationEvent], acts[certification.pk])
        record = CertificationRecord(certification, history_of(events_of))
        found[getattr(certification, subject)].append(record)
    return {key: tuple(records) for key, records in found.items()}


def _attach(rows: Iterable[Any], name: str, model: Any) -> None:
    """Gives each row its related object, made once for all rows that share it."""
    keys = {key for row in rows if (key := getattr(row, f"{name}_id")) is not None}
    related: Mapping[int, object] = model.objects.in_bulk(keys) if keys else {}
    for row in rows:
        if (key := getattr(row, f"{name}_id")) is not None:
            setattr(row, name, related[key])
