"""Certificates as ledger entries, the history of their acts, and where the facts come from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog import addresses
from catalog.corrected import Correction
from catalog.days import clause_day, day_text, fact_day, last_day, machine_day
from catalog.presenters.corrections import TimelineItem, correction_items
from catalog.presenters.grades import Grade, entry_title, grade_of, scheme_name
from catalog.presenters.state import StateMark, state_mark, under_decision
from registry.models import Certification, CertificationEvent, Evidence
from registry.models.choices import ActKind, CertificationStatus, EvidenceGrade
from registry.rules.identifiers import code_grouped
from registry.rules.validity import day_bounds
from registry.selectors.items import CertificationRecord

# Above every key of an act: what was corrected on a day stands above its acts.
_AFTER_ACTS = 1 << 62
_EVIDENCE = {
    EvidenceGrade.A: gettext_noop("from the signed decision"),
    EvidenceGrade.B1: gettext_noop(
        "from news of an office or the press, not checked with the decision"
    ),
}
_ACTS = {
    ActKind.ISSUE: gettext_noop("%(grade)s: recognised"),
    ActKind.CORRECT: gettext_noop("%(grade)s: corrected"),
    ActKind.EXTEND: gettext_noop("%(grade)s: extended"),
    ActKind.SUSPEND: gettext_noop("%(grade)s: suspended"),
    ActKind.REINSTATE: gettext_noop("%(grade)s: suspension lifted"),
    ActKind.WITHDRAW: gettext_noop("%(grade)s: withdrawn"),
    ActKind.SURRENDER: gettext_noop("%(grade)s: given back by the maker"),
    ActKind.SUPERSEDE: gettext_noop("%(grade)s: replaced"),
    ActKind.ANNUL: gettext_noop("%(grade)s: annulled"),
}
_ENDING_ACTS = {ActKind.WITHDRAW, ActKind.SURRENDER, ActKind.SUPERSEDE, ActKind.ANNUL}


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value; `machine` is the value as a date, `url` where it leads."""

    term: str
    value: str
    url: str = ""
    machine: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One certificate in the ledger."""

    year: str
    is_year_known: bool
    grade: Grade
    state: StateMark
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str
    host: str
    grade: str
    retrieved: str


def entry(record: CertificationRecord, on: dt.date) -> Entry:
    c = record.certification
    if c.issued_on:
        year = str(c.round.year if c.round else c.issued_on.year)
    elif c.round:
        year = _("Round of %(year)s") % {"year": c.round.year}
    else:
        year = _("Year not known")
    facts = (*certificate_facts(record, on), _code_fact(c))
    return Entry(year, c.issued_on is not None, grade_of(c), state_mark(record, on), facts)


def certificate_facts(record: CertificationRecord, on: dt.date) -> tuple[Fact, ...]:
    """Decision, issuer, day and validity; what the source lacks is said."""
    c = record.certification
    facts = [
        Fact(_("Decision"), c.decision.number, addresses.decision(c.decision))
        if c.decision
        else Fact(_("Decision"), _("Number not known"))
    ]
    facts.append(
        Fact(_("Issuer"), (c.issuer.name if c.issuer else c.issuer_printed) or _("Not known"))
    )
    facts.append(
        Fact(
            _("Issued on"),
            _upper_first(fact_day(c.issued_on, c.issued_on_precision)),
            machine=machine_day(c.issued_on, c.issued_on_precision),
        )
    )
    facts.append(_validity_fact(record, on))
    facts.append(Fact(_("Programme"), scheme_name(c.scheme), addresses.scheme(c.scheme.code)))
    if c.certificate_no:
        facts.append(Fact(_("Number of the certificate"), c.certificate_no))
    if c.prize:
        facts.append(Fact(_("Prize"), c.prize))
    if c.group_printed:
        facts.append(Fact(_("Group as printed"), c.group_printed))
    if c.note_printed:
        facts.append(Fact(_("Note as printed"), c.note_printed))
    return tuple(facts)


def newest_first(records: Iterable[CertificationRecord]) -> tuple[CertificationRecord, ...]:
    """The ledger's order: a certificate without a day stands above the one that it replaced."""
    ordered = list(records)
    for record in tuple(ordered):
        for event in record.certification.events.all():
            later = _by_pk(ordered, event.replaced_by_id)
            if later is not None and ordered.index(later) > ordered.index(record):
                ordered.remove(later)
                ordered.insert(ordered.index(record), later)
    return tuple(ordered)


