"""Enters a file of printed lines through the register's services, all or nothing.

Each line becomes a certification, or a craft title, with the grade of its own source.
Lines that may not be public stay drafts and are listed with the reason.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.demo.columns import COLUMN_OF_FIELD, PrintedRow
from catalog.demo.parties import (
    IssuerBook,
)
from catalog.demo.reading import (
    FileRefused,
    by_date,
    in_columns,
    names_commune,
    printed_place,
    read_file,
)
from catalog.demo.subjects import Subjects
from registry.gazetteer.directory import get_directory
from registry.gazetteer.printed import PrintedPlace, resolve_printed
from registry.models import (
    Authority,
    Certification,
    CraftVillage,
    ImportBatch,
    Place,
    Product,
    Round,
    Scheme,
    User,
)
from registry.models.choices import (
    ActKind,
    AuthorityKind,
    CertificationLevel,
    DecisionKind,
    EntryState,
    Grading,
    PlaceCertainty,
    RowOutcome,
)
from registry.rules.checks import Problem
from registry.rules.validity import DayBounds, day_bounds
from registry.services.act_record import ActEntry
from registry.services.acts import certification_act
from registry.services.certifications import certification_enter, certification_submit
from registry.services.decisions import decision_enter, round_ensure
from registry.services.entry import CertificationEntry, EvidenceEntry
from registry.services.imports import RowResult, import_record
from registry.services.publication import certification_publish
from registry.services.publication_checks import publication_problems
from registry.services.refusal import Refused

REGISTER_FILE = Path(__file__).parent / "register.csv"
BATCH_KIND = "demo"
_RETRIEVED_ON = dt.date(2026, 11, 22)


@dataclass(slots=True)
class LoadReport:
    """What became of each line, and the printed places that were not resolved."""

    results: list[RowResult] = field(default_factory=list)
    unresolved_places: list[tuple[int, str]] = field(default_factory=list)
    was_loaded_before: bool = False

    @property
    def counts(self) -> Counter[str]:
        return Counter(result.outcome for result in self.results)


def register_load(
    *,
    content: bytes,
    file_name: str,
    clerk: User,
    approver: User,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> LoadReport:
    """Loads a file for two accounts, one to enter and one to publish.

    A file that was loaded before is left alone. Raises FileRefused with every wrong line.
    """
    digest = hashlib.sha256(content).hexdigest()
    standing = ImportBatch.objects.filter(kind=BATCH_KIND, file_sha256=digest).first()
    if standing is not None:
        return _recalled(standing)
    rows = sorted(read_file(content), key=by_date)
    wrong = [(row.line_no, row.problems) for row in rows if row.problems]
    if wrong:
        raise FileRefused(sorted(wrong))
    with transaction.atomic():
        loader = _Loader(clerk, approver)
        loader.subjects.recall(rows, loader.schemes)
        for done, row in enumerate(rows, start=1):
            loader.load(row)
            progress(done, len(rows))
        if loader.wrong:
            raise FileRefused(sorted(loader.wrong))
        loader.report.results.sort(key=lambda result: result.line_no)
        import_record(
            actor=clerk,
            kind=BATCH_KIND,
            file_name=file_name,
            file_sha256=digest,
            results=loader.report.results,
        )
    return loader.report


class _Loader:
    """One run over a file."""

    def __init__(self, clerk: User, approver: User) -> None:
        self.clerk, self.approver = clerk, approver
        self.report = LoadReport()
        self.wrong: list[tuple[int, tuple[Problem, ...]]] = []
        self._issuers = IssuerBook()
        self.schemes = {scheme.code: scheme for scheme in Scheme.objects.all()}
        self.subjects = Subjects(clerk)

    def load(self, row: PrintedRow) -> None:
        try:
            with transaction.atomic():
                self.report.results.append(self._entered(row))
        except Refused as refusal:
            self.wrong.append((row.line_no, in_columns(refusal.problems, COLUMN_OF_FIELD)))

    def _entered(self, row: PrintedRow) -> RowResult:
        entry = self._entry(row)
        standing = self._same(entry)
        if standing is not None:
            return RowResult(row.line_no, RowOutcome.UNCHANGED, standing, [])
        certification = certification_enter(actor=self.clerk, entry=entry)
        reasons = [problem.message for problem in publication_problems(certification)]
        if row.is_proposed:
            reasons.append(_("The source prints a proposal, not an award."))
        if not reasons:
            reasons = self._published(row, certification)
        if reasons:
            return RowResult(row.line_no, RowOutcome.DRAFT, certification, reasons)
        if row.withdrawal is not None:
            self._withdraw(row, certification)
        return RowResult(row.line_no, RowOutcome.PUBLISHED, certification, [])

    def _published(self, row: PrintedRow, certification: Certification) -> list[str]:
        """Publishes a submitted entry; returns why not, and leaves the draft."""
        try:
            with transaction.atomic():
                certification_submit(actor=self.clerk, certification_id=certification.pk)
                certification_publish(
                    actor=self.approver,
                    certification_id=certification.pk,
                    replaces=self._replaced(row, certification),
                    warnings_reason=_("Published facts of the press, entered as printed."),
                    repeated_number_reason=_("Published facts of the press, entered as printed."),
                )
        except Refused as refusal:
            return [problem.message for problem in refusal.problems]
        return []

    def _replaced(self, row: PrintedRow, certification: Certification) -> list[Certification]:
        if not row.is_renewal or certification.grading != Grading.STARS:
            return []
        return list(
            Certification.objects.filter(
                product=certification.product,
                scheme=certification.scheme,
                entry_state=EntryState.PUBLISHED,
            ).exclude(events__act=ActKind.SUPERSEDE)
        )

    def _entry(self, row: PrintedRow) -> CertificationEntry:
        cells = row.cells
        issued = day_bounds(row.issued.day, row.issued.precision)
        issuer = self._issuers.find(
            cells["issuer"],
            province=cells["province"],
            district=cells["district_old"],
            issued=issued,
        )
        scheme = self.schemes[row.scheme]
        place = self._place(row)
        subject = self.subjects.of(row, scheme, issuer)
        decision = None
        if cells["decision_no"] and issuer is not None:
            decision = decision_enter(
                actor=self.clerk,
                issuer=issuer,
                number=cells["decision_no"],
                kind=DecisionKind.RECOGNISE,
                signed_on=row.issued.day,
                signed_on_precision=row.issued.precision,
            )
        return CertificationEntry(
            scheme=scheme,
            grade=cells["grade"],
            product=subject if isinstance(subject, Product) else None,
            craft_village=subject if isinstance(subject, CraftVillage) else None,
            level=row.level,
            stars=row.stars,
            title=row.title,
            round=self._round(row, scheme, issuer, place),
            decision=decision,
            issuer=issuer,
            issued_on=row.issued.day,
            issued_on_precision=row.issued.precision,
            valid_until=row.expires_on,
            prize=row.prize,
            product_name_printed=cells["product"],
            maker_name_printed=cells["establishment"],
            group_printed=cells["group"],
            issuer_printed=cells["issuer"],
            note_printed="; ".join(filter(None, [cells["level_or_stars"], cells["status_note"]]))[
                :500
            ],
            place_printed=printed_place(row),
            place_at_issue=_place_row(place.place_at_issue),
            place_now=_place_row(place.place_now),
            place_certainty=place.certainty,
            evidence=(
                EvidenceEntry(
                    grade=cells["grade"],
                    source_title=cells["source_title"],
                    source_url=cells["source_url"],
                    retrieved_on=_RETRIEVED_ON,
                    note=cells["source_note"],
                ),
            ),
        )

    def _place(self, row: PrintedRow) -> PrintedPlace:
        cells = row.cells
        place = resolve_printed(
            commune_or_district=cells["commune_or_district"],
            district=cells["district_old"],
            province=cells["province"],
            address=cells["address_printed"],
            on=row.issued.day,
        )
        is_found = place.place_at_issue is not None
        if names_commune(row):
            is_found = place.certainty in (PlaceCertainty.EXACT, PlaceCertainty.ONE_OF_SEVERAL)
        if printed_place(row) and not is_found:
            self.report.unresolved_places.append((row.line_no, printed_place(row)))
        return place

    def _round(
        self,
        row: PrintedRow,
        scheme: Scheme,
        issuer: Authority | None,
        place: PrintedPlace,
    ) -> Round | None:
        if row.round_year is None:
            return None
        wide = row.level in (CertificationLevel.REGION, CertificationLevel.NATION)
        province = None
        if place.place_at_issue is not None and not wide:
            directory = get_directory()
            info = directory.get(place.place_at_issue)
            province = [info, *directory.ancestors(info.id)][-1]
        return round_ensure(
            actor=self.clerk,
            authority=issuer,
            scheme=scheme,
            year=row.round_year,
            level=row.level,
            sequence=row.round_sequence,
            place=_place_row(province.id if province else None),
        )

    def _same(self, entry: CertificationEntry) -> Certification | None:
        """A certification that says the same already, from this or an earlier file."""
        return (
            Certification.objects.exclude(entry_state=EntryState.DISCARDED)
            .filter(
                scheme=entry.scheme,
                product=entry.product,
                craft_village=entry.craft_village,
                level=entry.level,
                stars=entry.stars,
                title=entry.title,
                round=entry.round,
                issued_on=entry.issued_on,
                decision=entry.decision,
                grade=entry.grade,
            )
            .first()
        )

    def _withdraw(self, row: PrintedRow, certification: Certification) -> None:
        assert row.withdrawal is not None
        on = row.withdrawal.on
        decision = None
        day = day_bounds(on.day, on.precision)
        issuer = _in_office(certification.issuer, day) or self._issuers.find(
            f"UBND tỉnh {row.cells['province']}", province="", district="", issued=day
        )
        if row.withdrawal.decision_no and issuer and issuer.kind == AuthorityKind.PROVINCE:
            decision = decision_enter(
                actor=self.clerk,
                issuer=issuer,
                number=row.withdrawal.decision_no,
                kind=DecisionKind.WITHDRAW,
                signed_on=on.day,
                signed_on_precision=on.precision,
            )
        certification_act(
            entered_by=self.clerk,
            approved_by=self.approver,
            certification_id=certification.pk,
            entry=ActEntry(
                act=ActKind.WITHDRAW,
                effective_on=on.day,
                effective_on_precision=on.precision,
                decision=decision,
                ground=row.withdrawal.ground,
            ),
        )


def _recalled(batch: ImportBatch) -> LoadReport:
    rows = batch.rows.select_related("certification").order_by("line_no")
    results = [
        RowResult(row.line_no, RowOutcome(row.outcome), row.certification, row.reasons)
        for row in rows
    ]
    return LoadReport(results=results, was_loaded_before=True)


def _in_office(issuer: Authority | None, day: DayBounds) -> Authority | None:
    """The issuer, or after its end the body that answers for it on a day."""
    while issuer is not None and day.earliest and issuer.valid_to:
        if day.earliest <= issuer.valid_to:
            break
        issuer = issuer.successor
    return issuer


def _place_row(place_id: int | None) -> Place | None:
    return Place.objects.get(pk=place_id) if place_id else None
