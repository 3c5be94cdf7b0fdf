"""The answer to a typed code: what it is, its state on a day, or why the register has no answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog import addresses
from catalog.corrected import Correction
from catalog.days import TypedDay, day_text, moment_text
from catalog.presenters.cards import Card, cards
from catalog.presenters.entries import (
    Entry,
    Fact,
    Source,
    TimelineItem,
    certificate_facts,
    entry,
    newest_first,
    sources,
    timeline,
)
from catalog.presenters.flags import flags
from catalog.presenters.grades import Grade, grade_of
from catalog.presenters.items import certificates_heading, place_heading
from catalog.presenters.pictures import Photo
from catalog.presenters.places import ThenNow, then_now
from catalog.presenters.state import Verdict, state_mark, verdict
from registry.gazetteer.directory import PlaceDirectory
from registry.rules.identifiers import code_grouped, code_has_form
from registry.selectors.items import CertificationRecord, ItemRecord
from registry.selectors.verification import Verification


@dataclass(frozen=True, slots=True)
class CodeForm:
    """The form under every answer, with what was typed and what is wrong with it."""

    code: str = ""
    day: str = ""
    day_error: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verification page says first. `heading` is its h1."""

    heading: str
    text: str
    tone: str
    mark: SafeString
    more: tuple[str, ...] = ()
    link: str = ""
    link_words: str = ""
    code: str = ""
    checked: str = ""
    checked_machine: str = ""
    today_url: str = ""


@dataclass(frozen=True, slots=True)
class CertificatePart:
    """The parts below the verdict of a known code."""

    is_product: bool
    certificates_heading: str
    place_heading: str
    name: str
    by: str
    item_url: str
    item_words: str
    grade: Grade
    facts: tuple[Fact, ...]
    entries: tuple[Entry, ...]
    timeline: tuple[TimelineItem, ...]
    then_now: ThenNow | None
    sources: tuple[Source, ...]
    others: tuple[Card, ...]
    meaning: tuple[str, ...]
    code: str
    flags: tuple[str, ...] = ()
    pack: tuple[Photo, ...] = ()


def certificate_answer(
    record: CertificationRecord, item: ItemRecord, on: dt.date, now: dt.datetime
) -> Answer:
    c = record.certification
    found = verdict(record, c.product_name_printed or item.subject.name, on)
    paper = _("The certificate") if item.is_product else _("The title")
    since = _since(record, on, now)
    url = addresses.certificate(c.code)
    return _answer(found, _heading(found, paper), c.code, on, now, url, since)


def item_answer(item: ItemRecord, on: dt.date, now: dt.datetime) -> Answer:
    """The answer to a product code: the state of the certification that speaks for it."""
    code = item.subject.code
    record = item.leading(on) or item.certifications[0]
    found = verdict(record, item.subject.name, on)
    subject = _("The product") if item.is_product else _("The craft village")
    since = _since(record, on, now)
    url = addresses.verify(code)
    return _answer(found, _item_heading(found, subject), code, on, now, url, since)


def certificate_part(
    record: CertificationRecord,
    item: ItemRecord,
    others: Sequence[ItemRecord],
    directory: PlaceDirectory,
    on: dt.date,
    corrections: Sequence[Correction] = (),
    pack: tuple[Photo, ...] = (),
) -> CertificatePart:
    part = _part(item, record, others, directory, on, (record,), record.certification.code, ())
    return replace(part, timeline=timeline((record,), on, corrections), pack=pack)


def item_part(
    item: ItemRecord,
    others: Sequence[ItemRecord],
    directory: PlaceDirectory,
    on: dt.date,
    corrections: Sequence[Correction] = (),
    pack: tuple[Photo, ...] = (),
) -> CertificatePart:
    leading = item.leading(on) or item.certifications[0]
    entries = tuple(entry(record, on) for record in newest_first(item.certifications))
    part = _part(
        item, leading, others, directory, on, item.certifications, item.subject.code, entries
    )
    return replace(part, timeline=timeline(item.certifications, on, corrections), pack=pack)


def code_form(found: Verification, day: TypedDay) -> CodeForm:
    """What was typed, in groups where it has the form of a code."""
    shown = code_grouped(found.code) if code_has_form(found.code) else found.typed
    return CodeForm(shown, day.typed, day.error)