def timeline(
    records: Iterable[CertificationRecord], on: dt.date, corrections: Sequence[Correction] = ()
) -> tuple[TimelineItem, ...]:
    """All acts on all certificates, the ends that came by themselves, and the corrections of
    what the register says, newest first.

    An act without a day stands above what came before it on the same certificate.
    """
    rows: list[tuple[dt.date, int, TimelineItem]] = []
    floors: dict[int, dt.date] = {}
    records = tuple(records)
    for record in reversed(newest_first(records)):
        floor = floors.get(record.certification.pk, dt.date.min)
        for event in sorted(record.certification.events.all(), key=lambda event: event.pk or 0):
            day = day_bounds(event.effective_on, event.effective_on_precision).latest or floor
            floor = max(floor, day)
            rows.append((day, event.pk or 0, _act_item(record, event)))
            if event.replaced_by_id:
                floors[event.replaced_by_id] = floor
        end = record.end(on)
        if record.status(on) == CertificationStatus.EXPIRED and end and end.latest:
            rows.append((end.latest, 0, _expiry_item(record, end.latest, end.is_exact)))
    rows += [
        (item_day, _AFTER_ACTS + number, item)
        for number, (item_day, item) in enumerate(correction_items(records, corrections))
    ]
    rows.sort(key=lambda row: row[:2], reverse=True)
    return tuple(item for *_, item in rows)


def _by_pk(records: list[CertificationRecord], pk: int | None) -> CertificationRecord | None:
    return next((record for record in records if record.certification.pk == pk), None)


def sources(certifications: Iterable[Certification]) -> tuple[Source, ...]:
    """The evidence of the certificates and of their decisions, each source once."""
    found: dict[tuple[str, str], Source] = {}
    for c in certifications:
        rows = [*c.evidence.all(), *(c.decision.evidence.all() if c.decision else ())]
        for evidence in rows:
            found.setdefault((evidence.source_title, evidence.source_url), _source(evidence))
    return tuple(found.values())


def evidence_words(grade: str) -> str:
    return _(_EVIDENCE.get(EvidenceGrade(grade), gettext_noop("not checked")))


def _code_fact(c: Certification) -> Fact:
    return Fact(
        _("Code in the register"), code_grouped(c.code), addresses.certificate(c.code), is_code=True
    )


def _validity_fact(record: CertificationRecord, on: dt.date) -> Fact:
    end = record.end(on)
    term = _("Term of validity")
    if end is None:
        return Fact(term, _("No end date stated"))
    if end.earliest is None or end.latest is None:
        return Fact(term, _("End not known"))
    first, last = last_day(end.earliest), last_day(end.latest)
    if end.is_exact:
        words = _("to the end of %(day)s") % {"day": day_text(first)}
        return Fact(term, _upper_first(words), machine=first.isoformat())
    return Fact(
        term,
        _("Ends between %(first)s and %(last)s")
        % {"first": day_text(first), "last": day_text(last)},
    )


def _act_item(record: CertificationRecord, event: CertificationEvent) -> TimelineItem:
    kind = ActKind(event.act)
    when = fact_day(event.effective_on, event.effective_on_precision)
    machine = machine_day(event.effective_on, event.effective_on_precision)
    return TimelineItem(
        _upper_first(when) if machine else _("Day not known"),
        machine,
        f"{_act_words(record, event, kind)}.",
        "is-end" if kind in _ENDING_ACTS else "",
        addresses.decision(event.decision) if event.decision else "",
        _("See the decision") if event.decision else "",
    )


def _act_words(record: CertificationRecord, event: CertificationEvent, kind: ActKind) -> str:
    title = entry_title(record.certification)
    values = {"grade": title}
    if kind == ActKind.EXTEND and event.valid_until:
        return _("%(grade)s: extended to the end of %(day)s") % {
            **values,
            "day": day_text(last_day(event.valid_until)),
        }
    if kind == ActKind.SUPERSEDE and event.replaced_by:
        return _("%(grade)s: replaced by %(new)s") % {
            **values,
            "new": entry_title(event.replaced_by),
        }
    words = under_decision(_(_ACTS[kind]) % values, event)
    if event.ground:
        words += _(", ground: %(ground)s") % {"ground": event.ground.rstrip(".")}
    elif kind == ActKind.WITHDRAW:
        words += _(", ground not known")
    return words


def _expiry_item(record: CertificationRecord, day: dt.date, is_exact: bool) -> TimelineItem:
    when = day_text(day) if is_exact else _("By %(day)s") % {"day": day_text(day)}
    title = entry_title(record.certification)
    return TimelineItem(
        when, day.isoformat(), _("%(grade)s: validity ended.") % {"grade": title}, "is-end"
    )


def _source(evidence: Evidence) -> Source:
    host = urlsplit(evidence.source_url).netloc.removeprefix("www.")
    retrieved = ""
    if evidence.retrieved_on:
        retrieved = _("read %(when)s") % {"when": clause_day(evidence.retrieved_on, "day")}
    return Source(
        evidence.source_title or host or _("Source without a title"),
        evidence.source_url,
        host,
        evidence_words(evidence.grade),
        retrieved,
    )


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
