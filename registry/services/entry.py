"""What is entered for one certification, and what follows from it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from registry.models import (
    Authority,
    CraftVillage,
    Decision,
    Place,
    Product,
    Round,
    Scheme,
)
from registry.models.choices import DatePrecision, PlaceCertainty, ValidityBasis
from registry.rules.status import End
from registry.rules.validity import DayBounds, add_months, day_bounds
from registry.selectors.regimes import Regimes


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    grade: str
    source_title: str = ""
    source_url: str = ""
    retrieved_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationEntry:
    """One certification as entered. `valid_until` is the printed end, exclusive, if any.

    Snapshots keep what the source prints. What is not known stays empty.
    """

    scheme: Scheme
    grade: str
    product: Product | None = None
    craft_village: CraftVillage | None = None
    level: str = ""
    stars: int | None = None
    title: str = ""
    round: Round | None = None
    decision: Decision | None = None
    line_no: int | None = None
    certificate_no: str = ""
    issuer: Authority | None = None
    issued_on: dt.date | None = None
    issued_on_precision: str = DatePrecision.NONE
    valid_until: dt.date | None = None
    score: Decimal | None = None
    prize: str = ""
    product_name_printed: str = ""
    maker_name_printed: str = ""
    group_printed: str = ""
    issuer_printed: str = ""
    note_printed: str = ""
    place_printed: str = ""
    place_at_issue: Place | None = None
    place_now: Place | None = None
    place_certainty: str = PlaceCertainty.UNKNOWN
    evidence: tuple[EvidenceEntry, ...] = field(default_factory=tuple)
    replaces_draft: int | None = None  # the key of the draft that this entry writes anew

    @property
    def issued(self) -> DayBounds:
        return day_bounds(self.issued_on, self.issued_on_precision)


def end_of_validity(entry: CertificationEntry, regimes: Regimes) -> End:
    """The end that the paper prints, or that the regime gives from the day of issue.

    OCOP: 36 calendar months (Decision 26/2026/QĐ-TTg art. 4); CNNTTB, craft titles and
    indications state none. An unknown day of issue leaves the end unknown, never guessed.
    """
    regime = regimes.on(entry.issued.earliest) if entry.issued.earliest else None
    months = regime.validity_months if regime else regimes.common_validity_months
    if entry.valid_until is not None:
        return End(ValidityBasis.PRINTED, entry.valid_until, months)
    if months is None:
        return End(ValidityBasis.NO_END)
    if entry.issued.is_exact and entry.issued.earliest:
        return End(ValidityBasis.COMPUTED, add_months(entry.issued.earliest, months), months)
    return End(ValidityBasis.UNKNOWN, None, months)
