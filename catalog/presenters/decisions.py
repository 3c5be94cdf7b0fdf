"""The page of a decision: who signed it, who answers for it now, and what it holds. No query."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.csv_file import csv_text
from catalog.days import day_text, fact_day, machine_day, number_text
from catalog.ledgers import PAGE, DecisionRecord, LaterActs
from catalog.page_head import absolute
from catalog.presenters.cards import Card
from catalog.presenters.certificates import certificate_cards
from catalog.presenters.corrections import TimelineItem
from catalog.presenters.crumbs import Crumb
from catalog.presenters.entries import Fact
from catalog.presenters.grades import entry_title
from catalog.presenters.paging import Paging, paging
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Certification, Decision, Event
from registry.models.choices import ActKind, DecisionKind
from registry.selectors.decision_files import file_kind

# The parameter of the page of titles that a decision changed.
ACTED_PAGE = "trang-doi"


@dataclass(frozen=True, slots=True)
class DecisionPage:
    title: str
    crumbs: tuple[Crumb, ...]
    facts: tuple[Fact, ...]
    coverage: str
    heading: str
    cards: tuple[Card, ...]
    paging: Paging | None
    acted_heading: str
    acted: tuple[Card, ...]
    acted_paging: Paging | None
    list_url: str
    file: tuple[Fact, ...]
    # Empty where the office does not show the paper.
    file_url: str
    changes: tuple[TimelineItem, ...]


def decision_page(
    record: DecisionRecord, base: str, directory: PlaceDirectory, on: dt.date
) -> DecisionPage:
    """`base` is the one address of the decision."""
    title = _("Decision %(number)s") % {"number": record.decision.number}
    return DecisionPage(
        title=title,
        crumbs=(Crumb("Sổ Vàng", addresses.HOME), Crumb(title)),
        facts=_facts(record),
        coverage=_coverage(record),
        heading=ngettext(
            "%(count)s title recognised by it", "%(count)s titles recognised by it", record.total
        )
        % {"count": number_text(record.total)},
        cards=certificate_cards(record.recognised, directory, on),
        paging=paging(
            record.page,
            record.pages,
            record.total,
            PAGE,
            lambda number: _address(base, number, record.acted_page),
        ),
        acted_heading=ngettext(
            "%(count)s earlier title that it changed",
            "%(count)s earlier titles that it changed",
            record.acted_total,
        )
        % {"count": number_text(record.acted_total)},
        acted=certificate_cards(record.acted_on, directory, on),
        acted_paging=paging(
            record.acted_page,
            record.acted_pages,
            record.acted_total,
            PAGE,
            lambda number: _address(base, record.page, number) + "#acted",
        ),
        list_url=f"{base}danh-sach.csv" if record.total else "",
        file=_file(record.decision),
        file_url=f"{base}ban-ky.{file_kind(record.decision)}"
        if record.decision.is_file_public
        else "",
        changes=_changes(record),
    )


def _address(base: str, page: int, acted_page: int) -> str:
    """The page of either list; turning one leaves the other where it is."""
    pairs = [("trang", page), (ACTED_PAGE, acted_page)]
    return addresses.with_params(base, [(name, str(n)) for name, n in pairs if n > 1])


def _facts(record: DecisionRecord) -> tuple[Fact, ...]:
    decision, now = record.decision, record.answering
    signed = fact_day(decision.signed_on, decision.signed_on_precision)
    facts = [
        Fact(_("Signed by"), decision.issuer.name),
        Fact(
            _("Signed on"),
            signed[:1].upper() + signed[1:],
            machine=machine_day(decision.signed_on, decision.signed_on_precision),
        ),
        Fact(_("Kind"), str(DecisionKind(decision.kind).label)),
    ]
    if now.pk != decision.issuer_id:
        answers = now.name
    elif now.valid_to:
        answers = _("Not known: the office has ended")
    else:
        answers = _("The same office")
    facts.insert(1, Fact(_("Answers for it now"), answers))
    if decision.page_count:
        facts.append(Fact(_("Pages"), number_text(decision.page_count)))
    return tuple(facts)


def _file(decision: Decision) -> tuple[Fact, ...]:
    """What a reader needs to hold a copy of the paper against the one that the office keeps."""
    if not decision.file_sha256:
        return ()
    return (
        Fact(_("Kind of file"), file_kind(decision).upper()),
        Fact(_("SHA-256 checksum"), decision.file_sha256, is_code=True),
    )


def _changes(record: DecisionRecord) -> tuple[TimelineItem, ...]:
    """Acts on its titles and corrections of its own entry, the newest first."""
    rows = [(row.effective_on or dt.date.min, _later(row)) for row in record.later]
    rows += [_corrected(event) for event in record.corrected]
    return tuple(item for _day, item in sorted(rows, key=lambda row: row[0], reverse=True))


def _later(row: LaterActs) -> TimelineItem:
    count = {"count": number_text(row.titles)}
    words = {
        ActKind.CORRECT: ngettext(
            "%(count)s title corrected", "%(count)s titles corrected", row.titles
        ),
        ActKind.EXTEND: ngettext(
            "%(count)s title extended", "%(count)s titles extended", row.titles
        ),
        ActKind.SUSPEND: ngettext(
            "%(count)s title suspended", "%(count)s titles suspended", row.titles
        ),
        ActKind.REINSTATE: ngettext(
            "Suspension lifted from %(count)s title",
            "Suspension lifted from %(count)s titles",
            row.titles,
        ),
        ActKind.WITHDRAW: ngettext(
            "%(count)s title withdrawn", "%(count)s titles withdrawn", row.titles
        ),
        ActKind.SURRENDER: ngettext(
            "%(count)s title given back by its maker",
            "%(count)s titles given back by their makers",
            row.titles,
        ),
        ActKind.SUPERSEDE: ngettext(
            "%(count)s title replaced by a newer one",
            "%(count)s titles replaced by newer ones",
            row.titles,
        ),
        ActKind.ANNUL: ngettext(
            "%(count)s title annulled", "%(count)s titles annulled", row.titles
        ),
    }[ActKind(row.act)] % count
    when = fact_day(row.effective_on, row.precision)
    machine = machine_day(row.effective_on, row.precision)
    url = addresses.decision(row.decision) if row.decision else ""
    link = _("Decision %(number)s") % {"number": row.decision.number} if row.decision else ""
    is_end = row.act in (ActKind.WITHDRAW, ActKind.SURRENDER, ActKind.SUPERSEDE, ActKind.ANNUL)
    shown = when[:1].upper() + when[1:] if machine else _("Day not known")
    return TimelineItem(shown, machine, f"{words}.", "is-end" if is_end else "", url, link)


def _corrected(event: Event) -> tuple[dt.date, TimelineItem]:
    """A correction of the register's entry: of its number both forms, else what was corrected."""
    day = timezone.localtime(event.recorded_at).date()
    parts = []
    if "number" in event.before:
        parts.append(
            _("number: before “%(before)s”, now “%(after)s”")
            % {"before": event.before["number"], "after": event.after.get("number", "")}
        )
    if {"signed_on", "signed_on_precision"} & set(event.before):
        parts.append(_("day of signing"))
    if "kind" in event.before:
        parts.append(_("kind of decision"))
    if "announced_count" in event.before:
        parts.append(_("number of titles announced"))
    words = _("The register’s entry corrected: %(changes)s.") % {
        "changes": "; ".join(parts) or _("other details")
    }
    return day, TimelineItem(day_text(day), day.isoformat(), words, "")


