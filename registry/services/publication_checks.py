"""What keeps a submitted certification from being published, judged from what was read.

It must not write. Publishing itself and the order of the questions are `publication`'s.
"""

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from registry.models import Certification, Decision, Event, User
from registry.models.choices import (
    PUBLIC_GRADES,
    DatePrecision,
    EntryState,
    EvidenceGrade,
    Grading,
)
from registry.rules.checks import Problem
from registry.selectors.shown import Shown, header_digest, row_digest
from registry.text import clean

# Whoever wrote any of these on an entry is not its second person.
_ENTRY_TAGS = (
    "certification:entry:enter",
    "certification:entry:edit",
    "certification:entry:submit",
    "certification:entry:restore",
    "certification:evidence:add",
)
_DECISION_TAGS = ("decision:record:enter", "decision:record:edit", "decision:file:attach")
# Written at once while nothing of the subject is public: the entry's publication is its proof.
_SUBJECT_TAGS = (
    "product:record:enter",
    "product:record:edit",
    "product:identifier:add",
    "establishment:record:enter",
    "establishment:record:edit",
    "craft_village:record:enter",
    "craft_village:record:edit",
    "craft_village:figures:edit",
)


def changed_problems(
    decision: Decision | None, waiting: Sequence[Certification], shown: Shown
) -> list[Problem]:
    """What differs from the page that was shown; nothing unseen is published."""
    problems = []
    if decision is not None and header_digest(decision) != shown.header:
        problems.append(
            Problem(
                "changed-since-shown",
                "decision",
                _("The decision itself was changed since you opened this page. Compare it again."),
            )
        )
    keys = {row.pk for row in waiting}
    if set(shown.rows) - keys:
        message = _("%(count)d certifications shown to you no longer wait for review.")
        count = len(set(shown.rows) - keys)
        problems.append(Problem("changed-since-shown", "rows", message % {"count": count}))
    for row in waiting:
        if row.pk not in shown.rows:
            message = _("Certification %(code)s was handed in since you opened this page.")
        elif row_digest(row) != shown.rows[row.pk]:
            message = _("Certification %(code)s was changed since you opened this page.")
        else:
            continue
        problems.append(Problem("changed-since-shown", "rows", message % {"code": row.code}))
    return problems


def written_by(actor: User, rows: Sequence[Certification]) -> set[int]:
    """Keys of the rows that the account entered, handed in, or wrote the subject of."""
    wanted = Q(pk__in=())
    for kind, tags, keys in (
        ("certification", _ENTRY_TAGS, {row.pk for row in rows}),
        ("decision", _DECISION_TAGS, {row.decision_id for row in rows}),
        ("product", _SUBJECT_TAGS, {row.product_id for row in rows}),
        ("establishment", _SUBJECT_TAGS, {_maker_key(row) for row in rows}),
        ("craftvillage", _SUBJECT_TAGS, {row.craft_village_id for row in rows}),
    ):
        wanted |= Q(subject_type=kind, subject_id__in=keys - {None}, tag__in=tags)
    found = set(Event.objects.filter(wanted, actor=actor).values_list("subject_type", "subject_id"))
    public = _public_subjects(rows) if found else set()
    return {
        row.pk
        for row in rows
        if row.entered_by_id == actor.pk
        or {("certification", row.pk), ("decision", row.decision_id)} & found
        or (set(_subjects(row)) - public) & found
    }


def _maker_key(row: Certification) -> int | None:
    return row.product.maker_id if row.product else None


def _subjects(row: Certification) -> list[tuple[str, int | None]]:
    return [
        ("product", row.product_id),
        ("establishment", _maker_key(row)),
        ("craftvillage", row.craft_village_id),
    ]


