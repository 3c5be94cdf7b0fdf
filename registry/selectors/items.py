"""Public items (products and craft villages) with their certifications and histories.

An item is referred to by "p:CODE" or "v:CODE". Loading any number of items takes a fixed
number of queries, so that lists stay constant as data grows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from registry.models import Certification, CertificationEvent, CraftVillage, Product
from registry.models.choices import CertificationStatus
from registry.rules.status import Act, End, History, Period, end_bounds, open_until, periods, status
from registry.rules.validity import DayBounds, day_bounds
from registry.selectors import public
from registry.selectors.prepared import Gap, Prepared, give

# Which certification speaks for an item: one that stands before one that is doubtful or ended.
_STANDING = {
    CertificationStatus.VALID: 0,
    CertificationStatus.SUSPENDED: 1,
    CertificationStatus.VALIDITY_UNKNOWN: 2,
    CertificationStatus.NOT_YET_VALID: 3,
    CertificationStatus.WITHDRAWN: 4,
    CertificationStatus.SURRENDERED: 5,
    CertificationStatus.EXPIRED: 6,
    CertificationStatus.SUPERSEDED: 7,
    CertificationStatus.ANNULLED: 8,
}
_Asked = tuple[dt.date, dt.datetime | None]
_LEVEL_RANK = {"nation": 5, "region": 4, "province": 3, "district": 2, "commune": 1, "": 0}


@dataclass(frozen=True, slots=True)
class CertificationRecord:
    """A public certification with its history; the status is asked for a day."""

    certification: Certification
    history: History
    # A page asks for the same day many times.
    _statuses: dict[_Asked, CertificationStatus | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _ends: dict[_Asked, DayBounds | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def status(
        self, on: dt.date, known_at: dt.datetime | None = None
    ) -> CertificationStatus | None:
        asked = on, known_at
        if asked not in self._statuses:
            self._statuses[asked] = status(self.history, on, known_at)
        return self._statuses[asked]

    def end(self, on: dt.date, known_at: dt.datetime | None = None) -> DayBounds | None:
        """First day no longer valid by dates; None: no end (see `rules.status.end_bounds`)."""
        asked = on, known_at
        if asked not in self._ends:
            self._ends[asked] = end_bounds(self.history, on, known_at)
        return self._ends[asked]

    def periods(self, known_at: dt.datetime | None = None) -> tuple[Period, ...]:
        return periods(self.history, known_at)

    def open_until(self, known_at: dt.datetime | None = None) -> dt.date | None:
        return open_until(self.history, known_at)

    @property
    def issued(self) -> DayBounds:
        """The day of issue as the paper gives it, after corrections."""
        return day_bounds(self.certification.issued_on, self.certification.issued_on_precision)

    @property
    def rank(self) -> int:
        """Stars, or the level as a number, for ordering within one scheme."""
        return self.certification.stars or _LEVEL_RANK[self.certification.level]

    @property
    def grade_key(self) -> str:
        """Scheme and grade as one word, such as "ocop:4", "cnnttb:nation", "cddl:"."""
        c = self.certification
        grade = c.stars or c.level or c.title or ""
        return f"{c.scheme.code}:{grade}"


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """A public product or craft village; certifications newest first."""

    ref: str
    subject: Product | CraftVillage
    certifications: tuple[CertificationRecord, ...]

    @property
    def is_product(self) -> bool:
        return isinstance(self.subject, Product)

    def leading(
        self, on: dt.date, known_at: dt.datetime | None = None
    ) -> CertificationRecord | None:
        """The certification that speaks for the item on a day: standing, then highest, newest."""
        found = [
            (_STANDING[state], -record.rank, index, record)
            for index, record in enumerate(self.certifications)
            if (state := record.status(on, known_at)) is not None
        ]
        return min(found, key=lambda row: row[:3])[3] if found else None


def product_ref(code: str) -> str:
    return f"p:{code}"


def craft_village_ref(code: str) -> str:
    return f"v:{code}"


def subject_ref(certification: Certification) -> str:
    """The public reference of the item that a certification is about."""
    if certification.product is not None:
        return product_ref(certification.product.code)
    assert certification.craft_village is not None  # certification_one_subject
    return craft_village_ref(certification.craft_village.code)


def item_refs() -> Iterator[str]:
    """References of all public items, products first, in order of their keys."""
    for code in public.products().order_by("pk").values_list("code", flat=True).iterator():
        yield product_ref(code)
    for code in public.craft_villages().order_by("pk").values_list("code", flat=True).iterator():
        yield craft_village_ref(code)


def items_by_ref(refs: Iterable[str]) -> dict[str, ItemRecord]:
    """The public items among the references, in the order asked; others are left out.

    Two queries for each kind, whatever the number of items.
    """
    return _asked(refs, _WHOLE)


def listed_items(refs: Iterable[str]) -> dict[str, ItemRecord]:
    """The same with the columns that a line of a list shows, to which it must keep.

    Any other column is read apart, with a query for each record.
    """
    return _asked(refs, _LISTED)


def _asked(refs: Iterable[str], queries: "_Queries") -> dict[str, ItemRecord]:
    wanted = list(dict.fromkeys(refs))
    codes: dict[str, list[str]] = defaultdict(list)
    for ref in wanted:
        kind, _, code = ref.partition(":")
        codes[kind].append(code)
    found: dict[str, ItemRecord] = {}
    if codes["p"]:
        rows = queries.of_products.instances(codes=codes["p"])
        found |= _records(rows, queries.acts, "product", product_ref)
    if codes["v"]:
        rows = queries.of_villages.instances(codes=codes["v"])
        found |= _records(rows, queries.acts, "craft_village", craft_village_ref)
    return {ref: found[ref] for ref in wanted if ref in found}


def item(ref: str) -> ItemRecord | None:
    """One public item, or None where nothing of it is public."""
    return items_by_ref([ref]).get(ref)


def certification_record(certification: Certification) -> CertificationRecord:
    """A certification with its history, from prefetched or fresh events."""
    return CertificationRecord(certification, history_of(certification.events.all()))


def history_of(events: Iterable[CertificationEvent]) -> History:
    """The rules' view of the recorded acts, in order of recording."""
    rows = sorted(events, key=lambda event: (event.recorded_at, event.pk))
    return History(tuple(_act(event) for event in rows))


