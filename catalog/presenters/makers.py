"""The page of a maker: what is certified and what is not, in words of one size. No query."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import addresses, structured_data
from catalog.days import day_text, number_text
from catalog.ledgers import MakerRecord
from catalog.presenters.cards import Card, cards
from catalog.presenters.crumbs import Crumb
from catalog.presenters.entries import Entry, Fact, entry, newest_first
from catalog.presenters.items import legal_kind_words
from catalog.presenters.places import PlaceLink, ThenNow, full_words, link, then_now
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Establishment, EstablishmentAddress
from registry.models.choices import ENDED_STATUSES, CertificationStatus, LegalKind
from registry.rules.identifiers import code_grouped
from registry.selectors.items import CertificationRecord, ItemRecord

# Where the printed address is somebody's home, only its units are shown.
_HOMES = {LegalKind.HOUSEHOLD, LegalKind.PRODUCER_HOUSEHOLD, LegalKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Items in one state of cover: certified today, not sure, not any more."""

    key: str
    heading: str
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class NamedEntry:
    name: str
    url: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class MakerPage:
    name: str
    kind: str
    crumbs: tuple[Crumb, ...]
    lead: str
    facts: tuple[Fact, ...]
    coverage: tuple[Coverage, ...]
    more_url: str
    entries: tuple[NamedEntry, ...]
    places: tuple[ThenNow, ...]


def maker_page(record: MakerRecord, directory: PlaceDirectory, on: dt.date) -> MakerPage:
    maker = record.maker
    coverage = _coverage(record.items, directory, on)
    return MakerPage(
        name=maker.name,
        kind=legal_kind_words(maker),
        crumbs=(
            Crumb("Sổ Vàng", addresses.HOME),
            Crumb(_("Catalogue"), addresses.CATALOGUE),
            Crumb(maker.name),
        ),
        lead=_lead(record, coverage),
        facts=_facts(maker),
        coverage=coverage,
        more_url=addresses.catalogue([("q", maker.name), ("hieu-luc", "tat-ca")])
        if record.total > len(record.items)
        else "",
        entries=_entries(record.items, on),
        places=_places(record, directory),
    )


def maker_node(record: MakerRecord, directory: PlaceDirectory) -> structured_data.Node:
    """The maker for machines: what its page shows and no more."""
    maker = record.maker
    is_home = maker.name_is_personal or maker.legal_kind in _HOMES
    known = [row.place_now_id or row.place_at_time_id for row in maker.addresses.all()]
    known += [
        row.certification.place_now_id or row.certification.place_at_issue_id
        for item in record.items
        for row in item.certifications
    ]
    place_id = next((place for place in known if place), None)
    return structured_data.maker(
        maker, shows_number=not is_home, place_id=place_id, directory=directory
    )


def _coverage(
    items: Iterable[ItemRecord], directory: PlaceDirectory, on: dt.date
) -> tuple[Coverage, ...]:
    """Three lists, each there even when empty: an empty one is an answer too."""
    heaps: dict[str, list[ItemRecord]] = {"covered": [], "unsure": [], "not": []}
    for item in items:
        states = {record.status(on) for record in item.certifications}
        if CertificationStatus.VALID in states:
            heaps["covered"].append(item)
        elif states <= {*ENDED_STATUSES, None}:
            heaps["not"].append(item)
        else:
            heaps["unsure"].append(item)
    words = {
        "covered": (_("Certified today"), _("No product of this maker is surely certified today.")),
        "unsure": (_("Not sure today"), ""),
        "not": (
            _("Not certified any more"),
            _("The register holds no product whose certificate has ended."),
        ),
    }
    return tuple(
        Coverage(key, f"{words[key][0]}: {number_text(len(heap))}", words[key][1],
                 cards(heap, directory, on))
        for key, heap in heaps.items()
        if heap or key != "unsure"
    )  # fmt: skip


def _lead(record: MakerRecord, coverage: tuple[Coverage, ...]) -> str:
    counts = {part.key: len(part.cards) for part in coverage}
    if record.total > len(record.items):
        # What is not loaded is not counted: the number would be too small.
        return _(
            "The register holds %(total)s products of this maker. Of the first %(shown)s by "
            "name, certified today: %(covered)s."
        ) % {
            "total": number_text(record.total),
            "shown": number_text(len(record.items)),
            "covered": number_text(counts["covered"]),
        }
    return ngettext(
        "The register holds %(total)s product of this maker. Certified today: %(covered)s.",
        "The register holds %(total)s products of this maker. Certified today: %(covered)s.",
        record.total,
    ) % {"total": number_text(record.total), "covered": number_text(counts["covered"])}


def _facts(maker: Establishment) -> tuple[Fact, ...]:
    facts = []
    is_home = maker.name_is_personal or maker.legal_kind in _HOMES
    if maker.trade_name and not maker.name_is_personal:
        facts.append(Fact(_("Trade name"), maker.trade_name))
    others = [row.name for row in maker.other_names.all()]
    if others and not maker.name_is_personal:
        facts.append(Fact(_("Other names in papers"), "; ".join(others)))
    if maker.parent:
        facts.append(Fact(_("Part of"), maker.parent.name))
    if maker.enterprise_number and not is_home:
        facts.append(Fact(_("Enterprise number"), maker.enterprise_number))
    if maker.ended_on:
        facts.append(Fact(_("Ended on"), day_text(maker.ended_on)))
    facts.append(Fact(_("Code of the maker"), code_grouped(maker.code), is_code=True))
    return tuple(facts)


def _entries(items: Iterable[ItemRecord], on: dt.date) -> tuple[NamedEntry, ...]:
    """All certificates of all items, the newest first; a day that is not known comes last."""
    rows = [(item, record) for item in items for record in item.certifications]

    def newest(row: tuple[ItemRecord, CertificationRecord]) -> tuple[dt.date, int]:
        c = row[1].certification
        return c.issued_on or dt.date.min, c.pk

    rows.sort(key=newest, reverse=True)
    owner = {record.certification.pk: item for item, record in rows}
    ordered = newest_first(record for _item, record in rows)
    named = []
    for record in ordered:
        item = owner[record.certification.pk]
        named.append(
            NamedEntry(
                record.certification.product_name_printed or item.subject.name,
                addresses.item(item.ref),
                entry(record, on),
            )
        )
    return tuple(named)


def _places(record: MakerRecord, directory: PlaceDirectory) -> tuple[ThenNow, ...]:
    """The addresses of the maker; without any, the places that its certificates name."""
    found = [_address(row, record.maker, directory) for row in record.maker.addresses.all()]
    if not found:
        for item in record.items:
            for row in item.certifications:
                place = then_now(row.certification, directory)
                if place is not None and place not in found:
                    found.append(place)
    return tuple(found[:6])


def _address(row: EstablishmentAddress, maker: Establishment, directory: PlaceDirectory) -> ThenNow:
    then = directory.get(row.place_at_time_id) if row.place_at_time_id else None
    units = [directory.get(row.place_now_id)] if row.place_now_id else []
    is_home = maker.name_is_personal or maker.legal_kind in _HOMES
    then_words = full_words(directory, then.id, row.valid_from) if then else ""
    return ThenNow(
        then_words=then_words if is_home else row.printed or then_words,
        then_url=addresses.place(then.public_id) if then else "",
        then_note=_("Only the unit is shown: it may be a home.")
        if is_home
        else _("As printed in the papers."),
        now=tuple[PlaceLink, ...](link(directory, unit) for unit in units),
        now_lead=_("Now"),
        now_note="",
        differs=then is not None and [unit.id for unit in units] != [then.id],
    )