def _public_subjects(rows: Sequence[Certification]) -> set[tuple[str, int | None]]:
    """Subjects that a published certification shows: what they say two persons answered for."""
    published = Certification.objects.filter(
        Q(product__in={row.product_id for row in rows} - {None})
        | Q(product__maker__in={_maker_key(row) for row in rows} - {None})
        | Q(craft_village__in={row.craft_village_id for row in rows} - {None}),
        entry_state=EntryState.PUBLISHED,
    )
    found: set[tuple[str, int | None]] = set()
    for product, maker, village in published.order_by().values_list(
        "product", "product__maker", "craft_village"
    ):
        found |= {("product", product), ("establishment", maker), ("craftvillage", village)}
    return found


def second_person_problems(row: Certification, written: Collection[int]) -> list[Problem]:
    if row.pk not in written:
        return []
    return [
        Problem(
            "second-person",
            "published_by",
            _(
                "You entered this yourself, handed it in, or wrote its decision, product or "
                "maker. A second person must publish it."
            ),
        )
    ]


def equal_problems(row: Certification, published: Sequence[Certification]) -> list[Problem]:
    """The same grade of the same subject by the same decision, published before."""
    same = [
        other
        for other in published
        if other.pk != row.pk
        and row.decision_id is not None
        and (other.decision_id, other.level, other.stars, other.title)
        == (row.decision_id, row.level, row.stars, row.title)
    ]
    if not same:
        return []
    message = _("This decision has published the same already (%(code)s). Return this one.")
    return [Problem("line-stands", "product", message % {"code": same[0].code})]


def repeated_number_problems(decision: Decision | None, reason: str) -> list[Problem]:
    """Another decision of the same issuer and number in the year, published without a reason."""
    if decision is None or decision.signed_on is None or clean(reason):
        return []
    others = Decision.objects.filter(
        issuer=decision.issuer,
        number_normalised=decision.number_normalised,
        signed_on__year=decision.signed_on.year,
        is_discarded=False,
    ).exclude(pk=decision.pk)
    if not others.exists():
        return []
    return [
        Problem(
            "number-repeated",
            "repeated_number_reason",
            _("This issuer has another decision of this number in the year. Say why."),
        )
    ]


def publication_problems(certification: Certification) -> list[Problem]:
    """What an entry lacks to be public: evidence, a grade, and for grade A its decision."""
    problems = []
    if certification.grade not in PUBLIC_GRADES:
        problems.append(
            Problem(
                "evidence-not-public",
                "grade",
                _("Evidence of grade %(grade)s never proves a certification; it stays a draft.")
                % {"grade": certification.grade},
            )
        )
    is_public_grade = certification.grade in PUBLIC_GRADES
    has_source = any(
        source.source_url and (source.grade in PUBLIC_GRADES or not is_public_grade)
        for source in certification.evidence.all()
    )
    has_file = bool(certification.decision and certification.decision.file)
    if not has_source and not has_file:
        problems.append(
            Problem(
                "no-public-source",
                "source_url",
                _("No public source address is given. Add one, or the decision's file."),
            )
        )
    if not _has_grade(certification):
        field = {Grading.LEVELS: "level", Grading.STARS: "stars", Grading.TITLES: "title"}
        problems.append(
            Problem(
                "no-grade",
                field[Grading(certification.grading)],
                _("The source prints no level or stars. Find it before publishing."),
            )
        )
    if certification.grade == EvidenceGrade.A and (
        certification.decision is None
        or certification.decision.signed_on is None
        or certification.issuer is None
        or certification.issued_on_precision != DatePrecision.DAY
    ):
        problems.append(
            Problem(
                "grade-a-incomplete",
                "decision",
                _("Grade A needs the decision, its issuer and the exact day of issue."),
            )
        )
    return problems


def _has_grade(certification: Certification) -> bool:
    return certification.grading == Grading.NONE or bool(
        certification.level or certification.stars or certification.title
    )


def warning_problems(certification: Certification, reason: str) -> list[Problem]:
    if not certification.warnings or clean(reason):
        return []
    said = " ".join(row["message"] for row in certification.warnings)
    return [
        Problem(
            "warnings-need-reason",
            "warnings_reason",
            _("Give the reason for publishing in spite of: %(warnings)s") % {"warnings": said},
        )
    ]