def decision_csv(titles: Iterable[Certification]) -> str:
    """The list of a decision as it was printed; codes lead to the state of each title."""
    head = [
        _("No."), _("Code of the certificate"), _("Name"), _("Maker"), _("Grade"),
        _("Place as printed"), _("Address"),
    ]  # fmt: skip
    rows = (
        [
            str(row.line_no or number), row.code, row.product_name_printed, row.maker_name_printed,
            entry_title(row), row.place_printed, absolute(addresses.certificate(row.code)),
        ]
        for number, row in enumerate(titles, start=1)
    )  # fmt: skip
    return csv_text([head, *rows])


def _coverage(record: DecisionRecord) -> str:
    """How much of the decision the register holds, in words."""
    announced, entered = record.decision.announced_count, record.total
    values = {"entered": number_text(entered), "announced": number_text(announced or 0)}
    if record.decision.kind != DecisionKind.RECOGNISE:
        return _("The register shows the titles that this decision changed.")
    if announced is None:
        return (
            _(
                "The register holds %(entered)s titles of this decision. How many it announced is "
                "not known."
            )
            % values
        )
    if entered > announced:
        return (
            _(
                "The register holds %(entered)s titles of this decision, more than the "
                "%(announced)s that it announced. One of the two numbers is wrong."
            )
            % values
        )
    if entered == announced:
        return _("The register holds all %(announced)s titles that it announced.") % values
    return (
        _(
            "The register holds %(entered)s of the %(announced)s titles that it announced. The "
            "rest is not entered yet."
        )
        % values
    )
