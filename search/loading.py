"""Public records by the thousand, with only what a document shows.

The same records as `registry.selectors.items.items_by_ref`, which serves pages and joins
more; a test holds the two together. What is public is decided by `registry.selectors.public`.
Rows are plain, fetched by key and put together here: a maker, scheme or decision is made once
for a batch, and certifications with the same acts share one history. The index build is bound
by it.
"""

import contextlib
import datetime as dt
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import F, Model, QuerySet

from registry.models import (
    CertificationEvent,
    CraftVillage,
    Decision,
    Establishment,
    Product,
    Scheme,
)
from registry.rules.status import Act, End, History
from registry.rules.validity import LEGAL_TIME_ZONE, day_bounds, legal_day
from registry.selectors import public
from registry.selectors.items import craft_village_ref, product_ref


class Maker(NamedTuple):
    """What a document shows of an establishment."""

    name: str
    trade_name: str
    legal_kind: str


class Paper(NamedTuple):
    """A public certification with its history."""

    version: int
    code: str
    certificate_no: str
    scheme: str
    scheme_name: str
    decision_number: str
    stars: int | None
    level: str
    title: str
    issued_on: dt.date | None
    issued_on_precision: str
    place_at_issue_id: int | None
    place_now_id: int | None
    place_printed: str
    maker_name_printed: str
    product_name_printed: str
    history: History

    @property
    def grade_key(self) -> str:
        """As `registry.selectors.items.CertificationRecord.grade_key`."""
        return f"{self.scheme}:{self.stars or self.level or self.title or ''}"


class Record(NamedTuple):
    """A public product, or a craft village, whose village is itself; papers newest first."""

    ref: str
    code: str
    name: str
    group_id: int | None
    village: str
    papers: tuple[Paper, ...]
    maker: Maker | None = None
    brand: str = ""
    name_en: str = ""
    description: str = ""
    trade: str = ""
    place_text: str = ""

    @property
    def is_product(self) -> bool:
        return self.ref.startswith("p:")


class _Act(NamedTuple):
    """The columns of a `CertificationEvent` that its history is made of."""

    certification_id: int
    pk: int
    recorded_at: dt.datetime
    void_since: dt.datetime | None
    act: str
    effective_on: dt.date | None
    effective_on_precision: str
    issued_on: dt.date | None
    issued_on_precision: str
    valid_until: dt.date | None
    validity_basis: str
    validity_months: int | None
    replaced_by_id: int | None


# Columns of a certification in their order: its subject and keys of other tables come first.
_KEYS = ("pk", "scheme_id", "decision_id", "version", "code", "certificate_no")
_PRINTED = (
    "stars", "level", "title", "issued_on", "issued_on_precision", "place_at_issue_id",
    "place_now_id", "place_printed", "maker_name_printed", "product_name_printed",
)  # fmt: skip


def load(refs: Iterable[str]) -> dict[str, Record]:
    """The public items among the references, in their order; a fixed number of queries."""
    codes: dict[str, list[str]] = defaultdict(list)
    wanted = list(dict.fromkeys(refs))
    for ref in wanted:
        kind, _, code = ref.partition(":")
        codes[kind].append(code)
    found: dict[str, Record] = {}
    if codes["p"]:
        found |= {one.ref: one for one in _products(codes["p"])}
    if codes["v"]:
        found |= {one.ref: one for one in _villages(codes["v"])}
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


def _products(codes: Sequence[str]) -> Iterator[Record]:
    rows = Product.objects.filter(code__in=codes).values_list(
        "pk", "maker_id", "craft_village_id",
        "code", "name", "group_id", "brand", "name_en", "description",
    )  # fmt: skip
    products = list(rows)
    papers = _papers("product_id", [row[0] for row in products])
    makers = _by_key(Establishment, Maker._fields, (row[1] for row in products))
    villages = _by_key(CraftVillage, ("code",), (row[2] for row in products))
    for pk, maker, village, code, name, group, brand, name_en, description in products:
        if pk in papers:
            yield Record(
                product_ref(code), code, name, group,
                villages[village][0] if village is not None else "",
                tuple(papers[pk]),
                Maker(*makers[maker]) if maker is not None else None,
                brand, name_en, description,
            )  # fmt: skip