def _part(
    item: ItemRecord,
    record: CertificationRecord,
    others: Sequence[ItemRecord],
    directory: PlaceDirectory,
    on: dt.date,
    records: Sequence[CertificationRecord],
    code: str,
    entries: tuple[Entry, ...],
) -> CertificatePart:
    c = record.certification
    places = then_now(c, directory)
    made = (c.maker_name_printed, places.then_words if places else "")
    return CertificatePart(
        is_product=item.is_product,
        certificates_heading=certificates_heading(item),
        place_heading=place_heading(item),
        name=c.product_name_printed or item.subject.name,
        by=", ".join(part for part in made if part),
        item_url=addresses.item(item.ref),
        item_words=_("The page of the product")
        if item.is_product
        else _("The page of the village"),
        grade=grade_of(c),
        facts=certificate_facts(record, on),
        entries=entries,
        timeline=timeline(records, on),
        then_now=places,
        sources=sources(r.certification for r in records),
        others=cards(others, directory, on),
        meaning=_meaning(verdict(record, item.subject.name, on).key, item.is_product),
        code=code,
        flags=flags(record, places, on),
    )


def _answer(
    found: Verdict,
    heading: str,
    code: str,
    on: dt.date,
    now: dt.datetime,
    url: str,
    since: tuple[str, ...],
) -> Answer:
    is_today = on == now.date()
    if not is_today:
        heading = _("On %(day)s: %(heading)s") % {
            "day": day_text(on),
            "heading": heading[:1].lower() + heading[1:],
        }
    return Answer(
        heading,
        found.text,
        found.tone,
        found.mark,
        (*found.more, *since),
        found.link,
        found.link_words,
        code_grouped(code),
        moment_text(now),
        now.isoformat(timespec="minutes"),
        "" if is_today else url,
    )


def _since(record: CertificationRecord, on: dt.date, now: dt.datetime) -> tuple[str, ...]:
    """What has become of it since a day in the past; a day to come is answered from today."""
    today = now.date()
    if on > today:
        return (_("This day is yet to come: an act recorded before it may change the answer."),)
    if record.status(on) == record.status(today):
        return ()
    return (_("Today: %(state)s.") % {"state": state_mark(record, today).words},)


def _heading(found: Verdict, paper: str) -> str:
    headings = {
        "valid": _("%(paper)s is in force"),
        "ending": _("%(paper)s is in force, but not for long"),
        "validity_unknown": _("%(paper)s is recorded, its validity is not known"),
        "not_yet_valid": _("%(paper)s is not yet in force"),
        "expired": _("%(paper)s has expired"),
        "suspended": _("%(paper)s is suspended"),
        "withdrawn": _("%(paper)s has been withdrawn"),
        "surrendered": _("%(paper)s has been given back"),
        "superseded": _("%(paper)s has been replaced"),
        "annulled": _("%(paper)s has been annulled"),
    }
    return headings[found.key] % {"paper": paper}


def _item_heading(found: Verdict, subject: str) -> str:
    headings = {
        "valid": _("%(subject)s has a certificate in force"),
        "ending": _("%(subject)s has a certificate in force, but not for long"),
        "validity_unknown": _("%(subject)s is in the register, the validity is not known"),
        "not_yet_valid": _("%(subject)s has a certificate that is not yet in force"),
        "suspended": _("The certificate of %(subject)s is suspended"),
    }
    words = headings.get(found.key, _("%(subject)s has no certificate in force any more"))
    subject = subject if words.startswith("%") else subject[:1].lower() + subject[1:]
    return words % {"subject": subject}


def _kept() -> str:
    """Ended and archived: said, so that nobody takes it for deleted."""
    return _("The register keeps what has ended: this page stays at its address.")


def _meaning(key: str, is_product: bool) -> tuple[str, ...]:
    """What an ended state means for a buyer; empty while it stands."""
    if key in ("withdrawn", "annulled", "surrendered"):
        lines = [
            _(
                "The title counts as never given and must not be used on packs, signs or in "
                "advertising. That alone does not make the goods fake."
            )
            if key == "annulled"
            else _(
                "From then on the title must not be used on packs, signs or in advertising. "
                "Goods made before are not fake for that reason."
            )
        ]
        if not is_product:
            lines.append(
                _("A withdrawn title of a village does not end the certificates of its products.")
            )
        return (*lines, _kept())
    if key == "expired":
        return (
            _(
                "Goods made while the certificate was in force may still be on sale. "
                "New goods must not bear the title until there is a new certificate."
            ),
            _kept(),
        )
    if key == "superseded":
        return (_("It ended on the day on which the other began. Packs may still bear the older."),)
    if key == "suspended":
        return (
            _("While it is suspended, the title must not be used. It may come into force again."),
        )
    if key == "not_yet_valid":
        return (_("Before that day, the title must not be used on packs or in advertising."),)
    if key == "validity_unknown":
        return (
            _("The register cannot say yes or no. The office that issued the certificate can."),
        )
    return ()
