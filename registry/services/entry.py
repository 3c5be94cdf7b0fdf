"""What is entered for one certification, and everything that can be wrong with it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import (
    Authority,
    CraftVillage,
    Decision,
    Place,
    Product,
    Round,
    Scheme,
)
from registry.models.choices import (
    CertificationLevel,
    CraftTitleKind,
    DatePrecision,
    EvidenceGrade,
    Grading,
    PlaceCertainty,
    SubjectKind,
    ValidityBasis,
)
from registry.rules.checks import Problem, Severity
from registry.rules.competence import IssuerFacts, competence_problems
from registry.rules.status import End
from registry.rules.validity import DayBounds, add_months, day_bounds, legal_day
from registry.selectors.regimes import (
    Regimes,
    competent_kinds,
    existing_authority_kinds,
)
from registry.services.refusal import required_problem, text_problems

EARLIEST_DAY = dt.date(1975, 4, 30)  # no certificate of the present State is older
_TEXT_LIMITS = {
    "issuer_printed": 200,
    "note_printed": 500,
    "place_printed": 400,
    "group_printed": 200,
    "certificate_no": 80,
    "prize": 120,
}


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


def entry_problems(entry: CertificationEntry, regimes: Regimes) -> list[Problem]:
    """All problems of an entry; errors refuse it, warnings need a reason to be published."""
    return [
        *_text_problems(entry),
        *_subject_problems(entry),
        *_grade_problems(entry),
        *_date_problems(entry, regimes),
        *_competence_problems(entry, regimes),
        *_evidence_problems(entry),
    ]


def _text_problems(entry: CertificationEntry) -> list[Problem]:
    names = [
        "product_name_printed",
        "maker_name_printed",
        "group_printed",
        "issuer_printed",
        "note_printed",
        "place_printed",
        "certificate_no",
        "prize",
    ]
    return [
        *required_problem("product_name_printed", entry.product_name_printed),
        *text_problems({name: getattr(entry, name) for name in names}, _TEXT_LIMITS),
    ]


def _subject_problems(entry: CertificationEntry) -> list[Problem]:
    wants_product = entry.scheme.subject == SubjectKind.PRODUCT
    if (entry.product is not None) == wants_product and (
        entry.craft_village is not None
    ) != wants_product:
        return []
    message = (
        _("This scheme certifies products. Choose a product.")
        if wants_product
        else _("This scheme gives titles to crafts and villages. Choose one.")
    )
    return [Problem("subject-of-other-kind", "product", message)]


def _grade_problems(entry: CertificationEntry) -> list[Problem]:
    grading = entry.scheme.grading
    problems = []
    if entry.level and grading != Grading.LEVELS:
        problems.append(Problem("no-levels", "level", _("This scheme has no levels. Leave it.")))
    if entry.stars is not None and grading != Grading.STARS:
        problems.append(Problem("no-stars", "stars", _("This scheme has no stars. Leave it.")))
    if entry.title and grading != Grading.TITLES:
        problems.append(Problem("no-titles", "title", _("This scheme has no titles. Leave it.")))
    if entry.level and entry.level not in CertificationLevel.values:
        problems.append(Problem("level-unknown", "level", _("There is no such level.")))
    if entry.title and entry.title not in CraftTitleKind.values:
        problems.append(Problem("title-unknown", "title", _("There is no such title.")))
    if entry.stars is not None and not 3 <= entry.stars <= 5:
        problems.append(
            Problem(
                "stars-impossible",
                "stars",
                _("An OCOP certificate has 3, 4 or 5 stars; 1 and 2 stars get none."),
            )
        )
    return problems


def _date_problems(entry: CertificationEntry, regimes: Regimes) -> list[Problem]:
    problems = []
    issued, today = entry.issued, legal_day(timezone.now())
    if issued.latest and issued.latest < EARLIEST_DAY:
        problems.append(
            Problem("date-too-old", "issued_on", _("This year is too old for a certificate."))
        )
    if issued.earliest and issued.earliest > today + dt.timedelta(days=366):
        problems.append(
            Problem("date-too-far", "issued_on", _("This date lies more than a year ahead."))
        )
    if entry.valid_until and issued.latest and entry.valid_until <= (issued.earliest or today):
        problems.append(
            Problem(
                "end-before-issue",
                "valid_until",
                _("Validity would end before it begins. Correct one of the two dates."),
            )
        )
    elif entry.valid_until and issued.is_exact and issued.earliest:
        regime = regimes.on(issued.earliest)
        if regime and regime.validity_months:
            computed = add_months(issued.earliest, regime.validity_months)
            if computed != entry.valid_until:
                problems.append(_printed_end_differs(computed))
    return problems


def _printed_end_differs(computed: dt.date) -> Problem:
    last = computed - dt.timedelta(days=1)
    return Problem(
        "printed-end-differs",
        "valid_until",
        _("The printed end differs from the rule, which gives %(day)s as the last day.")
        % {"day": last.strftime("%d/%m/%Y")},
        Severity.WARNING,
    )


def _competence_problems(entry: CertificationEntry, regimes: Regimes) -> list[Problem]:
    """The least that any day within the bounds gives: doubt about the day favours the paper."""
    answers = [_competence_on(entry, day, regime) for day, regime in regimes.within(entry.issued)]
    return min(answers, key=_weight, default=[])


def _weight(problems: list[Problem]) -> int:
    return sum(10 if problem.severity is Severity.ERROR else 1 for problem in problems)


def _competence_on(entry: CertificationEntry, day: dt.date, regime) -> list[Problem]:  # type: ignore[no-untyped-def]
    if regime is None:
        return [
            Problem(
                "no-regime",
                "issued_on",
                _("The register knows no rules of this scheme for %(day)s.")
                % {"day": day.strftime("%d/%m/%Y")},
                Severity.WARNING,
            )
        ]
    is_graded = entry.scheme.grading == Grading.NONE or bool(
        entry.level or entry.stars or entry.title
    )
    if not is_graded:
        return []
    kinds = competent_kinds(regime, level=entry.level, stars=entry.stars, title=entry.title)
    if not kinds or entry.issuer is None:
        field_name = {"levels": "level", "stars": "stars", "titles": "title"}.get(
            entry.scheme.grading, "scheme"
        )
        return (
            []
            if kinds
            else [
                Problem(
                    "grade-unknown-to-regime",
                    field_name,
                    _("On %(day)s the scheme did not have this level or number of stars.")
                    % {"day": day.strftime("%d/%m/%Y")},
                )
            ]
        )
    issuer = IssuerFacts(
        entry.issuer.name, entry.issuer.kind, entry.issuer.valid_from, entry.issuer.valid_to
    )
    return competence_problems(issuer, day, kinds, existing_authority_kinds(day))


def _evidence_problems(entry: CertificationEntry) -> list[Problem]:
    problems = []
    if entry.grade not in EvidenceGrade.values:
        problems.append(
            Problem("grade-of-evidence", "grade", _("Evidence is of grade A, B1, B2 or C."))
        )
    for row in entry.evidence:
        if row.source_url and not row.source_url.startswith(("http://", "https://")):
            problems.append(
                Problem(
                    "source-address",
                    "source_url",
                    _("A source address begins with https:// or http://."),
                )
            )
    return problems