def _villages(codes: Sequence[str]) -> Iterator[Record]:
    rows = CraftVillage.objects.filter(code__in=codes)
    villages = list(rows.values_list("pk", "code", "name", "group_id", "trade", "place_text"))
    papers = _papers("craft_village_id", [row[0] for row in villages])
    for pk, code, name, group, trade, place_text in villages:
        if pk in papers:
            ref, held = craft_village_ref(code), tuple(papers[pk])
            yield Record(ref, code, name, group, code, held, trade=trade, place_text=place_text)


def _papers(subject: str, keys: Sequence[int]) -> dict[int, list[Paper]]:
    """Public certifications with their histories by product or village, newest first."""
    rows = list(
        public.certifications()
        .filter(**{f"{subject}__in": keys})
        .order_by(F("issued_on").desc(nulls_last=True), "-pk")
        .values_list(subject, *_KEYS, *_PRINTED)
    )
    schemes = _by_key(Scheme, ("code", "short_name_vi"), (row[2] for row in rows))
    decisions = _by_key(Decision, ("number",), (row[3] for row in rows))
    histories = _histories([row[1] for row in rows])
    found: dict[int, list[Paper]] = defaultdict(list)
    for of, pk, scheme, decision, version, code, number, *printed in rows:
        decided = decisions[decision][0] if decision is not None else ""
        values = version, code, number, *schemes[scheme], decided, *printed, histories[pk]
        found[of].append(Paper._make(values))
    return found


def _histories(keys: Sequence[int]) -> dict[int, History]:
    """Histories that say the same of every day; certifications of one decision share one.

    Rules look at the legal day of a recording and at the order of recordings, so both are kept
    and the hour is dropped. Void acts say nothing, and of a successor only whether it is the
    same counts.
    """
    acts: dict[int, list[_Act]] = defaultdict(list)
    events = CertificationEvent.objects.filter(certification_id__in=keys).order_by()
    for values in events.values_list(*_Act._fields):
        if values[3] is None:
            acts[values[0]].append(_Act._make(values))
    found = {}
    for key in keys:
        rows = acts[key]
        if len(rows) > 1:
            rows.sort(key=attrgetter("recorded_at", "pk"))
        successors: dict[int, int] = {}
        told = tuple(
            (
                _legal_day(row.recorded_at),
                *row[4:-1],
                None
                if row.replaced_by_id is None
                else successors.setdefault(row.replaced_by_id, len(successors)),
            )
            for row in rows
        )
        found[key] = _history(told)
    return found


@lru_cache(maxsize=1 << 13)
def _history(told: tuple[tuple[Any, ...], ...]) -> History:
    acts = []
    for number, (day, act, on, precision, issued, of, end, basis, months, successor) in enumerate(
        told
    ):
        states_end = act in ("issue", "correct", "extend")
        recorded = dt.datetime.combine(day, dt.time(microsecond=number), LEGAL_TIME_ZONE)
        acts.append(
            Act(
                act,
                day_bounds(on, precision),
                recorded,
                day_bounds(issued, of) if act in ("issue", "correct") else None,
                End(basis, end, months) if states_end else None,
                successor,
            )
        )
    return History(tuple(acts))


# Those of one decision are recorded at one moment.
_legal_day = lru_cache(maxsize=1 << 12)(legal_day)


def _by_key(
    model: type[Model], columns: Sequence[str], keys: Iterable[int | None]
) -> dict[int, tuple[Any, ...]]:
    """Columns of the rows with these keys, each row once."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    rows: QuerySet[Any, Any] = model._default_manager.filter(pk__in=wanted).order_by()
    return {key: tuple(rest) for key, *rest in rows.values_list("pk", *columns)}