@dataclass(frozen=True, slots=True)
class _Queries:
    """Certifications of products and of villages with their subjects, and the acts on them."""

    of_products: Prepared[Certification]
    of_villages: Prepared[Certification]
    acts: Prepared[CertificationEvent]


# What the page of a record shows of its certifications and of the papers behind them.
_WHOLE_COLUMNS = (
    "code", "product", "craft_village", "grading", "level", "stars", "title", "certificate_no",
    "issued_on", "issued_on_precision", "valid_until", "validity_basis", "prize",
    "product_name_printed", "maker_name_printed", "group_printed", "issuer_printed",
    "note_printed", "place_printed", "place_at_issue", "place_now", "place_certainty", "grade",
    "published_at", "version",
    "scheme__code", "scheme__grading", "scheme__name_vi", "scheme__name_en",
    "scheme__short_name_vi", "scheme__short_name_en",
    "issuer__key", "issuer__name", "issuer__name_en", "issuer__successor",
    "decision__number", "decision__signed_on", "decision__signed_on_precision",
    "decision__issuer__key", "decision__issuer__name", "round__year",
)  # fmt: skip
_PRODUCT_COLUMNS = (
    "kind", "name_en", "brand", "description", "ingredients", "maker__code", "maker__name",
    "maker__legal_kind", "maker__name_is_personal", "maker__parent", "craft_village",
    "group__label_vi", "group__label_en",
)  # fmt: skip
_VILLAGE_COLUMNS = (
    "trade", "place_text", "households_total", "households_engaged", "figures_on",
    "group__label_vi", "group__label_en",
)  # fmt: skip
# What a line of a list shows of a certification, and of its subject.
_IN_LISTS = (
    "code", "grading", "level", "stars", "title", "issued_on", "issued_on_precision",
    "maker_name_printed", "place_printed", "place_at_issue", "place_now", "place_certainty",
    "scheme__code", "scheme__grading", "scheme__name_vi", "scheme__name_en",
    "scheme__short_name_vi", "scheme__short_name_en",
)  # fmt: skip
_SUBJECT_COLUMNS = ("code", "name", "group__code", "group__illustration")
# What a history is made of.
_ACT_COLUMNS = (
    "certification", "act", "effective_on", "effective_on_precision", "recorded_at", "issued_on",
    "issued_on_precision", "valid_until", "validity_basis", "validity_months", "replaced_by",
)  # fmt: skip


