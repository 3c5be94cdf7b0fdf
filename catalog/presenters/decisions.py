"""The page of a decision: who signed it, who answers for it now, and what it holds. No query."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses
from catalog.days import fact_day, machine_day, number_text
from catalog.ledgers import PAGE, DecisionRecord
from catalog.presenters.cards import Card
from catalog.presenters.certificates import certificate_cards
from catalog.presenters.entries import Fact
from catalog.presenters.items import Crumb
from catalog.presenters.paging import Paging, paging
from registry.gazetteer.directory import PlaceDirectory
from registry.models.choices import DecisionKind

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


def decision_page(record: DecisionRecord, directory: PlaceDirectory, on: dt.date) -> DecisionPage:
    decision = record.decision
    title = _("Decision %(number)s") % {"number": decision.number}
    base = addresses.decision(decision.pk, decision.number)
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
