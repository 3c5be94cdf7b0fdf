"""The page of a product or of a craft village."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog import addresses
from catalog.corrected import Correction
from catalog.days import day_text, moment_text, number_text
from catalog.presenters.cards import Card, Picture, cards, group_label, picture_of
from catalog.presenters.crumbs import Crumb
from catalog.presenters.entries import (
    Entry,
    Fact,
    Source,
    TimelineItem,
    entry,
    newest_first,
    sources,
    timeline,
)
from catalog.presenters.grades import Grade, grade_of
from catalog.presenters.places import ThenNow, full_words, then_now, unit_name
from catalog.presenters.state import StateMark, Verdict, state_mark, verdict
from catalog.related import Related
from registry.gazetteer.directory import PlaceDirectory
from registry.models import CraftVillage, Establishment, Product
from registry.models.choices import ENDED_STATUSES, IdentifierKind, LegalKind
from registry.rules.identifiers import code_grouped
from registry.selectors.items import CertificationRecord, ItemRecord

_IDENTIFIERS = {
    IdentifierKind.GTIN: gettext_noop("GTIN barcode"),
    IdentifierKind.TRACE: gettext_noop("Trace code"),
    IdentifierKind.OCOP_CODE: gettext_noop("OCOP code"),
    IdentifierKind.GEOGRAPHICAL_INDICATION: gettext_noop("Right to use an indication"),
    IdentifierKind.TRADEMARK: gettext_noop("Trademark"),
    IdentifierKind.SELF_DECLARATION: gettext_noop("Self-declaration of quality"),
    IdentifierKind.PROCESS_CERTIFICATE: gettext_noop("Process certificate"),
}
_LEGAL_KINDS = {
    LegalKind.JOINT_STOCK: gettext_noop("Joint-stock company"),
    LegalKind.LIMITED: gettext_noop("Limited company"),
    LegalKind.PRIVATE: gettext_noop("Private enterprise"),
    LegalKind.BRANCH: gettext_noop("Branch"),
    LegalKind.COOPERATIVE: gettext_noop("Cooperative"),
    LegalKind.COOPERATIVE_GROUP: gettext_noop("Cooperative group"),
    LegalKind.HOUSEHOLD: gettext_noop("Business household"),
    LegalKind.PRODUCER_HOUSEHOLD: gettext_noop("Producer household"),
    LegalKind.FACILITY: gettext_noop("Production facility"),
    LegalKind.FARM: gettext_noop("Farm"),
    LegalKind.ASSOCIATION: gettext_noop("Association or centre"),
    LegalKind.STATE_BODY: gettext_noop("State body"),
}


@dataclass(frozen=True, slots=True)
class MakerPart:
    """The maker and its other items; `note` says that what is not listed is not certified."""

    heading: str
    name: str
    kind: str
    lead: str
    note: str
    others: tuple[Card, ...]
    more_words: str
    more_url: str


@dataclass(frozen=True, slots=True)
class VillagePart:
    """The craft village that a product comes from, with the state of its own title."""

    name: str
    url: str
    trade: str
    grade: Grade
    state: StateMark
    note: str


@dataclass(frozen=True, slots=True)
class RelatedPart:
    heading: str
    cards: tuple[Card, ...]
    more_words: str
    more_url: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    name: str
    crumbs: tuple[Crumb, ...]
    verdict: Verdict
    checked: str
    checked_machine: str
    other_day_url: str
    grades: tuple[Grade, ...]
    facts: tuple[Fact, ...]
    picture: Picture
    paragraphs: tuple[Fact, ...]
    certificates_heading: str
    place_heading: str
    entries_lead: str
    entries: tuple[Entry, ...]
    timeline: tuple[TimelineItem, ...]
    maker: MakerPart | None
    then_now: ThenNow | None
    sources: tuple[Source, ...]
    village: VillagePart | None = None
    related: RelatedPart | None = None
    is_village: bool = False


def leading_record(record: ItemRecord, on: dt.date) -> CertificationRecord:
    """The certification that speaks for the item; a public item always has one."""
    return record.leading(on) or record.certifications[0]


def certificates_heading(record: ItemRecord) -> str:
    return _("Certificates") if record.is_product else _("Titles")


def place_heading(record: ItemRecord) -> str:
    return _("Place of production") if record.is_product else _("Where")


def product_page(
    record: ItemRecord,
    others: Sequence[ItemRecord],
    others_total: int,
    directory: PlaceDirectory,
    now: dt.datetime,
    corrections: Sequence[Correction] = (),
    village: ItemRecord | None = None,
    related: Related | None = None,
) -> ItemPage:
    """`now` is local time; its day is the day of the state."""
    product = record.subject
    assert isinstance(product, Product)
    page = _page(record, directory, now, corrections)
    on = now.date()
    facts = [
        Fact(_("Maker"), product.maker.name, addresses.maker(product.maker.code))
        if product.maker
        else Fact(_("Maker"), _("Not known"))
    ]
    if product.brand:
        facts.append(Fact(_("Brand"), product.brand))
    facts += [*page.facts, *_identifier_facts(product)]
    return replace(
        page,
        facts=tuple(facts),
        paragraphs=_paragraphs(product),
        maker=_maker_part(product, others, others_total, directory, on),
        village=_village_part(village, on) if village else None,
        related=_related_part(related, product, directory, on) if related else None,
    )


def craft_village_page(
    record: ItemRecord,
    products: Sequence[ItemRecord],
    directory: PlaceDirectory,
    now: dt.datetime,
    corrections: Sequence[Correction] = (),
) -> ItemPage:
    village = record.subject
    assert isinstance(village, CraftVillage)
    page = _page(record, directory, now, corrections)
    facts = [Fact(_("Trade"), village.trade or _("Not known"))]
    if village.place_text:
        facts.append(Fact(_("Where"), village.place_text))
    facts += page.facts
    if village.households_total is not None and village.figures_on is not None:
        facts.append(
            Fact(
                _("Households in the trade"),
                _("%(engaged)s of %(total)s, counted on %(day)s")
                % {
                    "engaged": number_text(village.households_engaged or 0),
                    "total": number_text(village.households_total),
                    "day": day_text(village.figures_on),
                },
            )
        )
    part = MakerPart(
        _("Products of the village"),
        "",
        "",
        _("A title belongs to the place. Each product has a certificate of its own."),
        "" if products else _("The register names no product of this village."),
        cards(products, directory, now.date()),
        "",
        "",
    )
    return replace(page, facts=tuple(facts), maker=part, is_village=True)


def _village_part(village: ItemRecord, on: dt.date) -> VillagePart:
    """A title that has ended is said as loudly as one in force."""
    leading = leading_record(village, on)
    has_ended = leading.status(on) in ENDED_STATUSES
    note = (
        _("The village was recognised then; its title has ended since.")
        if has_ended
        else _("The title is the village’s own. It does not replace a certificate of the product.")
    )
    subject = village.subject
    assert isinstance(subject, CraftVillage)
    return VillagePart(
        subject.name,
        addresses.craft_village(subject.code),
        subject.trade,
        grade_of(leading.certification),
        state_mark(leading, on),
        note,
    )


def _related_part(
    related: Related, product: Product, directory: PlaceDirectory, on: dt.date
) -> RelatedPart:
    values = {"group": _group_label(product), "place": unit_name(related.place)}
    return RelatedPart(
        _("Made nearby: %(group)s") % values,
        cards(related.records, directory, on),
        _("All of %(group)s in %(place)s") % values,
        addresses.catalogue(related.params),
    )


def _page(
    record: ItemRecord,
    directory: PlaceDirectory,
    now: dt.datetime,
    corrections: Sequence[Correction],
) -> ItemPage:
    on, subject = now.date(), record.subject
    leading = leading_record(record, on)
    group_url = addresses.catalogue([("nhom", subject.group.code)]) if subject.group else ""
    crumbs = [Crumb("Sổ Vàng", addresses.HOME), Crumb(_("Catalogue"), addresses.CATALOGUE)]
    if subject.group:
        crumbs.append(Crumb(_group_label(subject), group_url))
    certifications = [r.certification for r in record.certifications]
    return ItemPage(
        name=subject.name,
        crumbs=(*crumbs, Crumb(subject.name)),
        verdict=verdict(leading, subject.name, on),
        checked=moment_text(now),
        checked_machine=now.isoformat(timespec="minutes"),
        other_day_url=addresses.verify(subject.code) + "#ngay",
        grades=_standing_grades(record, on),
        facts=_common_facts(record, leading, directory, group_url),
        picture=picture_of(subject.group, record.is_product),
        paragraphs=(),
        certificates_heading=certificates_heading(record),
        place_heading=place_heading(record),
        entries_lead=_entries_lead(record),
        entries=tuple(entry(r, on) for r in newest_first(record.certifications)),
        timeline=timeline(record.certifications, on, corrections),
        maker=None,
        then_now=then_now(leading.certification, directory),
        sources=sources(certifications),
    )


def _group_label(subject: Product | CraftVillage) -> str:
    group = subject.group
    if group is None:
        return _("Not known")
    return group_label(group)


def _common_facts(
    record: ItemRecord, leading: CertificationRecord, directory: PlaceDirectory, group_url: str
) -> tuple[Fact, ...]:
    c, subject = leading.certification, record.subject
    place_id = c.place_now_id or c.place_at_issue_id
    place = directory.get(place_id) if place_id else None
    where = (
        Fact(
            _("Place of production") if record.is_product else _("Unit"),
            full_words(directory, place.id),
            addresses.place(place.public_id),
        )
        if place
        else Fact(place_heading(record), c.place_printed or _("Not known"))
    )
    term = _("Product code") if record.is_product else _("Code of the village")
    return (
        where,
        Fact(_("Group"), _group_label(subject), group_url),
        Fact(term, code_grouped(subject.code), is_code=True),
    )


def _standing_grades(record: ItemRecord, on: dt.date) -> tuple[Grade, ...]:
    """Each grade once that has not ended, so that a reader sees all titles at a glance."""
    found: dict[str, Grade] = {}
    for r in record.certifications:
        if r.status(on) not in ENDED_STATUSES:
            grade = grade_of(r.certification)
            found.setdefault(grade.words, grade)
    return tuple(found.values())


def _entries_lead(record: ItemRecord) -> str:
    count = len(record.certifications)
    if count == 1:
        return ""
    return ngettext(
        "%(count)s certificate, the newest first.",
        "%(count)s certificates, the newest first.",
        count,
    ) % {"count": count}


def _identifier_facts(product: Product) -> list[Fact]:
    rows = [
        Fact(_(_IDENTIFIERS[IdentifierKind(row.kind)]), row.value)
        for row in product.identifiers.all()
    ]
    members = [member.name for member in product.members.all()]
    if members:
        rows.append(Fact(_("The set holds"), "; ".join(members)))
    return rows


def _paragraphs(product: Product) -> tuple[Fact, ...]:
    rows = ((_("Description"), product.description), (_("Ingredients"), product.ingredients))
    return tuple(Fact(term, text) for term, text in rows if text)


def _maker_part(
    product: Product,
    others: Sequence[ItemRecord],
    total: int,
    directory: PlaceDirectory,
    on: dt.date,
) -> MakerPart | None:
    maker = product.maker
    if maker is None:
        return None
    count = total + 1
    lead = ngettext(
        "The register holds %(count)s product of this maker.",
        "The register holds %(count)s products of this maker.",
        count,
    ) % {"count": number_text(count)}
    more = total > len(others)
    return MakerPart(
        _("Maker"),
        maker.name,
        legal_kind_words(maker),
        lead,
        _(
            "A certificate covers only the product that it names. A product of this maker that is "
            "not in the register is not certified as far as the register knows."
        ),
        cards(others, directory, on),
        _("All products of this maker in the catalogue") if more else "",
        addresses.catalogue([("q", maker.name), ("hieu-luc", "tat-ca")]) if more else "",
    )


def legal_kind_words(maker: Establishment) -> str:
    words = _LEGAL_KINDS.get(LegalKind(maker.legal_kind))
    return _(words) if words else ""