def _of_subjects(subject: str, codes: list[Gap], *related: str) -> QuerySet[Certification]:
    return (
        public.certifications()
        .filter(**{f"{subject}__code__in": codes})
        .select_related(f"{subject}__group", "scheme", *related)
    )


def _newest_first(row: Certification) -> tuple[dt.date, int]:
    # Sorted here, because with an order SQLite reads all certificates by their days to find
    # those of a few villages.
    return row.issued_on or dt.date.min, row.id


def _of(
    subject: str, columns: tuple[str, ...], of_subject: tuple[str, ...], *related: str
) -> Prepared[Certification]:
    shown = [f"{subject}__{column}" for column in (*_SUBJECT_COLUMNS, *of_subject)]
    return Prepared(lambda codes: _of_subjects(subject, codes, *related).only(*columns, *shown))


def _acts(keys: list[Any]) -> QuerySet[CertificationEvent]:
    return CertificationEvent.objects.filter(certification__pk__in=keys)


_PAPERS = ("issuer", "decision__issuer", "round")
_WHOLE = _Queries(
    _of("product", _WHOLE_COLUMNS, _PRODUCT_COLUMNS, "product__maker", *_PAPERS),
    _of("craft_village", _WHOLE_COLUMNS, _VILLAGE_COLUMNS, *_PAPERS),
    Prepared(lambda keys: _acts(keys).only(*_ACT_COLUMNS, "decision", "ground")),
)
_LISTED = _Queries(
    _of("product", _IN_LISTS, ("maker__name",), "product__maker"),
    _of("craft_village", _IN_LISTS, ("place_text",)),
    Prepared(lambda keys: _acts(keys).only(*_ACT_COLUMNS)),
)


def _records(
    rows: list[Certification],
    acts_query: Prepared[CertificationEvent],
    subject: str,
    ref_of: Callable[[str], str],
) -> dict[str, ItemRecord]:
    """The items of some certifications, each with its own in the order given."""
    acts: dict[int, list[CertificationEvent]] = defaultdict(list)
    if rows:
        for act in acts_query.instances(keys=[row.id for row in rows]):
            acts[act.certification_id].append(act)
    held: dict[str, list[CertificationRecord]] = defaultdict(list)
    subjects: dict[str, Product | CraftVillage] = {}
    for row in sorted(rows, key=_newest_first, reverse=True):
        give(row, "events", acts[row.id])
        owner: Product | CraftVillage = getattr(row, subject)
        subjects[owner.code] = owner
        held[owner.code].append(CertificationRecord(row, history_of(acts[row.id])))
    return {
        (ref := ref_of(code)): ItemRecord(ref, owner, tuple(held[code]))
        for code, owner in subjects.items()
    }


def _act(event: CertificationEvent) -> Act:
    states_dates = event.act in ("issue", "correct")
    states_end = event.act in ("issue", "correct", "extend")
    return Act(
        kind=event.act,
        effective=day_bounds(event.effective_on, event.effective_on_precision),
        recorded_at=event.recorded_at,
        issued=day_bounds(event.issued_on, event.issued_on_precision) if states_dates else None,
        end=End(event.validity_basis, event.valid_until, event.validity_months)
        if states_end
        else None,
        successor=event.replaced_by_id,
        void_since=getattr(event, "void_since", None),  # the manager annotates it
    )
