"""The rows of a downloaded result list: one for each item, in the order of the page.

The certification that speaks for the item fills the columns; the others are named beside it.
Every row carries its moment and the address of the search, so that a row that is copied
elsewhere still says when and from where. No query of its own.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog import addresses
from catalog.days import day_text, last_day, moment_text
from catalog.presenters.cards import maker_words
from catalog.presenters.grades import grade_of, scheme_short_name
from catalog.presenters.places import then_now
from catalog.presenters.state import state_mark
from registry.gazetteer.directory import PlaceDirectory
from registry.models import Product
from registry.selectors.items import CertificationRecord, ItemRecord

Cell = str | dt.date | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a file was made; `site` is the address of the register itself."""

    site: str
    address: str
    moment: dt.datetime
    day: dt.date


def header() -> tuple[str, ...]:
    return (
        _("Code"), _("Kind"), _("Name"), _("English name"), _("Maker"),
        _("Place when issued"), _("Place now"), _("Scheme"), _("Grade"),
        _("Certificate code"), _("Decision"), _("Issued on"), _("State"),
        _("Valid to the end of"), _("Other certificates"), _("Page"),
        _("State as of"), _("Address of this search"),
    )  # fmt: skip


def row(record: ItemRecord, directory: PlaceDirectory, origin: Origin) -> tuple[Cell, ...]:
    subject = record.subject
    leading = record.leading(origin.day) or record.certifications[0]
    held = leading.certification
    places = then_now(held, directory)
    others = (other for other in record.certifications if other is not leading)
    return (
        subject.code,
        _("product") if record.is_product else _("craft village"),
        subject.name,
        subject.name_en if isinstance(subject, Product) else "",
        maker_words(subject, held.maker_name_printed),
        places.then_words if places else "",
        "; ".join(link.words for link in places.now) if places else "",
        scheme_short_name(held.scheme),
        grade_of(held).words,
        held.code,
        held.decision.number if held.decision else "",
        leading.issued.earliest if leading.issued.is_exact else None,
        state_mark(leading, origin.day).words,
        _end(leading, origin.day),
        "; ".join(_other(other, origin.day) for other in others),
        origin.site + addresses.item(record.ref),
        moment_text(origin.moment),
        origin.address,
    )


def text_row(cells: Iterable[Cell]) -> list[str]:
    """The cells as a file of plain text shows them: days as dd/mm/yyyy."""
    return [day_text(cell) if isinstance(cell, dt.date) else cell or "" for cell in cells]


def _end(record: CertificationRecord, on: dt.date) -> dt.date | None:
    """The last day of validity; None without an end or an exact one, which the state tells."""
    end = record.end(on)
    if end is None or not end.is_exact or end.earliest is None:
        return None
    return last_day(end.earliest)


def _other(record: CertificationRecord, on: dt.date) -> str:
    held = record.certification
    return f"{held.code} {grade_of(held).words}: {state_mark(record, on).words}"
