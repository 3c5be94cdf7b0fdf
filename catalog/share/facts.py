"""The facts of a record for the card of a shared link, in the language of the page. No query."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalog.days import day_text, number_text
from catalog.presenters.cards import GENERAL, ILLUSTRATIONS, maker_words
from catalog.presenters.grades import grade_mark_name, grade_of, grade_text
from catalog.presenters.state import state_mark
from catalog.share.card import Facts, Line
from registry.gazetteer.directory import PlaceDirectory, PlaceInfo
from registry.models import Establishment
from registry.selectors.items import CertificationRecord, ItemRecord


def of_item(record: ItemRecord, on: dt.date) -> Facts:
    """A product or village with the certification that speaks for it."""
    leading = record.leading(on) or record.certifications[0]
    label = _("Certified product") if record.is_product else _("Craft village")
    kind = "i" if record.is_product else "v"
    return _certified(kind, record.subject.code, label, record, leading, on)


def of_certificate(record: CertificationRecord, item: ItemRecord, on: dt.date) -> Facts:
    code = record.certification.code
    return _certified("c", code, _("Certificate %(code)s") % {"code": code}, item, record, on)


def of_maker(maker: Establishment, total: int, on: dt.date) -> Facts:
    words = ngettext(
        "%(count)s product in the register", "%(count)s products in the register", total
    )
    counted = Line("", words % {"count": number_text(total)})
    return _facts("co-so", maker.code, _("Maker"), maker.name, "", (counted,), "", on)


def of_place(unit: PlaceInfo, total: int, directory: PlaceDirectory, on: dt.date) -> Facts:
    above = ", ".join(one.full_name for one in directory.ancestors(unit.id))
    words = ngettext(
        "%(count)s product or craft village in the register",
        "%(count)s products and craft villages in the register",
        total,
    )
    counted = Line("", words % {"count": number_text(total)})
    name = unit.full_name
    return _facts("dia-phuong", unit.public_id, _("Place"), name, above, (counted,), GENERAL, on)


def _certified(
    kind: str, code: str, label: str, item: ItemRecord, held: CertificationRecord, on: dt.date
) -> Facts:
    c, subject = held.certification, item.subject
    state = state_mark(held, on)
    lines = (
        Line(grade_mark_name(c.grading, grade_text(c)), grade_of(c).words),
        Line(f"status-{state.key}", state.words, _TONES.get(state.key, "")),
    )
    group = subject.group.illustration.removesuffix(".svg") if subject.group else ""
    drawing = group if group in ILLUSTRATIONS else GENERAL
    under = maker_words(subject, c.maker_name_printed)
    return _facts(kind, code, label, subject.name, under, lines, drawing, on)


_TONES = {
    "valid": "valid",
    "ending": "warn",
    "validity_unknown": "warn",
    "not_yet_valid": "warn",
    "suspended": "warn",
    "withdrawn": "bad",
    "annulled": "bad",
}


def _facts(
    kind: str, code: str, label: str, name: str, under: str, lines: Sequence[Line], drawing: str,
    on: dt.date,
) -> Facts:  # fmt: skip
    as_of = _("As of %(day)s") % {"day": day_text(on)}
    site = urlsplit(settings.BASE_URL).netloc
    language = get_language() or settings.LANGUAGE_CODE
    return Facts(kind, code, label, name, under, tuple(lines), as_of, drawing, site, language)
