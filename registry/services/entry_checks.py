"""Everything that can be wrong with the entry of one certification.

Errors refuse it; warnings are kept with the draft and need a reason to be published.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Certification, Evidence
from registry.models.choices import DecisionKind, Grading, SubjectKind
from registry.rules.checks import Problem, Severity
from registry.rules.competence import IssuerFacts, competence_problems
from registry.rules.stars import stars
from registry.rules.validity import add_months, day_bounds, legal_day
from registry.selectors.regimes import Regimes, competences, existing_authority_kinds
from registry.selectors.territory import place_is_within
from registry.services.entry import CertificationEntry, EvidenceEntry
from registry.services.products import engaged_problems
from registry.services.shape import precision_problems, required_problems, shape_problems

# Columns of a certification that a person or a source gives.
ENTERED_COLUMNS = (
    "level",
    "stars",
    "title",
    "line_no",
    "certificate_no",
    "issued_on",
    "issued_on_precision",
    "valid_until",
    "score",
    "prize",
    "product_name_printed",
    "maker_name_printed",
    "group_printed",
    "issuer_printed",
    "note_printed",
    "place_printed",
    "place_certainty",
    "grade",
)


def entry_problems(entry: CertificationEntry, regimes: Regimes) -> list[Problem]:
    """All problems of an entry; errors refuse it, warnings need a reason to be published.

    What does not fit its column is said first and alone: no rule can judge it.
    """
    shape = _shape_problems(entry)
    if shape:
        return shape
    return [
        *_subject_problems(entry),
        *_grade_problems(entry),
        *_date_problems(entry, regimes),
        *_competence_problems(entry, regimes),
        *_decision_problems(entry),
        *_place_problems(entry),
        *_round_problems(entry),
        *_score_problems(entry),
        *_prerequisite_problems(entry),
    ]


def _shape_problems(entry: CertificationEntry) -> list[Problem]:
    columns = {name: getattr(entry, name) for name in ENTERED_COLUMNS}
    problems = [
        *shape_problems(Certification, columns),
        *required_problems({"product_name_printed": entry.product_name_printed}),
    ]
    for row in entry.evidence:
        problems += evidence_problems(row)
    if problems:
        return problems
    return precision_problems("issued_on", entry.issued_on, entry.issued_on_precision)


def evidence_problems(row: EvidenceEntry) -> list[Problem]:
    """What is wrong with one source."""
    columns = {
        "grade": row.grade,
        "source_title": row.source_title,
        "source_url": row.source_url,
        "retrieved_on": row.retrieved_on,
        "note": row.note,
    }
    problems = shape_problems(Evidence, columns)
    if not problems and row.source_url and not _is_web_address(row.source_url):
        problems.append(
            Problem(
                "source-address",
                "source_url",
                _("A source address begins with https:// or http://."),
            )
        )
    return problems


def _is_web_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


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
    field_name = "product" if wants_product else "craft_village"
    return [Problem("subject-of-other-kind", field_name, message)]


def _grade_problems(entry: CertificationEntry) -> list[Problem]:
    grading = entry.scheme.grading
    problems = []
    if entry.level and grading != Grading.LEVELS:
        problems.append(Problem("no-levels", "level", _("This scheme has no levels. Leave it.")))
    if entry.stars is not None and grading != Grading.STARS:
        problems.append(Problem("no-stars", "stars", _("This scheme has no stars. Leave it.")))
    if entry.title and grading != Grading.TITLES:
        problems.append(Problem("no-titles", "title", _("This scheme has no titles. Leave it.")))
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
    issued, today = entry.issued, legal_day(timezone.now())
    if issued.earliest and issued.earliest > today + dt.timedelta(days=366):
        return [Problem("date-too-far", "issued_on", _("This date lies more than a year ahead."))]
    if entry.valid_until and issued.earliest and entry.valid_until <= issued.earliest:
        return [
            Problem(
                "end-before-issue",
                "valid_until",
                _("Validity would end before it begins. Correct one of the two dates."),
            )
        ]
    if entry.valid_until and issued.is_exact and issued.earliest:
        regime = regimes.on(issued.earliest)
        if regime and regime.validity_months:
            computed = add_months(issued.earliest, regime.validity_months)
            if computed != entry.valid_until:
                return [_printed_end_differs(computed)]
    return []


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
    answers = [_competence_on(entry, day, regimes) for day, _regime in regimes.within(entry.issued)]
    return min(answers, key=_weight, default=[])


def _weight(problems: list[Problem]) -> int:
    return sum(10 if problem.severity is Severity.ERROR else 1 for problem in problems)


def _competence_on(entry: CertificationEntry, day: dt.date, regimes: Regimes) -> list[Problem]:
    regime = regimes.on(day)
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
    grade = (entry.level, entry.stars, entry.title)
    if entry.scheme.grading != Grading.NONE and not any(grade):
        return []
    competent = competences(regime, *grade)
    if not competent:
        field_name = {Grading.LEVELS: "level", Grading.STARS: "stars", Grading.TITLES: "title"}
        return [
            Problem(
                "grade-unknown-to-regime",
                field_name.get(Grading(entry.scheme.grading), "scheme"),
                _("On %(day)s the scheme did not have this level or number of stars.")
                % {"day": day.strftime("%d/%m/%Y")},
            )
        ]
    if entry.issuer is None:
        return []
    following = regimes.after(regime)
    return competence_problems(
        IssuerFacts(
            entry.issuer.key,
            entry.issuer.name,
            entry.issuer.kind,
            entry.issuer.valid_from,
            entry.issuer.valid_to,
        ),
        day,
        competent,
        existing_authority_kinds(day),
        competences(following, *grade) if following else (),
    )


def _decision_problems(entry: CertificationEntry) -> list[Problem]:
    """A decision that cannot be the one that recognised this."""
    decision = entry.decision
    if decision is None:
        return []
    problems = []
    if entry.issuer is None or decision.issuer_id != entry.issuer.pk:
        problems.append(
            Problem(
                "decision-of-other-issuer",
                "decision",
                _("This decision was signed by another body than the issuer."),
            )
        )
    if decision.kind != DecisionKind.RECOGNISE:
        problems.append(
            Problem(
                "decision-of-other-kind",
                "decision",
                _("This decision does not recognise anything. Choose the one that does."),
            )
        )
    signed = day_bounds(decision.signed_on, decision.signed_on_precision)
    if signed.earliest and entry.issued.latest and signed.earliest > entry.issued.latest:
        problems.append(
            Problem(
                "decision-after-issue",
                "issued_on",
                _("The decision was signed after the day of issue. Compare both dates."),
                Severity.WARNING,
            )
        )
    return problems


def _place_problems(entry: CertificationEntry) -> list[Problem]:
    """A place outside the territory of who certifies; a body of no unit certifies anywhere."""
    place = entry.place_at_issue or entry.place_now
    issuer = entry.issuer
    if place is None or issuer is None or issuer.place_id is None:
        return []
    if place_is_within(place.pk, issuer.place_id):
        return []
    return [
        Problem(
            "place-outside-territory",
            "place_printed",
            _("“%(place)s” lies outside the territory of “%(issuer)s”.")
            % {"place": place.full_name, "issuer": issuer.name},
            Severity.WARNING,
        )
    ]


def _round_problems(entry: CertificationEntry) -> list[Problem]:
    if entry.round is None:
        return []
    problems = []
    if entry.round.scheme_id != entry.scheme.pk or entry.round.level not in ("", entry.level):
        problems.append(
            Problem(
                "round-of-other-scheme",
                "round",
                _("This round belongs to another scheme or level. Choose the right one."),
            )
        )
    return problems


def _score_problems(entry: CertificationEntry) -> list[Problem]:
    """Points outside 0 to 100, or too few for the stars (Decision 26/2026/QĐ-TTg art. 3)."""
    if entry.score is None:
        return []
    if not 0 <= entry.score <= 100:
        return [Problem("score-range", "score", _("Points lie between 0 and 100."))]
    if entry.stars is not None and (stars(entry.score, {3, 4, 5}) or 0) < entry.stars:
        return [
            Problem(
                "score-too-low",
                "score",
                _("So many points do not give so many stars. Compare both with the paper."),
                Severity.WARNING,
            )
        ]
    return []


def _prerequisite_problems(entry: CertificationEntry) -> list[Problem]:
    """Invariants 8, 9 and 25: an equal title, a missing lower level, too few households."""
    problems = []
    standing = Certification.objects.filter(
        scheme=entry.scheme, product=entry.product, craft_village=entry.craft_village
    )
    lower = {"region": "province", "nation": "region"}.get(entry.level)
    if lower and not standing.filter(level=lower).exists():
        problems.append(
            Problem(
                "lower-level-missing",
                "level",
                _("The register has no title of the level below for this product."),
                Severity.WARNING,
            )
        )
    equal = standing.filter(level=entry.level, title=entry.title, round=entry.round)
    is_title = entry.scheme.grading in (Grading.LEVELS, Grading.TITLES)
    year = entry.issued_on.year if entry.issued_on else None
    if is_title and (entry.round or year) and (entry.level or entry.title):
        equal = equal if entry.round else equal.filter(issued_on__year=year)
        if equal.exclude(pk=entry.replaces_draft or 0).exists():
            severity = Severity.ERROR if entry.round and entry.level else Severity.WARNING
            problems.append(
                Problem(
                    "title-stands",
                    "level" if entry.level else "title",
                    _("The register has this title already for the same round or year."),
                    severity,
                )
            )
    village = entry.craft_village
    if village is not None:
        problems += engaged_problems(village.households_total, village.households_engaged)
    return problems
